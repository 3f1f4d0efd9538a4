"""A GPS receiver on a serial line or USB: found by listening on each line at each usual speed."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Failed, Receiver
from fieldsurvey.ui.entry.devices.nmea import Sentences
from fieldsurvey.ui.entry.devices.serial_port import SPEEDS, open_line, ports

_PATIENCE = 2.5  # seconds for a first sentence; a receiver speaks each second


def serial_receivers() -> Sequence[Receiver]:
    """One that tries all lines plugged in; none when there is none."""
    names = ports()
    return (SerialReceiver(names),) if names else ()


class SerialReceiver(QObject):
    """Listens in a thread of its own, and tells in the thread it was made in."""

    _fixed = Signal(object, object)
    _ended = Signal(object, str)

    def __init__(
        self, names: Iterable[str], speeds: Sequence[int] = SPEEDS, patience: float = _PATIENCE
    ) -> None:
        # Its thread may be the last to know it, and must not end it: so the application owns it.
        super().__init__(QCoreApplication.instance())
        self._names, self._speeds, self._patience = tuple(names), speeds, patience
        self._tell: Callable[[Position], None] = lambda _position: None
        self._complain: Failed = lambda _sentence: None
        self._turn: threading.Event | None = None
        self._fixed.connect(self._on_fixed, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def start(self, fixed: Callable[[Position], None], failed: Failed) -> None:
        self.stop()
        self._tell, self._complain = fixed, failed
        self._turn = threading.Event()
        threading.Thread(target=self._listen, args=(self._turn,), name="receiver", daemon=True).start()

    def stop(self) -> None:
        if self._turn is not None:
            self._turn.set()
            self._turn = None

    # --- in its own thread ---------------------------------------------------------------------------------------

    def _listen(self, ended: threading.Event) -> None:
        is_heard = False
        for name, speed in itertools.product(self._names, self._speeds):
            if ended.is_set() or is_heard:
                break
            is_heard = self._hear(name, speed, ended)
        if not ended.is_set():
            self._ended.emit(
                ended,
                _("The receiver was pulled out. Plug it in again, or type the place.")
                if is_heard
                else _("No receiver was heard. See that it is plugged in, or type the place."),
            )

    def _hear(self, name: str, speed: int, ended: threading.Event) -> bool:
        """Tell what is said on a line until it is pulled out; False when nothing understood came in time."""
        sentences = Sentences()
        try:
            line = open_line(name, speed)
        except OSError:
            return False
        deadline = time.monotonic() + self._patience
        try:
            while not ended.is_set() and (sentences.has_spoken or time.monotonic() < deadline):
                for position in sentences.take(line.read()):
                    self._fixed.emit(ended, position)
        except OSError:
            pass  # pulled out, or taken by another program
        finally:
            line.close()
        return sentences.has_spoken

    # --- in the window's thread ----------------------------------------------------------------------------------

    def _on_fixed(self, turn: threading.Event, position: Position) -> None:
        if turn is self._turn:  # one that was on its way when it was stopped is not told
            self._tell(position)

    def _on_ended(self, turn: threading.Event, sentence: str) -> None:
        if turn is self._turn:
            self._turn = None
            self._complain(sentence)
