"""The visits of a round as a table that holds only the pages on screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldsurvey import i18n
from fieldsurvey.i18n import _
from fieldsurvey.records import VisitFilter, VisitRow
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.case_words import outcome_word
from fieldsurvey.ui.shell.paged_rows import PagedRows

Index = QModelIndex | QPersistentModelIndex
AT, NUMBER, FIRM, OUTCOME, REASON, AGENT, AGAIN = range(7)
ROW = Qt.ItemDataRole.UserRole


class VisitsModel(QAbstractTableModel):
    """The newest first."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._chosen = VisitFilter()
        self._number = 0
        self._rows = PagedRows(lambda start, most: study.fieldwork.visit_rows(self._chosen, start, most))

    def show(self, chosen: VisitFilter) -> None:
        """Show the visits a filter leaves."""
        self.beginResetModel()
        self._chosen = chosen
        self._rows.clear()
        self._number = self._study.fieldwork.visit_count(chosen)
        self.endResetModel()

    def row(self, number: int) -> VisitRow | None:
        """One line; None when there is none."""
        return self._rows.row(number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._number

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 7

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            heads = (_("When"), _("No."), _("Firm"), _("Outcome"), _("Why"), _("Agent"), _("Next try"))
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW):
            return None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        text = _words(row, index.column())
        return text if role == Qt.ItemDataRole.DisplayRole or index.column() in (FIRM, REASON) else None


def _moment(when: datetime) -> str:
    here = when.astimezone()
    return f"{i18n.short_day(here)} {here:%H:%M}"


def _words(row: VisitRow, column: int) -> str:
    visit = row.visit
    if column == AT:
        return _moment(visit.at)
    if column == NUMBER:
        return f"{row.number:04d}"
    if column == OUTCOME:
        return outcome_word(visit.outcome)
    if column == AGAIN:
        return _moment(visit.next_at) if visit.next_at is not None else ""
    return {FIRM: row.name, REASON: visit.reason, AGENT: visit.agent}[column]
