"""When the page to read back is shown: when nothing is missing, and before the interview is closed for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from fieldsurvey.errors import XPathError
from fieldsurvey.ui.entry.ending.left_open import left_open
from fieldsurvey.ui.entry.ending.shortfall import Shortfalls
from fieldsurvey.ui.entry.ending.summary_page import SummaryPage
from fieldsurvey.ui.entry.session.entry_session import EntrySession


class Host(Protocol):
    """What the turn wants of the interview's window."""

    def go_to(self, ref: str) -> None:
        """To a question."""


class Room(Protocol):
    """The place the page takes."""

    middle: QVBoxLayout

    def show_summary(self, *, is_there: bool) -> None:
        """Questions and the bar below make room for the page, or stand in their place again."""


class SummaryTurn(QObject):
    """Puts the page in the place of the questions, and these back."""

    def __init__(self, session: EntrySession, host: Host, room: Room, shortfalls: Shortfalls) -> None:
        super().__init__(session)
        self._session, self._host, self._room, self._shortfalls = session, host, room, shortfalls
        self.page: SummaryPage | None = None
        """Made when it is first wanted."""
        session.answers.changed.connect(self._refresh)
        session.questions.language_changed.connect(self._refresh)

    @property
    def is_open(self) -> bool:
        """Whether it stands in the place of the questions."""
        return self.page is not None and not self.page.isHidden()

    def before(self, close: Callable[[], object]) -> None:
        """Show the page where it was not read yet; otherwise go on and `close`. So also where the form cannot be worked out."""
        if self.is_open or not self._can_be_read():
            close()
            return
        if self.page is None:
            self.page = self._made()
        self.page.refresh()
        self._room.show_summary(is_there=True)
        self.page.show()
        self._session.audit.end_shown()
        self.page.take_focus()

    def _can_be_read(self) -> bool:
        try:
            self._session.answers.violations()
        except XPathError:
            return False  # finalising says what the form cannot compute
        return True

    def _made(self) -> SummaryPage:
        page = SummaryPage(self._session.questions, self._session.locks, self._left_open)
        page.chosen.connect(self._host.go_to)
        page.left.connect(lambda: self._host.go_to(self._session.cursor))
        self._room.middle.addWidget(page, 1)
        return page

    def _left_open(self) -> str:
        try:
            return left_open(self._shortfalls.now())
        except XPathError:
            return ""

    def leave(self) -> None:
        """The questions stand in their place again."""
        if self.page is not None and self.is_open:
            self.page.hide()
            self._room.show_summary(is_there=False)
            self._session.audit.end_left()

    def _refresh(self) -> None:
        if self.page is not None and self.is_open:
            self.page.refresh()
