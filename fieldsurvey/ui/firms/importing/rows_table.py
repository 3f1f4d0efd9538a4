"""The rows of a list as they will be: firms as they come in, faults marked, rows that are left out struck through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import FirmField
from fieldsurvey.register.cleaning import Oddity, RangeEnd
from fieldsurvey.register.field_words import field_word
from fieldsurvey.register.import_plan import ImportPlan, PlannedRow
from fieldsurvey.register.list_file import ListRow
from fieldsurvey.ui.firms.importing.words import LOST, reason_word, row_oddity
from fieldsurvey.ui.firms.painted_cells import Cell, Cells, set_widths, table_of
from fieldsurvey.ui.shell.whole_rows import WholeRows

_FIRST = (FirmField.NUMBER, FirmField.NAME, FirmField.PLACE, FirmField.WORKERS)
_THEN = (FirmField.UDYAM, FirmField.PHONE, FirmField.PRODUCT)
"""One more of these fills the room, or the field of the column one stands at."""
_FIGURES = {FirmField.NUMBER, FirmField.WORKERS, FirmField.INVESTMENT, FirmField.TURNOVER}
_WIDTHS = {FirmField.NUMBER: 52, FirmField.WORKERS: 82, FirmField.PLACE: 118}


class RowsTable(QWidget):
    """Reads down the list; Ctrl+Down goes to the next row that is not simply added."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self._end: RangeEnd | None = None
        self._fields: list[FirmField] = []
        self._written: dict[int, ListRow] = {}
        self.model = Cells([Cell("")])
        self.table = table_of(self.model, _("Rows as they will be"), 28)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(WholeRows(self.table))
        self.setMinimumHeight(28 * 6)

    def show_plan(self, plan: ImportPlan, end: RangeEnd | None, meaning: FirmField | None) -> None:
        """The rows; `meaning` is the field of the column one stands at, which is shown too."""
        is_other = self._plan is None or plan.sheet is not self._plan.sheet
        self._plan, self._end = plan, end
        self._written = {row.number: row for row in plan.sheet.rows} if is_other else self._written
        there = set(plan.mapping.values())
        extra = [one for one in (meaning, *_THEN) if one and one in there and one not in _FIRST]
        self._fields = [*(one for one in _FIRST if one in there), *extra[:1]]
        heads = [Cell(_("Row"), is_end=True)]
        heads += [
            Cell(_("No.") if one is FirmField.NUMBER else field_word(one), is_end=one in _FIGURES)
            for one in self._fields
        ]
        before = self.model.columnCount()
        self.model.show(len(plan.rows), self._cells, [*heads, Cell(_("Then"))])
        if before != self.model.columnCount() or is_other:
            self._set_widths()

    def _set_widths(self) -> None:
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        widths = {column: _WIDTHS.get(one, 166) for column, one in enumerate(self._fields, start=1)}
        set_widths(self.table, {0: 52} | widths | {len(self._fields) + 1: 186})
        if FirmField.NAME in self._fields:
            name = self._fields.index(FirmField.NAME) + 1
            head.setSectionResizeMode(name, QHeaderView.ResizeMode.Stretch)

    def _cells(self, number: int) -> Sequence[Cell]:
        assert self._plan is not None
        row = self._plan.rows[number]
        return [
            Cell(str(row.number), tone="muted", is_end=True),
            *(self._field(row, meaning) for meaning in self._fields),
            self._then(row),
        ]

    def _field(self, row: PlannedRow, meaning: FirmField) -> Cell:
        is_end = meaning in _FIGURES
        if row.left_out:
            return Cell(self._as_written(row, meaning), tone="muted", is_struck=True, is_end=is_end)
        oddity = row.oddities.get(meaning)
        if oddity is Oddity.RANGE and self._end is None:
            said = self._as_written(row, meaning)
            return Cell(said, tone="warn", is_bold=True, is_end=is_end, ground="warn_ground")
        if oddity in LOST:
            said = self._as_written(row, meaning)
            return Cell(said, tone="warn", is_struck=True, is_end=is_end, ground="warn_ground")
        text = row.firm.get(meaning)
        return Cell(text or "—", tone="text" if text else "muted", is_end=is_end)

    def _as_written(self, row: PlannedRow, meaning: FirmField) -> str:
        assert self._plan is not None
        column = next((c for c, one in self._plan.mapping.items() if one is meaning), -1)
        return self._written[row.number].text(column) if column >= 0 else ""

    def _then(self, row: PlannedRow) -> Cell:
        if row.left_out:
            return Cell(_("Left out"), reason_word(row.left_out.value), tone="muted", icon="close")
        if row.same_as and row.same_row:
            return Cell(
                _("Same firm"), _("as row {row}").format(row=row.same_row), tone="accent", icon="same"
            )
        if row.same_as:
            return Cell(_("Same firm"), _("in the register"), tone="accent", icon="same")
        if self._end is None and Oddity.RANGE in row.oddities.values():
            return Cell(_("Ask"), field_word(FirmField.WORKERS).lower(), tone="warn", icon="warn")
        return Cell(_("Add"), row_oddity(row, self._end), tone="good", icon="check")

    def _is_odd(self, row: PlannedRow) -> bool:
        return not row.is_new or bool(row.oddities)

    def next_odd(self) -> bool:
        """Stand at the next row with a fault, from the top again after the last; False where there is none."""
        rows = self._plan.rows if self._plan else ()
        here = self.table.currentIndex().row()
        order = [*range(here + 1, len(rows)), *range(here + 1)]
        found = next((n for n in order if self._is_odd(rows[n])), None)
        if found is not None:
            self.table.setCurrentIndex(self.model.index(found, 0))
            self.table.scrollTo(self.model.index(found, 0), self.table.ScrollHint.PositionAtCenter)
        return found is not None
