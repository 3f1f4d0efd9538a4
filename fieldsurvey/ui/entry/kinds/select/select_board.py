"""The choices of one question, painted by one widget: where they stand, which is under the mouse, where the keyboard is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from fieldsurvey.ui.entry.kinds.select import select_layout
from fieldsurvey.ui.entry.kinds.select.select_layout import Look, Measures, Shape
from fieldsurvey.ui.entry.kinds.select.select_row import ChoiceRow, State
from fieldsurvey.ui.shell import theme

_USUAL_WIDTH = 640
_AFTER_WORDS = 12


class ChoiceBoard(QWidget):
    """Shows rows and says which was clicked. The keyboard belongs to whoever shows it."""

    picked = Signal(str)
    """Code of the choice that was clicked."""
    moved = Signal()
    """The keyboard's mark went to another choice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.words = ""
        """What stands before the marks in a line of a table; `say` sets it."""
        self.rows: list[ChoiceRow] = []
        self.at = -1
        """The position, among those shown, the keyboard is on; -1 for none."""
        self._shown: list[ChoiceRow] = []
        self._rects: list[QRect] = []
        self._planned_for = -1
        self._level = 0
        """So many stand on the line of a scale."""
        self._chosen: frozenset[str] = frozenset()
        self._under = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # --- what it shows -----------------------------------------------------------------------------------------

    def set_rows(self, rows: list[ChoiceRow]) -> None:
        """Show these choices."""
        self.rows = rows
        self._under = self.at = -1
        self.narrow("")

    def show_as(self, look: Look, rows: list[ChoiceRow]) -> None:
        """Stand in another way; the keyboard's mark stays."""
        at = self.at
        self.look = look
        self.set_rows(rows)
        self.at = at if at < len(rows) else -1

    def say(self, words: str) -> None:
        """The words before the marks."""
        if words != self.words:
            self.words = words
            self._planned_for = -1
            self.updateGeometry()
            self.update()

    def narrow(self, text: str) -> None:
        """Show only those whose words hold the text."""
        self._shown = [row for row in self.rows if text in row.folded] if text else list(self.rows)
        self._planned_for = -1
        if self.at >= len(self._shown):
            self.at = -1
        self.updateGeometry()
        self.update()

    def set_chosen(self, codes: Sequence[str]) -> None:
        """Mark what is chosen."""
        chosen = frozenset(codes)
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def move_to(self, position: int) -> None:
        """Put the keyboard's mark on a choice; -1 takes it away."""
        if position != self.at:
            self.at = position
            self.update()
            self.moved.emit()

    def step(self, across: int, down: int) -> None:
        """Move the keyboard's mark."""
        if not self._shown:
            return
        self._plan(self.width())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            across = -across
        start = max(self.at, 0)
        self.move_to(select_layout.beside(self._rects, start, (across, down)))

    @property
    def shown(self) -> Sequence[ChoiceRow]:
        """The choices shown, in order."""
        return self._shown

    @property
    def here(self) -> ChoiceRow | None:
        """The choice the keyboard is on."""
        return self._shown[self.at] if 0 <= self.at < len(self._shown) else None

    def is_chosen(self, row: ChoiceRow) -> bool:
        """Whether a choice is chosen now."""
        return row.choice.value in self._chosen

    def rect_of(self, position: int) -> QRect:
        """Where the choice at a position stands, as it is seen."""
        self._plan(self.width())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), self._rects[position])

    # --- its shape ---------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        self._plan(width)
        return max((rect.bottom() + 1 for rect in self._rects), default=0)

    def sizeHint(self) -> QSize:
        width = self._planned_for if self._planned_for > 0 else _USUAL_WIDTH
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def _plan(self, width: int) -> None:
        if width != self._planned_for:
            self._planned_for = width
            measures = self.measures()
            self._level = 0
            if self.look.shape is Shape.SCALE and self._shown:
                self._stand(measures.before)
                if not select_layout.is_level(measures, width):
                    self._stand(0)
            self._rects = select_layout.plan(self.look, measures, width, self._words_height(width))

    def _stand(self, level: int) -> None:
        """So many of a scale stand on its line, their words beneath; the others are rows."""
        self._level = level
        for number, row in enumerate(self._shown):
            row.is_on_scale = number < level

    def measures(self) -> Measures:
        """What the choices shown need; “don't know” and “refused” at their end stand apart."""
        shown = self._shown
        apart = len(list(takewhile(lambda row: row.is_apart, reversed(shown))))
        return Measures(
            len(shown),
            lambda number, room: shown[number].measure(room),
            lambda number: shown[number].narrowest,
            apart if apart < len(shown) else 0,
        )

    # --- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._shown:
            return
        self._paint_behind(painter)
        is_open = self.isEnabled()
        for position, row in enumerate(self._shown):
            rect = self.rect_of(position)
            if rect.intersects(event.rect()):
                state = State(self.is_chosen(row), position == self.at, position == self._under, is_open)
                row.paint(painter, rect, state)
        self._paint_gap(painter)

    def _paint_behind(self, painter: QPainter) -> None:
        """The line through the marks of a scale; in a table the question's words."""
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        if self._level:
            first, last = self.rect_of(0), self.rect_of(self._level - 1)
            y = first.top() + 21
            painter.drawLine(first.center().x(), y, last.center().x(), y)
        elif self.look.shape in (Shape.LINE, Shape.HEAD):
            if not self.look.widths:  # else whoever holds all lines rules them
                bottom = self.height() - 1
                painter.drawLine(0, bottom, self.width(), bottom)
            self._paint_words(painter)

    def _paint_gap(self, painter: QPainter) -> None:
        """In a table a line between the scale and what stands apart from it."""
        before = self.measures().before
        if self.look.shape is Shape.LINE and before < len(self._shown):
            last, first = self.rect_of(before - 1), self.rect_of(before)
            x = (last.center().x() + first.center().x()) // 2
            painter.setPen(QPen(QColor(theme.colours().line), 1))
            painter.drawLine(x, 0, x, self.height())

    def _words_width(self, width: int) -> int:
        return max(24, select_layout.words_width(self.look, self.measures(), width) - _AFTER_WORDS)

    def _words_height(self, width: int) -> int:
        if not self.words.strip():
            return 0
        room = QRect(0, 0, self._words_width(width), 10_000)
        measures = QFontMetrics(self._words_font())
        return measures.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.words).height() + 12

    def _words_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        return font

    def _paint_words(self, painter: QPainter) -> None:
        room = QRect(0, 2, self._words_width(self.width()), self.height() - 4)
        painter.setFont(self._words_font())
        painter.setPen(QColor(theme.colours().text))
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_turned else Qt.AlignmentFlag.AlignLeft
        flags = (
            Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
        )
        painter.drawText(QStyle.visualRect(self.layoutDirection(), self.rect(), room), flags, self.words)

    # --- the mouse ---------------------------------------------------------------------------------------------

    def _under_mouse(self, point: QPoint) -> int:
        return next((n for n in range(len(self._shown)) if self.rect_of(n).contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        under = self._under_mouse(event.position().toPoint())
        if under != self._under:
            self._under = under
            hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
            self.setCursor(hand if under >= 0 else arrow)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._under = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = self._under_mouse(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and position >= 0 and self.isEnabled():
            self.move_to(position)
            self.picked.emit(self._shown[position].choice.value)
