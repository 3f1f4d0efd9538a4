"""The lines of what is missing: a needed or wrong answer, and an open check with the box for its reason."""

from __future__ import annotations

import html

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QStyle, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Severity
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.ending.shortfall import Fault, OpenCheck, Place
from fieldsurvey.ui.entry.frame.wording import Wording
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import button, label

_SIDE, _ABOVE, _MARK, _NUMBER, _GAP, _BAR, _LOWEST = 14, 8, 22, 40, 16, 3, 36
_MOST_WHY = 0.5
"""Of a line's width, for what is wrong."""
_NARROW = 640
"""Pixels of a line below which words and box have no room side by side."""
_REASON_WIDTH = 214
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Row(QWidget):
    """One line that the keyboard stops at."""

    chosen = Signal()
    """Go to the question."""
    moved = Signal(int)
    """To the line so many further down."""
    entered = Signal()
    """The keyboard is on it, or in it."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self._is_here = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_here(self, *, here: bool) -> None:
        """Show the bar at the side while this is the line one is on."""
        if self._is_here != here:
            self._is_here = here
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(step)
        elif event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _paint_ground(self, painter: QPainter) -> None:
        colours = theme.colours()
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.line))
        if self._is_here:
            painter.fillRect(self.rect().adjusted(0, 1, 0, 0), QColor(colours.selection))
            bar = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 1, _BAR, self.height()))
            painter.fillRect(bar, QColor(colours.accent))


class FaultRow(Row):
    """Painted: a form may lack a hundred answers."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.place)
        place = fault.place
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._mark, self._number, self._on = (Wording(14, lambda c: c.bad), _quiet(), _quiet())
        self._title, self._why = Wording(14, lambda c: c.text), Wording(13, lambda c: c.bad)
        muted = theme.colours().muted
        section = (
            f'&nbsp;&nbsp; <span style="color:{muted};font-size:13px">{html.escape(place.section)}</span>'
        )
        self._title.say(place.title, mark=section)
        self._why.say(fault.why)
        self._mark.say("✕")
        self._number.say(place.number)
        self._on.say("›")
        font = QFont(self.font())
        font.setPixelSize(13)
        self._wanted = QFontMetrics(font).horizontalAdvance(fault.why) + 4
        self.setAccessibleName(", ".join(filter(None, (place.number, place.title, place.section, fault.why))))

    def _parts(self, width: int) -> tuple[tuple[Wording, QRect], ...]:
        """What is painted, and where, from left to right."""
        left, right = _SIDE + _MARK + _NUMBER, width - _SIDE - 14
        why = min(self._wanted, int(_MOST_WHY * (right - left)))
        room = right - why - _GAP - left
        return (
            (self._mark, QRect(_SIDE, _ABOVE, _MARK, 20)),
            (self._number, QRect(_SIDE + _MARK, _ABOVE, _NUMBER - 6, 20)),
            (self._title, QRect(left, _ABOVE, room, self._title.height(room))),
            (self._why, QRect(right - why, _ABOVE + 1, why, self._why.height(why))),
            (self._on, QRect(right + 6, _ABOVE, 8, 20)),
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        return max(_LOWEST, max(rect.bottom() + 1 for _words, rect in self._parts(width)) + _ABOVE)

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 1 else 640
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, _LOWEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        direction = self.layoutDirection()
        for words, rect in self._parts(self.width()):
            place = QStyle.visualRect(direction, self.rect(), rect)
            words.paint(painter, place.left(), place.top(), place.width(), direction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit()


class CheckRow(Row):
    """What is unlikely, and in place why it is right all the same."""

    kept = Signal(str)
    """The reason."""

    def __init__(self, open_check: OpenCheck) -> None:
        super().__init__(open_check.place)
        self._is_narrow = False
        self.check = open_check.check
        place, is_critical = open_check.place, open_check.check.severity is Severity.CRITICAL
        self.field = ReasonField()
        self.field.kept.connect(self.keep)
        self.field.moved.connect(self.moved)
        self.field.escaped.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.field.entered.connect(self.entered)
        self.remark = label("", "bad", wrap=True)
        self.remark.hide()
        number = label(place.number, "muted")
        number.setFixedWidth(_NUMBER - 12)
        words = label(self.check.message, wrap=True)
        words.setToolTip(f"{place.title} · {place.section}")
        keep, go = button(_("Keep"), self.keep, "quiet"), button(_("Go"), self.chosen.emit, "quiet")
        for made in (keep, go):
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # each has its key; the arrows walk the lines
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.field, keep, go):
            row.addWidget(part)
        row.addStretch(1)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(_SIDE, 4, 8, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(label("▲" if not is_critical else "✕", "bad" if is_critical else "warn"), 0, 0)
        grid.addWidget(number, 0, 1)
        grid.addWidget(words, 0, 2)
        grid.addWidget(self._tools, 0, 3)
        grid.addWidget(self.remark, 2, 2, 1, 2)
        grid.setColumnStretch(2, 1)
        needed = _("Critical: correct it, or say why it is right.") if is_critical else ""
        if needed:
            grid.addWidget(label(needed, "muted", wrap=True), 3, 2, 1, 2)
        self.setAccessibleName(
            ", ".join(filter(None, (place.number, self.check.message, place.section, needed)))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words first: where the page is narrow the box stands below them."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._grid.addWidget(self._tools, *((1, 2, 1, 2) if is_narrow else (0, 3, 1, 1)))
            self.updateGeometry()

    def keep(self) -> None:
        """Keep the answer, with the reason that stands in the box; without one nothing is kept."""
        why = self.field.text().strip()
        if why:
            self.kept.emit(why)
            return
        self.remark.setText(_("Say why it is right; then it can be kept."))
        self.remark.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_ground(QPainter(self))


class ReasonField(QLineEdit):
    """Enter keeps, up and down walk on, Escape goes back to the line."""

    kept = Signal()
    moved = Signal(int)
    escaped = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Why is it right?"))
        self.setAccessibleName(_("Why is it right?"))
        self.setFixedWidth(_REASON_WIDTH)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.kept.emit()
        elif step:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def _quiet() -> Wording:
    return Wording(13, lambda c: c.muted)
