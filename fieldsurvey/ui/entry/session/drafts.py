"""The savepoints of one interview: when one is made, and whether it reached the disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.records import Savepoint
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.tasks import Tasks

_AFTER_A_TURN_MS = 250
_COALESCE_MS = 40  # several answers within one turn of the hand become one savepoint


class Drafts(QObject):
    """Hands savepoints to the writer lane. What stands in one, those say who make it."""

    saved = Signal(object)
    """When the last savepoint was on disk."""
    failed = Signal(str)
    """Why something is not on disk, in a sentence."""
    refused = Signal()
    """The disk did not take a savepoint; what stood in it waits for the next."""

    def __init__(
        self, tasks: Tasks, made: Callable[[], Savepoint], take_back: Callable[[Savepoint], None]
    ) -> None:
        """`made` gives the interview as it stands; `take_back` gets what the disk refused, for the next one."""
        super().__init__()
        self._tasks, self._made, self._take_back = tasks, made, take_back
        self._is_due = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)

    @property
    def is_due(self) -> bool:
        """Whether something waits to be saved, or the last savepoint failed."""
        return self._is_due

    def plan(self) -> None:
        """Something is to be saved: soon, together with what follows at once."""
        self._is_due = True
        self._timer.start(_COALESCE_MS)

    def touch(self) -> None:
        """Make sure the interview is in the study, answered or not; the page just turned to is drawn first."""
        self._is_due = True
        if not self._timer.isActive():  # an answer that waits is not made to wait longer
            self._timer.start(_AFTER_A_TURN_MS)

    def save(self) -> None:
        """Queue a savepoint of the answers as they stand, when there is something new."""
        if not self._is_due:
            return
        savepoint = self.take()
        self._tasks.write(
            lambda study: study.interviews.savepoint(savepoint),
            self,
            done=lambda _changed: self.saved.emit(savepoint.at),
            failed=lambda sentence: self._on_refused(savepoint, sentence),
        )

    def save_now(self) -> None:
        """Queue a savepoint, whether or not there is something new."""
        self._is_due = True
        self.save()

    def write(self, job: Callable[[Study], Any], failed: Callable[[str], None] | None = None) -> None:
        """Queue a write about the interview, behind the answers as they stand."""
        self.save()
        self._tasks.write(job, self, failed=failed)

    def take(self) -> Savepoint:
        """The savepoint that is due, for who writes it; from now on only what follows is new."""
        made = self._made()
        self._is_due = False
        self._timer.stop()
        return made

    def give_back(self, savepoint: Savepoint) -> None:
        """It was not written: the next answer, or leaving, tries again."""
        self._is_due = True
        self._take_back(savepoint)

    def _on_refused(self, savepoint: Savepoint, sentence: str) -> None:
        self.refused.emit()
        self.give_back(savepoint)
        self.failed.emit(sentence)
