"""A sound: recorded with the laptop's microphone, or chosen; heard again out of the study's memory."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.entry.kinds.media.audio_recorder import AudioRecorder
from fieldsurvey.ui.entry.kinds.media.media import MediaWidget, still_coming
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import button
from fieldsurvey.xforms import Prompt

_PLAYABLE = 200_000_000  # bytes; a player holds the whole in memory, and a laptop has 4 GB


class PlayedWidget(MediaWidget):
    """What can be heard or seen in time. Nothing is laid on the disk for it: a locked study stays locked."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.play: QPushButton | None = None
        self._is_playing = False

    def equip(self, devices: Devices, kept: Kept) -> None:
        super().equip(devices, kept)
        self.say_state()

    def show_own(self, prompt: Prompt) -> None:
        if prompt.value != self.prompt.value:
            self._silence()
        super().show_own(prompt)

    def add_tools(self, row: QHBoxLayout) -> None:
        if self.devices.player is not None:
            self.play = button(_("Play"), self.toggle, "quiet", "play")
            row.addWidget(self.play)
        super().add_tools(row)

    def say_state(self) -> None:
        super().say_state()
        if self.prompt.value and self.devices.player is None:
            self.state.setText(self.state.text() + "   " + _("To play it, save a copy."))

    def toggle(self) -> None:
        """Play what is kept, or be silent again."""
        if self._is_playing:
            self._silence()
            return
        content = self.kept()
        if content is None or self.devices.player is None:
            self.noted.emit(still_coming())
            return
        with content:
            data = content.read(_PLAYABLE + 1)
        if len(data) > _PLAYABLE:
            self.noted.emit(_("The file is too long to be played here. Save a copy to play it."))
            return
        self.noted.emit("")
        self._show_playing(is_playing=True)
        self.devices.player.play(data, self._on_played)

    def _on_played(self, fault: str) -> None:
        self._show_playing(is_playing=False)
        if fault:
            self.noted.emit(fault)

    def _silence(self) -> None:
        if self._is_playing and self.devices.player is not None:
            self.devices.player.stop()
        self._show_playing(is_playing=False)

    def _show_playing(self, *, is_playing: bool) -> None:
        if self.play is not None and is_playing != self._is_playing:
            self.play.setText(_("Stop") if is_playing else _("Play"))
            self.play.setIcon(theme.icon("stop" if is_playing else "play"))
        self._is_playing = is_playing

    def hideEvent(self, event: QHideEvent) -> None:
        """The page is turned: silence."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._silence()


class AudioWidget(PlayedWidget):
    """`audio`."""

    icon = "open"
    patterns = "*.m4a *.mp3 *.wav *.ogg *.amr *.aac *.flac"

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self.record: QPushButton | None = None
        self.recording: AudioRecorder | None = None
        super().__init__(prompt, question)

    def choose_words(self) -> str:
        return _("Choose a sound")

    def invitation(self) -> str:
        if self.devices.microphones is None:
            return _("Nothing can be recorded here: record with a phone, and choose its file.")
        return super().invitation()

    def equip(self, devices: Devices, kept: Kept) -> None:
        if devices.microphones is not None and self.record is None:
            self.record = button(_("Record"), self.open_microphone, icon="sound")
            self.row.insertWidget(0, self.record)
            self.setFocusProxy(self.record)
        super().equip(devices, kept)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if self.record is not None:
            self.record.setEnabled(not prompt.readonly and self.recording is None)

    def focus_target(self) -> QWidget:
        if self.recording is not None:
            return self.recording.stop
        return self.record if self.record is not None else self.choose

    def open_microphone(self) -> None:
        """Record from now on."""
        if self.recording is not None:
            return
        microphones = self.devices.microphones() if self.devices.microphones is not None else ()
        if not microphones:
            self.noted.emit(_("No microphone is plugged in. Plug one in, or choose a file."))
            return
        self._silence()
        self.noted.emit("")
        self.recording = AudioRecorder(microphones[0], self)
        self.recording.ended.connect(self._on_ended)
        self.recording.failed.connect(self.noted)
        self.column.insertWidget(1, self.recording)
        self.recording.show()
        self.recording.begin()
        self.show_prompt(self.prompt)

    def _on_ended(self, sound: bytes | None) -> None:
        before, self.recording = self.recording, None
        if before is not None:
            had_keyboard = before.isAncestorOf(self.focusWidget() or self)
            before.hide()
            before.deleteLater()
            self.show_prompt(self.prompt)
            if had_keyboard and self.record is not None:
                self.record.setFocus()
        if sound is not None:
            self.say_weight(len(sound))
            self.bring(".wav", sound)

    def commit(self) -> None:
        """The page is left, or the interview: what was said so far is kept."""
        if self.recording is not None:
            self.recording.finish()

    def discard(self) -> None:
        """Another answer takes the place of what is being recorded."""
        if self.recording is not None:
            self.recording.give_up()
        super().discard()
