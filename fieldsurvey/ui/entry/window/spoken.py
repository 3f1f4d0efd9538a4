"""The language the questions are asked in: chosen above, turned by Ctrl+L, and read from its own side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.entry.base.languages import direction_of
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.window.bars import TopBar


class Spoken:
    """`parts` turn round with the language; `before` hands over what is typed, for a change of language draws all anew."""

    def __init__(
        self, session: EntrySession, top: TopBar, parts: Sequence[QWidget], before: Callable[[], None]
    ) -> None:
        self._session, self._top, self._parts, self._before = session, top, parts, before
        top.language_chosen.connect(self.choose)
        self.show()

    def next(self) -> None:
        """Ctrl+L: the next of the form's languages."""
        names, here = self._session.entry.languages, self._session.entry.language
        if len(names) > 1:
            self.choose(names[(names.index(here) + 1 if here in names else 0) % len(names)])

    def choose(self, name: str) -> None:
        """Ask in this language from now on."""
        self._before()
        self._session.questions.set_language(name)

    def show(self) -> None:
        """Its name above, and the page read from the side it is written from."""
        language = self._session.entry.language
        self._top.show_language(language)
        direction = direction_of(language)
        for part in self._parts:
            part.setLayoutDirection(direction)
