"""What is written beside answers: checks passed with a reason, comments and flags, sections locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fieldsurvey.analysis.quality import failed_checks
from fieldsurvey.errors import StoreError
from fieldsurvey.records import (
    Changed,
    Comment,
    DraftMark,
    FailedCheck,
    SectionLock,
    Topic,
)
from fieldsurvey.store import (
    annotations as stored_annotations,
)
from fieldsurvey.store import history, interviews, record_seals
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import FormEntry


class Annotations:
    """Annotations of one study, by interview."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def failed_checks(
        self, entry: FormEntry, comments: Mapping[str, str], version: str | None = None
    ) -> tuple[FailedCheck, ...]:
        """Soft checks that do not hold for the answers as they stand."""
        questionnaire = self._context.forms.questionnaire(entry.form.form_id, version or entry.form.version)
        return failed_checks(entry, questionnaire.checks, comments, entry.language or "")

    def passed_checks(self, instance_id: str) -> dict[str, str]:
        """Why checks were passed: name -> comment."""
        self._context.refuse_withdrawn(instance_id)
        return stored_annotations.passed_checks(self._context.db, instance_id)

    def pass_check(self, instance_id: str, name: str, comment: str) -> Changed:
        """Pass a soft check with a comment; an empty one opens it again."""
        with self._context.writing() as db:
            stored_annotations.pass_check(
                db, instance_id, name, comment, self._context.clock(), self._context.who()
            )
            self._context.tell(
                db,
                "check kept" if comment.strip() else "check open again",
                instance_id=instance_id,
                ref=name,
                why=comment,
            )
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def comments(self, instance_id: str) -> dict[str, Comment]:
        """Ref -> comment and flag of the questions that have one."""
        self._context.refuse_withdrawn(instance_id)
        return stored_annotations.question_comments(self._context.db, instance_id)

    def comment(self, instance_id: str, *written: Comment) -> Changed:
        """Write comments and flags beside questions; an empty one takes away what stood there."""
        with self._context.writing() as db:
            stood = stored_annotations.question_comments(db, instance_id)
            for comment in written:
                stored_annotations.comment_question(
                    db, instance_id, comment, self._context.clock(), self._context.who()
                )
                if comment != stood.get(comment.ref, Comment(comment.ref)):
                    is_there = bool(comment.text or comment.is_flagged)
                    event = "comment written" if is_there else "comment taken away"
                    self._context.tell(db, event, instance_id=instance_id, ref=comment.ref)
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def lock_section(self, instance_id: str, ref: str, *, is_finished: bool = True) -> Changed:
        """Leave a section to the respondent alone: its answers are not shown in this interview again."""
        with self._context.writing() as db:
            lock = SectionLock(ref, self._context.clock(), is_finished)
            stored_annotations.lock_section(db, instance_id, lock, self._context.who())
            event = "section locked" if is_finished else "section begun alone"
            self._context.tell(db, event, instance_id=instance_id, ref=ref)
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def locked_sections(self, instance_id: str) -> dict[str, SectionLock]:
        """Ref -> lock of the sections the respondent answered, or began to answer, alone."""
        return stored_annotations.section_locks(self._context.db, instance_id)

    # --- how a draft was left -------------------------------------------------------------------------------

    def draft_mark(self, instance_id: str) -> DraftMark:
        """Whether it was closed as partial, or is to be finished another day."""
        return stored_annotations.draft_mark(self._context.db, instance_id)

    def close_as_partial(self, instance_id: str, why: str) -> Changed:
        """Note that nobody will finish a draft, and why; it stays a draft, so it is never sent and never counts.

        Raises StoreError without a reason, and for what is or was finalised: its last submission counts.
        """
        if not why.strip():
            raise StoreError("interview.say-why-partial")
        return self._mark(instance_id, DraftMark(partial=why.strip()), "partial", why=why.strip())

    def come_back(self, instance_id: str, when: datetime) -> Changed:
        """Note when a draft is to be finished."""
        return self._mark(instance_id, DraftMark(come_back=when), "come back", new=when.isoformat())

    def take_up(self, instance_id: str) -> Changed:
        """Somebody goes on with a draft that was closed as partial, or was to be finished: the mark goes, and the history says so."""
        before = self.draft_mark(instance_id)
        if before == DraftMark():
            return Changed()
        return self._mark(instance_id, DraftMark(), "taken up", old=before.partial)

    def _mark(
        self, instance_id: str, mark: DraftMark, event: str, *, old: str = "", new: str = "", why: str = ""
    ) -> Changed:
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            if not self._context.interview(instance_id).is_draft:
                raise StoreError("interview.finalised-already")
            if mark.partial and interviews.submitted(db, instance_id) is not None:
                raise StoreError("interview.partial-counts")
            stored_annotations.mark_draft(db, instance_id, mark, now, who)
            about = {"instance_id": instance_id, "who": who, "state": record_seals.current(db, instance_id)}
            history.add(db, now, event, old=old, new=new, why=why, **about)
        return Changed(frozenset({Topic.DRAFTS, Topic.INTERVIEWS}), (instance_id,))

    def quality_log(self) -> list[tuple[str, str, str]]:
        """(instanceID, check or ref of a question, comment): what was written beside answers in all interviews."""
        return stored_annotations.quality_log(self._context.db)
