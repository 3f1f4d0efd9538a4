"""The table of firms: its columns, how a case is painted in it, and what gives way where there is little room."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldsurvey.records import FirmRow
from fieldsurvey.ui.firms.case_words import paint_mark, state_colour
from fieldsurvey.ui.firms.firms_model import (
    AGENT,
    CASE,
    FIRM,
    NUMBER,
    PLACE,
    ROW,
    STRATUM,
    WHEN,
    WORKERS,
    FirmsModel,
    Index,
)
from fieldsurvey.ui.shell import theme

_WIDTHS = {NUMBER: 56, PLACE: 94, WORKERS: 68, STRATUM: 92, CASE: 144, AGENT: 72, WHEN: 78}
_GIVES_WAY = (STRATUM, WORKERS, PLACE, AGENT)
"""Columns that are not shown where there is no room, in this order: the name and the case are what one looks for."""
_NAME_WANTS = 140
_ARROW = 30
"""Pixels that a head keeps for the arrow of the order."""


class FirmsTable(QTableView):
    """Several rows with Shift; a head sorts."""

    def __init__(self, model: FirmsModel) -> None:
        super().__init__()
        self._empty: frozenset[int] = frozenset()
        self.setModel(model)
        self.setItemDelegateForColumn(CASE, CaseMark(self))
        list_look(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(FIRM, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(NUMBER, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column in _WIDTHS:
            self.setColumnWidth(column, self._width_of(column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def leave_out(self, columns: Collection[int]) -> None:
        """Show none of these: no firm has anything there."""
        if frozenset(columns) != self._empty:
            self._empty = frozenset(columns)
            self._fit(self.viewport().width())

    def _fit(self, width: int) -> None:
        shown = [column for column in _WIDTHS if column not in self._empty]
        room = width - _NAME_WANTS - sum(map(self._width_of, shown))
        for column in _GIVES_WAY:
            is_hidden = column in self._empty or room < 0
            if is_hidden and column in shown:
                room += self._width_of(column)
            self.setColumnHidden(column, is_hidden)

    def _width_of(self, column: int) -> int:
        """What a column takes when it is shown."""
        return max(_WIDTHS[column], self.horizontalHeader().sectionSizeHint(column) - _ARROW)

    def choose(self, row: int) -> None:
        """Choose this line alone, whatever keys are held."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)


def list_look(table: QTableView) -> None:
    """Whole rows, no grid, 34 pixels each."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(34)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)


class CaseMark(QStyledItemDelegate):
    """Paints how a case stands: its shape, then its word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FirmRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: Any = option.rect
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(theme.colours().selection))
        if row.case is not None or row.instance_id:
            paint_mark(painter, QPointF(rect.left() + 14, rect.center().y()), row.state)
            painter.setPen(QColor(state_colour(row.state)))
            room = rect.adjusted(28, 0, -4, -2)
            words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.colours().line))
        painter.restore()
