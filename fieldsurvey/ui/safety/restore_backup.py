"""Put a backup in the place of the study that is open: ask, close it, work beside the window, open it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.backup.backups import Backup
from fieldsurvey.backup.restoring import SAID_ONCE, has_key_of, is_plain
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, sentence
from fieldsurvey.study import SecondWord, Study, restore_backup
from fieldsurvey.system.progress import Cancelled
from fieldsurvey.ui.locking.guard import Bookmark, Guarded
from fieldsurvey.ui.locking.working import Working
from fieldsurvey.ui.shell.dialogs import AskAgain
from fieldsurvey.ui.shell.widgets import button, label

_WIDTH = 520


class AskRestore(QDialog):
    """Says what will happen; a backup from before a change of passphrase wants the passphrase of that day."""

    confirmed = Signal(str)
    """The passphrase of that day; "" where the study's own opens the backup."""

    def __init__(self, parent: QWidget, study: Study, backup: Backup, said: str) -> None:
        super().__init__(parent)
        title = _("Put the study back to how it was: {time}?").format(time=said)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("Passphrase of that day"))
        self.passphrase.setAccessibleName(_("Passphrase of that day"))
        self.confirm = button(_("Restore this backup"), self._confirm, "primary")
        self.confirm.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for text, role in ((title, "strong"), (_what_happens(study.path), "")):
            part = label(text, role, wrap=True)
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        self._warning = label(_warning(study, backup.path), "warn", wrap=True)
        self._said = SecondWord(unlock=study.is_encrypted and is_plain(backup.path))
        column.addWidget(self._warning)
        self._warning.setVisible(bool(self._warning.text()))
        column.addWidget(self.passphrase)
        self._wants_passphrase = not has_key_of(study.path, backup.path)
        self.passphrase.setVisible(self._wants_passphrase)
        self.passphrase.textChanged.connect(self._show_verb)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Not now"), self.reject))
        row.addWidget(self.confirm)
        column.addLayout(row)
        self._show_verb()

    @property
    def said(self) -> SecondWord:
        """What whoever confirms has been told of."""
        return self._said

    @property
    def warning(self) -> str:
        """What is different about this backup."""
        return self._warning.text()

    def _show_verb(self) -> None:
        self.confirm.setEnabled(bool(self.passphrase.text()) or not self._wants_passphrase)

    def _confirm(self) -> None:
        passphrase = self.passphrase.text()
        self.accept()
        self.confirmed.emit(passphrase)


def _what_happens(study: Path) -> str:
    return _(
        "What came after it is not in the study any more, but nothing is lost: the study as it is now stays beside it, as "
        "“{name} before restoring”. Interviews that were erased since stay erased."
    ).format(name=study.stem)


def _warning(study: Study, backup: Path) -> str:
    if study.is_encrypted and is_plain(backup):
        return _(
            "This backup is from before the study was locked. Afterwards it is not locked; lock it again."
        )
    if not has_key_of(study.path, backup):
        return _(
            "The passphrase was changed after this backup. Type the one of that day; it opens the study afterwards."
        )
    return ""


def restore(window: Guarded, backup: Path, passphrase: str = "", said: SecondWord = SAID_ONCE) -> None:
    """Restore the backup; whatever happens, a study is open afterwards, or the first page says why not."""
    study, tasks = window.study, window.tasks
    if study is None or tasks is None:
        return
    if tasks.is_at_long_work:
        window.say(
            _(
                "A report, a backup, the sync or a test of a form is still at work. Wait for its end or stop it, then try again."
            )
        )
        return
    fault = window.put_down()
    if fault:
        window.say(fault)
        return
    path, sheet = study.path, study.safety.recovery_key
    put = partial(
        restore_backup,
        path,
        backup,
        passphrase or None,
        recovery_key=sheet or None,
        who=window.settings.interviewer,
        laptop=study.laptop,
        said=said,
    )
    del study
    window.close_study()
    panel = Working(
        _("Restoring the backup"),
        _(
            "The backup is copied and checked before it takes the place of the study. Stop leaves it as it is."
        ),
        lambda progress: put(progress=progress),
    )

    def end(result: Any) -> None:
        _on_ended(window, path, passphrase, sheet, result)
        more = said.and_to(result) if isinstance(result, FieldSurveyError) else None
        if more is not None and window.study is not None:
            _ask_again(window, sentence(result), lambda: restore(window, backup, passphrase, more))

    panel.ended.connect(end)
    window.show_alone(panel)
    panel.start()


def _ask_again(window: Guarded, why: str, again: Callable[[], None]) -> None:
    """Ask for the second word; the work begins in a turn of its own, when the dialog is gone."""
    dialog = AskAgain(
        window if isinstance(window, QWidget) else None, why, _("Put it in its place all the same")
    )
    dialog.confirmed.connect(lambda: QTimer.singleShot(0, again))
    dialog.open()


def _on_ended(window: Guarded, path: Path, passphrase: str, sheet: str, result: Any) -> None:
    failed = isinstance(result, Exception)
    try:
        if passphrase and not failed:
            study = Study.open(path, passphrase)
        else:
            study = Study.open(path, recovery_key=sheet or None)
    except FieldSurveyError as error:
        window.go_home()
        window.say(sentence(error))
        return
    window.open_study(study)
    window.go_to(Bookmark("safety"))
    window.say(_sentence(result))


def _sentence(result: Any) -> str:
    if isinstance(result, Cancelled):
        return _("Stopped. The study is as it was.")
    if isinstance(result, FieldSurveyError):
        return sentence(result)
    if result is None:
        return _("The backup is restored.")
    return _("The backup is restored. The study as it was is kept as “{name}”.").format(name=result.name)
