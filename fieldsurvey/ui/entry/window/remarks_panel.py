"""What the review said of an interview that was returned, listed at the right; each remark leads to its question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.session.returned import Returned, told
from fieldsurvey.ui.entry.window.panel_section import Section, title
from fieldsurvey.ui.shell.widgets import label


class RemarksSection(Section):
    """It takes no room in an interview that was not returned."""

    def __init__(self, returned: Returned, questions: QuestionInfo) -> None:
        super().__init__()
        self._returned, self._questions = returned, questions
        questions.language_changed.connect(self.redraw)
        self.redraw()

    @property
    def count(self) -> int:
        """Remarks at questions whose answers were not changed since."""
        return sum(not self._returned.is_changed(one.ref) for one in self._returned.remarks if one.ref)

    def draw(self, column: QVBoxLayout) -> None:
        remarks = self._returned.remarks
        if remarks:
            column.addWidget(title(_("To be corrected ({n})").format(n=len(remarks))))
        for remark in remarks:
            card = self.line()
            if remark.ref:
                card.column.addWidget(label(self._questions.title_of(remark.ref), "muted", wrap=True))
            card.column.addWidget(label(told(remark), wrap=True))
            if remark.ref:
                card.column.addWidget(self.go(remark.ref, _("Go")), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)
