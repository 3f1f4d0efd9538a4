"""The sentence over the keys at the foot: it goes with what it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.session.unparsed import fault_left, said_of
from fieldsurvey.ui.shell.widgets import Banner


class Notices:
    """A sentence stands as long as what it says is so; one that nothing ends goes when another page is turned to."""

    def __init__(self, session: EntrySession, banner: Banner, go_to: Callable[[str], object]) -> None:
        self._session, self._banner, self._go_to = session, banner, go_to
        self._is_so: Callable[[], bool] | None = None
        session.drafts.failed.connect(self._on_unsaved)
        session.leaving.waiting.connect(self._on_sentence)
        session.answers.form_failed.connect(self._on_failure)

    def say(self, sentence: str, *, ref: str = "", while_: Callable[[], bool] | None = None) -> None:
        """Show it, with the way to its question, "" for none; `while_` tells whether it is still so."""
        self._is_so = while_
        verb = _("Go to the question") if ref else ""
        self._banner.say(sentence, verb, (lambda: self._go_to(ref)) if ref else None)

    def say_of_cursor(self, sentence: str) -> None:
        """Stands until the keyboard leaves the question it is on."""
        here = self._session.cursor
        self.say(sentence, while_=lambda: self._session.cursor == here)

    def say_left(self, left: str, unread: Mapping[str, str], typed: Callable[[], Mapping[str, str]]) -> None:
        """What is wrong with the answer that is left ("" for none), and what is not understood, as long as it is `typed`."""
        questions = self._session.questions
        if fault := fault_left(questions, left):
            self.say(fault, ref=left, while_=lambda: fault_left(questions, left) == fault)
        for ref, text in unread.items():
            sentence, still = said_of(questions, ref, text), partial(_stands, typed, ref, text)
            self.say(sentence, ref=ref, while_=still)

    def look_again(self) -> None:
        """Something changed: what is no longer so goes."""
        if self._is_so is not None and not self._is_so():
            self.say("")

    def page_left(self) -> None:
        """What was said of the page that is left goes too, unless it is said to stand."""
        if self._is_so is None:
            self.say("")
        self.look_again()

    def _on_sentence(self, sentence: str) -> None:
        self.say(sentence)

    def _on_unsaved(self, sentence: str) -> None:
        """Stands until all is on disk, where something is not."""
        leaving = self._session.leaving
        self.say(sentence, while_=None if leaving.is_saved else lambda: not leaving.is_saved)

    def _on_failure(self, sentence: str, ref: str) -> None:
        entry, failure = self._session.entry, self._session.entry.failure
        stands = failure is not None and failure in entry.failures
        self.say(sentence, ref=ref, while_=(lambda: failure in entry.failures) if stands else None)


def _stands(typed: Callable[[], Mapping[str, str]], ref: str, text: str) -> bool:
    return typed().get(ref) == text
