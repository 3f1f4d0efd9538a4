"""The card for the day a laptop is lost: a draft of the report a breach of personal data needs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from fieldsurvey.i18n import LANGUAGES, _, language
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, button, label


class BreachCard(Card):
    """Written from any copy of the study: the laptop itself may be gone."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        super().__init__(
            label(_("A laptop is lost, or somebody read what they should not"), "heading"),
            label(
                _(
                    "The Data Protection Board wants a full report within 72 hours, and the people concerned are told. The draft says what this study holds: locked or not, how many interviews and firms, which questions name somebody, what was written for others. The rest is left to be filled in."
                ),
                "muted",
                wrap=True,
            ),
        )
        self._study = study
        self._language = ChoiceBox()
        self._language.setAccessibleName(_("Language of the draft"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language())))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._language)
        row.addWidget(button(_("Save the draft"), self.ask, icon="export"))
        row.addStretch(1)
        self.work = LongWork(tasks)
        self.column.addLayout(row)
        self.column.addWidget(self.work)

    def write(self, path: Path) -> None:
        """Write the draft to `path`."""
        chosen = self._language.currentData()
        self.work.run(
            _("Writing the draft"),
            lambda study, _progress: study.papers.write_breach_report(path, chosen),
            lambda _changed: _("The draft is written: {path}.").format(path=path),
            path,
        )

    def ask(self) -> None:
        """Ask where it goes."""
        words = _("Data breach")
        proposal = paths.start_folder() / f"{self._study.path.stem}-{words}.pdf"
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the draft"), str(proposal), "*.pdf")
        if name:
            self.write(with_ending(name, ".pdf"))
