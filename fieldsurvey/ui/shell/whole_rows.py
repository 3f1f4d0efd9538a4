"""A list that ends with a whole row: what is cut in half looks like the end, or like a fault."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget


class WholeRows(QWidget):
    """Holds a list or table and gives it room for a whole number of its rows; what is left stays free below it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__()
        self._view = view
        view.setParent(self)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMinimumHeight(view.minimumHeight())
        self.setFocusProxy(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take on the height of the rows, which may have changed."""
        view, row = self._view, self._row_height()
        head = 2 * view.frameWidth()
        if isinstance(view, QTableView) and not view.horizontalHeader().isHidden():
            head += view.horizontalHeader().sizeHint().height()
        room = self.height() - head
        view.setGeometry(0, 0, self.width(), head + (room - room % row if row and room > row else room))

    def _row_height(self) -> int:
        if isinstance(self._view, QTableView):
            return self._view.verticalHeader().defaultSectionSize()
        return max(0, self._view.sizeHintForRow(0))
