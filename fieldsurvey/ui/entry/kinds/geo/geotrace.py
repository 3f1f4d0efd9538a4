"""A trace or a shape: its points in a list, a sketch of them beside it, one field to type or paste the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.field import Field
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.devices.coordinates import Position, joined, read_position, stored
from fieldsurvey.ui.entry.devices.device_ports import Devices, Kept
from fieldsurvey.ui.entry.devices.geometry import (
    area_words,
    closed,
    crossing_sides,
    length_words,
    opened,
    size,
)
from fieldsurvey.ui.entry.devices.gps_average import wanted_by
from fieldsurvey.ui.entry.kinds.geo.geopoint import complaint, no_receiver
from fieldsurvey.ui.entry.kinds.geo.gps_fix import GpsFix, accuracy_words
from fieldsurvey.ui.entry.kinds.geo.sketch import Sketch
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Datatype, Prompt

_LIST_WIDTH, _LIST_HEIGHT = 300, 244
_COMPARED = 300  # points; each side is held against each other one


class GeotraceWidget(QuestionWidget):
    """Points one after the other. A shape closes by itself."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self._is_shape = prompt.type == Datatype.GEOSHAPE
        self._devices = Devices()
        self._points: tuple[Position, ...] = ()
        self._editing: int | None = None
        self._is_replacing = False
        self.fixing: GpsFix | None = None
        self.field = _PointField()
        self.field.setAccessibleName(_("Next point of {question}").format(question=prompt.label))
        self.field.setPlaceholderText(_("Next point: 22.470700 70.057700"))
        self.field.setMaximumWidth(_LIST_WIDTH)
        self.field.editingFinished.connect(self.commit)
        self.setFocusProxy(self.field)
        self.state = label("", "muted", wrap=True)
        self._room: _Room | None = None
        self._shown: str | None = None
        self._lay_out()
        self.show_prompt(prompt)

    def _lay_out(self) -> None:
        self.receive = button(_("From a receiver"), self.open_receiver, "quiet", "place")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addWidget(self.receive)
        top.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(top)
        self._column.addWidget(self.state)

    @property
    def points(self) -> QListWidget:
        """The points in their order; made when there is the first, since most such questions wait for theirs."""
        if self._room is None:
            self._room = _Room(self, is_shape=self._is_shape)
            self._room.points.currentRowChanged.connect(lambda _row: self._draw())
            self._column.addWidget(self._room)
        return self._room.points

    def equip(self, devices: Devices, kept: Kept) -> None:
        self._devices = devices

    # --- showing -----------------------------------------------------------------------------------------------

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        for box in (self.field, self.receive):
            box.setEnabled(not prompt.readonly)
        if prompt.value != self._shown:
            self._shown = prompt.value
            found = stored(prompt.value)
            self._points = opened(found) if self._is_shape else found
            self._list_points()
            self._say()

    def _list_points(self) -> None:
        if self._room is None and not self._points:
            return
        at = self.points.currentRow()
        with QSignalBlocker(self.points):
            self.points.clear()
            for number, point in enumerate(self._points, start=1):
                extra = f"   {accuracy_words(point.accuracy)}" if point.accuracy else ""
                self.points.addItem(QListWidgetItem(f"{number}   {point.shown}{extra}"))
            self.points.setCurrentRow(min(max(at, 0), len(self._points) - 1))
        self._draw()

    def _draw(self) -> None:
        if self._room is not None:
            self._room.setVisible(bool(self._points))
            self._room.sketch.show_points(self._points, self._room.points.currentRow())

    def _say(self) -> None:
        """How many, how long, how large; and what is wrong with them."""
        whole = closed(self._points) if self._is_shape else self._points
        crossing = crossing_sides(whole) if len(whole) <= _COMPARED else None
        theme.set_property(self.state, "role", "warn" if crossing else "muted")
        if crossing:
            self.state.setText(
                "▲  "
                + _("Side {one} and side {other} cross. Move a point, or put them in another order.").format(
                    one=crossing[0], other=crossing[1]
                )
            )
        else:
            self.state.setText(self._measured(whole))

    def _measured(self, whole: tuple[Position, ...]) -> str:
        n = len(self._points)
        if not n:
            return _("No map is on this laptop: type each point, paste them, or take them from a receiver.")
        words = [ngettext("1 point", "{n} points", n)]
        least = 3 if self._is_shape else 2
        if n < least:
            words.append(
                _("an area needs at least three") if self._is_shape else _("a line needs at least two")
            )
        else:
            measured = size(whole)
            around = _("{length} around") if self._is_shape else _("{length} long")
            words.append(around.format(length=length_words(measured.metres)))
            if self._is_shape:
                words.append(area_words(measured.square_metres))
        return " · ".join(words)

    # --- changing ----------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Take the points in the field: one typed, or many pasted, with `;` or a new line between them."""
        text = self.field.text().strip()
        if not self.field.isModified() or not text:
            return
        found = _read(text)
        if None in found or not found:
            self.noted.emit(complaint(text))
            return
        self.field.clear()
        self.field.setModified(False)
        self.noted.emit("")
        self._take(tuple(point for point in found if point is not None))

    @property
    def is_understood(self) -> bool:
        return not (self.field.isModified() and self.field.text().strip())

    def _take(self, found: tuple[Position, ...]) -> None:
        """In place of the point being changed, else before the one marked for it, else at the end."""
        at, self._editing = self._editing, None
        self.field.setPlaceholderText(_("Next point: 22.470700 70.057700"))
        points = list(self._points)
        if at is None or at > len(points):
            at = len(points)
            points += found
        else:
            points[at : at + (1 if self._is_replacing else 0)] = found
        self._give(points, at + len(found) - 1)

    def change(self) -> None:
        """The chosen point comes into the field, to be typed over."""
        self._edit(is_replacing=True, hint=_("Point {n} instead"))
        at = self._editing
        if at is not None:
            self.field.setText(self._points[at].shown)
            self.field.selectAll()

    def insert(self) -> None:
        """The next point typed comes before the chosen one."""
        self._edit(is_replacing=False, hint=_("New point before point {n}"))

    def _edit(self, *, is_replacing: bool, hint: str) -> None:
        at = self.points.currentRow()
        if at < 0 or self.prompt.readonly:
            return
        self._editing, self._is_replacing = at, is_replacing
        self.field.setPlaceholderText(hint.format(n=at + 1))
        self.field.setFocus()

    def remove(self) -> None:
        """Take the chosen point away; Ctrl+Z brings it back."""
        at = self.points.currentRow()
        if at >= 0 and not self.prompt.readonly:
            points = list(self._points)
            del points[at]
            self._give(points, min(at, len(points) - 1))
            self.field.setFocus() if not points else self.points.setFocus()

    def move_point(self, step: int) -> None:
        """Move the chosen point up (-1) or down (1)."""
        at = self.points.currentRow()
        to = at + step
        if at >= 0 and 0 <= to < len(self._points) and not self.prompt.readonly:
            points = list(self._points)
            points.insert(to, points.pop(at))
            self._give(points, to)

    def _give(self, points: list[Position], at: int) -> None:
        whole = closed(points) if self._is_shape else tuple(points)
        self.answered.emit(joined(whole))
        self.points.setCurrentRow(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._editing is not None:
            self._editing = None
            self.field.clear()
            self.field.setPlaceholderText(_("Next point: 22.470700 70.057700"))
        else:
            super().keyPressEvent(event)

    # --- a receiver --------------------------------------------------------------------------------------------

    def open_receiver(self) -> None:
        """The point where the receiver stands."""
        receivers = self._devices.receivers()
        if self.fixing is not None:
            return
        if not receivers:
            self.noted.emit(no_receiver())
            return
        self.noted.emit("")
        self.fixing = GpsFix(receivers[0], wanted_by(self.prompt.parameters), self)
        self.fixing.taken.connect(self._on_taken)
        self.fixing.ended.connect(self._on_ended)
        self._column.insertWidget(1, self.fixing)
        self.fixing.show()
        self.fixing.begin()

    def _on_taken(self, found: Position, told: str) -> None:
        self._close_receiver()
        self._take((found,))
        self.noted.emit(told)

    def _on_ended(self, why: str) -> None:
        self._close_receiver()
        if why:
            self.noted.emit(why)

    def _close_receiver(self) -> None:
        if self.fixing is not None:
            before, self.fixing = self.fixing, None
            before.hide()
            before.deleteLater()
            self.receive.setFocus()  # the next point is taken with the same key


class _Room(QWidget):
    """The list, the sketch beside it, and the keys that work in it."""

    def __init__(self, owner: GeotraceWidget, *, is_shape: bool) -> None:
        super().__init__(owner)
        self.points = _Points(owner)
        self.points.setAccessibleName(_("Points of {question}").format(question=owner.prompt.label))
        self.sketch = Sketch(is_shape=is_shape)
        self.sketch.chosen.connect(self.points.setCurrentRow)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.points)
        row.addWidget(self.sketch)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(
            label(
                _(
                    "Enter changes a point, Delete removes it, Alt+Up and Alt+Down move it, Insert puts one before it."
                ),
                "hint",
                wrap=True,
            )
        )


class _Points(QListWidget):
    def __init__(self, owner: GeotraceWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setFixedSize(_LIST_WIDTH, _LIST_HEIGHT)
        CutRows(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda _item: owner.change())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Delete: self._owner.remove,
            Qt.Key.Key_Backspace: self._owner.remove,
            Qt.Key.Key_Insert: self._owner.insert,
            Qt.Key.Key_Return: self._owner.change,
            Qt.Key.Key_Enter: self._owner.change,
        }
        act = keys.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.move_point(step)
        elif act is not None and not event.modifiers():
            act()
        else:
            super().keyPressEvent(event)


class _PointField(Field):
    """A line that takes several lines of a spreadsheet: each becomes a point."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Paste) or self.isReadOnly():
            is_point = bool(self.text().strip()) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            super().keyPressEvent(event)
            if is_point and not event.modifiers():
                event.accept()  # the keyboard stays for the next point; Enter in the empty field goes on
            return
        lines = QGuiApplication.clipboard().text().strip().splitlines()
        self.insert("; ".join(" ".join(line.split()) for line in lines))
        self.setModified(True)
        self.textEdited.emit(self.text())


def _read(text: str) -> list[Position | None]:
    """The points of a text, `;` between them; one place with a decimal comma may have such a sign inside."""
    found = [read_position(piece) for piece in text.split(";") if piece.strip()]
    return [read_position(text)] if None in found else found
