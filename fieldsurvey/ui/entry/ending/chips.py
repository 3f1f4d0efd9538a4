"""Small buttons side by side, as many in a line as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QStyle

from fieldsurvey.ui.shell import theme

_SPACE, _HEIGHT = 7, 30


class Chip(QPushButton):
    """A section and how much of it is open; the number stands out."""

    def __init__(self, words: str, number: int) -> None:
        super().__init__()
        self._words, self._figure = words, str(number)
        self.setProperty("kind", "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{words}: {number}")

    def sizeHint(self) -> QSize:
        return QSize(self._width_of_words() + self._width_of_figure() + 10 + 8 + 10, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, _HEIGHT)

    def _width_of_words(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._words) + 1

    def _width_of_figure(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._figure) + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.colours().text)
        room = self.width() - 28 - self._width_of_figure()
        direction, whole = self.layoutDirection(), self.rect()
        words = QStyle.visualRect(direction, whole, QRect(10, 0, room, self.height()))
        figure = QStyle.visualRect(
            direction, whole, QRect(18 + room, 0, self._width_of_figure(), self.height())
        )
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, middle, shown)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(figure, middle, self._figure)


class ChipLayout(QLayout):
    """Lines of chips; its height follows from the width."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels at this width."""
        return self._place(QRect(0, 0, width, 0), is_shown=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, _HEIGHT if self._items else 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_shown=True)

    def _place(self, rect: QRect, *, is_shown: bool) -> int:
        """Set them line by line; gives the height they take."""
        at, height = QPoint(rect.left(), rect.top()), 0
        owner = self.parentWidget()
        direction = owner.layoutDirection() if owner is not None else Qt.LayoutDirection.LeftToRight
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(48, rect.width()), _HEIGHT))
            if at.x() > rect.left() and at.x() + size.width() > rect.right() + 1:
                at = QPoint(rect.left(), at.y() + height + _SPACE)
            if is_shown:
                item.setGeometry(QStyle.visualRect(direction, rect, QRect(at, size)))
            at.setX(at.x() + size.width() + _SPACE)
            height = size.height()
        return at.y() + height - rect.top()
