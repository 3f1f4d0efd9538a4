"""Tables whose cells are painted from what they say: text, words beside it, a mark, a ground; rows are made when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.whole_rows import CutRows

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
ROW = 34
"""Height of a row, pixels."""
_PAD, _MARK = 8, 16


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Colours are names of the theme's."""

    text: str = ""
    beside: str = ""
    """Words that matter less, behind the text."""
    tone: str = "text"
    is_bold: bool = False
    is_struck: bool = False
    is_end: bool = False
    """A figure, which stands at the end."""
    ground: str = ""
    icon: str = ""
    """Before the text, in its colour."""
    is_box: bool = False
    """Looks like a field: it can be changed."""
    opens: bool = False
    """With an arrow: it opens choices."""
    share: float | None = None
    """A bar of this length, 0 to 1, instead of text."""
    is_wrong: bool = False


class Cells(QAbstractTableModel):
    """Heads, and rows that `row` makes when they are asked for."""

    def __init__(self, heads: Sequence[Cell]) -> None:
        super().__init__()
        self._heads = list(heads)
        self._count = 0
        self._row: Callable[[int], Sequence[Cell]] = lambda _n: ()
        self._made: dict[int, Sequence[Cell]] = {}

    def show(
        self, count: int, row: Callable[[int], Sequence[Cell]], heads: Sequence[Cell] | None = None
    ) -> None:
        """So many rows; `row(n)` gives the cells of one."""
        is_same = count == self._count and (heads is None or len(heads) == len(self._heads))
        if not is_same:
            self.beginResetModel()
        self._count, self._row = count, row
        self._heads = list(heads) if heads is not None else self._heads
        self._made.clear()
        if not is_same:
            self.endResetModel()
        elif count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(self._heads) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._heads) - 1)

    def cell(self, row: int, column: int) -> Cell:
        """What stands there."""
        if row not in self._made:
            self._made[row] = self._row(row)
        return self._made[row][column]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return " ".join(filter(None, (cell.text, cell.beside)))
        if role == Qt.ItemDataRole.EditRole:
            return cell.text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section].text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._heads[section].is_end else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a `Cell`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        view: Any = option
        rect: QRect = view.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(view.state & view.state.State_Selected)
        self._ground(painter, rect, cell, is_chosen=is_chosen)
        if cell.share is not None:
            _bar(painter, rect, cell.share)
        else:
            _words(painter, rect, cell, view.font)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, cell: Cell, *, is_chosen: bool) -> None:
        c = theme.colours()
        if is_chosen:
            painter.fillRect(rect, QColor(c.selection))
        elif cell.ground:
            painter.fillRect(rect, QColor(getattr(c, cell.ground)))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(c.line))
        if cell.is_box:
            pen = painter.pen()
            pen.setColor(QColor(c.bad if cell.is_wrong else c.accent if is_chosen else c.line))
            pen.setWidthF(1.5 if is_chosen or cell.is_wrong else 1.0)
            painter.setPen(pen)
            painter.setBrush(QColor(c.surface))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2.5, -2, -3.5), 5, 5)


def _bar(painter: QPainter, rect: QRect, share: float) -> None:
    c = theme.colours()
    room = QRectF(rect.left() + _PAD, rect.center().y() - 2, rect.width() - 2 * _PAD, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(c.track))
    painter.drawRoundedRect(room, 3, 3)
    if share > 0:
        painter.setBrush(QColor(c.accent))
        room.setWidth(max(6.0, room.width() * min(1.0, share)))
        painter.drawRoundedRect(room, 3, 3)


def _words(painter: QPainter, rect: QRect, cell: Cell, base: QFont) -> None:
    c = theme.colours()
    pad = _PAD + 4 if cell.is_box else _PAD
    room = rect.adjusted(pad, 0, -pad, 0)
    if cell.opens:
        theme.icon("down", c.muted).paint(painter, QRect(room.right() - 12, room.center().y() - 5, 12, 12))
        room.setRight(room.right() - 18)
    if cell.icon:
        mark = QRect(room.left(), room.center().y() - 7, _MARK, _MARK)
        theme.icon(cell.icon, getattr(c, cell.tone)).paint(painter, mark)
        room.setLeft(room.left() + _MARK + 6)
    font = QFont(base)
    font.setBold(cell.is_bold)
    font.setStrikeOut(cell.is_struck)
    painter.setFont(font)
    painter.setPen(QColor(getattr(c, cell.tone)))
    side = Qt.AlignmentFlag.AlignRight if cell.is_end else Qt.AlignmentFlag.AlignLeft
    metrics = QFontMetrics(font)
    said = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, said)
    if cell.beside and said == cell.text:
        room.setLeft(room.left() + metrics.horizontalAdvance(cell.text) + (6 if cell.text else 0))
        painter.setFont(base)
        painter.setPen(QColor(c.muted))
        rest = QFontMetrics(base).elidedText(cell.beside, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, rest)


def table_of(model: Cells, name: str, row: int = ROW) -> QTableView:
    """A table for such cells: whole rows are chosen, nothing is typed, no grid."""
    table = QTableView()
    table.setModel(model)
    CutRows(table)
    table.setItemDelegate(CellDelegate(table))
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row)
    table.verticalHeader().setMinimumSectionSize(row)
    table.horizontalHeader().setHighlightSections(False)
    return table


def set_widths(table: QTableView, widths: Mapping[int, int]) -> None:
    """Columns of these widths, or as wide as their heads where those need more."""
    head = table.horizontalHeader()
    for column, width in widths.items():
        table.setColumnWidth(column, max(width, head.sectionSizeHint(column)))
