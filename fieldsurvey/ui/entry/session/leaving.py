"""How an interview comes on screen and is left: put down, paused, or finalised; never before all of it is on disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey import i18n
from fieldsurvey.errors import XPathError
from fieldsurvey.i18n import _
from fieldsurvey.records import Changed
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.attachments import Attachments
from fieldsurvey.ui.entry.session.audit_log import AuditTrail
from fieldsurvey.ui.entry.session.drafts import Drafts
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.xforms import AUDIT_FILE, Violation


class Leaving(QObject):
    """Waits for files and for the disk, where it must."""

    waiting = Signal(str)
    """Leaving or finalising waits for a file: why, in a sentence."""

    def __init__(
        self,
        tasks: Tasks,
        answers: Answers,
        attachments: Attachments,
        drafts: Drafts,
        locks: SectionLocks,
        audit: AuditTrail,
    ) -> None:
        super().__init__()
        self._tasks, self._answers, self._attachments = tasks, answers, attachments
        self._drafts, self._locks, self._audit = drafts, locks, audit
        self._instance_id = answers.entry.instance_id

    @property
    def is_saved(self) -> bool:
        """Whether nothing waits to be saved, no file is coming, and the last savepoint did not fail."""
        return not self._drafts.is_due and not self._attachments.is_busy

    def begin(self) -> None:
        """The interview is on screen: it is in the study, answered or not, and a power cut will be told from a pause."""
        identity = self._instance_id
        self._drafts.save_now()
        self._tasks.write(
            lambda study: study.interviews.set_open(identity), self, failed=lambda _sentence: None
        )

    # --- as a draft --------------------------------------------------------------------------------------------

    def put_down(self) -> None:
        """The person leaves, perhaps for good; the interview stays a draft. A photo just chosen comes along, a film is told of."""
        self._attachments.wait()
        self._leave()
        if self._attachments.is_busy:
            self._drafts.failed.emit(
                _("A file is still being stored. Wait until it is in, or close again to leave without it.")
            )

    def settle(self, done: Callable[[], None], mark: Callable[[Study], object] | None = None) -> None:
        """Save, and `done` when all of it is on disk, files too; when it is not, the drafts have said why.

        `mark` is written last: how the draft is left.
        """
        if self._attachments.is_busy:
            self.waiting.emit(_("A file is still being stored. The interview is left as soon as it is in."))
            self._attachments.when_in(lambda fault: None if fault else self.settle(done, mark))
            return
        self._leave()
        self._tasks.write(lambda _study: None, self, done=lambda _changed: self._settled(done, mark))

    def _settled(self, done: Callable[[], None], mark: Callable[[Study], object] | None) -> None:
        """The answers are on disk, or are not: then nothing is said of how the draft was left."""
        if self.is_saved and mark is not None:
            self._tasks.write(mark, self, done=lambda _changed: done(), failed=self._drafts.failed.emit)
        elif self.is_saved:
            done()

    def _leave(self) -> None:
        if self._audit.left():
            self._drafts.save_now()
        else:
            self._drafts.save()
        self._tasks.write(lambda study: study.interviews.set_open(""), self, failed=lambda _sentence: None)

    # --- for good ----------------------------------------------------------------------------------------------

    def finalise(self, done: Callable[[], None], failed: Callable[[str], None]) -> list[Violation]:
        """Close the interview when nothing is missing; otherwise what is. `done` runs when it is on disk."""
        self._answers.drop_empty_rows()
        try:
            violations = list(self._answers.entry.finalise())
        except XPathError as error:
            sentence = i18n.sentence(error)
            QTimer.singleShot(0, self, lambda: failed(sentence))
            return []
        if violations:
            self._audit.refused()
            return self._locks.told(violations)
        if self._attachments.is_busy:
            self.waiting.emit(
                _("A file is still being stored. The interview is finalised as soon as it is in.")
            )
            self._attachments.when_in(lambda fault: failed(fault) if fault else self._close(done, failed))
        else:
            self._close(done, failed)
        return []

    def _close(self, done: Callable[[], None], failed: Callable[[str], None]) -> None:
        log, identity = self._audit.finalised(), self._instance_id
        savepoint = self._drafts.take()
        submission = self._answers.entry.xml()

        def close(study: Study) -> Changed:
            if log is not None:
                study.attachments.add(identity, AUDIT_FILE, log)
            changed = study.interviews.finalise(savepoint, submission)
            study.interviews.set_open("")
            return changed

        def stays_a_draft(sentence: str) -> None:
            self._audit.not_finalised()
            self._drafts.give_back(savepoint)
            self._drafts.failed.emit(sentence)
            failed(sentence)

        self._tasks.write(close, self, done=lambda _changed: done(), failed=stays_a_draft)
