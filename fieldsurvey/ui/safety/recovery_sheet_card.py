"""The card for the recovery sheet: what it is for, and a PDF of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from fieldsurvey.i18n import LANGUAGES, _, language
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.ui.locking.guard import Guard
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import AskLine, with_ending
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, button, label


class RecoverySheetCard(Card):
    """Only a locked study has one."""

    def __init__(self, study: Study, tasks: Tasks, guard: Guard) -> None:
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
        self._study, self._guard = study, guard
        self._fault = label("", "bad", wrap=True)
        self._fault.hide()
        self._language = ChoiceBox()
        self._language.setAccessibleName(_("Language of the recovery sheet"))
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language())))
        save = button(_("Save the recovery sheet"), self.ask, icon="export")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._language)
        row.addWidget(save)
        row.addStretch(1)
        self.work = LongWork(tasks)
        self.column.addLayout(row)
        self.column.addWidget(self._fault)
        self.column.addWidget(self.work)
        if not study.is_encrypted:
            self._language.setEnabled(False)
            save.setEnabled(False)
            self.column.addWidget(
                label(_("There is none as long as the study is not locked."), "muted", wrap=True)
            )

    def write(self, path: Path) -> None:
        """Write the sheet to `path`."""
        chosen = self._language.currentData()
        self.work.run(
            _("Writing the recovery sheet"),
            lambda study, _progress: study.safety.write_recovery_sheet(path, chosen),
            lambda _changed: _("The sheet is written: {path}. Print it, then delete this file.").format(
                path=path
            ),
            path,
        )

    def ask(self) -> None:
        """Ask for the passphrase first: the sheet is a key that lasts, and who sits at an open window may not be its owner.

        Who came in with the sheet has it already.
        """
        if self._guard.opened_with_sheet:
            self._ask_where()
            return
        dialog = AskLine(
            self,
            _("The study's passphrase"),
            _("The sheet opens the study without it, so it is asked for once more."),
            _("Go on"),
            is_secret=True,
        )
        dialog.answered.connect(self._on_passphrase)
        dialog.open()

    def _on_passphrase(self, passphrase: str) -> None:
        is_right = self._study.safety.is_passphrase(passphrase)
        self._fault.setText("" if is_right else _("This is not the study's passphrase. Nothing was saved."))
        self._fault.setVisible(not is_right)
        if is_right:
            self._ask_where()

    def _ask_where(self) -> None:
        words = _("Recovery sheet")
        proposal = paths.start_folder() / f"{self._study.path.stem}-{words}.pdf"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the recovery sheet"), str(proposal), "*.pdf"
        )
        if name:
            self.write(with_ending(name, ".pdf"))
