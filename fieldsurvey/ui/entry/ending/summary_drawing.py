"""How the lines that are read back are drawn: 16 px, so that they can be read out across a table."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldsurvey.ui.entry.ending.summary_lines import SHOWN, Kind, Shown
from fieldsurvey.ui.shell import theme

_WIDEST, _SIDE, _GAP, _ABOVE = 900, 12, 24, 6
_LABEL_SHARE = 0.52
_EXTRA = {Kind.SECTION: 20, Kind.HEADING: 8, Kind.TITLE: 8}
"""Room above a line that begins something."""

Index = QModelIndex | QPersistentModelIndex


class LineDrawing(QStyledItemDelegate):
    """Paints a line; heights are measured once for each width."""

    def __init__(self) -> None:
        super().__init__()
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._heights: dict[tuple[Shown, int], int] = {}

    def forget(self) -> None:
        """Other lines, or other fonts."""
        self._fonts, self._heights = {}, {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Shown = index.data(SHOWN)
        view = option.widget
        width = _width(view.width() - 24 if view is not None else _WIDEST)
        if (line, width) not in self._heights:
            self._heights[line, width] = self._height(line, width)
        return QSize(width, self._heights[line, width])

    def _height(self, line: Shown, width: int) -> int:
        tallest = max(
            _laid_out(text, room.width(), font).boundingRect().height()
            for text, room, font, _is_muted in self._parts(line, QRect(0, 0, width, 0))
        )
        return ceil(tallest) + 2 * _ABOVE + _EXTRA.get(line.kind, 0)

    def _parts(self, line: Shown, rect: QRect) -> Iterator[tuple[str, QRect, QFont, bool]]:
        """(text, where, font, whether it is quiet), read from the left."""
        top = rect.top() + _ABOVE + _EXTRA.get(line.kind, 0)
        room = QRect(rect.left() + _SIDE, top, rect.width() - 2 * _SIDE, rect.bottom() - top - _ABOVE)
        if line.kind in (Kind.HEAD, Kind.ROW):
            wide = (room.width() - _GAP) // len(line.cells)
            for number, cell in enumerate(line.cells):
                box = QRect(room.left() + _GAP + number * wide, top, wide - 12, room.height())
                yield cell, box, self._font(14 if line.kind is Kind.HEAD else 16), line.kind is Kind.HEAD
            return
        if len(line.cells) == 1:
            yield (
                line.cells[0],
                room,
                self._font(20 if line.kind is Kind.SECTION else 16, is_strong=True),
                False,
            )
            return
        inset = _GAP if line.kind is Kind.SUM else 0
        middle = int(room.width() * _LABEL_SHARE)
        yield (
            line.cells[0],
            QRect(room.left() + inset, top, middle - _GAP - inset, room.height()),
            self._font(16),
            True,
        )
        right = QRect(room.left() + middle, top, room.width() - middle, room.height())
        yield line.cells[1], right, self._font(16, is_strong=True), False

    def _font(self, pixels: int, *, is_strong: bool = False) -> QFont:
        if (pixels, is_strong) not in self._fonts:
            font = QFont()
            font.setPixelSize(pixels)
            font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
            self._fonts[pixels, is_strong] = font
        return self._fonts[pixels, is_strong]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Shown = index.data(SHOWN)
        c = theme.colours()
        whole = option.rect
        width = _width(whole.width())
        rect = QRect(whole.left() + max(0, (whole.width() - width) // 2), whole.top(), width, whole.height())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.selection))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, rect, bar), QColor(c.accent))
        if line.kind in (Kind.SECTION, Kind.HEAD):
            painter.fillRect(
                QRect(rect.left() + _SIDE, rect.bottom(), rect.width() - 2 * _SIDE, 1), QColor(c.line)
            )
        is_turned = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_turned else Qt.AlignmentFlag.AlignLeft
        placed = [
            (_laid_out(text, room.width(), font, side), room, is_muted)
            for text, room, font, is_muted in self._parts(line, rect)
        ]
        lowest = max(layout.lineAt(0).ascent() for layout, _room, _is_muted in placed)
        for layout, room, is_muted in placed:
            painter.setPen(QColor(c.muted if is_muted else c.text))
            down = round(lowest - layout.lineAt(0).ascent())  # scripts differ, and a row stands on one line
            box = QStyle.visualRect(option.direction, rect, room).translated(0, down)
            layout.draw(painter, QPointF(box.topLeft()))


def _laid_out(
    text: str, width: int, font: QFont, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> QTextLayout:
    """A text in its lines; a word that is longer than a line, an address or a number, is broken where the line ends."""
    layout = QTextLayout((text or " ").replace("\n", "\u2028"), font)
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _width(room: int) -> int:
    return max(240, min(_WIDEST, room))
