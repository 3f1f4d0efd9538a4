"""The line on top of a sensitive page: leave it to the respondent, or, once it is locked, say so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import SectionLock
from fieldsurvey.ui.entry.base.widget import ENTER
from fieldsurvey.ui.shell.widgets import button, label


class SelfInterviewBanner(QFrame):
    """One sentence and one button. Of a locked page it is all there is, so the keyboard stands here; Enter goes on."""

    wanted = Signal()
    """The respondent is to get the laptop."""
    finished = Signal()
    """Enter: to the next page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._words = label("", wrap=True)
        self.button = button("", self.wanted.emit, icon="lock")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; "" while it is not shown."""
        return "" if self.isHidden() else self._words.text()

    def show_state(self, lock: SectionLock | None, *, is_private: bool) -> None:
        """Show how things stand with the page: locked, to be left to the respondent, or neither."""
        self.setVisible(lock is not None or is_private)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lock else Qt.FocusPolicy.NoFocus)
        if lock is None:
            words, verb = (
                _("These questions are sensitive. The respondent can answer them without being watched."),
                _("Let the respondent answer alone"),
            )
        elif lock.is_finished:
            time = lock.at.astimezone().strftime("%H:%M")
            words = _("Answered by the respondent alone at {time}. Locked.").format(time=time)
            verb = _("Let the respondent open it again")
        else:
            words = _("The respondent has not come to the end of this section. Locked.")
            verb = _("Let the respondent go on")
        self._words.setText(words)
        self.button.setText(verb)
        self.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.hasFocus():
            self.finished.emit()
        else:
            super().keyPressEvent(event)
