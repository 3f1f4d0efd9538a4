"""One section in the outline: ring, title, marks, and why it is not asked. Painted as one widget: a form may have fifty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.ui.entry.frame.wording import Wording
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import paint_ring

_SIDE, _ABOVE, _RING, _SPACE = 8, 5, 16, 8
_ONE_LINE = 10_000  # pixels no title is longer than


@dataclass(frozen=True, slots=True)
class SectionState:
    """What a line of the outline shows."""

    title: str
    share: float = 0.0
    """Answered of what is asked, 0 to 1."""
    marks: str = ""
    why: str = ""
    """Why it is not asked; "" also where that is said above."""
    is_open: bool = True
    is_current: bool = False


class SectionLine(QWidget):
    """Reached with F6; up and down walk, Enter turns to it."""

    clicked = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes from answer to answer
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.state = SectionState("")
        self._is_under = False
        self._title, self._strong = _titles(self.state)
        self._why, self._marks = _quiet(), _quiet()

    def show_state(self, state: SectionState, said: str) -> None:
        """Show how the section stands; `said` is the same for who does not see it."""
        self.setAccessibleName(said)
        if state == self.state:
            return
        self.state = state
        self._title, self._strong = _titles(state)
        self._title.say(state.title)
        self._strong.say(state.title)
        self._why.say(state.why)
        self._marks.say(state.marks)
        self.updateGeometry()
        self.update()

    # --- its shape -----------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        room = self._room(width)
        why = self._why.height(room)
        return 2 * _ABOVE + max(self._title.height(room), 18) + (why + 2 if why else 0)

    @property
    def shown_height(self) -> int:
        """Pixels the title takes as it is drawn, with what is above and below it."""
        room = self._room(self.width())
        return 2 * _ABOVE + self._titled(room).height(room)

    @property
    def breaks(self) -> list[int]:
        """Where it can end without a row of letters being cut: above, below its title, and below each row of its reason."""
        room = self._room(self.width())
        titled = _ABOVE + max(self._title.height(room), 18)
        rows, one = self._why.height(room), self._why.height(_ONE_LINE)
        count = round(rows / one) if one else 0
        return [0, titled, *(titled + 2 + rows * row // count for row in range(1, count + 1)), self.height()]

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 1 else 200
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 0)

    def _room(self, width: int) -> int:
        marks = sum(9 * len(mark) + 6 for mark in self.state.marks.split())
        return max(60, width - 2 * _SIDE - _RING - _SPACE - marks)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = c.selection if self.state.is_current else c.ground if self._is_under else ""
        if ground or self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
            edge = 1 if self.hasFocus() else 0
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        left, top, room = _SIDE + _RING + _SPACE, _ABOVE, self._room(self.width())
        direction = self.layoutDirection()
        painter.setPen(QPen())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.state.is_open:
            beside = top + (self._title.height(_ONE_LINE) - _RING) / 2
            paint_ring(painter, QRectF(self._turned(_SIDE, _RING), beside, _RING, _RING), self.state.share)
        else:
            painter.setPen(QPen(QColor(c.muted), 1.5))
            dash = self._turned(_SIDE + 4, 7)
            painter.drawLine(dash, top + 10, dash + 7, top + 10)
        beside = self.width() - left - room - 8
        words = self._turned(left, room)
        self._titled(room).paint(painter, words, top, room, direction)
        self._marks.paint(painter, self._turned(left + room + 4, beside), top + 1, beside, direction)
        self._why.paint(painter, words, top + max(self._title.height(room), 18) + 2, room, direction)

    def _titled(self, room: int) -> Wording:
        """The title, strong where it is the current one and takes no more lines for it: nothing below may move."""
        is_strong = self.state.is_current and self._strong.height(room) <= self._title.height(room)
        return self._strong if is_strong else self._title

    def _turned(self, left: int, width: int) -> int:
        """Where a part begins, counted from the side the outline is read from."""
        is_turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return self.width() - left - width if is_turned else left

    # --- mouse and keyboard ----------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


def _titles(state: SectionState) -> tuple[Wording, Wording]:
    """The title, and the same in strong letters."""
    colour: Callable[[theme.Colours], str] = (lambda c: c.text) if state.is_open else (lambda c: c.muted)
    return Wording(14, colour), Wording(14, colour, QFont.Weight.DemiBold)


def _quiet() -> Wording:
    return Wording(13, lambda c: c.muted)
