"""The head of a grid: titles that wrap, unit and period beneath, a dot where an answer is needed, inner groups as a line above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from fieldsurvey.ui.entry.repeats.grid_columns import Heading
from fieldsurvey.ui.entry.repeats.grid_model import GridModel
from fieldsurvey.ui.shell import theme

_BAND, _MARGIN, _LOWEST, _HIGHEST = 24, 8, 36, 132
_WRAPPED = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_DOT = "\u00a0•"


class GridHeader(QHeaderView):
    """Painted by hand: Qt's own head knows neither two kinds of letters nor groups."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.cells = model
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(64)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._title, self._small = QFont(self.font()), QFont(self.font())
        for font, size in ((self._title, 13), (self._small, 12)):
            font.setPixelSize(size)
        self._title.setWeight(QFont.Weight.DemiBold)

    @property
    def band(self) -> int:
        """Height of the line with the titles of groups; 0 when there are none."""
        return _BAND if any(self.cells.heading(n).group for n in range(self.cells.columnCount())) else 0

    def wanted(self, column: int) -> int:
        """The width at which no word of the head is cut and none need wrap."""
        words = self.cells.heading(column)
        title = QFontMetrics(self._title).horizontalAdvance(self._titled(words, column))
        return max(title, QFontMetrics(self._small).horizontalAdvance(words.unit)) + 2 * _MARGIN + 4

    def narrowest(self, column: int) -> int:
        """The width of the longest single word."""
        words, large, small = (
            self.cells.heading(column),
            QFontMetrics(self._title),
            QFontMetrics(self._small),
        )
        longest = [large.horizontalAdvance(word) for word in self._titled(words, column).split(" ")]
        longest += [small.horizontalAdvance(word) for word in words.unit.split()]
        return max(longest, default=40) + 2 * _MARGIN + 4

    def fitted_height(self, widths: Sequence[int]) -> int:
        """As high as the longest title where the columns are so wide."""
        highest = 0
        for column, wide in enumerate(widths):
            words, width = self.cells.heading(column), wide - 2 * _MARGIN
            height = self._height(self._title, self._titled(words, column), width)
            highest = max(
                highest, height + (self._height(self._small, words.unit, width) if words.unit else 0)
            )
        return max(min(self.band + highest + 14, _HIGHEST), _LOWEST)

    def _height(self, font: QFont, text: str, width: int) -> int:
        return QFontMetrics(font).boundingRect(QRect(0, 0, width, 400), _WRAPPED, text).height()

    def _titled(self, words: Heading, column: int) -> str:
        order = self.cells.order
        sign = ("\u00a0↓" if order.is_descending else "\u00a0↑") if order.column == column else ""
        return words.title + (_DOT if words.is_required else "") + sign

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        c, words = theme.colours(), self.cells.heading(logicalIndex)
        painter.save()
        painter.setClipRect(rect)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(rect, QColor(c.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(c.muted))
        band = self.band
        if words.group:
            self._paint_group(painter, rect, logicalIndex, words.group)
        right = self.cells.columns[logicalIndex].is_right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        room = rect.adjusted(_MARGIN, band + 6, -_MARGIN, -4)
        painter.setFont(self._title)
        painter.setPen(QColor(c.text))
        title = self._titled(words, logicalIndex)
        painter.drawText(room, side | _WRAPPED, title)
        if words.unit:
            below = self._height(self._title, title, room.width())
            painter.setFont(self._small)
            painter.setPen(QColor(c.muted))
            painter.drawText(room.adjusted(0, below, 0, 0), side | _WRAPPED, words.unit)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, column: int, title: str) -> None:
        """The group's title over all its columns; each column paints its part of it."""
        first, last = column, column
        while first > 0 and self.cells.heading(first - 1).group == title:
            first -= 1
        while last + 1 < self.cells.columnCount() and self.cells.heading(last + 1).group == title:
            last += 1
        left = self.sectionViewportPosition(first)
        width = self.sectionViewportPosition(last) + self.sectionSize(last) - left
        c = theme.colours()
        painter.fillRect(QRect(left + 4, rect.top() + _BAND - 1, width - 8, 1), QColor(c.line))
        painter.setFont(self._small)
        painter.setPen(QColor(c.muted))
        where = QRect(left + _MARGIN, rect.top(), width - 2 * _MARGIN, _BAND - 1)
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
