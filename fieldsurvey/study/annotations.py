"""What is written beside answers: checks passed with a reason, comments and flags, sections locked."""

from __future__ import annotations

from collections.abc import Mapping

from fieldsurvey.analysis.quality import failed_checks
from fieldsurvey.records import (
    Changed,
    Comment,
    FailedCheck,
    SectionLock,
    Topic,
)
from fieldsurvey.store import (
    annotations as stored_annotations,
)
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
        return stored_annotations.passed_checks(self._context.db, instance_id)

    def pass_check(self, instance_id: str, name: str, comment: str) -> Changed:
        """Pass a soft check with a comment; an empty one opens it again."""
        with self._context.writing() as db:
            stored_annotations.pass_check(
                db, instance_id, name, comment, self._context.clock(), self._context.who()
            )
            self._context.tell(
                db, "check kept" if comment.strip() else "check open again", instance_id=instance_id, ref=name
            )
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def comments(self, instance_id: str) -> dict[str, Comment]:
        """Ref -> comment and flag of the questions that have one."""
        return stored_annotations.question_comments(self._context.db, instance_id)

    def comment(self, instance_id: str, *written: Comment) -> Changed:
        """Write comments and flags beside questions; an empty one takes away what stood there."""
        with self._context.writing() as db:
            for comment in written:
                stored_annotations.comment_question(
                    db, instance_id, comment, self._context.clock(), self._context.who()
                )
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def lock_section(self, instance_id: str, ref: str, *, is_finished: bool = True) -> Changed:
        """Leave a section to the respondent alone: its answers are not shown in this interview again."""
        with self._context.writing() as db:
            lock = SectionLock(ref, self._context.clock(), is_finished)
            stored_annotations.lock_section(db, instance_id, lock, self._context.who())
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def locked_sections(self, instance_id: str) -> dict[str, SectionLock]:
        """Ref -> lock of the sections the respondent answered, or began to answer, alone."""
        return stored_annotations.section_locks(self._context.db, instance_id)

    def quality_log(self) -> list[tuple[str, str, str]]:
        """(instanceID, check or ref of a question, comment): what was written beside answers in all interviews."""
        return stored_annotations.quality_log(self._context.db)
