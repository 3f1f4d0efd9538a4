"""How an interview on screen is left: put down, paused, left as a draft of some kind, or closed for good."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.ending.missing_turn import MissingTurn
from fieldsurvey.ui.entry.ending.summary_turn import SummaryTurn
from fieldsurvey.ui.entry.session.entry_session import EntrySession
from fieldsurvey.ui.entry.window.comment_box import Comments


class Departure(QObject):
    """Nobody leaves before what is typed is handed over and on disk."""

    left = Signal(str)
    """The interview was paused or finalised; a sentence for the page that follows."""
    refused = Signal(str)
    """It could not be closed, and goes on as a draft; why."""

    def __init__(
        self,
        session: EntrySession,
        window: QWidget,
        turns: tuple[MissingTurn, SummaryTurn],
        comments: Comments,
        hand_over: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._session, self._window, self._comments = session, window, comments
        self._missing, self._read_back = turns
        self._hand_over = hand_over

    def leave_as(self, mark: Callable[[Study], object] | None, sentence: str) -> None:
        """Leave a draft, with `mark` written beside it when all is on disk; the sentence is for the page that follows."""
        self._hand_over()
        leave = partial(self._session.leaving.settle, lambda: self.left.emit(sentence), mark)
        self._session.audit.explain(self._window, leave)

    def finalise(self) -> None:
        """Show what is missing, then what was said, then close the interview. While a comment is written, it is the comment that is kept."""
        if self._comments.is_written:
            self._comments.keep_and_go()
            return
        self._hand_over()
        self._missing.before(self._read, is_read=self._read_back.is_open)

    def _read(self) -> None:
        audit, was_at_end = self._session.audit, self._missing.is_open
        with audit.staying_at_end():
            if was_at_end:
                self._missing.leave()
            self._read_back.before(lambda: audit.explain(self._window, self._close))
        if was_at_end and not self._read_back.is_open and self._window.isEnabled():
            audit.end_left()

    def _close(self) -> None:
        violations = self._session.leaving.finalise(
            done=lambda: self.left.emit(_("The interview is finalised and waits to be sent.")),
            failed=self._on_not_finalised,
        )
        self._window.setEnabled(bool(violations))  # what were typed now would come too late
        if violations:  # it changed while the reason was asked for
            self._missing.before(self._read)

    def _on_not_finalised(self, sentence: str) -> None:
        """The disk refused it: the interview goes on as a draft."""
        self._window.setEnabled(True)
        self.refused.emit(sentence)
