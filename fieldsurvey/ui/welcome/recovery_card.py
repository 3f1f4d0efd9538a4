"""The card for a study that does not open: restore one of its backups, or save what can be read into a new study."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.backup.backups import Backup, default_folder, listing
from fieldsurvey.backup.restoring import SAID_ONCE, is_plain
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, sentence
from fieldsurvey.study import SecondWord, Study, restore_backup
from fieldsurvey.study.context import now_here
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.locking.working import Working
from fieldsurvey.ui.shell.backup_table import BackupTable
from fieldsurvey.ui.shell.dialogs import AskAgain, with_ending
from fieldsurvey.ui.shell.widgets import Card, button, label, left_row

if TYPE_CHECKING:
    from fieldsurvey.recovery.report import RescueReport

_REPORT_HEIGHT = 260


class RecoveryCard(Card):
    """Hidden until a study does not open."""

    shown_alone = Signal(object)
    """A widget that takes the page while there is work, or a report to be read."""
    left = Signal()
    """The page is free again."""
    opened = Signal(object)
    """The Study that was restored or rescued."""

    def __init__(self, who: str) -> None:
        self._title = label("", "heading")
        self._why = label("", "error", wrap=True)
        super().__init__(self._title, self._why)
        self._who = who
        self._path = Path()
        self.table = BackupTable()
        self._none = label(
            _("No backup lies beside it. Choose one, if there is a stick or disk with backups."), wrap=True
        )
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("Passphrase"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self._error = label("", "bad", wrap=True)
        self.restore_it = button(_("Restore this backup"), self.restore, "primary", "undo")
        self._choose = button(_("Choose a backup"), self._ask_backup, icon="open")
        self.rescue_it = button(_("Save what can be read"), self._ask_out)
        self._word = label("", "muted", wrap=True)
        for widget in (self._none, self.table, self.passphrase, self._error):
            self.column.addWidget(widget)
        self.column.addLayout(left_row(self.restore_it, self._choose, self.rescue_it))
        self.column.addWidget(self._word)
        self.hide()

    @property
    def sentence(self) -> str:
        """Why the study does not open."""
        return self._why.text()

    @property
    def error(self) -> str:
        """What kept it from being restored or rescued."""
        return self._error.text()

    def offer(self, path: Path, sentence: str) -> None:
        """Offer what helps with the study at `path`."""
        is_there = path.is_file()
        self._path = path
        self._title.setText(_("{name} does not open").format(name=path.stem))
        self._why.setText(sentence)
        self._say("")
        self.passphrase.clear()
        self._list(listing(default_folder(path), path))
        self.rescue_it.setVisible(is_there)
        self._word.setText(
            _("The file is kept as it is. What can be read goes into a new study beside it.")
            if is_there
            else ""
        )
        self._word.setVisible(is_there)
        self.show()

    def add_backup(self, file: Path) -> None:
        """List one more backup, and select it."""
        stat = file.stat()
        made = datetime.fromtimestamp(stat.st_mtime)  # noqa: DTZ006 - the laptop's time, as in the names of backups
        self._list([Backup(file, made, stat.st_size), *(b for b in self.table.backups if b.path != file)])

    def restore(self, said: SecondWord = SAID_ONCE) -> None:
        """Put the selected backup in the place of the study; what it wants to be told twice is asked."""
        backup = self.table.backup
        if backup is None:
            self._say(_("Choose a backup first."))
            return
        path, passphrase, who = self._path, self.passphrase.text() or None, self._who
        self._work(
            _("Restoring the backup"),
            _(
                "The backup is copied and checked before it takes the place of the study. Stop leaves it as it is."
            ),
            lambda progress: restore_backup(
                path, backup.path, passphrase, who=who, progress=progress, said=said
            ),
            lambda _aside: self._open(path, passphrase),
            said,
        )

    def rescue(self, out: Path) -> None:
        """Save what can be read into a new study at `out`."""
        broken, passphrase = self._path, self.passphrase.text() or None
        like = self.table.backup.path if self.table.backup is not None else None
        self._work(
            _("Saving what can be read"),
            _(
                "Every page of the file is read, and what it holds is written to a new study. The file is left as it is."
            ),
            lambda progress: _rescued(broken, out, passphrase, like, progress),
            lambda report: self._show_report(report, passphrase),
        )

    def _work(self, title: str, words: str, job: Any, then: Any, said: SecondWord = SAID_ONCE) -> None:
        self._say("")
        panel = Working(title, words, job)
        panel.ended.connect(partial(self._on_ended, then, said))
        self.shown_alone.emit(panel)
        panel.start()

    def _on_ended(self, then: Any, said: SecondWord, result: Any) -> None:
        if isinstance(result, Exception):
            self.left.emit()
            stopped = _("Stopped. Nothing half-done was left behind.")
            self._say(sentence(result) if isinstance(result, FieldSurveyError) else stopped)
            self._ask_again(said.and_to(result) if isinstance(result, FieldSurveyError) else None)
            return
        then(result)

    def _ask_again(self, more: SecondWord | None) -> None:
        """Where a second word helps, ask for it; the work begins in a turn of its own, when the dialog is gone."""
        if more is None:
            return
        self.asked = AskAgain(self, self.error, _("Put it in its place all the same"))
        self.asked.confirmed.connect(lambda: QTimer.singleShot(0, lambda: self.restore(more)))
        self.asked.open()

    def _show_report(self, report: RescueReport, passphrase: str | None) -> None:
        self.shown_alone.emit(
            RescueOutcome(report, lambda: self._open(report.study, passphrase), self.left.emit)
        )

    def _open(self, path: Path, passphrase: str | None) -> None:
        try:
            study = Study.open(path, passphrase)
        except FieldSurveyError as error:
            self.left.emit()
            self._say(sentence(error))
            return
        self.passphrase.clear()
        self.opened.emit(study)

    def _list(self, backups: list[Backup]) -> None:
        self.table.show_backups(backups, now_here())
        self._none.setVisible(not backups)
        self.restore_it.setVisible(bool(backups))
        if backups:
            self.table.selectRow(0)
        files = [self._path, *(backup.path for backup in backups)]
        self.passphrase.setVisible(not all(is_plain(file) for file in files if file.is_file()))

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _ask_backup(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a backup"), str(self._path.parent), _("Studies (*.study);;All files (*)")
        )
        if name:
            self.add_backup(Path(name))

    def _ask_out(self) -> None:
        name = _("{name} rescued").format(name=self._path.stem)
        proposal = self._path.with_name(f"{name}.study")
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save what can be read"), str(proposal), "*.study"
        )
        if name:
            self.rescue(with_ending(name, ".study"))


class RescueOutcome(QWidget):
    """What a rescue saved and what it could not, before the new study is opened."""

    def __init__(self, report: RescueReport, on_open: Any, on_back: Any) -> None:
        super().__init__()
        self.text = QPlainTextEdit("\n\n".join(map(sentence, report.messages)))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("What was saved"))
        self.text.setFixedHeight(_REPORT_HEIGHT)
        self.open_it = button(_("Open {name}").format(name=report.study.stem), on_open, "primary", "open")
        card = Card(label(_("What was saved"), "heading"), self.text)
        card.column.addLayout(
            left_row(
                self.open_it,
                button(_("Copy"), lambda: QApplication.clipboard().setText(self.text.toPlainText())),
                button(_("Back"), on_back),
            )
        )
        card.setMaximumWidth(760)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.addLayout(row)
        column.addStretch(1)


def _rescued(
    broken: Path, out: Path, passphrase: str | None, like: Path | None, progress: Progress
) -> RescueReport:
    from fieldsurvey.recovery.rescue import rescue

    return rescue(broken, out, passphrase, like=like, progress=progress)
