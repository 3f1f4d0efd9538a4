"""A choice in large type, that can be clicked or touched anywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.frame.wording import Wording
from fieldsurvey.ui.shell import theme

_PIXELS, _LEAST, _ABOVE, _SIDE = 20, 60, 14, 18
_MARK, _DIGIT, _GAP, _PICTURE = 24, 28, 16, 96
_LOWER = 2  # letters sit above the middle of their line


class BigChoice(QAbstractButton):
    """One row: a ring or a box, the words, a picture where the form has one, and the digit that picks it."""

    def __init__(
        self,
        value: str,
        text: str,
        digit: int,
        *,
        several: bool,
        picture: QPixmap | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.value = value
        self._digit, self._several, self._picture = digit, several, picture
        self._words = Wording(_PIXELS, lambda c: c.text)
        self._words.say(text, markdown=True)
        self._is_chosen = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def is_chosen(self) -> bool:
        """Whether the row is (part of) the answer."""
        return self._is_chosen

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Show whether the row is (part of) the answer."""
        if is_chosen != self._is_chosen:
            self._is_chosen = is_chosen
            self.setAccessibleDescription("✓" if is_chosen else "")
            self.update()

    # --- its shape -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(self.width() if self.width() > 1 else 640))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        picture = 0 if self._picture is None else _PICTURE
        return max(_LEAST, max(self._words.height(self._room(width).width()), picture) + 2 * _ABOVE)

    def _room(self, width: int) -> QRect:
        """Where the words stand, read from the left."""
        left = _SIDE + _MARK + _GAP + (0 if self._picture is None else _PICTURE + _GAP)
        right = _SIDE + (_DIGIT + _GAP if self._digit else 0)
        return QRect(left, 0, max(60, width - left - right), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space picks; all other keys are the page's."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = theme.colours(), QPainter(self)
        ground = c.selection if self._is_chosen or self.isDown() else c.surface
        is_marked = self.hasFocus() or self._is_chosen
        border = c.accent if is_marked else c.muted if self.underMouse() else c.line
        marks.frame(painter, self.rect(), border, ground, 2 if is_marked else 1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.drawRect(self.rect().adjusted(5, 5, -6, -6))
        middle = self.height() // 2
        mark = self._turned(QRect(_SIDE, middle - _MARK // 2, _MARK, _MARK))
        marks.mark(painter, mark, is_chosen=self._is_chosen, several=self._several)
        if self._picture is not None:
            self._paint_picture(
                painter, QRect(_SIDE + _MARK + _GAP, middle - _PICTURE // 2, _PICTURE, _PICTURE)
            )
        room = self._room(self.width())
        high = self._words.height(room.width())
        rect = self._turned(QRect(room.left(), middle - high // 2 + _LOWER, room.width(), high))
        self._words.paint(painter, rect.left(), rect.top(), rect.width(), self.layoutDirection())
        if self._digit:
            font = QFont(self.font())
            right = self.width() - _SIDE - _DIGIT
            box = self._turned(QRect(right, middle - _DIGIT // 2, _DIGIT, _DIGIT))
            marks.badge(painter, box, str(self._digit), font)

    def _paint_picture(self, painter: QPainter, rect: QRect) -> None:
        assert self._picture is not None
        size = self._picture.deviceIndependentSize().toSize()
        size.scale(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(rect.topLeft(), size)
        box.moveCenter(rect.center())
        painter.drawPixmap(self._turned(box), self._picture)

    def _turned(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)
