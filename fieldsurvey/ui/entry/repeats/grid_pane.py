"""A repeat as an editable grid, whole: title and row buttons, the table, the form's sums, and what is to be said."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import Missing
from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.repeats.grid_column_widths import keep_widths
from fieldsurvey.ui.entry.repeats.grid_columns import Column, columns_of
from fieldsurvey.ui.entry.repeats.grid_model import GridModel
from fieldsurvey.ui.entry.repeats.grid_paste import Outcome, copied, give, paste
from fieldsurvey.ui.entry.repeats.grid_sums import SumRow, sums_of
from fieldsurvey.ui.entry.repeats.grid_table import GridTable
from fieldsurvey.ui.entry.repeats.paste_problems import PasteProblemsCard
from fieldsurvey.ui.entry.repeats.row_notice import row_notice
from fieldsurvey.ui.entry.repeats.row_sum import RowSum
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.ui.shell.widgets import button, label, settle_above
from fieldsurvey.xforms import BodyRepeat

_MOST_VISIBLE = 12
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class RepeatGrid(QWidget):
    """Rows are instances, columns are questions; the last row is empty and becomes a record when typed in."""

    finished = Signal()
    focused = Signal(str)
    row_entered = Signal(int)
    """The cursor came to the row of this instance; 0 in the empty last row."""

    def __init__(
        self,
        session: EntrySession,
        repeat: BodyRepeat,
        ref: str,
        columns: tuple[Column, ...] | None = None,
        most_visible: int = _MOST_VISIBLE,
    ) -> None:
        super().__init__()
        self.session, self.ref = session, ref
        self._fixed = repeat.no_add_remove
        self._is_short = columns is not None  # a list beside the row that is open
        chosen = columns if columns is not None else columns_of(session.questions, repeat)
        self.model = GridModel(session, ref, chosen, fixed=self._fixed)
        self.table = GridTable(self.model, most_visible, self._kept_widths)
        self.table.setAccessibleName(session.entry.group_label(ref))
        self._title = label("", "strong", wrap=True)
        self.remark = label("", "warn", wrap=True)
        self.remark.hide()
        self.beyond = label("", "warn", wrap=True)
        self.beyond.hide()
        self.not_taken: PasteProblemsCard | None = None
        self._outcome: Outcome | None = None
        self._unsorted = button("", self.unsort, "quiet")
        self._unsorted.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self._column.addLayout(self._top())
        self._column.addWidget(self.beyond)
        self._column.addWidget(self.table)
        sums = sums_of(session.questions, ref, chosen)
        self.sums = (
            SumRow(
                session.questions, self.table.head, self.table.verticalHeader(), self.table.widths_at, sums
            )
            if sums
            else None
        )
        if self.sums is not None:
            self._column.addWidget(self.sums)
            self.table.horizontalScrollBar().valueChanged.connect(self.sums.update)
        self.row_sum = RowSum(session, self.model.columns, self)
        self._column.addWidget(self.row_sum)
        self._column.addWidget(self.remark)
        self._at: int | None = None
        self._keys()
        self._connect()
        self.refresh()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._unsorted)
        for made in self._buttons():
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # each has its key; Tab belongs to the cells
            row.addWidget(made)
        return row

    def _buttons(self) -> list[QPushButton]:
        found = []
        for words, keys, act, icon in (
            (_("Insert a row"), "Ctrl++", self.insert_above, "add"),
            (_("Copy the row down"), "Ctrl+D", self.copy_down, ""),
            (_("Delete the row"), _("Ctrl+Delete"), self.delete_rows, "delete"),
        ):
            made = button("" if self._is_short and icon else words, act, "quiet", icon)
            made.setAccessibleName(words)
            made.setToolTip(f"{words}  {keys}" if self._is_short else keys)
            if icon == "delete":
                self._delete = made
            if icon == "delete" or (not self._fixed and (icon or not self._is_short)):
                found.append(made)
        return found

    def _keys(self) -> None:
        table, none = self.table, Qt.KeyboardModifier.NoModifier
        for key, modifiers, act in (
            (Qt.Key.Key_Delete, _CTRL, self.delete_rows),
            (Qt.Key.Key_D, _CTRL, self.copy_down),
            (Qt.Key.Key_Plus, _CTRL, self.insert_above),
            (Qt.Key.Key_Equal, _CTRL, self.insert_above),
            (Qt.Key.Key_Plus, _CTRL | _SHIFT, self.insert_below),
            (Qt.Key.Key_Equal, _CTRL | _SHIFT, self.insert_below),
            (Qt.Key.Key_O, _CTRL | _SHIFT, self.sort_here),
            (Qt.Key.Key_Down, _ALT, table.open_cell),
            (Qt.Key.Key_Space, _SHIFT, self.choose_rows),
        ):
            table.bind(key, modifiers | none, act)

    def _connect(self) -> None:
        self._complaints: list[str] = []
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._complaints.clear)
        self.model.remark.connect(self._complain)
        self.table.pasted.connect(self.paste)
        self.table.copied.connect(self.copy)
        self.table.emptied.connect(self.empty)
        self.table.finished.connect(self._past_rows)
        self.table.head.sectionClicked.connect(self.sort_by)
        self.table.head.sectionResized.connect(self._on_resized)
        self.table.selectionModel().currentChanged.connect(lambda *_a: self._on_cursor())
        self.session.answers.rows_changed.connect(self._on_rows)
        self.session.answers.stepped.connect(self._on_stepped)
        self.session.checks.changed.connect(self.table.viewport().update)

    # --- showing -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the cells as they stand; the form itself may have changed the number of rows."""
        self._title.setText(bare(self.session.entry.group_label(self.ref)))
        if self.model.follow():
            self.table.forget_shape()
        if self.sums is not None:
            self.sums.refresh()
        self._say_order()
        self._say_beyond()

    def _say_beyond(self) -> None:
        """Rows beyond the form's own count hold answers: they stay until a person deletes them."""
        said = row_notice(self.session.questions, self.ref) if self._fixed else ""
        self.beyond.setText(said)
        self.beyond.setVisible(bool(said))
        self._delete.setVisible(not self._fixed or self.session.entry.surplus(self.ref) > 0)

    def retitle(self) -> None:
        """The language changed: head and cells speak it."""
        self.model.forget()
        self.table.head.viewport().update()
        self.table.viewport().update()
        self.refresh()
        self.fit()

    def fit(self) -> None:
        """Give each column what it needs; those a person made wider or narrower stay."""
        self.table.forget_shape()
        if self.sums is not None:
            self.sums.updateGeometry()
        if self.table.currentIndex().isValid():
            self.table.scrollTo(self.table.currentIndex())  # it may have been gone to before it was seen

    def event(self, event: QEvent) -> bool:
        """A row that came or went is seen whole at once."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            settle_above(self)
        return done

    def _kept_widths(self) -> Mapping[str, int]:
        return self.session.column_widths.get(self.model.generic, {})

    def _on_resized(self, column: int, _old: int, width: int) -> None:
        if not self.table.is_fitting:
            keep_widths(self.session.column_widths, self.model, column, width)
            self.table.forget_shape()

    def mark_missing(self) -> None:
        """Finalising was tried: required cells that are empty are faults from now on."""
        self.model.is_final_tried = True
        self.table.viewport().update()

    def commit(self) -> None:
        """Hand over what is typed in a cell that is still open."""
        self.table.commit_open_cell()

    # --- rows ----------------------------------------------------------------------------------------------------

    def delete_rows(self) -> None:
        """Take the chosen rows away, or the one under the cursor; one Ctrl+Z brings them back."""
        rows = self.table.chosen_rows()
        if self._fixed:
            rows = rows[: self.session.entry.surplus(self.ref)]
        if not rows:
            return
        column = self.table.currentIndex().column()
        with self.session.answers.together():
            for ref in self.model.refs_of(rows):
                self.session.answers.remove_row(ref)
        self.table.put_cursor(rows[0], column)

    def _past_rows(self) -> None:
        """Past the last cell: the row that the form wants now, else what follows the repeat."""
        if self._fixed and self.session.answers.pass_rows(self.ref):
            self.table.put_cursor(self.model.filled - 1, 0)
        else:
            self.finished.emit()

    def insert_above(self) -> None:
        """An empty row before the one under the cursor."""
        self._insert(0)

    def insert_below(self) -> None:
        """An empty row after the one under the cursor."""
        self._insert(1)

    def _insert(self, further: int) -> None:
        row = self.table.currentIndex().row()
        if self._fixed or not 0 <= row < self.model.filled:
            return  # the empty last row is there already
        self.unsort()
        at = self.model.instance(row) + further
        self._add_at(at)
        self.table.put_cursor(at - 1, 0)

    def _add_at(self, at: int) -> None:
        """A row comes in at this place; the view hears of it once, here, where the place is known."""
        self._at = at
        self.model.waiting.row_came(at)
        self.session.answers.add_row(self.ref, at)
        self._at = None

    def copy_down(self) -> None:
        """Copies of the chosen rows, or of the one under the cursor, as new last rows."""
        rows = self.table.chosen_rows()
        if not rows or self._fixed:
            return
        first, column = self.model.filled, self.table.currentIndex().column()
        values = [[self._value(row, n) for n in range(len(self.model.columns))] for row in rows]
        with self.session.answers.together():
            self.session.answers.add_row(self.ref, number=len(values))
            for number, line in enumerate(values, first + 1):
                self._fill_row(number, line)
        self.table.put_cursor(first, column)

    def _value(self, row: int, column: int) -> str:
        cell = self.model.cell(row, column)
        return cell.value if cell is not None and cell.is_open else ""

    def _fill_row(self, number: int, values: list[str]) -> None:
        """Answer the cells of a row one after the other: each may open the next."""
        entry, row = self.session.entry, f"{self.ref}[{number}]"
        for column, value in zip(self.model.columns, values, strict=True):
            ref = row + column.path
            if value and entry.relevant(ref) and not entry.readonly(ref):
                self.session.answers.give(ref, value)

    def _on_rows(self, repeat: str) -> None:
        if POSITION.sub("", repeat) != POSITION.sub("", self.ref):
            return
        at = self.table.currentIndex()
        row, column = at.row(), at.column()
        if self.model.follow(self._at):
            self.table.forget_shape()
        self.refresh()
        if row >= 0:
            self.table.put_cursor(row, column)

    # --- the clipboard --------------------------------------------------------------------------------------------

    def paste(self, text: str) -> None:
        """Cells copied from a spreadsheet, from the cursor on; what cannot be taken is listed above the table."""
        start = self.table.currentIndex()
        if not text or (self.model.is_fixed and not self.model.filled):
            return
        outcome = paste(self.model, text, max(0, start.row()), max(0, start.column()))
        self.table.put_cursor(max(0, start.row()), max(0, start.column()))
        self._show_outcome(outcome)

    def _on_stepped(self) -> None:
        """A paste that was taken back has nothing to report any more."""
        done, card = self._outcome, self.not_taken
        if card is not None and done is not None and done.is_undone(self.session.entry, self.ref):
            self._outcome = None
            card.hide()

    def _show_outcome(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if not outcome.not_taken and not outcome.left_over:
            if self.not_taken is not None:
                self.not_taken.show_cells((), outcome.taken, 0)
                self.not_taken.hide()
            return
        if self.not_taken is None:
            self.not_taken = PasteProblemsCard(self.model)
            self.not_taken.hide()
            self.not_taken.again.connect(self._try_again)
            self.not_taken.chosen.connect(self._go_to_cell)
            self._column.insertWidget(1, self.not_taken)  # beneath a long table nobody would see it
        self.not_taken.show_cells(outcome.not_taken, outcome.taken, outcome.left_over)

    def _try_again(self) -> None:
        if self.not_taken is not None:
            self._show_outcome(give(self.model, [one.cell for one in self.not_taken.cells]))

    def _go_to_cell(self, instance: int, column: int) -> None:
        self.table.setFocus()
        self.table.put_cursor(self.model.order.row(instance), column)

    def copy(self) -> None:
        """The chosen cells, for a spreadsheet."""
        chosen = [(index.row(), index.column()) for index in self.table.selectedIndexes()]
        text = copied(self.model, chosen)
        if text:
            QGuiApplication.clipboard().setText(text)

    def empty(self) -> None:
        """No answer in the chosen cells; one step to undo."""
        chosen = self.table.selectedIndexes() or [self.table.currentIndex()]
        for index in chosen:
            self.model.let_wait(index.row(), index.column(), "")
        cells = (self.model.cell(index.row(), index.column()) for index in chosen if index.isValid())
        self.session.answers.give_all({cell.ref: "" for cell in cells if cell is not None and cell.is_open})

    def choose_rows(self) -> None:
        """Shift+Space: the whole rows of the selection."""
        rows = self.table.chosen_rows()
        if rows:
            model, selection = self.model, self.table.selectionModel()
            top, bottom = model.index(rows[0], 0), model.index(rows[-1], len(model.columns) - 1)
            selection.select(QItemSelection(top, bottom), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- the order for the eye ---------------------------------------------------------------------------------------

    def sort_here(self) -> None:
        """Ctrl+Shift+O: by the column under the cursor; again, the other way round; again, as entered."""
        self.sort_by(max(0, self.table.currentIndex().column()))

    def sort_by(self, column: int) -> None:
        """Show rows by a column, upwards, downwards, then as they were entered. The data keep their order."""
        order = self.model.order
        if order.column == column and order.is_descending:
            self.unsort()
            return
        self.commit()
        self.model.sort_by(column, descending=order.column == column)
        self._on_order()

    def unsort(self) -> None:
        """Show rows as they were entered."""
        if self.model.order.is_sorted:
            self.model.unsort()
            self._on_order()

    def _on_order(self) -> None:
        self.table.head.viewport().update()
        self.table.viewport().update()
        self.table.forget_shape()
        self._say_order()

    def _say_order(self) -> None:
        order = self.model.order
        if order.is_sorted:
            words = self.model.heading(order.column).title
            self._unsorted.setText(_("Shown by {column}. As entered").format(column=words))
        self._unsorted.setVisible(order.is_sorted)

    # --- the cursor -----------------------------------------------------------------------------------------------------

    def set_missing(self, kind: Missing) -> bool:
        """Answer the cell under the cursor with don't know or refused, where the form offers it."""
        index = self.table.currentIndex()
        if not index.isValid() or not self.model.is_open(index.row(), index.column()):
            return False
        cell = self.model.cell(index.row(), index.column())
        missing = self.model.columns[index.column()].missing
        value = missing.stored(kind, self.model.choices(index.row(), index.column()))
        if cell is None or value is None:
            return False
        self.session.answers.give(cell.ref, value)
        return True

    def go_to(self, ref: str) -> None:
        """Put the cursor on the cell of `ref`."""
        index = self.model.index_of(ref)
        if index is None:
            self.take_focus()
            return
        self.table.put_cursor(*index)
        self.table.setFocus()

    def entered(self) -> None:
        """The keyboard came back to the table: the cell it was left at is where one is now."""
        index = self.table.currentIndex()
        cell = self.model.cell(index.row(), index.column()) if index.isValid() else None
        if cell is not None and cell.ref != self.session.cursor:
            self._on_cursor()

    @property
    def is_open(self) -> bool:
        """Whether nothing is written in it yet."""
        entry = self.session.entry
        cells = (column for column in self.model.columns if not column.is_computed)
        return not self.model.filled or not any(
            entry.value(f"{self.ref}[1]{column.path}") for column in cells
        )

    def take_focus(self) -> None:
        """The keyboard goes to the first free cell."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.put_cursor(*(self.model.open_from(0, -1, 1) or (0, 0)))

    def _on_cursor(self) -> None:
        index = self.table.currentIndex()
        cell = self.model.cell(index.row(), index.column()) if index.isValid() else None
        if not self._forget.isActive():  # what was not understood outlives the step to the next cell
            waiting = self.model.waiting_at(index.row(), index.column()) if index.isValid() else ""
            why = self.model.why(cell) if cell is not None else ""
            self._say(self.model.why_waiting(waiting) if waiting else why)
        self.row_sum.show_row(self.model.row_ref(index.row()) if cell is not None else "")
        self.focused.emit(cell.ref if cell is not None else self.ref)
        if index.isValid():
            self.row_entered.emit(self.model.instance(index.row()) if cell is not None else 0)

    def _complain(self, remark: str) -> None:
        """Say what was not understood."""
        self._complaints.append(remark)
        self._forget.start(0)
        self._say(" ".join(self._complaints[-3:]))

    def _say(self, remark: str) -> None:
        self.remark.setText(f"▲  {remark}" if remark else "")
        self.remark.setVisible(bool(remark))
