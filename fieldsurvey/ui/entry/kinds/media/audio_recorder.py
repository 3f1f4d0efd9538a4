"""While a microphone listens: how long by now, how loud, and the key that ends it. The sound stays in memory."""

from __future__ import annotations

import array
import io
import math
import sys
import wave

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.device_ports import RATE, Microphone
from fieldsurvey.ui.shell.widgets import button, label

_BYTES = 2  # a sample
_QUIETEST = 60.0  # decibels below the loudest that still move the bar
_FULL = 32768.0


class AudioRecorder(QWidget):
    """Stands under the question while it records; made when it is asked for."""

    ended = Signal(object)
    """The sound as a WAV file's bytes; None when it was given up or nothing was heard."""
    failed = Signal(str)

    def __init__(self, microphone: Microphone, parent: QWidget) -> None:
        super().__init__(parent)
        self._microphone = microphone
        self._heard = bytearray()
        self._is_over = False
        self.time = label("0:00", "strong")
        self.time.setMinimumWidth(48)
        self.level = QProgressBar()
        self.level.setRange(0, 100)
        self.level.setTextVisible(False)
        self.level.setMaximumWidth(200)
        self.level.setAccessibleName(_("Loudness"))
        self.stop = button(_("Stop and keep"), self.finish, "primary", "stop")
        give_up = button(_("Give up"), self.give_up, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        for widget in (self.time, self.level, self.stop, give_up):
            row.addWidget(widget)
        row.addStretch(1)

    def begin(self) -> None:
        """Listen from now on."""
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._microphone.start(self._on_heard, self._on_failed)

    def _on_heard(self, piece: bytes) -> None:
        if self._is_over:
            return
        self._heard += piece
        self.level.setValue(loudness(piece))
        self.time.setText(clock(len(self._heard) / _BYTES / RATE))

    def _on_failed(self, sentence: str) -> None:
        """The microphone is gone: what was heard is kept."""
        if not self._is_over:
            self.failed.emit(sentence)
            self.finish()

    def finish(self) -> None:
        """End it and keep the sound."""
        self._end(written(bytes(self._heard)) if self._heard else None)

    def give_up(self) -> None:
        """End it and keep nothing."""
        self._end(None)

    def _end(self, sound: bytes | None) -> None:
        if not self._is_over:
            self._is_over = True
            self._microphone.stop()
            self.ended.emit(sound)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.finish() if self.stop.hasFocus() else self.give_up()
        else:
            super().keyPressEvent(event)


def loudness(piece: bytes) -> int:
    """0 for silence, 100 for the loudest: by decibels, as an ear has it."""
    samples = array.array("h", piece[: len(piece) // _BYTES * _BYTES])
    if sys.byteorder == "big":
        samples.byteswap()
    power = math.fsum(sample * sample for sample in samples) / max(1, len(samples))
    if power <= 0:
        return 0
    return max(0, min(100, round(100 * (1 + 20 * math.log10(math.sqrt(power) / _FULL) / _QUIETEST))))


def clock(seconds: float) -> str:
    """`1:05`, `1:02:03`."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def written(samples: bytes) -> bytes:
    """A WAV file: every computer and phone plays it."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_BYTES)
        file.setframerate(RATE)
        file.writeframes(samples)
    return stream.getvalue()
