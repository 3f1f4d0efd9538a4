"""Right of the page: what the review said, soft checks with a way to pass them, and the comments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.entry.session.checks import Checks
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.session.returned import Returned
from fieldsurvey.ui.entry.window.checks_panel import ChecksSection
from fieldsurvey.ui.entry.window.notes_panel import NotesSection
from fieldsurvey.ui.entry.window.remarks_panel import RemarksSection

_WIDTH = 264


class Sidebar(QWidget):
    """The sections, one under the other; each line jumps to its question."""

    jumped = Signal(str)
    kept = Signal()
    """A check was passed, and the field, where the keyboard was, is gone."""

    def __init__(self, checks: Checks, notes: Notes, questions: QuestionInfo, returned: Returned) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.checks = ChecksSection(checks, questions)
        self.notes = NotesSection(notes, questions)
        self.remarks = RemarksSection(returned, questions)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._area.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(16)
        for section in (self.remarks, self.checks, self.notes):
            section.jumped.connect(self.jumped)
            column.addWidget(section)
        column.addStretch(1)
        self.checks.kept.connect(self.kept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    @property
    def count(self) -> int:
        """Lines that want attention: remarks of the review, open checks, flags."""
        return self.remarks.count + self.checks.count + self.notes.flagged

    def take_focus(self) -> bool:
        """The keyboard goes to the first thing here that can be typed in or pressed; False when there is none."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def keep_typed_comments(self) -> None:
        """Take what was typed but not yet kept (the interview is left)."""
        self.checks.keep_typed()
