"""The firms of the register as a table: their order is asked once, their lines a page at a time, however long the list is."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldsurvey import i18n
from fieldsurvey.i18n import _
from fieldsurvey.records import FirmFilter, FirmRow
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.case_words import standing
from fieldsurvey.ui.shell.paged_rows import PagedRows

Index = QModelIndex | QPersistentModelIndex
NUMBER, FIRM, PLACE, WORKERS, STRATUM, CASE, AGENT, WHEN = range(8)
ROW = Qt.ItemDataRole.UserRole
_PAGE = 50
"""Lines read at a time: what a screen shows, so that a letter typed reads little more than it draws."""
_ORDERS = ("number", "name", "place", "workers", "stratum", "state", "agent", "last")


class FirmsModel(QAbstractTableModel):
    """Asks the study for a page when one of its lines is drawn; the last few stay."""

    sorted_anew = Signal()

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self.chosen = FirmFilter()
        self._ids: list[str] = []
        self._short: dict[str, str] = {}
        self._rows = PagedRows(self._read, _PAGE)

    def show(self, chosen: FirmFilter) -> None:
        """Show the firms a filter leaves, as they are now, in the order of the heads."""
        order = {"order": self.chosen.order, "is_descending": self.chosen.is_descending}
        self.beginResetModel()
        self.chosen = dataclasses.replace(chosen, **order)  # type: ignore[arg-type]
        self._ids = self._study.register.ids(self.chosen)
        self._rows.clear()
        self.endResetModel()

    def call_agents(self, names: Collection[str]) -> None:
        """Agents by their first names, as long as these say who is meant."""
        firsts = Counter(name.partition(" ")[0] for name in names)
        self._short = {name: first for name in names if firsts[first := name.partition(" ")[0]] == 1}

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a head; the database does it."""
        is_descending = order == Qt.SortOrder.DescendingOrder
        if 0 <= column < len(_ORDERS):
            self.chosen = dataclasses.replace(self.chosen, order=_ORDERS[column], is_descending=is_descending)
            self.sorted_anew.emit()

    def row(self, number: int) -> FirmRow | None:
        """One line; None when it is gone meanwhile."""
        return self._rows.row(number) if 0 <= number < len(self._ids) else None

    def _read(self, start: int, most: int) -> list[FirmRow]:
        return self._study.register.rows(self._ids[start : start + most], self.chosen.round)

    def id_of(self, number: int) -> str:
        """The firm of a line, without reading it."""
        return self._ids[number]

    def index_of(self, firm_id: str) -> int | None:
        """Where a firm stands in the list."""
        return self._ids.index(firm_id) if firm_id in self._ids else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(_ORDERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return heads()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW):
            return None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        text = self._words(row, index.column())
        return (
            text if role == Qt.ItemDataRole.DisplayRole or index.column() in (FIRM, PLACE, STRATUM) else None
        )

    def _words(self, row: FirmRow, column: int) -> str:
        if column == AGENT:
            agent = row.case.agent if row.case else ""
            return self._short.get(agent, agent)
        return _words(row, column)


def heads() -> tuple[str, ...]:
    """What stands over the columns."""
    return (
        *(_("No."), _("Firm"), _("Place"), _("Workers"), _("Stratum"), _("Case"), _("Agent")),
        _("Last, next"),
    )


def _side(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column == WORKERS else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter


def _words(row: FirmRow, column: int) -> str:
    firm, case = row.firm, row.case
    if column == NUMBER:
        return f"{firm.number:04d}"
    if column == WORKERS:
        return "" if firm.workers is None else str(firm.workers)
    if column == CASE:
        return standing(row)
    if column == WHEN:
        when = row.last_at.astimezone().date() if row.last_at is not None else row.next_on
        return i18n.short_day(when) if when is not None else ""
    if column == STRATUM:
        return case.stratum if case else ""
    return firm.name if column == FIRM else firm.place
