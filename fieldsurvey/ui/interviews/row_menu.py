"""What can be done with the line under the mouse or the keyboard, as a menu: the buttons under the list that act now, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QTableView


class RowMenu:
    """Right click, or the key for menus."""

    def __init__(self, table: QTableView, buttons: Sequence[QPushButton]) -> None:
        self._table, self._buttons = table, buttons
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open)

    def menu(self) -> QMenu:
        """The menu as it is now; a button that rests or is not shown has no line."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._buttons:
            if one.isEnabled() and not one.isHidden():
                menu.addAction(one.icon(), one.text()).triggered.connect(one.click)
        return menu

    def _open(self, place: QPoint) -> None:
        index = self._table.indexAt(place)
        if index.isValid():
            self._table.selectRow(index.row())
        elif not self._table.currentIndex().isValid():
            return
        menu = self.menu()
        if not menu.isEmpty():
            at = place if index.isValid() else self._table.visualRect(self._table.currentIndex()).bottomLeft()
            menu.popup(self._table.viewport().mapToGlobal(at))
