"""The table of a grid and its keys: Enter and Tab go to the next open cell, letters type, digits choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QTableView,
)

from fieldsurvey.ui.entry.repeats.grid_choice_field import ChoiceField
from fieldsurvey.ui.entry.repeats.grid_column_widths import fitted
from fieldsurvey.ui.entry.repeats.grid_delegate import CellDelegate
from fieldsurvey.ui.entry.repeats.grid_frozen_column import FrozenColumn
from fieldsurvey.ui.entry.repeats.grid_header import GridHeader
from fieldsurvey.ui.entry.repeats.grid_model import GridModel

ROW_HEIGHT, SIDE_WIDTH = 34, 40
_USUAL_WIDTH = 760
_DITTO = '"'
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
Act = Callable[[], object]


class GridTable(QTableView):
    """Keys that belong to the grid never reach Qt's own table, which would hand them to an open cell again."""

    finished = Signal()
    """The keyboard went past the last cell."""
    pasted = Signal(str)
    emptied = Signal()
    copied = Signal()

    def __init__(self, model: GridModel, most_visible: int, kept: Callable[[], Mapping[str, int]]) -> None:
        """`kept` are the widths a person chose, by the column's path."""
        super().__init__()
        self.cells = model
        self._most_visible, self._kept = most_visible, kept
        self._plans: dict[int, tuple[list[int], int]] = {}
        self.is_fitting = False
        """Whether the widths change by themselves, and nobody drags a column."""
        self._verbs: dict[tuple[int, Qt.KeyboardModifier], Act] = {}
        self.setHorizontalHeader(GridHeader(model, self))
        self.setModel(model)
        painter = CellDelegate(self, model, self)
        self.setItemDelegate(painter)
        self.selectionModel().currentChanged.connect(
            lambda now, _before: painter.set_cursor(now.row(), now.column())
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setMinimumSectionSize(ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setFixedWidth(SIDE_WIDTH)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.frozen: FrozenColumn | None = None
        self.horizontalScrollBar().valueChanged.connect(self._freeze)

    @property
    def head(self) -> GridHeader:
        """The head of the columns."""
        found = self.horizontalHeader()
        assert isinstance(found, GridHeader)
        return found

    # --- its shape: whole rows, and right at the first drawing ---------------------------------------------------

    def widths_at(self, width: int) -> list[int]:
        """How wide the columns are when the table is so wide."""
        return self._planned(width)[0]

    def _planned(self, width: int) -> tuple[list[int], int]:
        """Widths of the columns, and the room they have."""
        if width not in self._plans:
            room = width - 2 * self.frameWidth() - SIDE_WIDTH
            if self.cells.rowCount() > self._most_visible:
                room -= self.verticalScrollBar().sizeHint().width()
            self._plans[width] = fitted(self.head, self.fontMetrics(), self._kept(), room), room
        return self._plans[width]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels of the head and of whole rows at this width."""
        widths, room = self._planned(width)
        rows = min(self.cells.rowCount(), self._most_visible)
        bar = self.horizontalScrollBar().sizeHint().height() if sum(widths) > room else 0
        return self.head.fitted_height(widths) + rows * ROW_HEIGHT + 2 * self.frameWidth() + bar

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _USUAL_WIDTH
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def forget_shape(self) -> None:
        """Rows, words or widths are others than before."""
        self._plans.clear()
        self.updateGeometry()
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self.fit()

    def fit(self) -> None:
        """Give each column what it needs at the width there is."""
        widths, room = self._planned(self.width())
        self._show_bars(has_level=sum(widths) > room)
        self.is_fitting = True
        for column, width in enumerate(widths):
            self.head.resizeSection(column, width)
        self.is_fitting = False
        self.head.setFixedHeight(self.head.fitted_height(widths))
        self.updateGeometries()

    def _show_bars(self, *, has_level: bool) -> None:
        """Those that were reckoned with: left to Qt each could bring the other one in."""
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(on if has_level else off)
        self.setVerticalScrollBarPolicy(on if self.cells.rowCount() > self._most_visible else off)

    def bind(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, act: Act) -> None:
        """Let a key do something with rows."""
        self._verbs[int(key), modifiers] = act

    # --- keys --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take(event):
            super().keyPressEvent(event)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key means to the grid; False when it means nothing special here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        verb = self._verbs.get((event.key(), modifiers))
        if verb is not None:
            verb()
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif modifiers in _PLAIN:
            return self._moves(event, modifiers) or self._types(event)
        else:
            return event.key() in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self._passed_on(event)
        return True

    def _passed_on(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter and the like belong to the window."""
        event.ignore()
        return True

    def _moves(self, event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Backtab or (key in _ENTER and modifiers):
            self.step(-1)
        elif key == Qt.Key.Key_Tab:
            self.step(1)
        elif key in _ENTER:
            self.enter()
        else:
            return False
        return True

    def go_down(self, step: int) -> None:
        """From an open cell to the one beneath, or, with -1, above."""
        row = self.currentIndex().row() + step
        if 0 <= row < self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(row, self.currentIndex().column()))

    def _types(self, event: QKeyEvent) -> bool:
        """Delete empties, a digit chooses, a quote repeats what stands above, the space bar opens a list."""
        at, text = self.currentIndex(), event.text()
        if event.key() in _EMPTYING:
            self.emptied.emit()
            return True
        if text.isdecimal() and self.cells.choose(at, (int(text) - 1) % 10):
            if not self.cells.columns[at.column()].is_several and self.cells.session.digits_go_on:
                self.step(1)
            return True
        if text == _DITTO and self.cells.repeat_above(at):
            self.step(1)
            return True
        is_choice = at.isValid() and self.cells.columns[at.column()].is_choice
        return event.key() == Qt.Key.Key_Space and is_choice and self._opened()

    def open_cell(self) -> None:
        """Alt+Down: type in the cell as it stands, or see its choices."""
        self._opened()

    def _opened(self) -> bool:
        if self.currentIndex().isValid() and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        return True

    def enter(self) -> None:
        """Enter on the empty last row leaves the grid; elsewhere it goes to the next open cell."""
        if self.currentIndex().row() >= self.cells.filled:
            self.finished.emit()
        else:
            self.step(1)

    def step(self, step: int) -> None:
        """To the next open cell, or the one before; past the last one the grid is left."""
        at = self.currentIndex()
        found = self.cells.open_from(max(at.row(), 0), at.column(), step)
        if found is not None:
            self.setCurrentIndex(self.cells.index(*found))
        elif step > 0:
            self.finished.emit()
        else:
            QAbstractScrollArea.focusNextPrevChild(self, False)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Tab goes from cell to cell; Qt asks here first."""
        self.step(1 if next else -1)
        return True

    def commit_open_cell(self) -> None:
        """Give what is typed in a cell that is still being edited; the cell stays open."""
        if self.state() != self.State.EditingState:
            return
        for editor in self.viewport().findChildren(QLineEdit):
            is_typed = editor.is_changed if isinstance(editor, ChoiceField) else editor.isModified()
            if editor.isVisible() and is_typed:
                self.commitData(editor)

    # --- rows and cells chosen ---------------------------------------------------------------------------------------

    def chosen_rows(self) -> list[int]:
        """The rows of the selection, else that of the cursor."""
        rows = {index.row() for index in self.selectedIndexes()} or {self.currentIndex().row()}
        return sorted(row for row in rows if 0 <= row < self.cells.filled)

    def put_cursor(self, row: int, column: int) -> None:
        """The cursor on a cell, as near as there is one, and nothing else chosen."""
        last = self.cells.rowCount() - 1
        index = self.cells.index(min(max(row, 0), last), min(max(column, 0), len(self.cells.columns) - 1))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- the first column stays ------------------------------------------------------------------------------------------

    def _freeze(self, scrolled: int) -> None:
        """The first column stays in sight while the others go by; it is made when that first happens."""
        if scrolled and self.frozen is None and not self.isRightToLeft():
            self.frozen = FrozenColumn(self, self.cells, self, GridHeader(self.cells, self))
        if self.frozen is not None:
            self.frozen.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)
        if self.frozen is not None:
            self.frozen.follow()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As Qt does, but not beneath the first column."""
        super().scrollTo(index, hint)
        bar = self.horizontalScrollBar()
        hidden = self.columnWidth(0) - self.visualRect(index).left()
        if index.column() == 0:
            bar.setValue(0)
        elif bar.value() and hidden > 0 and not self.isRightToLeft():
            bar.setValue(bar.value() - hidden)
