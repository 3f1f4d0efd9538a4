"""The card for backups: where they go, how old the last is, one more now, and the way back to one of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from fieldsurvey import i18n
from fieldsurvey.backup.backups import BackupStatus
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.study import Study
from fieldsurvey.system import paths
from fieldsurvey.ui.locking.guard import Guarded
from fieldsurvey.ui.safety.restore_backup import AskRestore, restore
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.backup_table import BackupTable, when
from fieldsurvey.ui.shell.backup_watch import BackupWatch
from fieldsurvey.ui.shell.busy import LongWork
from fieldsurvey.ui.shell.dialogs import with_ending
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import Card, ElidedLabel, button, label, left_row


class BackupsCard(Card):
    """Shows what the watch saw."""

    def __init__(self, window: Guarded, study: Study, tasks: Tasks, watch: BackupWatch) -> None:
        super().__init__(label(_("Backups"), "heading"))
        self._window, self._study, self._tasks, self._watch = window, study, tasks, watch
        self.state = label(_("Looking at the folder…"), "strong", wrap=True)
        self.folder = ElidedLabel("muted")
        self.fault = label("", "warn", wrap=True)
        self.word = label("", "muted", wrap=True)
        self.back_up_now = button(_("Back up now"), self.back_up, icon="add")
        self.choose_folder = button(_("Choose a folder"), self._ask_folder, icon="open")
        self.copy = button(_("Save a copy"), self._ask_copy, icon="export")
        self.work = LongWork(tasks)
        self.table = BackupTable()
        self.restore_this = button(_("Restore this backup"), self.ask_restore, icon="undo")
        self.table.chosen.connect(self._show_verb)
        for widget in (self.state, self.folder, self.fault, self.word):
            self.column.addWidget(widget)
        self.column.addLayout(left_row(self.back_up_now, self.copy, self.choose_folder))
        self.column.addWidget(self.work)
        self.column.addWidget(self.table)
        self.column.addLayout(left_row(self.restore_this))
        if study.why_read_only:
            self.choose_folder.setEnabled(False)
        watch.looked.connect(self._show)
        self._show()
        watch.look()

    def back_up(self) -> None:
        """Make one more backup."""
        self.work.run(
            _("Backing up"),
            lambda study, progress: study.safety.back_up(progress),
            lambda changed: (
                _("The backup is written and was read back.")
                if changed.message.code == "file.written"
                else i18n.sentence(changed.message)
            ),
        )

    def save_copy(self, path: Path, *, over: bool = False) -> None:
        """Write the whole study into one file elsewhere; `over`: the person said that a file there may go."""
        self.work.run(
            _("Saving a copy"),
            lambda study, progress: study.safety.save_copy(path, progress, over=over),
            lambda changed: i18n.sentence(changed.message),
        )

    def _ask_copy(self) -> None:
        proposal = paths.start_folder() / self._study.path.name
        name, _filter = QFileDialog.getSaveFileName(self, _("Save a copy"), str(proposal), "*.study")
        if name:
            self.save_copy(with_ending(name, ".study"), over=name.endswith(".study"))

    def set_folder(self, folder: Path) -> None:
        """Take another folder for the backups."""
        self._tasks.write(lambda study: study.safety.set_backup_folder(folder))

    def ask_restore(self) -> AskRestore | None:
        """Ask whether the selected backup is to take the place of the study."""
        backup = self.table.backup
        if backup is None:
            return None
        dialog = AskRestore(self, self._study, backup, when(backup.at, self._study.clock()))
        # In a turn of its own: the dialog closes first, then the page it stands on goes.
        dialog.confirmed.connect(
            lambda passphrase: QTimer.singleShot(
                0, lambda: restore(self._window, backup.path, passphrase, dialog.said)
            )
        )
        dialog.open()
        return dialog

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, _("Choose a folder for the backups"), str(self._study.safety.backup_folder.parent)
        )
        if name:
            self.set_folder(Path(name))

    def _show(self) -> None:
        standing = self._watch.standing
        if standing is not None:
            now = self._study.clock()
            words = sentence(standing, when(standing.found[0].at, now) if standing.found else "")
            self.state.setText(words)
            theme.set_property(self.state, "role", "warn" if self._watch.is_overdue else "good")
            self.folder.say(_("Folder: {folder}").format(folder=standing.folder))
            self.word.setText(_word(standing))
            self.word.setVisible(bool(self.word.text()))
            self.table.show_backups(standing.found, now)
        else:
            self.table.show_backups((), self._study.clock())
        self.fault.setText(self._watch.fault)
        self.fault.setVisible(bool(self._watch.fault))
        self._show_verb()

    def _show_verb(self) -> None:
        self.restore_this.setVisible(bool(self.table.backups))
        self.restore_this.setEnabled(self.table.backup is not None and not self._study.why_read_only)


def sentence(standing: BackupStatus, made: str) -> str:
    """How old the last backup is; `made` is its day and time."""
    if standing.days is None:
        if standing.is_there:
            return _("There is no backup yet.")
        return _("There is no backup yet: the folder for it is not there.")
    if not standing.is_there and standing.days == 0:
        return _("Last backup: today. Its folder is not there now.")
    if not standing.is_there:
        return ngettext(
            "The last backup is 1 day old: its folder is not there.",
            "The last backup is {n} days old: its folder is not there.",
            standing.days,
        )
    return _("Last backup: {time}").format(time=made)


def _word(standing: BackupStatus) -> str:
    if not standing.is_there:
        return _("Connect the disk or stick, or choose another folder. A backup is made once a day.")
    if standing.is_on_same_disk:
        return _(
            "The folder is on the same disk as the study: it helps when the file is damaged, not when the laptop is lost. "
            "A stick kept apart helps then."
        )
    return _(
        "A backup is made once a day, when the study is opened. It opens with the passphrase of its day."
    )
