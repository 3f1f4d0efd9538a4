"""One interview being filled: its parts, put together. Who shows a question takes the part it needs. It draws nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Savepoint
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.device_ports import Devices
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.attachments import Attachments
from fieldsurvey.ui.entry.session.audit_log import AuditTrail
from fieldsurvey.ui.entry.session.checks import Checks
from fieldsurvey.ui.entry.session.draft_mark import Mark
from fieldsurvey.ui.entry.session.drafts import Drafts
from fieldsurvey.ui.entry.session.last_round import LastRound
from fieldsurvey.ui.entry.session.leaving import Leaving
from fieldsurvey.ui.entry.session.notes import Notes
from fieldsurvey.ui.entry.session.pending_attachments import PendingAttachments
from fieldsurvey.ui.entry.session.question_info import QuestionInfo
from fieldsurvey.ui.entry.session.returned import Returned
from fieldsurvey.ui.entry.session.running_sums import RunningSums
from fieldsurvey.ui.entry.session.section_locks import SectionLocks
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.xforms import FormEntry


class EntrySession(QObject):
    """What belongs to one interview on screen, and what one part has to hear of another."""

    def __init__(
        self,
        study: Study,
        tasks: Tasks,
        entry: FormEntry,
        interviewer: str,
        cursor: str = "",
        devices: Devices | None = None,
    ) -> None:
        super().__init__()
        entry.isolate_values()
        self.entry = entry
        self.cursor = cursor
        """Ref of the question the keyboard is on; "" for none."""
        self.devices = devices or Devices()
        self.clock = study.clock
        self._interviewer = interviewer
        self._pending = PendingAttachments()
        self.questions = QuestionInfo(
            entry, study.forms.questionnaire(entry.form.form_id, entry.form.version)
        )
        self.audit = AuditTrail(study, entry, interviewer)
        self.last_round = LastRound(study.rounds.before(entry.instance_id))
        self.returned = Returned(study, entry)
        self.locks = SectionLocks(study, tasks, entry.instance_id)
        self.answers = Answers(self.questions, self.audit, self.locks)
        self.drafts = Drafts(tasks, self._savepoint, self._take_back)
        self.checks = Checks(study, tasks, entry, self.locks, self.drafts)
        self.notes = Notes(
            entry.instance_id, study.annotations.comments(entry.instance_id), self.locks, self.drafts
        )
        self.mark = Mark(study, self.answers, self.drafts)
        self.attachments = Attachments(study, tasks, self.answers, self.drafts, self._pending)
        self.leaving = Leaving(tasks, self.answers, self.attachments, self.drafts, self.locks, self.audit)
        self.digits_go_on = True
        """Whether a choice picked by its digit leads to the next question; a setting of the person."""
        self.sums = RunningSums(self.questions)
        self.column_widths: dict[str, dict[str, int]] = {}
        """Of each grid's columns that a person made wider or narrower; kept while pages are turned."""
        self._connect()

    def _connect(self) -> None:
        """Before any widget does: checks are asked anew before a question that shows one is drawn."""
        for part in (
            self.questions, self.locks, self.answers, self.drafts, self.checks, self.notes, self.mark,
            self.attachments, self.leaving,
        ):  # fmt: skip
            part.setParent(self)  # they end with the interview, all in the window's thread
        self.answers.touched.connect(self.drafts.plan)
        self.answers.changed.connect(self._on_answers)
        self.answers.row_removed.connect(self.notes.move_from)
        self.questions.language_changed.connect(self.drafts.plan)
        self.questions.language_changed.connect(self.checks.refresh)
        self.drafts.refused.connect(self.audit.not_saved)
        self.locks.failed.connect(self.drafts.failed)

    def _on_answers(self, _refs: set[str]) -> None:
        self.checks.refresh()

    def withdraw(self) -> None:
        """Comments and checks of a section just locked are not shown any more; no key goes back to a question of it."""
        self.cursor = "" if self.locks.hides(self.cursor) else self.cursor
        self.checks.refresh()
        self.notes.withdraw()

    def beside(self) -> Callable[[Study], object]:
        """A job that writes all that stands beside the answers into another copy of the study."""
        identity = self.entry.instance_id
        comments, reasons, locks = tuple(self.notes.comments.values()), self.checks.reasons, tuple(self.locks)

        def write(study: Study) -> None:
            study.annotations.comment(identity, *comments)
            for name, why in reasons.items():
                study.annotations.pass_check(identity, name, why)
            for lock in locks:
                study.annotations.lock_section(identity, lock.ref, is_finished=lock.is_finished)

        return write

    # --- what a savepoint is made of ---------------------------------------------------------------------------

    def _savepoint(self) -> Savepoint:
        """The interview as it stands, and what happened since the last one."""
        given, self.answers.since = self._pending.split(self.answers.since)
        made = savepoint_of(
            self.entry,
            self.clock(),
            cursor=self.cursor,
            interviewer=self._interviewer,
            answers=given,
            locks=self.locks,
        )
        return dataclasses.replace(self._pending.withheld(made), audit=self.audit.text)

    def _take_back(self, savepoint: Savepoint) -> None:
        self.answers.since[:0] = savepoint.answers
