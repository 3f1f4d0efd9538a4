"""A small table one types lines into: members, rounds, wages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.whole_rows import CutRows
from fieldsurvey.ui.shell.widgets import button

_ROW, _LEAST = 34, 2


class LinesTable(QWidget):
    """Cells of text, the last column a tick where `ticked`; a line without words counts as none."""

    changed = Signal()

    def __init__(
        self, name: str, heads: Sequence[str], widths: Sequence[int], verb: str, *, ticked: bool = False
    ) -> None:
        super().__init__()
        self._ticked, self._is_showing = ticked, False
        self.table = QTableWidget(0, len(heads))
        CutRows(self.table)
        self.table.setAccessibleName(name)
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(widths, start=1):
            self.table.setColumnWidth(place, width)
        self.table.itemChanged.connect(self._on_changed)
        self.table.itemSelectionChanged.connect(self._show_ends)
        self.add = button(verb, self._add, icon="add")
        self.remove = button(_("Remove the line"), self._remove, "quiet")
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addLayout(row)
        self._fit()

    def show_lines(self, lines: Sequence[Sequence[str | bool]]) -> None:
        """Show these in the place of what is there."""
        self._is_showing = True
        self.table.setRowCount(0)
        for line in lines:
            self._insert(line)
        self._is_showing = False
        self._fit()

    def lines(self) -> list[tuple[str, ...]]:
        """What is typed, a tick as "yes" or ""; lines without words are left out."""
        found = (
            tuple(self._cell(row, column) for column in range(self.table.columnCount()))
            for row in range(self.table.rowCount())
        )
        texts = slice(0, -1) if self._ticked else slice(None)
        return [line for line in found if any(line[texts])]

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        if item is None:
            return ""
        if self._is_tick(column):
            return "yes" if item.checkState() is Qt.CheckState.Checked else ""
        return item.text().strip()

    def _is_tick(self, column: int) -> bool:
        return self._ticked and column == self.table.columnCount() - 1

    def _insert(self, line: Sequence[str | bool]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, value in enumerate(line):
            item = QTableWidgetItem("" if self._is_tick(column) else str(value))
            if self._is_tick(column):
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                item.setCheckState(Qt.CheckState.Checked if value else Qt.CheckState.Unchecked)
            self.table.setItem(row, column, item)

    def _add(self) -> None:
        self._is_showing = True
        self._insert([""] * self.table.columnCount())
        self._is_showing = False
        self._fit()
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()
        item = self.table.item(self.table.rowCount() - 1, 0)
        if item is not None:
            self.table.editItem(item)

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self._fit()
            self.changed.emit()

    def _on_changed(self) -> None:
        if not self._is_showing:
            self.changed.emit()

    def _show_ends(self) -> None:
        self.remove.setEnabled(self.table.currentRow() >= 0)

    def _fit(self) -> None:
        """As high as its lines: the page scrolls, not the table."""
        head = self.table.horizontalHeader().sizeHint().height()
        rows = max(_LEAST, self.table.rowCount())
        self.table.setFixedHeight(head + rows * _ROW + 2 * self.table.frameWidth())
        self._show_ends()
