"""The card for the passphrase: another one, or the first one of a study that has none."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.security.passphrase_strength import known_words
from fieldsurvey.study import Study
from fieldsurvey.ui.locking.guard import Guard
from fieldsurvey.ui.locking.passphrase_fields import NewPassphrase
from fieldsurvey.ui.shell.widgets import Card, button, label, left_row

_FIELDS_WIDTH = 640


class PassphraseCard(Card):
    """Says how the study is locked; the fields open at a click."""

    def __init__(self, study: Study, guard: Guard) -> None:
        super().__init__(label(_("Passphrase"), "heading"))
        self._study, self._guard = study, guard
        is_locked = study.is_encrypted
        self.state = label(
            _("The study is locked: without the passphrase or the recovery sheet it is noise.")
            if is_locked
            else _("The study is not locked: anyone who has the file can read it."),
            "" if is_locked else "warn",
            wrap=True,
        )
        self.begin = button(
            _("Change the passphrase") if is_locked else _("Lock it now"),
            self._open,
            "" if is_locked else "primary",
            "lock",
        )
        self._fields = QWidget()
        self.old = QLineEdit()
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self.old.setPlaceholderText(_("Passphrase of now"))
        self.old.setAccessibleName(_("Passphrase of now"))
        words = known_words(
            study.cluster
        )  # asked now: what is judged a moment later may come after the study is closed
        self.new = NewPassphrase(lambda: words)
        self.new.entered.connect(self.change)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self._lay_out(_("Change the passphrase") if is_locked else _("Lock the study"))

    def _lay_out(self, verb: str) -> None:
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._fields.setMaximumWidth(_FIELDS_WIDTH)
        column.addWidget(self.old)
        column.addWidget(self.new)
        column.addWidget(
            label(
                _(
                    "Write it down and keep it apart from the laptop. Nobody can tell it to you when it is lost; only the recovery sheet helps then."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self._error)
        column.addLayout(
            left_row(button(verb, self.change, "primary", "lock"), button(_("Not now"), self._close))
        )
        self.column.addWidget(self.state)
        self.column.addLayout(left_row(self.begin))
        row = (
            QHBoxLayout()
        )  # a row leaves the rest free; in a column wrapped texts would be reckoned too wide
        row.addWidget(self._fields, 100)
        row.addStretch(1)
        self.column.addLayout(row)
        self._fields.hide()

    @property
    def error(self) -> str:
        """What keeps the new passphrase from being taken."""
        return self._error.text()

    def change(self) -> None:
        """Check what was typed and hand it on; the study is closed for it and opened again."""
        fault = self._fault()
        self._error.setText(fault)
        self._error.setVisible(bool(fault))
        if fault:
            return
        new = self.new.text
        self._close()
        self._guard.relock(new)

    def _fault(self) -> str:
        if self.old.isVisibleTo(self._fields) and not self._study.safety.is_passphrase(self.old.text()):
            return _("This is not the passphrase of now. Check capitals and keyboard layout.")
        return self.new.fault()

    def _open(self) -> None:
        self.begin.hide()
        # Who came in with the sheet may have lost the passphrase; the sheet is as good.
        asks_old = self._study.is_encrypted and not self._guard.opened_with_sheet
        self.old.setVisible(asks_old)
        self._fields.show()
        (self.old if asks_old else self.new.first).setFocus()

    def _close(self) -> None:
        self.old.clear()
        self.new.clear()
        self._error.hide()
        self._fields.hide()
        self.begin.show()
