"""The lines of the list as a table that holds only the pages on screen, however long the list is."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldsurvey import i18n
from fieldsurvey.i18n import _, sentence
from fieldsurvey.records import InterviewFilter, InterviewRow
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.interview_names import moment_of, name_of
from fieldsurvey.ui.shell.paged_rows import PagedRows
from fieldsurvey.ui.shell.widgets import standing_of

Index = QModelIndex | QPersistentModelIndex
FIRM, FORM, STATE, COMPLETE, CHANGED, NOTE = range(6)
ROW = Qt.ItemDataRole.UserRole
_ORDERS = {FIRM: "firm", FORM: "form", STATE: "state", COMPLETE: "complete", CHANGED: "changed"}
_PAGE = 100


class InterviewsModel(QAbstractTableModel):
    """Asks the study for a page when one of its lines is drawn; the last few stay."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._chosen = InterviewFilter()
        self._number = 0
        self._rows = PagedRows(lambda start, most: study.interviews.page(self._chosen, start, most), _PAGE)

    def show(self, chosen: InterviewFilter) -> None:
        """Show the interviews a filter leaves, as they are now."""
        self.beginResetModel()
        self._chosen = chosen
        self._rows.clear()
        self._number = self._study.interviews.number(chosen)
        self.endResetModel()

    def row(self, number: int) -> InterviewRow | None:
        """One line; None when it is gone meanwhile."""
        return self._rows.row(number)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a head; the lists of the study are sorted where they are read, however long."""
        name = _ORDERS.get(column, "changed")
        is_ascending = order == Qt.SortOrder.AscendingOrder
        self.show(dataclasses.replace(self._chosen, order=name, is_ascending=is_ascending))

    @property
    def chosen(self) -> InterviewFilter:
        """Which interviews it shows, and in which order."""
        return self._chosen

    def index_of(self, instance_id: str) -> int | None:
        """Where an interview stands in the list."""
        return self._study.interviews.index_of(self._chosen, instance_id)

    def nearest(self, instance_id: str, before: int) -> int:
        """Where an interview is listed; where it is not any more, the line that took its place at `before`."""
        index = self.index_of(instance_id)
        return min(before, self.rowCount() - 1) if index is None else index

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._number

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Interview"), _("Form"), _("State"), _("Complete"), _("Last change"), _("Note"))[
                section
            ]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW):
            return None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return (_note(row) or None) if index.column() == NOTE else None
        return _words(row)[index.column()]


def _words(row: InterviewRow) -> tuple[str, ...]:
    return (
        name_of(row.firm, row.started_at),
        row.form_title,
        standing_of(row),
        f"{row.completeness:.0%}",
        i18n.moment(row.updated_at.astimezone()),
        _note(row),
    )


def _note(row: InterviewRow) -> str:
    """Why it was not sent, why nobody will finish it, or when it is to be finished."""
    if row.mark.come_back is not None:
        return _("to be finished {when}").format(when=moment_of(row.mark.come_back))
    return sentence(row.send_error) or row.mark.partial
