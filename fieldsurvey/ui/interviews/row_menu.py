"""What can be done with the line under the mouse or the keyboard, as a menu: the buttons under the list that act now, and more that is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QPushButton, QTableView

More = Callable[[], Sequence[tuple[str, Callable[[], object]]]]
"""Gives (words, what they do) for the chosen line."""


class RowMenu(QObject):
    """Right click, or the key for menus."""

    def __init__(self, table: QTableView, buttons: Sequence[QPushButton], more: More) -> None:
        super().__init__(table)
        self._table, self._buttons, self._more = table, buttons, more
        for widget in (table, table.viewport()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """By the key it is the line the keyboard is on, wherever the mouse rests."""
        if not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            place = event.pos() if watched is self._table.viewport() else None
            index = self._table.indexAt(place) if place is not None else None
            if place is not None and index is not None and index.isValid():
                self._table.selectRow(index.row())
                self._open(place)
        elif self._table.currentIndex().isValid():
            self._open(self._table.visualRect(self._table.currentIndex()).bottomLeft())
        return True

    def menu(self) -> QMenu:
        """The menu as it is now; a button that rests or is not shown has no line."""
        menu = QMenu(self._table)
        for one in self._buttons:
            if one.isEnabled() and not one.isHidden():
                menu.addAction(one.icon(), one.text()).triggered.connect(one.click)
        more = self._more()
        if more and not menu.isEmpty():
            menu.addSeparator()
        for words, act in more:
            menu.addAction(words).triggered.connect(partial(_do, act))
        return menu

    def _open(self, place: QPoint) -> None:
        menu = self.menu()
        if menu.isEmpty():
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(place))


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()
