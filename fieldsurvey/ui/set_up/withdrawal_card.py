"""Somebody takes back what they agreed to: found by the code on their slip, sealed at once, destroyed on the day the study sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, as_sentence, day, ngettext, sentence
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.interview_names import name_of
from fieldsurvey.ui.shell.widgets import Card, button, label


class WithdrawalCard(Card):
    """First the interview is found and named; only then it can be sealed."""

    def __init__(self, study: Study, withdraw: Callable[[str], object]) -> None:
        super().__init__(
            label(_("Somebody takes their agreement back"), "heading"),
            label(
                _(
                    "The code stands on their slip; where there is none, read the interview on the page Interviews and take the code there. What is sealed is out of lists, figures, exports and what is sent, with its back-checks, and nobody brings it back."
                ),
                "muted",
                wrap=True,
            ),
        )
        self._study, self._withdraw = study, withdraw
        self._found = ""
        self.code = QLineEdit()
        self.code.setPlaceholderText("ABCD-EFGH")
        self.code.setAccessibleName(_("Code on the slip"))
        self.code.setMaximumWidth(180)
        self.code.textEdited.connect(lambda _text: self._forget())
        self.code.returnPressed.connect(self.look_up)
        self.find_button = button(_("Find"), self.look_up, icon="search")
        self.seal_button = button("", self._seal, "danger")
        self.said = label("", wrap=True)
        self.waiting = label("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for one in (self.code, self.find_button, self.seal_button):
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.said)
        self.column.addWidget(self.waiting)
        self._forget()

    def look_up(self) -> None:
        """Name the interview with the code that is typed."""
        self._forget()
        if not self.code.text().strip():
            return
        try:
            found = self._study.interviews.read(self._study.withdrawals.find(self.code.text()))
        except FieldSurveyError as error:
            self._say(sentence(error))
            return
        self._found = found.instance_id
        days = self._study.set_up.read().withdrawal_days
        when = (
            ngettext("Sealed, it is destroyed after 1 day.", "Sealed, it is destroyed after {n} days.", days)
            if days
            else _("Sealed, it is destroyed at once, here and in the backups that can be reached.")
        )
        who = as_sentence(f"{name_of(found.firm, found.started_at)} · {day(found.started_at.date())}")
        self._say(f"{who} {when}")
        self.seal_button.setText(_("Seal this interview"))
        self.seal_button.setVisible(not self._study.why_read_only)

    def show_waiting(self) -> None:
        """Say how many are sealed and when the next is destroyed."""
        sealed = self._study.withdrawals.listing()
        if sealed:
            many = ngettext("1 interview is sealed.", "{n} interviews are sealed.", len(sealed))
            following = day(date.fromisoformat(sealed[0].destroy_on))
            self.waiting.setText(f"{many} " + _("The next is destroyed on {day}.").format(day=following))
        self.waiting.setVisible(bool(sealed))

    def _seal(self) -> None:
        identity = self._found
        self.code.clear()
        self._forget()
        if identity:
            self._withdraw(identity)

    def _forget(self) -> None:
        self._found = ""
        self.seal_button.hide()
        self._say("")

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
