"""When the page to read back is shown: after finalising was asked for, when nothing is missing, and before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldsurvey.errors import XPathError
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.window.left_open import left_open
from fieldsurvey.ui.entry.window.outline import Outline
from fieldsurvey.ui.entry.window.summary_page import SummaryPage


class SummaryTurn(QObject):
    """Puts the page in the place of the questions, and these back. `asked` are the widgets that give way."""

    def __init__(
        self,
        session: EntrySession,
        column: QVBoxLayout,
        asked: tuple[QWidget, ...],
        go_to: Callable[[str], object],
        outline: Outline,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._outline = outline
        self._session, self._column, self._asked = session, column, asked
        self._go_to = go_to
        self.page: SummaryPage | None = None
        """Made when it is first wanted."""
        session.answers.changed.connect(self._refresh)
        session.questions.language_changed.connect(self._refresh)

    @property
    def is_open(self) -> bool:
        """Whether it stands in the place of the questions."""
        return self.page is not None and not self.page.isHidden()

    def before(self, close: Callable[[], object]) -> None:
        """Show the page where it was not read yet and nothing is missing; otherwise go on and `close`."""
        if self.is_open or not self._is_complete():
            close()
            return
        if self.page is None:
            self.page = self._made()
        self.page.refresh()
        for widget in self._asked:
            widget.hide()
        self.page.show()
        self._session.audit.end_shown()
        self.page.take_focus()

    def _is_complete(self) -> bool:
        self._session.answers.drop_empty_rows()
        try:
            return not self._session.answers.violations()
        except XPathError:
            return False  # finalising says what the form cannot compute

    def _made(self) -> SummaryPage:
        page = SummaryPage(
            self._session.questions,
            self._session.locks,
            lambda: left_open(self._outline, self._session.checks),
        )
        page.chosen.connect(self._go_to)
        page.left.connect(lambda: self._go_to(self._session.cursor))
        self._column.addWidget(page, 1)
        return page

    def leave(self) -> None:
        """The questions stand in their place again."""
        if self.page is not None and self.is_open:
            self.page.hide()
            for widget in self._asked:
                widget.show()
            self._session.audit.end_left()

    def _refresh(self) -> None:
        if self.page is not None and self.is_open:
            self.page.refresh()
