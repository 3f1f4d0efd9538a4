"""What keeps the interview from being finalised, with a way to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.entry.session.failures import leads_to, told
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.window.panel_section import Section, title
from fieldsurvey.ui.shell.widgets import label
from fieldsurvey.xforms import Violation, ViolationKind

_MOST = 40  # lines; beyond them the panel would be slow to draw and nobody reads on


class MissingSection(Section):
    """Empty until finalising was tried."""

    def __init__(self, questions: QuestionInfo) -> None:
        super().__init__()
        self._questions = questions
        self.violations: Sequence[Violation] = ()
        questions.language_changed.connect(self.redraw)
        self.redraw()

    @property
    def sentence(self) -> str:
        """How many questions keep the interview from being finalised; "" for none."""
        if not self.violations:
            return ""
        return ngettext(
            "1 question keeps the interview from being finalised; it is listed at the right.",
            "{n} questions keep the interview from being finalised; they are listed at the right.",
            len(self.violations),
        )

    def show_violations(self, violations: Sequence[Violation]) -> None:
        """List what keeps the interview from being finalised."""
        if list(violations) != list(self.violations):
            self.violations = violations
            self.redraw()

    def narrow(self, violations: Sequence[Violation]) -> None:
        """Of what was listed, keep what is still missing; questions that were not reached yet do not join."""
        listed = {violation.ref for violation in self.violations}
        self.show_violations([violation for violation in violations if violation.ref in listed])

    def draw(self, column: QVBoxLayout) -> None:
        if not self.violations:
            return
        column.addWidget(
            title(ngettext("1 thing is missing", "{n} things are missing", len(self.violations)))
        )
        for violation in self.violations[:_MOST]:
            why = told(self._questions, violation)
            if not why:
                required = violation.kind is ViolationKind.REQUIRED
                why = _("This question needs an answer.") if required else _("This answer does not fit.")
            ref = leads_to(self._questions, violation)
            words = self._questions.title_of(ref)
            card = self.line(label(words, wrap=True), label(f"✕  {why}", "bad", wrap=True))
            card.column.addWidget(self.go(ref, _("Go")), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)
        more = len(self.violations) - _MOST
        if more > 0:
            column.addWidget(label(_("and {n} more").format(n=more), "muted"))
