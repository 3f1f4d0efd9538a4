"""Why nothing can be decided in an agent's copy, and the way for whoever has the key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from fieldsurvey.i18n import _, as_sentence
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import button, label


class LeadNotice(QFrame):
    """One sentence with a lock, and a button."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        icon = QLabel()
        icon.setPixmap(theme.icon("lock", theme.colours().warn).pixmap(20, 20))
        self.words = label("", wrap=True)
        self.button = button(_("I am the lead"), ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

    def show_for(self, lead: str, *, is_agent: bool) -> None:
        """Say who can, where this copy cannot."""
        said = _("This is an agent’s copy. It can correct and send. Only the lead’s key approves and returns")
        who = _("{lead} has it.").format(lead=lead)
        self.words.setText(f"{said}; {who}" if lead else as_sentence(said))
        self.setVisible(is_agent)
