"""The sections of one interview that belong to the respondent alone: what the interviewer's window may not show. It draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QObject, Signal

from fieldsurvey.i18n import _
from fieldsurvey.records import Comment, FailedCheck, SectionLock
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.xforms import Failure, Violation, ViolationKind


class SectionLocks(QObject):
    """Which sections are locked; a lock goes to disk at once, and before any answer given behind it."""

    changed = Signal(str)
    """Ref of a section that was locked, or locked anew."""
    failed = Signal(str)
    """Why the disk refused a lock."""

    def __init__(self, study: Study, tasks: Tasks, instance_id: str) -> None:
        super().__init__()
        self._study, self._tasks, self._identity = study, tasks, instance_id
        self._locks = study.annotations.locked_sections(instance_id)

    def __iter__(self) -> Iterator[SectionLock]:
        return iter(list(self._locks.values()))

    def of(self, ref: str) -> SectionLock | None:
        """The lock a section, or a question, is behind."""
        return next((lock for lock in self._locks.values() if lock.holds(ref)), None)

    def hides(self, ref: str) -> bool:
        """Whether what stands at a ref must not be shown."""
        return bool(self._locks) and self.of(ref) is not None

    def hides_any(self, failure: Failure) -> bool:
        """Whether what cannot be worked out is about a locked section, or quotes an answer of one."""
        return any(self.hides(ref) for ref in (failure.ref, *failure.questions))

    def hides_within(self, ref: str) -> bool:
        """Whether a group stands in a locked section without being it: even that it is asked may tell an answer."""
        return self.hides(ref) and ref not in self._locks

    def lock(self, ref: str, *, is_finished: bool) -> None:
        """Leave a section to the respondent."""
        self._locks[ref] = SectionLock(ref, self._study.clock(), is_finished)
        identity = self._identity
        self._tasks.write(
            lambda study: study.annotations.lock_section(identity, ref, is_finished=is_finished),
            self,
            failed=self.failed.emit,
        )
        self.changed.emit(ref)

    def outside(self, comments: Mapping[str, Comment]) -> dict[str, Comment]:
        """Comments beside questions that may be shown: one behind a lock could repeat an answer."""
        return {ref: comment for ref, comment in comments.items() if not self.hides(ref)}

    def shown(self, checks: Iterable[FailedCheck]) -> tuple[FailedCheck, ...]:
        """Soft checks that may be shown: one behind a lock would tell the answer it is about."""
        return tuple(check for check in checks if not self.hides(check.question))

    def told(self, violations: Iterable[Violation]) -> list[Violation]:
        """What keeps the interview from being finalised; of a locked section only that something does."""
        found: dict[str, Violation] = {}
        for violation in violations:
            failure = violation.failure
            looked_at = (violation.ref, *(failure.questions if failure is not None else ()))
            lock = next((lock for ref in looked_at if (lock := self.of(ref)) is not None), None)
            if lock is None:
                found[violation.ref] = violation
            else:
                sentence = _("The respondent has not finished this section. Let them open it again.")
                found[lock.ref] = Violation(lock.ref, ViolationKind.REQUIRED, sentence)
        return list(found.values())
