"""The comments and flags of an interview, listed at the right; each leads back to its question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.window.panel_section import Section, title
from fieldsurvey.ui.shell.widgets import label


class NotesSection(Section):
    """The comments of this interview; they are written beside their questions."""

    def __init__(self, notes: Notes, questions: QuestionInfo) -> None:
        super().__init__()
        self._notes, self._questions = notes, questions
        notes.changed.connect(self._on_notes)
        questions.language_changed.connect(self.redraw)
        self.redraw()

    def _on_notes(self, _refs: set[str]) -> None:
        self.redraw()

    @property
    def flagged(self) -> int:
        """Questions to be looked at again."""
        return sum(comment.is_flagged for comment in self._notes.comments.values())

    def draw(self, column: QVBoxLayout) -> None:
        comments = self._notes.comments
        if comments:
            column.addWidget(title(_("Comments ({n})").format(n=len(comments))))
        for comment in comments.values():
            card = self.line(label(self._questions.title_of(comment.ref), "muted", wrap=True))
            mark = "⚑  " if comment.is_flagged else ""
            card.column.addWidget(label(mark + (comment.text or _("To be looked at again")), wrap=True))
            card.column.addWidget(self.go(comment.ref, _("Go")), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)
