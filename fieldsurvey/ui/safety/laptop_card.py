"""The card for this laptop: after how many idle minutes the study locks itself, and whether the keyring keeps its key."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QCheckBox, QFormLayout

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.security import keyring_store
from fieldsurvey.study import Study
from fieldsurvey.ui.locking.guard import Guard, Guarded
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.widgets import Card, ChoiceBox, label

_MINUTES = (0, 5, 10, 15, 30)
_CHOICE_WIDTH = 220


class LaptopCard(Card):
    """Taken on at once."""

    def __init__(self, window: Guarded, study: Study, guard: Guard) -> None:
        super().__init__(label(_("This laptop"), "heading"))
        self._window, self._guard = window, guard
        self.lock_after = ChoiceBox()
        self.lock_after.setAccessibleName(_("Lock when nobody touches the laptop"))
        for minutes in sorted({*_MINUTES, window.settings.lock_after}):
            word = ngettext("after 1 minute", "after {n} minutes", minutes) if minutes else _("never")
            self.lock_after.addItem(word, minutes)
        self.lock_after.setCurrentIndex(self.lock_after.findData(window.settings.lock_after))
        self.lock_after.activated.connect(self._on_minutes)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("Lock when nobody touches the laptop"), self.lock_after)
        self.lock_after.setFixedWidth(_CHOICE_WIDTH)
        self.column.addLayout(form)
        self.column.addWidget(
            label(
                _(
                    "What you typed is saved before. After unlocking, the same interview opens at the same question. A study without a passphrase does not lock."
                ),
                "muted",
                wrap=True,
            )
        )
        self.remember = QCheckBox(_("Remember on this laptop: whoever uses your login can open the study"))
        self.remember.setChecked(guard.is_remembered)
        self.remember.clicked.connect(self._on_remember)
        self.remember.hide()
        self.no_keyring = label("", "muted", wrap=True)
        self.no_keyring.hide()
        self.column.addWidget(self.remember)
        self.column.addWidget(self.no_keyring)
        if study.is_encrypted:
            BackgroundCall(self, keyring_store.is_available, self._on_keyring)

    def _on_minutes(self) -> None:
        minutes = int(self.lock_after.currentData())
        self._window.keep(dataclasses.replace(self._window.settings, lock_after=minutes))
        self._guard.watch()

    def _on_keyring(self, is_there: bool) -> None:
        self.remember.setVisible(is_there)
        self.no_keyring.setText(
            _("The passphrase cannot be remembered: this laptop has no keyring that FieldSurvey can use.")
        )
        self.no_keyring.setVisible(not is_there)

    def _on_remember(self, wanted: bool) -> None:
        self.remember.setEnabled(False)
        self._guard.remember(wanted, self._show_remembered)

    def _show_remembered(self) -> None:
        self.remember.setEnabled(True)
        self.remember.setChecked(self._guard.is_remembered)
