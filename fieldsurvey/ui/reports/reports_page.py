"""Write the printed reports: the cluster's, and one firm's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from fieldsurvey.i18n import LANGUAGES, _, language, ngettext
from fieldsurvey.records import Changed, Topic
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.ui.page import Page
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, ScrollPage, button, label


class ReportsPage(ScrollPage):
    """Language, firm, and the two buttons that write."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        super().__init__(_("Reports"))
        self._study = study
        self._language = ChoiceBox()
        self._language.setAccessibleName(_("Language of the report"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language())))
        self._firm = ChoiceBox()
        self._firm.setAccessibleName(_("Firm"))
        self._firm.setMinimumWidth(360)
        self._firm.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._firms = _Firms()
        self._firm.setModel(self._firms)
        self._cluster_button = button(_("Write the cluster report"), self.ask_cluster, "primary", "reports")
        self._firm_button = button(_("Write the firm report"), self.ask_firm, icon="reports")
        self._work = LongWork(tasks)
        self.content.addWidget(Card(label(_("Language of the report"), "heading"), _row(self._language)))
        self.content.addWidget(
            Card(
                label(_("Cluster report"), "heading"),
                label(
                    _("Every chapter the interviews can fill, with n and denominators."),
                    "muted",
                    wrap=True,
                ),
                _row(self._cluster_button),
            )
        )
        self.content.addWidget(
            Card(
                label(_("Firm report"), "heading"),
                label(
                    _(
                        "For the owner: how the firm stands beside the cluster. Nothing of the sensitive module is in it."
                    ),
                    "muted",
                    wrap=True,
                ),
                _row(self._firm, self._firm_button),
            )
        )
        self.content.addWidget(self._work)
        self.content.addStretch(1)
        self.reload(Changed(frozenset({Topic.INTERVIEWS})))

    def reload(self, changed: Changed) -> None:
        """List the firms with a complete interview."""
        chosen = self._firm.currentData()
        form_id = next(
            (form for form, _version, _title in self._study.forms.listing()), ""
        )  # the profile is no firm
        rows = self._study.interviews.firms(form_id)
        self._firms.set_rows(rows)
        self._firm.setCurrentIndex(max(0, self._firm.findData(chosen)))
        self._cluster_button.setEnabled(bool(rows))
        self._firm_button.setEnabled(bool(rows))
        self._firm.setEnabled(bool(rows))
        self.title.set_state(
            ngettext("1 complete interview", "{n} complete interviews", len(rows))
            if rows
            else _("Reports need at least one finalised interview.")
        )

    def ask_cluster(self) -> None:
        """Ask where to, then write the cluster report."""
        path = self._ask(f"{self._study.path.stem}-{self._language.currentData()}.pdf")
        if path:
            self.write_cluster(path)

    def ask_firm(self) -> None:
        """Ask where to, then write the chosen firm's report."""
        path = self._ask(f"{self._firm.currentText()}.pdf")
        if path:
            self.write_firm(path)

    def write_cluster(self, path: Path) -> None:
        """Write the cluster report to `path` on the long lane."""
        chosen = self._language.currentData()
        self._work.run(
            _("Writing the cluster report"),
            lambda study, progress: study.reports.write_cluster(path, language=chosen, progress=progress),
            lambda _changed: _("The report is written: {path}").format(path=path),
            path,
        )

    def write_firm(self, path: Path) -> None:
        """Write the chosen firm's report to `path` on the long lane."""
        chosen, firm = self._language.currentData(), self._firm.currentData()
        self._work.run(
            _("Writing the firm report"),
            lambda study, progress: study.reports.write_firm(path, firm, language=chosen, progress=progress),
            lambda _changed: _("The report is written: {path}").format(path=path),
            path,
        )

    def _ask(self, proposal: str) -> Path | None:
        safe = "".join(c if c.isalnum() or c in " .-_()" else "-" for c in proposal)
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Write the report"), str(paths.start_folder() / safe), "*.pdf"
        )
        return with_ending(name, ".pdf") if name else None


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


class _Firms(QAbstractListModel):
    """The firms of a list however long, as (instanceID, name, when the interview was begun)."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[tuple[str, str, datetime]] = ()

    def set_rows(self, rows: Sequence[tuple[str, str, datetime]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        identity, firm, begun = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return identity
        return name_of(firm, begun) if role == Qt.ItemDataRole.DisplayRole else None


PAGE = Page(
    key="reports",
    word=lambda: _("Reports"),
    icon="reports",
    make=lambda desk: ReportsPage(desk.study, desk.tasks),
    topics=frozenset({Topic.INTERVIEWS, Topic.OUTBOX}),
)
