"""Put choices in order: drag a line, move it with Alt+Up and Alt+Down, or type the place it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.base.calculator import western
from fieldsurvey.ui.entry.base.widget import ENTER, QuestionWidget, plain_words
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import Prompt

_ROW, _GAP = 36, 4
_TYPING_MS = 900


class RankWidget(QuestionWidget):
    """A list whose order is the answer; it counts only when the person has put it in order."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.list = _Lines(self)
        self.setFocusProxy(self.list)
        self._state = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        column.addWidget(self._state)
        self.show_prompt(prompt)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        labels = {choice.value: plain_words(choice.label) for choice in prompt.choices}
        order = [code for code in prompt.value.split() if code in labels]
        order += [code for code in labels if code not in order]
        self.list.show_order(order, labels, is_given=bool(prompt.value))
        said = "" if prompt.value else _(
            "Not in order yet. Drag a line, press Alt+Up or Alt+Down, or type its place. Space takes the order as it stands."
        )  # fmt: skip
        if self._state.text() != said:
            self._state.setText(said)
            self._state.setVisible(bool(said))
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.list

    def move_item(self, step: int) -> None:
        """Move the line the keyboard is on up (-1) or down (1)."""
        self.move_to(self.list.at + step)

    def move_to(self, position: int) -> None:
        """Move the line the keyboard is on to a place, counted from 0."""
        order = list(self.list.order)
        if order and 0 <= position < len(order) and not self.prompt.readonly:
            order.insert(position, order.pop(self.list.at))
            self.list.at = position
            self.answered.emit(" ".join(order))

    def confirm(self) -> None:
        """The order is right as it stands."""
        if not self.prompt.readonly:
            self.answered.emit(" ".join(self.list.order))

    def clear_answer(self) -> None:
        """No order."""
        if not self.prompt.readonly:
            self.answered.emit("")


class _Lines(QWidget):
    """The lines, painted; one can be dragged to its place."""

    def __init__(self, owner: RankWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.order: list[str] = []
        self.at = 0
        self._labels: dict[str, str] = {}
        self._is_given = False
        self._dragged: float | None = None
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_order(self, order: list[str], labels: dict[str, str], *, is_given: bool) -> None:
        """Show the lines in this order."""
        resized = len(order) != len(self.order)
        self.order, self._labels, self._is_given = order, labels, is_given
        self.at = min(max(self.at, 0), max(len(order) - 1, 0))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, max(1, len(self.order)) * (_ROW + _GAP) - _GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _line(self, position: int) -> QRect:
        return QRect(0, position * (_ROW + _GAP), min(self.width(), 560), _ROW)

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position in range(len(self.order)):
            if self._dragged is None or position != self.at:
                self._paint_line(painter, position, self._line(position))
        if self._dragged is not None and self.order:
            rect = self._line(self.at)
            rect.moveTop(round(self._dragged))
            self._paint_line(painter, self.at, rect)

    def _paint_line(self, painter: QPainter, position: int, rect: QRect) -> None:
        c = theme.colours()
        is_here = position == self.at and self.hasFocus()
        rect = QStyle.visualRect(self.layoutDirection(), self.rect(), rect)
        border, ground = (c.accent if is_here else c.line), (c.selection if self._is_given else c.surface)
        marks.frame(painter, rect, border, ground, 2 if is_here else 1)
        direction = self.layoutDirection()
        number = QStyle.visualRect(direction, rect, QRect(rect.left() + 8, rect.top(), 26, rect.height()))
        painter.setPen(QColor(c.text if self._is_given else c.muted))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(position + 1))
        words = QStyle.visualRect(direction, rect, rect.adjusted(42, 0, -36, 0))
        is_turned = direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_turned else Qt.AlignmentFlag.AlignLeft
        text = self._labels.get(self.order[position], self.order[position])
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.setPen(QColor(c.text if self.isEnabled() else c.muted))
        painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, text)
        grip = QStyle.visualRect(direction, rect, QRect(rect.right() - 26, rect.top() + 12, 12, 12))
        painter.setPen(QPen(QColor(c.muted), 1.4))
        for y in (grip.top() + 2, grip.top() + 6, grip.top() + 10):
            painter.drawLine(grip.left(), y, grip.right(), y)

    # --- mouse ---------------------------------------------------------------------------------------------

    def _place_at(self, y: float) -> int:
        return min(max(int(y // (_ROW + _GAP)), 0), len(self.order) - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.order:
            self.at = self._place_at(event.position().y())
            self._say_place()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.order and self.isEnabled():
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._dragged = event.position().y() - _ROW / 2
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if self._dragged is not None:
            self._dragged = None
            self._owner.move_to(self._place_at(event.position().y()))
            self.update()

    # --- keyboard ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), western(event.text())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.move_item(step)
        elif step or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(self.at + step if step else 0 if key == Qt.Key.Key_Home else len(self.order) - 1)
        elif key in ENTER and not event.modifiers():
            self._owner.finished.emit()  # an order nobody has made is no answer
        elif key == Qt.Key.Key_Space:
            self._owner.confirm()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._owner.clear_answer()
        elif text.isdecimal() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._type(text)
        else:
            super().keyPressEvent(event)

    def _go(self, position: int) -> None:
        self.at = min(max(position, 0), len(self.order) - 1)
        self._say_place()
        self.update()

    def _type(self, figure: str) -> None:
        """ "3" moves the line to place 3; "12" to place 12 where there are so many."""
        together = self._typed + figure
        self._typed = together if 0 < int(together) <= len(self.order) else figure
        self._owner.move_to(int(self._typed) - 1)
        self._say_place()
        QTimer.singleShot(_TYPING_MS, self, self._forget)

    def _forget(self) -> None:
        self._typed = ""

    def _say_place(self) -> None:
        if self.order:
            words = self._labels.get(self.order[self.at], "")
            position = _("{n} of {total}").format(n=self.at + 1, total=len(self.order))
            self.setAccessibleDescription(f"{words}, {position}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say_place()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._typed = ""
        self.update()
