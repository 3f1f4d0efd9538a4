"""A repeat as an editable grid: rows are instances, columns are questions, the last row is empty and waits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.models import Missing
from fieldsurvey.ui.entry.field import Pause
from fieldsurvey.ui.entry.grid_model import NUMBERS, GridModel, Index, missing_value
from fieldsurvey.ui.entry.markdown import bare
from fieldsurvey.ui.entry.session import POSITION, EntrySession
from fieldsurvey.ui.parts import button, label
from fieldsurvey.xforms import BodyControl, BodyRepeat, Prompt

_ROW_HEIGHT, _HEAD_HEIGHT = 34, 52
_MOST_VISIBLE = 12
_TYPED_WIDTH = 160  # a name of two words, whatever the head says
_MOST_PASTED, _MOST_COMPLAINTS = 200, 3


class RepeatGrid(QWidget):
    """The grid with its title, its row buttons and a line that says what is wrong at the cursor."""

    finished = Signal()
    focused = Signal(str)

    def __init__(
        self, session: EntrySession, repeat: BodyRepeat, ref: str, columns: list[BodyControl]
    ) -> None:
        super().__init__()
        self.session, self.ref = session, ref
        self._fixed = repeat.no_add_remove
        self._head_height = _HEAD_HEIGHT
        self.model = GridModel(session, ref, columns, fixed=self._fixed)
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(_CellDelegate(self.table, self.model))
        self._title = label("", "strong")
        self._remark = label("", "warn", wrap=True)
        self._dress()
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        if not self._fixed:
            copy = button(_("Copy the row down"), self.copy_down, "quiet")
            copy.setToolTip("Ctrl+D")
            delete = button(_("Delete the row"), self.delete_row, "quiet", "delete")
            delete.setToolTip(_("Ctrl+Delete"))
            row.addWidget(copy)
            row.addWidget(delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.table)
        column.addWidget(self._remark)
        self._rows = self.model.rowCount()
        self._complaints: list[str] = []
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._complaints_said)
        self.model.remark.connect(self._complain)
        self.table.selectionModel().currentChanged.connect(lambda *_a: self._on_cursor())
        session.rows_changed.connect(self._on_rows)
        self.refresh()

    def _dress(self) -> None:
        table = self.table
        table.setAccessibleName(self.session.entry.group_label(self.ref))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked)
        table.setTabKeyNavigation(True)
        table.setWordWrap(False)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        head.setMinimumSectionSize(76)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        side = table.verticalHeader()
        side.setDefaultSectionSize(_ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setFixedWidth(36)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def refresh(self) -> None:
        """Show the cells as they stand; the form itself may have changed the number of rows."""
        self._title.setText(bare(self.session.entry.group_label(self.ref)))
        rows = self.model.rowCount()
        if rows != self._rows:
            self._rows = rows
            self.model.layoutChanged.emit()
        self._size()
        self.model.dataChanged.emit(
            self.model.index(0, 0), self.model.index(max(0, rows - 1), self.model.columnCount() - 1)
        )

    def retitle(self) -> None:
        """The language changed: head and cells speak it."""
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self.refresh()
        self.fit()

    def fit(self) -> None:
        """Give each column what it needs, the first one and the rest in proportion."""
        head, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        wanted = []
        for column in range(self.model.columnCount()):
            words = str(self.model.headerData(column, Qt.Orientation.Horizontal)).split("\n")
            prompt = self.model.prompt(0, column)
            choices = [choice.label for choice in prompt.choices] if prompt is not None else []
            longest = max((metrics.horizontalAdvance(word) for word in (*words, *choices[:12])), default=60)
            is_typed = prompt is not None and prompt.type == "string" and not choices
            wanted.append(min(max(longest + 36, _TYPED_WIDTH if is_typed else 84), 210))
        room = self.table.viewport().width()
        if sum(wanted) > room:  # narrower, down to what a number needs; the head wraps its words
            scale = max(room / sum(wanted), 0.5)
            wanted = [max(int(width * scale), 76) for width in wanted]
        for column, width in enumerate(wanted):
            head.resizeSection(column, width)
        self._head_height = self._needed_head(wanted)
        head.setFixedHeight(self._head_height)
        self._size()
        spare = room - head.length()
        if spare > 0 and wanted:
            head.resizeSection(0, wanted[0] + spare)

    def _needed_head(self, widths: list[int]) -> int:
        """The head is as high as its longest wrapped title, between one line and four."""
        metrics, highest = self.table.horizontalHeader().fontMetrics(), 0
        for column, width in enumerate(widths):
            words = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            room = QRect(0, 0, width - 20, 400)
            highest = max(highest, metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height())
        return min(max(highest + 16, 36), 104)

    def _size(self) -> None:
        rows = min(self.model.rowCount(), _MOST_VISIBLE)
        self.table.setFixedHeight(self._head_height + rows * _ROW_HEIGHT + 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.fit)

    def commit(self) -> None:
        """Hand over what is typed in a cell that is still open."""
        self.table.commit_open_cell()

    # --- rows ------------------------------------------------------------------------------------------------

    def delete_row(self) -> None:
        """Take the row under the cursor away; Ctrl+Z brings it back."""
        row = self.table.currentIndex().row()
        if 0 <= row < self.model.filled and not self._fixed:
            self.session.remove_row(f"{self.ref}[{row + 1}]")

    def copy_down(self) -> None:
        """A new last row with the answers of the row under the cursor."""
        row = self.table.currentIndex().row()
        if not 0 <= row < self.model.filled:
            return
        values = [
            prompt.value for c in range(self.model.columnCount()) if (prompt := self.model.prompt(row, c))
        ]
        self.session.add_row(self.ref)
        new = self.model.filled - 1
        for column, value in enumerate(values):
            prompt = self.model.prompt(new, column)
            if value and prompt is not None and prompt.relevant and not prompt.readonly:
                self.session.answer(prompt.ref, value)
        self.table.setCurrentIndex(self.model.index(new, 0))

    def paste(self, text: str) -> None:
        """Cells copied from a spreadsheet, from the cursor on; rows are added as needed."""
        start = self.table.currentIndex()
        top, left = max(0, start.row()), max(0, start.column())
        lines = text.rstrip("\r\n").split("\n")
        for down, line in enumerate(lines[:_MOST_PASTED]):
            for right, cell in enumerate(line.rstrip("\r").split("\t")):
                if left + right < self.model.columnCount():
                    self.model.setData(self.model.index(top + down, left + right), cell)
        if len(lines) > _MOST_PASTED:
            self._complain(
                _("Only the first {n} of {all} rows were pasted.").format(n=_MOST_PASTED, all=len(lines))
            )

    def set_missing(self, kind: Missing) -> bool:
        """Answer the cell under the cursor with don't know or refused, where the form offers it."""
        index = self.table.currentIndex()
        prompt = self.model.prompt(index.row(), index.column()) if index.isValid() else None
        value = missing_value(self.session, prompt, kind) if prompt is not None else None
        if prompt is None or value is None:
            return False
        self.session.answer(prompt.ref, value)
        return True

    def _on_rows(self, repeat: str) -> None:
        if POSITION.sub("", repeat) != POSITION.sub("", self.ref):
            return
        at = self.table.currentIndex()
        row, column = at.row(), at.column()
        self._rows = self.model.rowCount()
        self.model.layoutChanged.emit()
        self.refresh()
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), max(column, 0)))

    def go_to(self, ref: str) -> None:
        """Put the cursor on the cell of `ref`."""
        for row in range(self.model.filled):
            for column in range(self.model.columnCount()):
                if self.model.ref(row, column) == ref:
                    self.table.setFocus()
                    self.table.setCurrentIndex(self.model.index(row, column))
                    return
        self.take_focus()

    @property
    def is_open(self) -> bool:
        """Whether nothing is written in it yet."""
        cells = (self.model.prompt(0, column) for column in range(self.model.columnCount()))
        return not self.model.filled or not any(cell is not None and cell.value for cell in cells)

    def take_focus(self) -> None:
        """The keyboard goes to the first free cell."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _on_cursor(self) -> None:
        index = self.table.currentIndex()
        prompt = self.model.prompt(index.row(), index.column()) if index.isValid() else None
        if not self._forget.isActive():  # what was not understood outlives the step to the next cell
            self._say((self.model.why(prompt) or "") if prompt is not None else "")
        self.focused.emit(prompt.ref if prompt is not None else self.ref)

    def _complain(self, remark: str) -> None:
        """Say what was not understood; after a paste, all of it."""
        if not self._forget.isActive():
            self._complaints = []
        self._complaints.append(remark)
        self._forget.start(0)
        more = len(self._complaints) - _MOST_COMPLAINTS
        said = self._complaints[:_MOST_COMPLAINTS] + ([_("and {n} more").format(n=more)] if more > 0 else [])
        self._say(" ".join(said))

    def _complaints_said(self) -> None:
        self._complaints = []

    def _say(self, remark: str) -> None:
        self._remark.setText(f"▲  {remark}" if remark else "")
        self._remark.setVisible(bool(remark))


class _Table(QTableView):
    """Enter goes down to the next row's first cell, Ctrl+V pastes, Delete empties, Tab past the end leaves."""

    def __init__(self, owner: RepeatGrid) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at = event.key(), self.currentIndex()
        last = at.row() == self.model().rowCount() - 1
        if self._takes(event, at):
            return
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            for index in self.selectedIndexes() or [at]:
                if index.row() < self._owner.model.filled:
                    self.model().setData(index, "")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.enter(at, last=last)
        elif key == Qt.Key.Key_Tab and last and at.column() == self.model().columnCount() - 1:
            self._owner.finished.emit()
        else:
            super().keyPressEvent(event)

    def _takes(self, event: QKeyEvent, at: QModelIndex) -> bool:
        """Paste, the keys of whole rows, and digits that pick a choice."""
        rows = {Qt.Key.Key_Delete: self._owner.delete_row, Qt.Key.Key_D: self._owner.copy_down}
        if event.matches(QKeySequence.StandardKey.Paste):
            self._owner.paste(QGuiApplication.clipboard().text())
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in rows:
            rows[Qt.Key(event.key())]()
        else:
            digit = event.text()
            return digit.isdecimal() and self._owner.model.choose(at, (int(digit) - 1) % 10)
        return True

    def commit_open_cell(self) -> None:
        """Give what is typed in a cell that is still being edited; the cell stays open."""
        for editor in self.viewport().findChildren(QLineEdit):
            if editor.isVisible() and editor.isModified() and self.state() == self.State.EditingState:
                self.commitData(editor)

    def enter(self, at: QModelIndex, *, last: bool) -> None:
        """Enter on the empty last row leaves the grid; elsewhere it moves to the right, then to the next row."""
        if last and at.row() >= self._owner.model.filled:
            self._owner.finished.emit()
            return
        columns = self.model().columnCount()
        row, column = (at.row(), at.column() + 1) if at.column() + 1 < columns else (at.row() + 1, 0)
        self.setCurrentIndex(self.model().index(min(row, self.model().rowCount() - 1), column))


class _CellDelegate(QStyledItemDelegate):
    """An editor for each kind of cell."""

    def __init__(self, table: QTableView, model: GridModel) -> None:
        super().__init__(table)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The hatching of a closed cell first: the style sheet's cells would hide it."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        prompt = self._model.prompt(index.row(), index.column()) or self._first_prompt(index.column())
        if prompt is not None and prompt.choices and prompt.control != "select":
            box = QComboBox(parent)
            box.addItem("", "")
            for choice in prompt.choices:
                box.addItem(choice.label, choice.value)
            box.activated.connect(lambda _i: self.commitData.emit(box))
            box.activated.connect(lambda _i: self.closeEditor.emit(box))
            QTimer.singleShot(0, box.showPopup)
            return box
        field = QLineEdit(parent)
        field.setFrame(False)
        cell, pause = QPersistentModelIndex(index), Pause(field)
        pause.timeout.connect(lambda: self._on_paused(field, cell))
        field.textEdited.connect(lambda _text: pause.typed())
        if prompt is not None and prompt.type in NUMBERS:
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field

    def _on_paused(self, field: QLineEdit, cell: QPersistentModelIndex) -> None:
        """The typing stopped for a moment: it goes to disk, the power may fail."""
        if cell.isValid() and self._model.is_readable(cell, field.text()):
            self.commitData.emit(field)

    def _first_prompt(self, column: int) -> Prompt | None:
        """Choices for the empty last row: those a fresh row would have."""
        return self._model.prompt(0, column) if self._model.filled else self._model.fresh_prompt(column)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            prompt = self._model.prompt(index.row(), index.column())
            is_several = prompt is not None and prompt.control == "select"
            editor.setText(str(index.data() or "") if is_several else value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData() or "")
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            not isinstance(event, QKeyEvent)
            or not isinstance(editor, QWidget)
            or event.type() != QEvent.Type.KeyPress
            or not _is_for_grid(event)
        ):
            return super().eventFilter(editor, event)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        table = self.parent()
        assert isinstance(table, _Table)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            table.enter(table.currentIndex(), last=False)
        else:
            table.keyPressEvent(event)
        return True


def _is_for_grid(event: QKeyEvent) -> bool:
    """Keys that mean the same in an open cell as beside it; the next cell waits closed, so that digits choose."""
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_D)
    if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        return True
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
