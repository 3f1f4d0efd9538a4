"""How a cell is drawn, and what it is typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QKeySequence, QPainter, QPolygon
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.base.field import Pause
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.entry.repeats.grid_choice_field import ChoiceField
from fieldsurvey.ui.entry.repeats.grid_model import Cell, GridModel, Index
from fieldsurvey.ui.shell import theme

_MARGIN, _CORNER = 8, 8
_SELECTED = QStyle.StateFlag.State_Selected
_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft.value | _LINE, Qt.AlignmentFlag.AlignRight.value | _LINE
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True, slots=True)
class _Inks:
    """The theme's colours, made once: a hundred cells are painted at each key."""

    of: theme.Colours
    surface: QColor
    selection: QColor
    hatching: QBrush
    closed: QColor
    line: QColor
    text: QColor
    muted: QColor
    bad: QColor
    warn: QColor
    accent: QColor

    @classmethod
    def made(cls, c: theme.Colours) -> _Inks:
        hatching = QBrush(QColor(c.line), Qt.BrushStyle.BDiagPattern)
        plain = (QColor(ink) for ink in (c.disabled, c.line, c.text, c.muted, c.bad, c.warn, c.accent))
        return cls(c, QColor(c.surface), QColor(c.selection), hatching, *plain)


class TakesKeys(Protocol):
    """What the table does with keys its editors leave to it."""

    def go_down(self, step: int) -> None:
        """Go so many rows down in the same column."""

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key means to the grid; False when it means nothing special there."""


class CellDelegate(QStyledItemDelegate):
    """Cells are painted by hand: a style sheet's cells cost ten times as much, and know no hatching."""

    def __init__(self, table: QTableView, model: GridModel, keys: TakesKeys) -> None:
        super().__init__(table)
        self._keys = keys
        self._table, self._model = table, model
        self._before = ""
        self._here = (-1, -1)
        self._worn: _Inks | None = None

    # --- drawing -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, row, number = option.rect, index.row(), index.column()
        inks, model = self._inks(), self._model
        cell, column = model.cell(row, number), model.columns[number]
        painter.fillRect(rect, inks.selection if option.state & _SELECTED else inks.surface)
        if cell is not None and not cell.is_asked:
            painter.fillRect(rect, inks.hatching)
        elif column.is_computed or (cell is not None and not cell.is_open):
            painter.fillRect(rect, inks.closed)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, inks.line)
        if waiting := model.waiting_at(row, number):
            self._write(painter, option, waiting, inks.bad, _LEFT)
            self._paint_corner(painter, rect, inks.bad)
        elif cell is not None:
            self._paint_cell(painter, option, cell, right=column.is_right)
        elif number == 0:
            self._write(painter, option, _("Type to add"), inks.muted, _LEFT)
        if row == self._here[0] and number == self._here[1] and self._table.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(inks.accent)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, *, right: bool
    ) -> None:
        """The answer; a corner where something is to be said of it."""
        inks = self._inks()
        fault = cell.violation is not None and self._model.fault(cell) is not None
        if cell.shown:
            self._write(
                painter, option, cell.shown, inks.bad if fault else inks.text, _RIGHT if right else _LEFT
            )
        if fault or self._model.has_check(cell):
            self._paint_corner(painter, option.rect, inks.bad if fault else inks.warn)

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, ink: QColor, side: int
    ) -> None:
        rect = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(option.font)
        painter.setPen(ink)
        if "\n" in text:
            text = text.replace("\n", " ⏎ ")
        if len(text) * 10 > rect.width():  # may be too long
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side, text)

    def set_cursor(self, row: int, column: int) -> None:
        """Where the frame of the cursor is drawn."""
        self._here = row, column

    def _inks(self) -> _Inks:
        colours = theme.colours()
        if self._worn is None or self._worn.of is not colours:
            self._worn = _Inks.made(colours)
        return self._worn

    def _paint_corner(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        """A corner that says: something is to be said of this cell."""
        right, top = rect.right() + 1, rect.top()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygon([QPoint(right - _CORNER, top), QPoint(right, top), QPoint(right, top + _CORNER)])
        )

    # --- typing ------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, at = index.row(), index.column()
        column, cell = self._model.columns[at], self._model.cell(row, at)
        self._before = cell.value if cell is not None else ""
        field: QLineEdit
        if column.is_choice:
            waits = self._model.waiting_at(row, at)
            field = ChoiceField(parent, column, self._model.choices(row, at), self._before, waits)
            field.picked.connect(lambda: self._close(field))
            field.numbered.connect(lambda: self._go_on(field))
        else:
            field = QLineEdit(parent)
            field.setFrame(False)
            waiting, pause = QPersistentModelIndex(index), Pause(field)
            pause.timeout.connect(lambda: self._on_paused(field, waiting))
            field.textEdited.connect(lambda _text: pause.typed())
        field.setProperty("role", "cell")
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        if column.is_number:
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def _on_paused(self, field: QLineEdit, cell: QPersistentModelIndex) -> None:
        """The typing stopped for a moment: it goes to disk, the power may fail."""
        if cell.isValid() and self._model.is_readable(cell, field.text()):
            self.commitData.emit(field)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """What was typed is given or taken back: nothing is to be sent to disk from here any more."""
        for pause in editor.findChildren(Pause):
            pause.stop()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ChoiceField) or not isinstance(editor, QLineEdit) or editor.isModified():
            return
        column = self._model.columns[index.column()]
        plain = column.is_number and self._before and self._before[0] in "-0123456789"
        cell = self._model.cell(index.row(), index.column())
        shown = cell.shown if cell is not None else ""
        is_missing = cell is not None and column.missing.kind(cell.value) is not None
        editor.setText(self._before if plain and not is_missing else shown)
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, ChoiceField):
            self._give_choice(editor, index)
        elif isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())

    def _give_choice(self, editor: ChoiceField, index: Index) -> None:
        """What is marked is given; what names no choice, or several, waits in its cell."""
        row, column, answer = index.row(), index.column(), editor.answer
        if editor.is_changed and (editor.marked != self._before or answer is not None):
            self._model.answer(row, column, editor.marked if answer is None else answer)
        self._model.let_wait(row, column, "" if answer is not None else editor.text().strip())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            not isinstance(event, QKeyEvent)
            or not isinstance(editor, QLineEdit)
            or event.type() != QEvent.Type.KeyPress
        ):
            return super().eventFilter(editor, event)
        if event.key() == Qt.Key.Key_Escape:
            self._restore(editor)
            return True
        for keys, step in (
            (_UNDO, self._model.session.answers.undo),
            (_REDO, self._model.session.answers.redo),
        ):
            if event.matches(keys):
                self._step(editor, step)
                return True
        if not _is_for_grid(event, in_list=isinstance(editor, ChoiceField)):
            return super().eventFilter(editor, event)
        if self._is_waiting(editor, event.key()):
            return True
        self._close(editor)
        if event.key() in _STEPS:
            self._keys.go_down(_STEPS[Qt.Key(event.key())])
        else:
            self._keys.take(event)
        return True

    def _go_on(self, editor: QLineEdit) -> None:
        """A digit gave the answer: as Tab would, where the person wants that."""
        if self._model.session.digits_go_on:
            self._close(editor)
            tab = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
            self._keys.take(tab)

    def _close(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _is_waiting(self, editor: QLineEdit, key: int) -> bool:
        """What cannot be read stays in its cell, and is said; as in a field, the keyboard stays with it."""
        if isinstance(editor, ChoiceField):
            if key in _DONE:
                editor.take_line(is_moved_to=key not in ENTER)
            return self._is_unknown(editor)
        if not editor.isModified():
            return False
        complaint = self._model.complaint(self._table.currentIndex(), editor.text())
        if complaint:
            self._model.remark.emit(complaint)
        return bool(complaint)

    def _is_unknown(self, editor: ChoiceField) -> bool:
        """Letters that fit no choice stay in the cell, under the list that says so, until they are mended or taken back."""
        if not editor.is_changed or editor.answer is not None:
            return False
        self._model.remark.emit(self._model.why_waiting(editor.text().strip()))
        return True

    def _step(self, editor: QLineEdit, step: Callable[[], object]) -> None:
        """Undo first takes back what is typed here; what is not, or went to disk already, is the interview's."""
        index = self._table.currentIndex()
        cell = self._model.cell(index.row(), index.column())
        is_given = cell is not None and cell.value != self._before
        is_typed = editor.is_changed if isinstance(editor, ChoiceField) else editor.isModified()
        editor.setModified(False)
        self._model.let_wait(index.row(), index.column(), "")
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        if is_given or not is_typed:
            step()

    def _restore(self, editor: QLineEdit) -> None:
        """The cell as it was when it was opened, also when what was typed since went to disk at a pause."""
        index = self._table.currentIndex()
        cell = self._model.cell(index.row(), index.column())
        editor.setModified(False)
        self._model.let_wait(index.row(), index.column(), "")
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        if cell is not None and cell.value != self._before:
            self._model.answer(index.row(), index.column(), self._before)


def _is_for_grid(event: QKeyEvent, *, in_list: bool) -> bool:
    """Keys that mean the same in an open cell as beside it; the next cell waits closed, so that digits choose."""
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return key in (Qt.Key.Key_Delete, Qt.Key.Key_D)
    if key in _STEPS:
        return not in_list and not modifiers
    return key in _DONE and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
