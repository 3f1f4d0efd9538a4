"""Soft checks that do not hold: each can be gone to, or kept with a comment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from fieldsurvey.i18n import _
from fieldsurvey.records import FailedCheck
from fieldsurvey.ui.entry.session.checks import Checks
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.window.panel_section import Section, title
from fieldsurvey.ui.shell.widgets import Card, button, label


class ChecksSection(Section):
    """Open checks first, then those kept with a comment."""

    kept = Signal()
    """A check was passed, and its card, where the keyboard was, is gone."""

    def __init__(self, checks: Checks, questions: QuestionInfo) -> None:
        super().__init__()
        self._checks = checks
        self.fields: dict[str, QLineEdit] = {}
        """Check -> where the comment on it is typed."""
        checks.changed.connect(self.redraw_soon)
        questions.language_changed.connect(self.redraw)
        self.redraw()

    @property
    def count(self) -> int:
        """Open checks."""
        return len(self._checks.open)

    def redraw(self) -> None:
        """Draw the list anew; a comment half typed stays, and so does the keyboard."""
        typed = {name: field.text() for name, field in self.fields.items()}
        here = next((name for name, field in self.fields.items() if field.hasFocus()), None)
        self.fields = {}
        super().redraw()
        for name, field in self.fields.items():
            field.setText(typed.get(name, ""))
        if here in self.fields:
            self.fields[here].setFocus()

    def keep_typed(self) -> None:
        """Take comments that were typed but not yet kept (the interview is left)."""
        for name, field in list(self.fields.items()):
            if field.text().strip():
                self._checks.pass_check(name, field.text().strip())

    def draw(self, column: QVBoxLayout) -> None:
        checks = self._checks.failed
        column.addWidget(title(_("Checks ({n})").format(n=self.count)))
        if not self.count:
            column.addWidget(label(_("Nothing unlikely so far."), "muted", wrap=True))
        for check in checks:
            if not check.comment:
                column.addWidget(self._card(check))
        passed = [check for check in checks if check.comment]
        if passed:
            column.addWidget(title(_("Kept with a comment ({n})").format(n=len(passed))))
        for check in passed:
            column.addWidget(label(f"{check.message}\n“{check.comment}”", "muted", wrap=True))

    def _card(self, check: FailedCheck) -> Card:
        card = self.line(label(f"▲  {check.message}", wrap=True))
        field = self.fields[check.name] = QLineEdit()
        field.setPlaceholderText(_("Why it is right all the same"))
        field.setAccessibleName(_("Why it is right all the same"))
        field.returnPressed.connect(lambda: self._keep(check, field))
        row = QHBoxLayout()
        row.addWidget(self.go(check.question, _("Go")))
        row.addWidget(button(_("Keep"), lambda: self._keep(check, field), "quiet", "check"))
        row.addStretch(1)
        card.column.addWidget(field)
        card.column.addLayout(row)
        return card

    def _keep(self, check: FailedCheck, field: QLineEdit) -> None:
        if field.text().strip():
            self._checks.pass_check(check.name, field.text().strip())
            self.kept.emit()
        else:
            field.setFocus()
