"""The card for the recovery sheet: what it is for, and a PDF of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout

from fieldsurvey import paths
from fieldsurvey.i18n import LANGUAGES, _, language
from fieldsurvey.study import Study
from fieldsurvey.ui.long_work import LongWork
from fieldsurvey.ui.parts import Card, button, label
from fieldsurvey.ui.tasks import Tasks


class RecoverySheetCard(Card):
    """Only a locked study has one."""

    def __init__(self, study: Study, tasks: Tasks) -> None:
        super().__init__(
            label(_("Recovery sheet"), "heading"),
            label(
                _(
                    "One printed page that opens the study when the passphrase is lost. Print it, lock it away, and delete the PDF: whoever holds it can open the study."
                ),
                "muted",
                wrap=True,
            ),
        )
        self._study = study
        self._language = QComboBox()
        self._language.setAccessibleName(_("Language of the recovery sheet"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language())))
        save = button(_("Save the recovery sheet"), self._ask, icon="export")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._language)
        row.addWidget(save)
        row.addStretch(1)
        self.work = LongWork(tasks)
        self.column.addLayout(row)
        self.column.addWidget(self.work)
        self.work.hide()
        if not study.is_encrypted:
            self._language.setEnabled(False)
            save.setEnabled(False)
            self.column.addWidget(
                label(_("There is none as long as the study is not locked."), "muted", wrap=True)
            )

    def write(self, path: Path) -> None:
        """Write the sheet to `path`."""
        chosen = self._language.currentData()
        self.work.show()
        self.work.run(
            _("Writing the recovery sheet"),
            lambda study, _progress: study.write_recovery_sheet(path, chosen),
            lambda _changed: _("The sheet is written: {path}. Print it, then delete this file.").format(
                path=path
            ),
            path,
        )

    def _ask(self) -> None:
        proposal = paths.start_folder() / f"{self._study.path.stem}-{_('Recovery sheet')}.pdf"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the recovery sheet"), str(proposal), "*.pdf"
        )
        if name:
            self.write(Path(name).with_suffix(".pdf"))
