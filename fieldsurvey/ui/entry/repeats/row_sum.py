"""Under a grid: what the numbers of the row the cursor is in make together, where the form wants a whole of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.entry.frame.sum_foot import SumFoot
from fieldsurvey.ui.entry.repeats.grid_columns import Column
from fieldsurvey.ui.entry.session.entry_session import EntrySession


class RowSum(SumFoot):
    """Hidden while the row has no such numbers, or none of them is given."""

    def __init__(self, session: EntrySession, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._columns, self._row = session, columns, ""
        session.answers.changed.connect(self._on_changed)
        self.hide()

    def show_row(self, row: str) -> None:
        """The cursor is in another row; "" for none that stands yet."""
        if row != self._row:
            self._row = row
            self._show()

    def _on_changed(self, _refs: set[str]) -> None:
        self._show()

    def _show(self) -> None:
        groups = (self._session.sums.of(self._row + column.path) for column in self._columns if self._row)
        group = next((one for one in groups if one is not None), None)
        made = self._session.sums.sum(group.last) if group is not None and self._stands() else None
        if group is not None and made is not None:
            self.show_sum(made, group.refs)
        self.setVisible(made is not None and bool(made.shares))

    def _stands(self) -> bool:
        """Whether the row was not taken away meanwhile."""
        repeat, _bracket, rest = self._row.rpartition("[")
        return int(rest[:-1]) <= self._session.entry.count(repeat)
