"""What a grid of a repeat shows: each cell asks the entry when it is first drawn, and again when its answer moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldsurvey.i18n import _
from fieldsurvey.interviews.submissions import has
from fieldsurvey.ui.entry.base.calculator import calculated
from fieldsurvey.ui.entry.kinds.number import group
from fieldsurvey.ui.entry.repeats import cell_reader
from fieldsurvey.ui.entry.repeats.grid_columns import NUMBERS, Column, Heading, heading
from fieldsurvey.ui.entry.repeats.grid_sorting import RowOrder
from fieldsurvey.ui.entry.repeats.grid_waiting import WaitingTexts
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.failures import told
from fieldsurvey.ui.entry.session.question_info import POSITION
from fieldsurvey.ui.entry.session.unparsed import keep
from fieldsurvey.xforms import Choice, Datatype, Violation, ViolationKind

Index = QModelIndex | QPersistentModelIndex

_MOST_APART = 60  # cells drawn one by one
_CLOSED = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_OPEN = _CLOSED | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands."""

    ref: str
    value: str
    shown: str
    is_asked: bool
    is_open: bool
    """Whether it takes an answer."""
    violation: Violation | None


class GridModel(QAbstractTableModel):
    """The instances of one repeat as Qt's table. Rows may be shown in another order than they are stored in."""

    remark = Signal(str)
    """What was typed and not taken, and why."""

    def __init__(
        self, session: EntrySession, repeat: str, columns: tuple[Column, ...], *, fixed: bool
    ) -> None:
        super().__init__()
        self.session, self.repeat, self.columns, self.is_fixed = session, repeat, columns, fixed
        self.reader = cell_reader.CellReader(session.questions, session.clock)
        self.order = RowOrder()
        self.waiting = WaitingTexts()
        self._paths = {column.path: index for index, column in enumerate(columns)}
        self.is_final_tried = False
        """Whether required cells that are empty are faults by now."""
        self._filled = session.entry.count(repeat)
        self._cells: dict[tuple[int, int], Cell] = {}
        self._shared: dict[int, tuple[Choice, ...]] = {}
        self._headings: dict[int, Heading] = {}
        session.answers.changed.connect(self._on_changed)
        session.answers.row_removed.connect(self._on_row_removed)
        session.questions.language_changed.connect(self.forget)

    # --- where a cell stands ---------------------------------------------------------------------------------

    @property
    def filled(self) -> int:
        """Rows that are instances."""
        return self._filled

    def instance(self, row: int) -> int:
        """The number of the instance a row shows, from 1."""
        return self.order.instance(row)

    def row_ref(self, row: int) -> str:
        """The instance's ref in the entry."""
        return f"{self.repeat}[{self.instance(row)}]"

    def ref(self, row: int, column: int) -> str:
        """The cell's ref in the entry."""
        return self.row_ref(row) + self.columns[column].path

    def index_of(self, ref: str) -> tuple[int, int] | None:
        """Row and column of a ref; None when it is not a cell of this grid."""
        if not ref.startswith(self.repeat + "["):
            return None
        number, _bracket, path = ref[len(self.repeat) + 1 :].partition("]")
        column = self._paths.get(path)
        if column is None or not 1 <= int(number) <= self._filled:
            return None
        return self.order.row(int(number)), column

    # --- what stands in it ---------------------------------------------------------------------------------------

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell as it stands; None in the empty last row, and in a row the form has just taken out."""
        if not 0 <= row < self._filled or column < 0:
            return None
        key = (self.order.instance(row), column)
        found = self._cells.get(key)
        if found is None:
            ref = self.ref(row, column)
            if not has(self.session.entry, ref):
                return None
            found = self._cells[key] = self._read(ref, column)
        return found

    def _read(self, ref: str, number: int) -> Cell:
        entry, column = self.session.entry, self.columns[number]
        value, is_asked = entry.value(ref), entry.relevant(ref)
        offered = self.choices_at(ref, number) if value and column.is_choice else ()
        return Cell(
            ref,
            value,
            cell_reader.shown(column, value, offered) if is_asked else "",
            is_asked,
            is_asked and not column.is_computed and not entry.readonly(ref),
            entry.violation(ref),
        )

    def choices(self, row: int, column: int) -> tuple[Choice, ...]:
        """The choices a cell offers; in the empty last row those a new row would."""
        if not self.columns[column].is_choice:
            return ()
        return self.choices_at(self.ref(row, column) if row < self._filled else "", column)

    def choices_at(self, ref: str, number: int) -> tuple[Choice, ...]:
        """The choices of the cell of `ref`, which stands in this column; without a ref those of a new row."""
        column, entry = self.columns[number], self.session.entry
        if column.varies and ref:
            return entry.choices(ref)
        if column.varies:
            return entry.fresh_choices(self.repeat, column.path)
        if number not in self._shared:
            self._shared[number] = (
                entry.choices(ref) if ref else entry.fresh_choices(self.repeat, column.path)
            )
        return self._shared[number]

    def heading(self, column: int) -> Heading:
        """The words over a column."""
        if column not in self._headings:
            self._headings[column] = heading(self.session.questions, self.columns[column])
        return self._headings[column]

    def fault(self, cell: Cell) -> Violation | None:
        """What is wrong with a cell, as far as it is to be said yet: an empty one waits until finalising was tried."""
        found = cell.violation
        if found is not None and found.kind is ViolationKind.REQUIRED and not self.is_final_tried:
            return None
        return found

    def why(self, cell: Cell) -> str:
        """What is to be said of a cell: its fault, its check, or why it is closed."""
        if not cell.is_asked:
            return _("Not asked, given the other answers in this row")
        fault = self.fault(cell)
        if fault is not None:
            needed = fault.kind is ViolationKind.REQUIRED
            return told(self.session.questions, fault) or (
                _("This question needs an answer.")
                if needed
                else _("This answer does not fit. Look at it again.")
            )
        check = self.session.checks.at(cell.ref)
        return check.message if check else self.session.checks.unusual(cell.ref)

    def has_check(self, cell: Cell) -> bool:
        """Whether a soft check stands beside the cell, or its number is far from what other firms say."""
        return self.session.checks.at(cell.ref) is not None or (
            bool(cell.value) and bool(self.session.checks.unusual(cell.ref))
        )

    def is_open(self, row: int, column: int) -> bool:
        """Whether a cell takes an answer; so does every cell of the empty last row but the computed ones."""
        cell = self.cell(row, column)
        return cell.is_open if cell is not None else not self.columns[column].is_computed

    def open_from(self, row: int, column: int, step: int) -> tuple[int, int] | None:
        """The next open cell from this one on, row by row; None past the last."""
        width, height = len(self.columns), self.rowCount()
        at = row * width + column + step
        while 0 <= at < width * height:
            if self.is_open(at // width, at % width):
                return at // width, at % width
            at += step
        return None

    # --- what waits to be understood -----------------------------------------------------------------------------

    def waiting_at(self, row: int, column: int) -> str:
        """What was typed in a cell and names no choice; "" for nothing."""
        return self.waiting.at(self._number(row), column)

    def let_wait(self, row: int, column: int, text: str) -> None:
        """What was typed waits in its cell, and is said; "" takes back what waited there."""
        before, cell = self.waiting_at(row, column), self.cell(row, column)
        self.waiting.keep(self._number(row), column, text, cell.value if cell is not None else "")
        if text:
            self.remark.emit(self.why_waiting(text))
        if text != before:
            self._tell(row, column, row, column)

    def why_waiting(self, text: str) -> str:
        """What is to be said of it."""
        return _("“{text}” is not among the choices. Mend it, or press Escape.").format(text=text)

    @property
    def unread(self) -> dict[str, str]:
        """Ref -> what is typed there and names no choice; of the row that waits, by the ref of the table."""
        found: dict[str, str] = {}
        for (instance, column), text in self.waiting.cells().items():
            is_record = instance <= self._filled
            ref = f"{self.repeat}[{instance}]{self.columns[column].path}" if is_record else self.repeat
            found[ref] = "; ".join(filter(None, (found.get(ref), text)))
        return found

    def _on_row_removed(self, row: str) -> None:
        repeat, _bracket, number = row.rpartition("[")
        if repeat == self.repeat:
            self.waiting.row_went(int(number.rstrip("]")))

    def _number(self, row: int) -> int:
        return self.instance(row) if row < self._filled else row + 1

    # --- Qt's questions --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._filled + (0 if self.is_fixed else 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(self.instance(section)) if section < self._filled else "+"
            return None
        words = self.heading(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{words.title}\n{words.unit}" if words.unit else words.title
        if role == Qt.ItemDataRole.ToolTipRole:
            wanted = _("Needed to finalise the interview") if words.is_required else ""
            parts = (words.title, words.unit, self.session.questions.hint(self.columns[section].ref), wanted)
            return "\n".join(part for part in parts if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (words.group, words.title, words.unit) if part)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        show = _SHOW.get(role)
        if show is None:
            return None
        cell = self.cell(index.row(), index.column())
        if cell is None:
            return self._spoken_empty(index) if role == Qt.ItemDataRole.AccessibleTextRole else None
        return show(self, cell, index)

    def _spoken(self, cell: Cell, index: Index) -> str:
        row = _("row {n}").format(n=self.instance(index.row()))
        value = cell.shown or (_("empty") if cell.is_asked else "")
        parts = (row, self.heading(index.column()).title, value, self.why(cell))
        return ", ".join(part for part in parts if part)

    def _spoken_empty(self, index: Index) -> str:
        return ", ".join((_("new row"), self.heading(index.column()).title))

    def _alignment(self, _cell: Cell, index: Index) -> Any:
        side = (
            Qt.AlignmentFlag.AlignRight
            if self.columns[index.column()].is_right
            else Qt.AlignmentFlag.AlignLeft
        )
        return side | Qt.AlignmentFlag.AlignVCenter

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _OPEN if self.is_open(index.row(), index.column()) else _CLOSED

    # --- answering ---------------------------------------------------------------------------------------------------

    def understood(self, row: int, column: int, text: str) -> cell_reader.Reading:
        """What was typed, as the form stores it."""
        return self.reader.read(self.columns[column], text, self.choices(row, column) if text.strip() else ())

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column, text = index.row(), index.column(), str(value or "").strip()
        cell = self.cell(row, column)
        if cell is not None and not cell.is_open:
            if text and text not in (cell.value, cell.shown):
                self.remark.emit(_("“{text}” was not taken: this cell is closed.").format(text=text))
            return False
        found = self._reckoned(row, column, text)
        if found.complaint:
            self.remark.emit(found.complaint)
            if cell is not None:
                keep(self.session.notes, {cell.ref: text})
            return False
        return self.answer(row, column, found.value)

    def complaint(self, index: Index, text: str) -> str:
        """Why what was typed in a cell cannot be taken; "" where it can."""
        return self._reckoned(index.row(), index.column(), text).complaint if text.strip() else ""

    def _reckoned(self, row: int, column: int, text: str) -> cell_reader.Reading:
        """What was typed, or what it comes to where it is a calculation. In pasted cells 10-12 is none."""
        rest = self.session.sums.rest(self.ref(row, column)) if text.strip() == "=" else None
        if rest is not None:  # the key that puts in what is left of the whole
            return cell_reader.Reading(rest.value, rest.complaint)
        what, found = self.columns[column], self.understood(row, column, text)
        result = calculated(text) if found.complaint and what.is_number else None
        if result is None:
            return found
        if what.type in (Datatype.INT, Datatype.LONG) and "." in result:
            words = _("That comes to {number}; a whole number is asked.")
            return cell_reader.Reading(complaint=words.format(number=group(result)))
        return self.understood(row, column, result)

    def answer(self, row: int, column: int, value: str) -> bool:
        """Give a cell a stored value; in the empty last row it makes the row a record, in one step to undo."""
        if row < self._filled:
            self.session.answers.give(self.ref(row, column), value)
            return True
        if not value or self.is_fixed or self.columns[column].is_computed:
            return False
        with self.session.answers.together():
            self.session.answers.add_row(self.repeat)
            last = self.session.entry.count(self.repeat)
            self.session.answers.give(f"{self.repeat}[{last}]{self.columns[column].path}", value)
        return True

    def choose(self, index: Index, position: int) -> bool:
        """Answer with the choice at `position`, or mark it where several may be chosen; False where there is none."""
        row, column = index.row(), index.column()
        if not index.isValid() or not self.is_open(row, column):
            return False
        offered = self.choices(row, column)
        if position >= len(offered):
            return False
        code, cell = offered[position].value, self.cell(row, column)
        if self.columns[column].is_several:
            given = cell.value.split() if cell is not None else []
            return self.answer(row, column, cell_reader.in_order(cell_reader.toggled(given, code), offered))
        return self.answer(row, column, code)

    def repeat_above(self, index: Index) -> bool:
        """Answer as in the row above; False where a quote may be the beginning of words, or nothing stands above."""
        row, column = index.row(), index.column()
        what = self.columns[column] if index.isValid() else None
        if what is None or not (what.is_choice or what.type not in (Datatype.STRING, Datatype.BARCODE)):
            return False
        above = self.cell(row - 1, column)
        if above is None or not above.shown or not self.is_open(row, column):
            return False
        return self.answer(row, column, above.value)

    def is_readable(self, index: Index, text: str) -> bool:
        """Whether what is typed so far can go to disk as it stands, without a word about it."""
        column = self.columns[index.column()]
        if column.is_choice or column.type not in (Datatype.STRING, Datatype.BARCODE, *NUMBERS):
            return False
        if self.session.questions.waits(column.ref):
            return False
        return not self.understood(index.row(), index.column(), text).complaint

    # --- following the entry -------------------------------------------------------------------------------------------

    def _on_changed(self, refs: set[str]) -> None:
        """What moved is asked anew and drawn again; of much that moved, all."""
        for instance, column in self.waiting.cells():
            ref = f"{self.repeat}[{instance}]{self.columns[column].path}"
            if ref in refs and has(self.session.entry, ref):
                self.waiting.answered(instance, column, self.session.entry.value(ref))
        if len(refs) > _MOST_APART:
            self._cells.clear()
            self._tell(0, 0, self.rowCount() - 1, len(self.columns) - 1)
            return
        for ref in refs:
            index = self.index_of(ref)
            if index is not None:
                row, column = index
                self._cells.pop((self.instance(row), column), None)
                self._tell(row, column, row, column)

    def _tell(self, top: int, left: int, bottom: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))

    def forget(self) -> None:
        """Ask for everything anew."""
        self._cells.clear()
        self._shared.clear()
        self._headings.clear()

    def follow(self, at: int | None = None) -> bool:
        """Show as many rows as there are now; `at` is where one came, if not at the end. True when the number changed."""
        count, before = self.session.entry.count(self.repeat), self._filled
        if count == before:
            return False
        top = QModelIndex()
        if at is not None or count < before:
            self._cells.clear()
        if count > before:
            waiting = before if self.is_fixed else before + 1  # the row that waits becomes the record
            first = waiting if at is None or self.order.is_sorted else at - 1
            self.beginInsertRows(top, first, first + count - before - 1)
            self._filled = count
            self.endInsertRows()
        else:
            self.beginRemoveRows(top, count, before - 1)
            self._filled = count
            self.endRemoveRows()
        self.order.resize(count)
        if count < before and self.order.is_sorted:
            self.sort_by(self.order.column, descending=self.order.is_descending)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        return True

    # --- the order rows are shown in -------------------------------------------------------------------------------------

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Show rows by what stands in a column, as they are now; the data keep their order."""
        self.layoutAboutToBeChanged.emit()
        values = {number: self._sort_key(number, column) for number in range(1, self._filled + 1)}
        self.order.sort(values, column, descending=descending)
        self.layoutChanged.emit()

    def unsort(self) -> None:
        """Show rows as they are stored."""
        self.layoutAboutToBeChanged.emit()
        self.order.clear()
        self.layoutChanged.emit()

    def _sort_key(self, instance: int, column: int) -> tuple[int, float, str]:
        """Figures by size, words by letters, empty ones last."""
        what, ref = self.columns[column], f"{self.repeat}[{instance}]{self.columns[column].path}"
        value = self.session.entry.value(ref) if self.session.entry.relevant(ref) else ""
        if not value:
            return 2, 0.0, ""
        if what.is_right:
            try:
                return 0, float(value), ""
            except ValueError:
                return 1, 0.0, value
        if what.is_choice:
            indexes = {choice.value: n for n, choice in enumerate(self.choices_at(ref, column))}
            return 0, float(indexes.get(value, indexes.get(value.split()[0], len(indexes)))), value
        return 0, 0.0, value.casefold()

    def refs_of(self, rows: Iterable[int]) -> Iterator[str]:
        """The instances these rows show, the last one first, so that taking one away moves none of the others."""
        numbers = sorted((self.instance(row) for row in rows if row < self._filled), reverse=True)
        return (f"{self.repeat}[{number}]" for number in numbers)

    @property
    def generic(self) -> str:
        """The repeat's ref without positions."""
        return POSITION.sub("", self.repeat)


_SHOW: dict[int, Callable[[GridModel, Cell, Index], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda _grid, cell, _index: cell.shown,
    Qt.ItemDataRole.EditRole: lambda _grid, cell, _index: cell.value,
    Qt.ItemDataRole.TextAlignmentRole: GridModel._alignment,
    Qt.ItemDataRole.ToolTipRole: lambda grid, cell, _index: grid.why(cell) or None,
    Qt.ItemDataRole.AccessibleTextRole: GridModel._spoken,
}
