"""A position: typed, pasted from a phone or a map's link, or taken from a receiver on this laptop."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.widget import LineWidget
from fieldsurvey.ui.entry.devices.coordinates import Position, is_link, read_position, stored
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.entry.devices.gps_average import FixQuality, wanted_by
from fieldsurvey.ui.entry.kinds.geo.gps_fix import GpsFix, accuracy_words, too_far_off
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

_WIDTH = 260
MAPS = ("maps", "placement-map")


class GeopointWidget(LineWidget):
    """Latitude and longitude in one field; how exact they are stands beside it."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "22.470700 70.057700")
        self._devices = Devices()
        self._wanted = wanted_by(prompt.parameters)
        self._has_map = any(word in MAPS for word in prompt.appearance.split())
        self.receive = button(_("From a receiver"), self.open_receiver, "quiet", "place")
        self.row.addWidget(self.receive)
        self.state = label("", "muted", wrap=True)
        self.row.addWidget(self.state, 1)
        self.fixing: GpsFix | None = None
        self._column: QVBoxLayout | None = None
        self.show_prompt(prompt)

    def equip(self, devices: Devices, kept: Kept) -> None:
        self._devices = devices

    def read(self, text: str) -> str | None:
        found = read_position(text)
        return found.value if found is not None else None

    def shown(self, value: str) -> str:
        found = stored(value)
        return found[0].shown if found else value

    def complaint(self) -> str:
        return complaint(self.field.text())

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        self.receive.setEnabled(not prompt.readonly)
        found = stored(prompt.value)
        is_bad = bool(found) and self._wanted.judge(found[0].accuracy) is FixQuality.UNACCEPTABLE
        theme.set_property(self.state, "role", "warn" if is_bad else "muted")
        self.state.setText(self._told(found[0], is_bad=is_bad) if found else self._invitation())

    def _told(self, found: Position, *, is_bad: bool) -> str:
        """What the answer says beside the place itself."""
        if is_bad:
            return "▲  " + too_far_off(found.accuracy, self._wanted.limit)
        words = [accuracy_words(found.accuracy)] if found.accuracy else []
        if found.altitude:
            words.append(_("{metres} m high").format(metres=f"{found.altitude:.0f}"))
        return " · ".join(words)

    def _invitation(self) -> str:
        if self._has_map:
            return _("No map is on this laptop: type the place, or paste it from a phone or a map's link.")
        return _("latitude and longitude, as a phone shows them")

    def commit(self) -> None:
        super().commit()
        if not self.field.isModified() and self.prompt.value:
            self.field.setText(self.shown(self.prompt.value))  # a link, or degrees and minutes, has been read

    # --- a receiver --------------------------------------------------------------------------------------------

    def open_receiver(self) -> None:
        """Let the receiver look for the place; it ends with an answer, or with a sentence why not."""
        if self.fixing is not None:
            return
        receivers = self._devices.receivers()
        if not receivers:
            self.noted.emit(no_receiver())
            return
        self.noted.emit("")
        self.fixing = GpsFix(receivers[0], self._wanted, self)
        self.fixing.taken.connect(self._on_taken)
        self.fixing.ended.connect(self._on_ended)
        self._below().addWidget(self.fixing)
        self.fixing.show()
        self.fixing.begin()

    def _below(self) -> QVBoxLayout:
        """Room under the field, made when it is first wanted."""
        if self._column is None:
            line = QWidget()
            line.setLayout(self.row)
            self._column = QVBoxLayout(self)
            self._column.setContentsMargins(0, 0, 0, 0)
            self._column.addWidget(line)
        return self._column

    def _on_taken(self, found: Position, _told: str) -> None:
        self._close_receiver()
        self.give(found.value)
        self.field.setText(self.shown(self.prompt.value))

    def _on_ended(self, why: str) -> None:
        self._close_receiver()
        if why:
            self.noted.emit(why)

    def _close_receiver(self) -> None:
        if self.fixing is None:
            return
        before, self.fixing = self.fixing, None
        had_keyboard = before.isAncestorOf(self.focusWidget() or self)
        before.hide()
        before.deleteLater()
        if had_keyboard:
            self.field.setFocus()


def complaint(text: str) -> str:
    """What to do instead, when a text tells no place."""
    if is_link(text):
        return _("This link tells no place. Open it, and copy latitude and longitude from there.")
    return _("Type latitude and longitude in degrees, such as 22.4707 70.0577.")


def no_receiver() -> str:
    """The sentence for a laptop without a receiver."""
    return _("No receiver is plugged in. Plug one in, or type the place as a phone shows it.")
