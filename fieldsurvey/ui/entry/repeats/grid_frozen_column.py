"""The first column of a wide grid, standing over the table while the others go by beneath it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fieldsurvey.ui.entry.repeats.grid_delegate import CellDelegate, TakesKeys
from fieldsurvey.ui.entry.repeats.grid_header import GridHeader
from fieldsurvey.ui.entry.repeats.grid_model import GridModel


class FrozenColumn(QTableView):
    """Shows the table's first column and nothing else. It takes no keys: the cursor in this column scrolls the table back."""

    def __init__(self, table: QTableView, cells: GridModel, keys: TakesKeys, head: GridHeader) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("frozen")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalHeader(head)
        self.setModel(cells)
        self.setSelectionModel(table.selectionModel())
        # its own: the table's speaks to the table alone
        self.setItemDelegate(CellDelegate(table, cells, keys))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = self.verticalHeader()
        side.setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.hide()
        self.setAccessibleName(table.accessibleName())
        self.setVerticalScrollMode(table.verticalScrollMode())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.clicked.connect(table.setCurrentIndex)
        for column in range(1, cells.columnCount()):
            self.setColumnHidden(column, True)

    def follow(self) -> None:
        """Over the table's first column, while it is scrolled away."""
        table = self._table
        self.setVisible(table.horizontalScrollBar().value() > 0)
        if not self.isVisible():
            return
        head = table.horizontalHeader()
        self.horizontalHeader().setFixedHeight(head.height())
        self.setColumnWidth(0, table.columnWidth(0))
        height = table.viewport().height() + head.height()
        self.setGeometry(head.x(), head.y(), table.columnWidth(0) + 1, height)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.raise_()
