"""Right of the page: open soft checks with a way to pass them, and, at the end, what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.models import FailedCheck
from fieldsurvey.ui.entry.session import EntrySession
from fieldsurvey.ui.parts import Card, button, label
from fieldsurvey.xforms import Violation, ViolationKind

_WIDTH = 264


class Sidebar(QWidget):
    """Checks of the whole interview and the list of what is missing; each line jumps to its question."""

    jumped = Signal(str)
    kept = Signal()
    """A check was passed with a comment, and its card, where the keyboard was, is gone."""

    def __init__(self, session: EntrySession) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self._session = session
        self.violations: Sequence[Violation] = ()
        self._comments: dict[str, QLineEdit] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        session.checks_changed.connect(self.refresh)
        session.language_changed.connect(self.refresh)
        self.refresh()

    @property
    def count(self) -> int:
        """Lines that want attention: what is missing, and open checks."""
        return len(self.violations) + sum(not check.comment for check in self._session.failed_checks)

    def show_violations(self, violations: Sequence[Violation]) -> None:
        """List what keeps the interview from being finalised."""
        if list(violations) != list(self.violations):
            self.violations = violations
            self.refresh()

    def narrow(self, violations: Sequence[Violation]) -> None:
        """Of what was listed, keep what is still missing; questions that were not reached yet do not join."""
        listed = {violation.ref for violation in self.violations}
        self.show_violations([violation for violation in violations if violation.ref in listed])

    def refresh(self) -> None:
        """Draw the lists anew; a comment half typed stays, and so does the place."""
        typed = {name: field.text() for name, field in self._comments.items()}
        here = next((name for name, field in self._comments.items() if field.hasFocus()), None)
        at = self._area.verticalScrollBar().value()
        self._comments = {}
        self._draw()
        for name, field in self._comments.items():
            field.setText(typed.get(name, ""))
        if here in self._comments:
            self._comments[here].setFocus()
        QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(at))

    def keep_typed_comments(self) -> None:
        """Take comments that were typed but not yet kept (the interview is left)."""
        for name, field in list(self._comments.items()):
            if field.text().strip():
                self._session.pass_check(name, field.text().strip())

    def _draw(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        if self.violations:
            self._list_violations(column)
        checks = self._session.failed_checks
        open_checks = [check for check in checks if not check.comment]
        column.addWidget(label(_("Checks ({n})").format(n=len(open_checks)), "strong"))
        if not open_checks:
            column.addWidget(label(_("Nothing unlikely so far."), "muted", wrap=True))
        for check in open_checks:
            column.addWidget(self._check_card(check))
        passed = [check for check in checks if check.comment]
        if passed:
            column.addWidget(label(_("Kept with a comment ({n})").format(n=len(passed)), "strong"))
        for check in passed:
            column.addWidget(label(f"{check.message}\n“{check.comment}”", "muted", wrap=True))
        column.addStretch(1)
        before = (
            self._area.takeWidget()
        )  # setWidget would delete it at once, with the field whose Enter led here
        self._area.setWidget(body)
        if before is not None:
            before.hide()
            before.deleteLater()

    def _list_violations(self, column: QVBoxLayout) -> None:
        column.addWidget(
            label(ngettext("1 thing is missing", "{n} things are missing", len(self.violations)), "strong")
        )
        for violation in self.violations:
            words = self._session.entry.label(violation.ref) or self._session.words(violation.ref)
            why = violation.message
            if not why:
                required = violation.kind is ViolationKind.REQUIRED
                why = _("This question needs an answer.") if required else _("This answer does not fit.")
            frame = Card(label(words, wrap=True), label(f"✕  {why}", "bad", wrap=True), spacing=4)
            frame.column.setContentsMargins(8, 8, 8, 8)
            go = button(_("Go"), partial(self.jumped.emit, violation.ref), "quiet", "next")
            frame.column.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(frame)

    def _check_card(self, check: FailedCheck) -> Card:
        frame = Card(label(f"▲  {check.message}", wrap=True), spacing=4)
        frame.column.setContentsMargins(8, 8, 8, 8)
        comment = self._comments[check.name] = QLineEdit()
        comment.setPlaceholderText(_("Why it is right all the same"))
        comment.setAccessibleName(_("Why it is right all the same"))
        keep = button(_("Keep"), lambda: self._keep(check, comment), "quiet", "check")
        comment.returnPressed.connect(lambda: self._keep(check, comment))
        row = QHBoxLayout()
        row.addWidget(button(_("Go"), lambda: self.jumped.emit(check.question), "quiet", "next"))
        row.addWidget(keep)
        row.addStretch(1)
        frame.column.addWidget(comment)
        frame.column.addLayout(row)
        return frame

    def _keep(self, check: FailedCheck, comment: QLineEdit) -> None:
        if comment.text().strip():
            self._session.pass_check(check.name, comment.text().strip())
            self.kept.emit()
        else:
            comment.setFocus()
