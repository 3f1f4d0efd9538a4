"""A form that does not say what its columns may tell: what is proposed is shown, and somebody confirms it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QTableWidget, QTableWidgetItem

from fieldsurvey.i18n import _
from fieldsurvey.records import text_in
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, button, label

_MOST_SHOWN_ROWS = 10


class RolesCard(Card):
    """Hidden where there is nothing to confirm. The proposals are read beside the window, when they are asked for."""

    decided = Signal()

    def __init__(self, tasks: Tasks, form_id: Callable[[], str]) -> None:
        self._tasks, self._form_id = tasks, form_id
        self._look = button(_("Look at what is proposed"), self.look)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels(
            [_("Column"), _("Question"), _("What it may tell"), _("In research rows")]
        )
        self.table.setAccessibleName(_("What is proposed"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.hide()
        self.confirmed = QCheckBox(_("I have looked at each column, and confirm it"))
        self.confirmed.setEnabled(False)
        self.confirmed.toggled.connect(lambda _on: self.decided.emit())
        said = _(
            "This form does not say which of its columns name somebody. Until somebody has looked at what is proposed and "
            "confirmed it, no research workbook is written."
        )
        super().__init__(
            label(_("What may the columns tell?"), "heading"),
            label(said, "muted", wrap=True),
            self._look,
            self.table,
            self.confirmed,
        )

    def reset(self) -> None:
        """Another form, or other interviews: what was looked at is no longer what leaves."""
        self.table.hide()
        self.table.setRowCount(0)
        self.confirmed.setChecked(False)
        self.confirmed.setEnabled(False)

    def look(self) -> None:
        """Read the interviews and show a role for each column."""
        form_id = self._form_id()
        self._tasks.long(lambda study, _progress: study.exports.proposals(form_id), self, self._show)

    def _show(self, proposals: Sequence[Any]) -> None:
        self.table.setRowCount(len(proposals))
        for row, one in enumerate(proposals):
            leaves = _("stays here") if one.is_withheld else _("leaves")
            for column, text in enumerate((one.name, text_in(one.label, ""), _told(one), leaves)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        shown = min(len(proposals), _MOST_SHOWN_ROWS)
        height = self.table.horizontalHeader().sizeHint().height() + shown * self.table.rowHeight(0) + 8
        self.table.setFixedHeight(max(height, 80))
        self.table.show()
        self.confirmed.setEnabled(bool(proposals))


def _told(one: Any) -> str:
    if one.is_derived:
        return _("made of what stays here, or asked because of it")
    return _role(str(one.role))


def _role(role: str) -> str:
    words = {
        "direct": _("names a person, firm, place or device"),
        "free": _("free text"),
        "sensitive": _("sensitive"),
        "key": _("known to others, few values"),
        "visible": _("known to others"),
        "amount": _("an amount"),
        "date": _("a date or time"),
        "hidden": _("of use to the form alone"),
        "plain": _("nothing of the kind"),
    }
    return words.get(role, role)
