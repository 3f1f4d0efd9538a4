"""Comments and flags beside questions: F2 opens a field for the one the keyboard is on; the list leads back to each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout

from fieldsurvey.i18n import _
from fieldsurvey.records import Comment
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.window.panel_section import Section, title
from fieldsurvey.ui.shell.widgets import Card, button, label, left_row

_HEIGHT = 84


class NotesSection(Section):
    """The comments of this interview, and the field for one more."""

    done = Signal()
    """The field is closed: the keyboard belongs to the page again."""

    def __init__(self, notes: Notes, questions: QuestionInfo) -> None:
        super().__init__()
        self._notes, self._questions = notes, questions
        self._ref = ""
        self.field: _Words | None = None
        self.flag: QCheckBox | None = None
        notes.changed.connect(lambda _refs: self.redraw())
        questions.language_changed.connect(self.redraw)
        self.redraw()

    @property
    def flagged(self) -> int:
        """Questions to be looked at again."""
        return sum(comment.is_flagged for comment in self._notes.comments.values())

    def write(self, ref: str) -> None:
        """Open the field for a question, and put the keyboard there; where it is open already, set or take the flag."""
        if self.field is not None and self.flag is not None and self.field.hasFocus():
            self.flag.toggle()
            return
        self.keep()
        self._ref = ref
        self.redraw()
        assert self.field is not None
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def keep(self) -> None:
        """Keep what is typed in the open field, and close it."""
        if self.field is None or self.flag is None:
            return
        comment = Comment(self._ref, self.field.toPlainText().strip(), self.flag.isChecked())
        self._close()
        if comment != self._notes.comments.get(comment.ref, Comment(comment.ref)):
            self._notes.write(comment)

    def _close(self) -> None:
        self._ref, self.field, self.flag = "", None, None
        self.redraw()

    @property
    def is_written(self) -> bool:
        """Whether the keyboard is in the open field."""
        return self.field is not None and self.field.hasFocus()

    def keep_and_go(self) -> None:
        """Keep what is typed; the keyboard goes back to the page."""
        self.keep()
        self.done.emit()

    def _left(self) -> None:
        self._close()
        self.done.emit()

    def redraw(self) -> None:
        """Draw the list anew; what is typed in the open field stays."""
        typed = (self.field.toPlainText(), self.flag.isChecked()) if self.field and self.flag else None
        had_keyboard = self.field is not None and self.field.hasFocus()
        super().redraw()
        if typed is not None and self.field is not None and self.flag is not None:
            self.field.setPlainText(typed[0])
            self.flag.setChecked(typed[1])
            if had_keyboard:
                self.field.setFocus()

    def draw(self, column: QVBoxLayout) -> None:
        comments = self._notes.comments
        if self._ref:
            column.addWidget(self._open_card(comments.get(self._ref, Comment(self._ref))))
        if comments:
            column.addWidget(title(_("Comments ({n})").format(n=len(comments))))
        for comment in comments.values():
            card = self.line(label(self._questions.title_of(comment.ref), "muted", wrap=True))
            mark = "⚑  " if comment.is_flagged else ""
            card.column.addWidget(label(mark + (comment.text or _("To be looked at again")), wrap=True))
            card.column.addWidget(self.go(comment.ref, _("Go")), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)

    def _open_card(self, comment: Comment) -> Card:
        self.field = _Words(self)
        self.field.setPlainText(comment.text)
        self.field.setPlaceholderText(_("What should be known of this answer"))
        self.field.setAccessibleName(_("Comment"))
        self.field.setFixedHeight(_HEIGHT)
        self.field.setTabChangesFocus(True)
        self.flag = QCheckBox(_("Look at it again"))
        self.flag.setChecked(comment.is_flagged)
        keep = button(_("Keep"), self.keep_and_go, "quiet", "check")
        leave = button(_("Leave"), self._left, "quiet")
        words = label(self._questions.title_of(comment.ref), "muted", wrap=True)
        card = self.line(title(_("Comment")), words, self.field, self.flag)
        card.column.addLayout(left_row(keep, leave))
        return card


class _Words(QPlainTextEdit):
    """Enter keeps, Shift+Enter makes a line, Escape leaves it as it was."""

    def __init__(self, owner: NotesSection) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._owner.keep_and_go()
        elif key == Qt.Key.Key_Escape:
            self._owner._left()
        else:
            super().keyPressEvent(event)
