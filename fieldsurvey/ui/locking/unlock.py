"""The card that opens a locked study: with its passphrase, its recovery sheet, or the laptop's keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from fieldsurvey.errors import FieldSurveyError, NewerStudy, StudyInUse, WrongRecoveryKey
from fieldsurvey.i18n import _, sentence
from fieldsurvey.security import keyring_store
from fieldsurvey.study import Study
from fieldsurvey.ui.locking.recovery_rows import RecoveryRows
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.widgets import Card, button, label


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A study that was just opened, and how."""

    study: Study
    with_sheet: bool = False
    """With the recovery sheet: the passphrase may be lost."""
    remember: bool = False
    """The person wants this laptop to keep the key."""


class UnlockCard(Card):
    """Hidden until a locked study is chosen."""

    unlocked = Signal(object)
    """Unlocked."""
    stuck = Signal(object, str)
    """The path of a study that the person thinks should open, and why it did not."""

    def __init__(self) -> None:
        self._title = label("", "heading")
        self._notice = label("", wrap=True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(_("Passphrase"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.returnPressed.connect(self.unlock)
        self.rows = RecoveryRows()
        self.rows.entered.connect(self.unlock)
        self._error = label("", "bad", wrap=True)
        self.remember = QCheckBox(_("Remember on this laptop: whoever uses your login can open the study"))
        super().__init__(self._title, self._notice, self.passphrase, self.rows, self._error, self.remember)
        self._path = Path()
        self._has_keyring: bool | None = None
        self._sheet = button(_("Use the recovery sheet"), self._turn, "quiet")
        self._help = button(
            _("It should open: restore a backup, or save what can be read"), self._give_up, "quiet"
        )
        self._help.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button(_("Unlock"), self.unlock, "primary", "lock"))
        row.addWidget(self._sheet)
        row.addStretch(1)
        self.column.addLayout(row)
        help_row = QHBoxLayout()
        help_row.addWidget(self._help)
        help_row.addStretch(1)
        self.column.addLayout(help_row)
        self.hide()

    @property
    def error(self) -> str:
        """What is said to be wrong."""
        return self._error.text()

    @property
    def notice(self) -> str:
        """Why the study is locked, when that was not the person's doing."""
        return self._notice.text()

    def ask(self, path: Path, notice: str = "", *, from_keyring: bool = False) -> None:
        """Ask for what opens the study; `from_keyring` looks there first."""
        self._path = path
        self._title.setText(_("{name} is locked").format(name=path.stem))
        self._say_why(notice)
        self._say("")
        self.passphrase.clear()
        self.rows.clear()
        self.remember.setChecked(False)
        self._show_sheet(False)
        self.show()
        self.passphrase.setFocus()
        if from_keyring:
            self._say_why(_("Asking the keyring of this laptop. You can type the passphrase instead."))
            BackgroundCall(self, lambda: keyring_store.recall(path), self._on_recalled)
        elif self._has_keyring is None:
            BackgroundCall(self, keyring_store.is_available, self._on_keyring)

    def unlock(self) -> None:
        """Try what was typed."""
        if not self.rows.isHidden():
            if self.rows.check():
                self._try(lambda: Study.open(self._path, recovery_key=self.rows.text), with_sheet=True)
        elif self.passphrase.text():
            self._try(lambda: Study.open(self._path, self.passphrase.text()))
        else:
            self._say(_("Type the passphrase."))

    def _try(self, opening: Callable[[], Study], *, with_sheet: bool = False) -> None:
        try:
            study = opening()
        except WrongRecoveryKey:
            self._say(
                _(
                    "This sheet does not open the study. It belongs to another one, or was printed before the passphrase was changed."
                )
            )
        except FieldSurveyError as error:
            self._say(sentence(error))
            self._help.setVisible(not isinstance(error, StudyInUse | NewerStudy))
            self.passphrase.selectAll()
        else:
            self.passphrase.clear()
            self.rows.clear()
            wants = self.remember.isChecked() and not self.remember.isHidden()
            self.unlocked.emit(Unlocked(study, with_sheet, wants))

    def _give_up(self) -> None:
        self.stuck.emit(self._path, self._error.text())

    def _on_recalled(self, key: Any) -> None:
        if self.passphrase.text() or not self.rows.isHidden():
            return  # the person was faster
        self._say_why(
            "" if key is not None else _("The keyring of this laptop does not have the key any more.")
        )
        if key is not None:
            self._try(lambda: Study.open(self._path, key=key))

    def _on_keyring(self, is_there: bool) -> None:
        self._has_keyring = is_there
        self.remember.setVisible(is_there)

    def _turn(self) -> None:
        self._show_sheet(self.rows.isHidden())

    def _show_sheet(self, shown: bool) -> None:
        self._say("")
        self.rows.setVisible(shown)
        self.passphrase.setVisible(not shown)
        self.remember.setVisible(bool(self._has_keyring) and not shown)
        self._sheet.setText(_("Use the passphrase") if shown else _("Use the recovery sheet"))
        (self.rows.fields[0] if shown else self.passphrase).setFocus()

    def _say(self, sentence: str) -> None:
        self._help.hide()
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _say_why(self, sentence: str) -> None:
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))
