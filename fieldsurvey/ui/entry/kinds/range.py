"""A number on a scale (`range`): a slider that has no answer until it is touched, stars, or a list of the values."""

from __future__ import annotations

import dataclasses
import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle

from fieldsurvey import numbers
from fieldsurvey.i18n import _, language
from fieldsurvey.records import Missing, Question
from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.base.calculator import western
from fieldsurvey.ui.entry.base.units import unit_word
from fieldsurvey.ui.entry.base.widget import ENTER, QuestionWidget
from fieldsurvey.ui.entry.kinds.range_steps import steps_of
from fieldsurvey.ui.entry.kinds.select.dropdown import DropdownWidget
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Choice, Prompt

_TRACK, _HANDLE, _STAR = 380, 9, 34
_TALL, _LONG = 44, 220
_ROOM = 14
_MOST_TICKS = 40
_KEYS_ROOM = 28
"""Pixels of the line that says which key gives “don't know”."""
_TYPING_MS = 1200
_MOST_LISTED = 2_000
_KEYS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class ScaleWidget(QuestionWidget):
    """What slider and stars share: the values, the keys, typed figures; they differ in how they are painted."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.steps = steps_of(prompt.parameters)
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        self.setEnabled(not prompt.readonly)
        said = self.said()
        if not self.accessibleDescription().endswith(said):
            self.setAccessibleDescription(f"{self.accessibleDescription()}. {said}".lstrip(". "))
        self.update()

    @property
    def position(self) -> int | None:
        """Where the answer lies; None while there is none."""
        return self.steps.position(self.prompt.value) if self.prompt.value else None

    def said(self) -> str:
        """The answer in words."""
        value = self.prompt.value
        return (
            f"{value} {unit_word(self.unit)}".strip() if value else self.missing_words or _("No answer yet")
        )

    def say_missing(self) -> None:
        """The words are painted where the number is."""
        self.update()

    # --- “don't know” and “refused” --------------------------------------------------------------------------

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The key of each missing answer the question offers, and its word; pressed again it is the second."""
        offered = [
            kind for kind in (Missing.DONT_KNOW, Missing.REFUSED) if self.missing.stored(kind) is not None
        ]
        return [
            (" ".join(["F3"] * times), numbers.missing_word(kind, language()))
            for times, kind in enumerate(offered, 1)
        ]

    @property
    def keys_height(self) -> int:
        """Pixels they take under the scale."""
        return _KEYS_ROOM if self.keys else 0

    def paint_keys(self, painter: QPainter) -> None:
        """Under the scale, from the side it is read from."""
        left, top = 0, self.height() - _KEYS_ROOM + 5
        measures = QFontMetrics(self.font())
        for key, word in self.keys:
            wide, long = measures.horizontalAdvance(key) + 10, measures.horizontalAdvance(word) + 4
            badge = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(left, top, wide, 19))
            marks.badge(painter, badge, key, self.font())
            place = QStyle.visualRect(
                self.layoutDirection(), self.rect(), QRect(left + wide + 6, top, long, 19)
            )
            painter.setPen(QColor(theme.colours().muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, word)
            left += wide + long + 22

    def take(self, position: int) -> None:
        """Answer with the value at a position."""
        if not self.prompt.readonly:
            self.answered.emit(self.steps.value(min(max(position, 0), self.steps.last)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        figure = western(event.text())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in _KEYS:
            self._move(_KEYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.take(0 if key == Qt.Key.Key_Home else self.steps.last)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.prompt.readonly:
            self._typed = ""
            self.answered.emit("")
        elif key in ENTER:
            self._typed = ""
            super().keyPressEvent(event)
        elif figure and figure in "0123456789.-":
            self._type(figure)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        """Arrows go on from the answer; without one they begin at the end they come from."""
        now = self.position
        if now is None:
            self.take(0 if step > 0 else self.steps.last)
        else:
            self.take(now + step)

    def _type(self, figure: str) -> None:
        """Figures typed after one another are one number; the answer is it when it lies on the scale."""
        self._typed += figure
        found = self.steps.exactly(self._typed)
        if found is None and self.steps.exactly(figure) is not None:
            self._typed = figure
            found = self.steps.exactly(figure)
        if found is not None:
            self.take(found)
            figures = "0123456789" if self.steps.is_whole else "0123456789."
            if all(self.steps.exactly(self._typed + more) is None for more in figures):
                self._typed = ""
                self.go_on()
        QTimer.singleShot(_TYPING_MS, self, self._forget)

    def _forget(self) -> None:
        self._typed = ""


class RangeWidget(ScaleWidget):
    """A slider from `start` to `end`, level or upright."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        words = prompt.appearance.split()
        self._is_upright = "vertical" in words
        self._has_ticks = "no-ticks" not in words and self.steps.last <= _MOST_TICKS
        self.show_prompt(prompt)

    def sizeHint(self) -> QSize:
        high = _LONG if self._is_upright else _TALL
        return QSize(200 if self._is_upright else 640, high + self.keys_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    # --- where things stand --------------------------------------------------------------------------------

    @property
    def _is_turned(self) -> bool:
        return not self._is_upright and self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _ends(self) -> tuple[QPointF, QPointF]:
        """Where the track begins and ends."""
        if self._is_upright:
            x = self.width() - 60.0 if self._mirrors else 60.0
            return QPointF(x, self.height() - _ROOM - self.keys_height), QPointF(x, _ROOM)
        measures = QFontMetrics(self.font())
        before = measures.horizontalAdvance(self.steps.value(0)) + _ROOM
        y = 16.0
        length = min(_TRACK, self.width() - before - 190)
        if self._is_turned:
            return QPointF(self.width() - before, y), QPointF(self.width() - before - length, y)
        return QPointF(before, y), QPointF(before + length, y)

    @property
    def _mirrors(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def point(self, position: int) -> QPointF:
        """Where a step stands on the line."""
        first, last = self._ends()
        share = position / self.steps.last if self.steps.last else 0.0
        return first + (last - first) * share

    def _position_at(self, point: QPointF) -> int:
        first, last = self._ends()
        whole, part = last - first, point - first
        length = whole.x() ** 2 + whole.y() ** 2
        share = (whole.x() * part.x() + whole.y() * part.y()) / length if length else 0.0
        return min(max(round(share * self.steps.last), 0), self.steps.last)

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._ends()
        self._line(painter, first, last, c.line)
        if self._has_ticks:
            painter.setPen(QPen(QColor(c.muted), 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            across = QPointF(5, 0) if self._is_upright else QPointF(0, 5)
            for position in range(self.steps.last + 1):
                painter.drawLine(self.point(position) - across, self.point(position) + across)
        now = self.position
        if now is not None:
            self._line(painter, first, self.point(now), c.accent)
        self._paint_ends(painter, first, last)
        self._paint_handle(painter, now)
        self.paint_keys(painter)

    @staticmethod
    def _line(painter: QPainter, start: QPointF, end: QPointF, colour: str) -> None:
        painter.setPen(QPen(QColor(colour), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(start, end)

    def _paint_ends(self, painter: QPainter, first: QPointF, last: QPointF) -> None:
        c = theme.colours()
        painter.setPen(QColor(c.muted))
        sides = ((first, self.steps.value(0)), (last, self.steps.value(self.steps.last)))
        for number, (at, text) in enumerate(sides):
            if self._is_upright:
                left = 16 if self._mirrors else -56
                room = QRectF(at.x() + left, at.y() - 10, 40, 20)
            else:
                is_left = (number == 0) != self._is_turned
                room = QRectF(at.x() - 70 if is_left else at.x() + 14, at.y() - 10, 56, 20)
                side = Qt.AlignmentFlag.AlignRight if is_left else Qt.AlignmentFlag.AlignLeft
                painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
                continue
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QColor(c.text if self.prompt.value or self.missing_words else c.muted))
        painter.drawText(
            self._said_room(last), Qt.AlignmentFlag.AlignVCenter | self._said_side(), self.said()
        )

    def _said_room(self, last: QPointF) -> QRectF:
        if self._is_upright:
            left = last.x() - 190 if self._mirrors else last.x() + 24
            middle = self.position if self.prompt.value else None
            y = self.point(middle if middle is not None else self.steps.last // 2).y()
            return QRectF(left, y - 12, 166, 24)
        end = QFontMetrics(self.font()).horizontalAdvance(self.steps.value(self.steps.last)) + 14
        left = last.x() - end - 180 if self._is_turned else last.x() + end + 16
        return QRectF(left, last.y() - 12, 164, 24)

    def _said_side(self) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._mirrors else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _paint_handle(self, painter: QPainter, now: int | None) -> None:
        """A full handle on the answer; without one only the keyboard's ring at the start."""
        c = theme.colours()
        at = self.point(now or 0)
        if now is not None:
            painter.setPen(QPen(QColor(c.surface), 2))
            painter.setBrush(QColor(c.accent if self.isEnabled() else c.muted))
            painter.drawEllipse(at, _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, _HANDLE + 3, _HANDLE + 3)

    # --- the mouse: no wheel, the page scrolls -------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.take(self._position_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.take(self._position_at(event.position()))


class RatingWidget(ScaleWidget):
    """Stars, as many as the range has values above its start; a digit gives so many."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.setMouseTracking(True)
        self._under = -1
        self.show_prompt(prompt)

    def sizeHint(self) -> QSize:
        return QSize((self.steps.last + 1) * _STAR + 140, _TALL - 4 + self.keys_height)

    def star(self, number: int) -> QRectF:
        """Where a star stands, counted from 0."""
        left = number * _STAR
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - _STAR
        return QRectF(left, 3, _STAR, _STAR)

    def _star_at(self, point: QPoint) -> int:
        stars = range(self.steps.last + 1)
        return next((number for number in stars if self.star(number).contains(QPointF(point))), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self.position
        for number in range(self.steps.last + 1):
            is_full = now is not None and number <= now
            is_meant = 0 <= number <= self._under
            painter.setPen(QPen(QColor(c.accent if is_full or is_meant else c.muted), 1.4))
            painter.setBrush(QColor(c.accent) if is_full else QColor(c.surface))
            painter.drawPolygon(_star(self.star(number).center(), _STAR * 0.40))
        self.paint_keys(painter)
        if self.hasFocus():
            self._paint_focus(painter, max(now or 0, 0))
        after = self.star(self.steps.last)
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = QRectF(after.left() - 140 if turned else after.right() + 12, after.top(), 128, after.height())
        side = Qt.AlignmentFlag.AlignRight if turned else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(c.text if self.prompt.value or self.missing_words else c.muted))
        painter.drawText(
            room, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, self.said()
        )

    def _paint_focus(self, painter: QPainter, number: int) -> None:
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.star(number).adjusted(1, 1, -1, -1), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._star_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.take(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        under = self._star_at(event.position().toPoint())
        if under != self._under:
            self._under = under
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._under = -1
        self.update()


class PickerWidget(DropdownWidget):
    """The values of a range in a list."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self._steps = steps_of(prompt.parameters)
        values = (self._steps.value(position) for position in range(self._steps.last + 1))
        self._values = tuple(Choice(value, value) for value in values)
        super().__init__(prompt, question)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(self._listed(prompt))

    def _listed(self, prompt: Prompt) -> Prompt:
        """The range as a list of its values."""
        if prompt.choices:
            return prompt
        position = self._steps.exactly(prompt.value)
        value = prompt.value if position is None else self._steps.value(position)
        return dataclasses.replace(prompt, control="select1", choices=self._values, value=value)


def picker_or_slider(prompt: Prompt, question: Question | None) -> QuestionWidget:
    """A list of the values; a slider where nobody would look for one among so many."""
    make = PickerWidget if steps_of(prompt.parameters).last <= _MOST_LISTED else RangeWidget
    return make(prompt, question)


def _star(centre: QPointF, radius: float) -> QPolygonF:
    corners = []
    for corner in range(10):
        angle = math.pi * (corner / 5 - 0.5)
        far = radius if corner % 2 == 0 else radius * 0.42
        corners.append(centre + QPointF(math.cos(angle), math.sin(angle)) * far)
    return QPolygonF(corners)
