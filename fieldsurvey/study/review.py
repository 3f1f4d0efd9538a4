"""The review of finalised interviews: what waits, returned with remarks or approved, and the lead whose key that takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.changes import between, side_by_side
from fieldsurvey.interviews.reading import Part, parts_of
from fieldsurvey.records import (
    Annotation,
    AnnotationKind,
    AnswerChange,
    AnswerPair,
    Changed,
    Interview,
    QueueRow,
    Review,
    Submission,
    Topic,
    language_of,
)
from fieldsurvey.store import (
    Database,
    approvals,
    interview_list,
    interviews,
    outbox,
    submissions,
)
from fieldsurvey.store import (
    annotations as stored_annotations,
)
from fieldsurvey.store.approvals import LeadKey
from fieldsurvey.study.context import Context
from fieldsurvey.xforms import FormEntry

__all__ = ["LeadKey", "Reviews"]


class Reviews:
    """What the office says of interviews; each is a line of the history. Where the study has a lead, it takes the lead's key."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # --- what waits ----------------------------------------------------------------------------------------------

    def queue(self, flags: Mapping[str, int] | None = None) -> list[QueueRow]:
        """The interviews that wait for a decision: those with flags first, then the one that waits longest.

        `flags` says how many each has that nobody decided on (`study.quality`).
        """
        return sorted(interview_list.waiting(self._context.db, flags or {}), key=lambda row: not row.flags)

    def number_waiting(self) -> int:
        """How many wait for a decision."""
        return interview_list.number_waiting(self._context.db)

    def is_waiting(self, instance_id: str) -> bool:
        """Whether an interview waits for a decision."""
        return interview_list.is_waiting(self._context.db, instance_id)

    def remarks(self, instance_id: str) -> list[Annotation]:
        """What the review said of an interview, by question, the older first; those on the interview as a whole stand before."""
        self._context.refuse_withdrawn(instance_id)
        return stored_annotations.of_interview(self._context.db, instance_id, AnnotationKind.REMARK)

    def kept_remarks(self, instance_id: str) -> dict[str, str]:
        """Ref -> remark that was written and not yet returned."""
        self._context.refuse_withdrawn(instance_id)
        return stored_annotations.kept_remarks(self._context.db, instance_id)

    def with_kept_remarks(self) -> frozenset[str]:
        """The interviews of which a remark is being written."""
        return stored_annotations.with_kept_remarks(self._context.db)

    def keep_remark(self, instance_id: str, ref: str, text: str) -> Changed:
        """Keep a remark that is being written, so that a power cut takes none; the agent sees it with the return. An empty one goes."""
        with self._context.writing() as db:
            now, who = self._context.clock(), self._context.who()
            self._context.interview(instance_id)
            stored_annotations.keep_remark(db, instance_id, ref, text.strip(), now, who)
        return Changed(ids=(instance_id,))

    def open_remarks(self, instance_id: str) -> list[Annotation]:
        """The remarks an interview was last returned with, while nobody finalised it anew; none for one that is not returned, or not in
        the study yet.
        """
        found = interviews.read(self._context.db, instance_id)
        if found is None or found.review is not Review.RETURNED:
            return []
        last = submissions.last(self._context.db, instance_id)
        return [one for one in self.remarks(instance_id) if last is None or one.at >= last.finalised_at]

    def changes(self, instance_id: str, before: int = 0, after: int = 0) -> list[AnswerChange]:
        """What differs between two submissions, by their numbers; without them the last two. None where it was finalised once.

        A section the respondent answered alone is left out. Raises FieldSurveyError when there is no such interview.
        """
        self._context.interview(instance_id)
        found = {one.number: one for one in submissions.of_interview(self._context.db, instance_id)}
        numbers = sorted(found)
        newer = found.get(after or (numbers[-1] if numbers else 0))
        older = found.get(before or max((n for n in numbers if newer and n < newer.number), default=0))
        if newer is None or older is None:
            return []
        return list(between(self._parts(older), self._parts(newer)))

    def compared(
        self,
        instance_id: str,
        other_id: str,
        language: str = "",
        *,
        plain: Callable[[str], str] = str,
        unit: Callable[[str], str] = str,
    ) -> list[AnswerPair]:
        """Two interviews of one form side by side, as they were last finalised, whatever one of them answered; labels in `language`, by its
        name in the form or its code.

        `plain` takes Markdown out of labels, `unit` says a unit in words. A section a respondent answered alone is left out.
        Raises StoreError for interviews of two forms, FieldSurveyError for one that does not exist or was never finalised.
        """
        one, other = self._context.submitted(instance_id), self._context.submitted(other_id)
        if one.form_id != other.form_id:
            raise StoreError("review.two-forms", one=one.firm or instance_id, other=other.firm or other_id)
        counted = [submissions.last(self._context.db, each) for each in (instance_id, other_id)]
        mine, theirs = (self._parts(last, language, plain=plain, unit=unit) for last in counted if last)
        return side_by_side(mine, theirs)

    def _parts(
        self,
        one: Submission,
        language: str = "",
        *,
        plain: Callable[[str], str] = str,
        unit: Callable[[str], str] = str,
    ) -> tuple[Part, ...]:
        db, interview = self._context.db, self._context.interview(one.instance_id)
        form = self._context.forms.form(interview.form_id, one.form_version)
        questionnaire = self._context.forms.questionnaire(interview.form_id, one.form_version)
        entry = FormEntry.record(form, one.xml, self._context.clock)
        entry.language = language_of(entry.languages, language) or interview.language or entry.language
        locks = tuple(stored_annotations.section_locks(db, one.instance_id).values())
        return parts_of(entry, questionnaire, one.xml, locks=locks, plain=plain, unit=unit)

    # --- what is decided -----------------------------------------------------------------------------------------

    def return_interview(
        self,
        instance_id: str,
        why: str = "",
        remarks: Mapping[str, str] | None = None,
        *,
        key: LeadKey | None = None,
    ) -> Changed:
        """Give a finalised interview back to be corrected; remarks (ref -> text) say why, by question, `why` of it as a whole.

        Until it is finalised anew, its last submission counts.
        Raises StoreError without a reason, for a remark where nothing was asked, for a draft, for one that was tried at the server, or
        without the key of the study's lead; FieldSurveyError when there is none.
        """
        said = {ref: text.strip() for ref, text in (remarks or {}).items() if text.strip()}
        whole = why.strip() or said.get("", "")
        said.pop("", None)
        if not whole and not said:
            raise StoreError("interview.say-why-returned")
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            approvals.want_key(db, key)
            self._want_finalised(instance_id)
            self._want_asked(db, instance_id, said)
            outbox.take_back(db, instance_id)
            for ref, text in {**({"": whole} if whole else {}), **said}.items():
                stored_annotations.remark(db, instance_id, AnnotationKind.REMARK, text, now, who, ref=ref)
            self._drop_kept(db, instance_id)
            told = whole or "; ".join(f"{ref}: {text}" for ref, text in said.items())
            interviews.set_review(db, instance_id, Review.RETURNED, now, who, told)
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (instance_id,))

    def approve(self, *instance_ids: str, key: LeadKey | None = None) -> Changed:
        """Approve finalised interviews, sent or not, all of them or none; one that is approved stays so.

        Raises StoreError for a draft, a deleted one, or without the key of the study's lead; FieldSurveyError when there is none.
        """
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            by = approvals.want_key(db, key)
            for instance_id in dict.fromkeys(instance_ids):
                found = self._want_finalised(instance_id)
                self._drop_kept(db, instance_id)
                is_signed = by is None or self._has_signature(db, by, instance_id)
                if key is not None and not is_signed:
                    self._sign(db, key, instance_id, now, who)
                if found.review is not Review.APPROVED:
                    interviews.set_review(db, instance_id, Review.APPROVED, now, who)
        return Changed(frozenset({Topic.INTERVIEWS}), tuple(instance_ids))

    def _want_finalised(self, instance_id: str) -> Interview:
        """The interview as it stands within the transaction."""
        found = self._context.interview(instance_id)
        if found.is_draft:
            raise StoreError("interview.review-draft")
        if interviews.is_deleted(self._context.db, instance_id):
            raise StoreError("interview.review-deleted")
        return found

    def _drop_kept(self, db: Database, instance_id: str) -> None:
        for ref in stored_annotations.kept_remarks(db, instance_id):
            stored_annotations.keep_remark(db, instance_id, ref, "", self._context.clock(), "")

    def _want_asked(self, db: Database, instance_id: str, said: Mapping[str, str]) -> None:
        """Raise StoreError for a remark that would stand at no question."""
        last = submissions.last(db, instance_id)
        if not said or last is None:
            return
        parts = self._parts(last)
        asked = {part.ref for part in parts}.union(answer.ref for part in parts for answer in part.answers)
        for ref in said:
            if ref not in asked:
                raise StoreError("review.no-question", ref=ref)

    # --- the lead ------------------------------------------------------------------------------------------------

    @property
    def has_lead(self) -> bool:
        """Whether approving and returning take a key."""
        return approvals.lead(self._context.db) is not None

    @property
    def lead_name(self) -> str:
        """Who set the key; "" where nobody did, or did not say who it was."""
        found = approvals.lead(self._context.db)
        return found.name if found else ""

    def unlock(self, passphrase: str) -> LeadKey:
        """The lead's key, to be held for the session; takes a third of a second. Raises StoreError when it is another passphrase."""
        found = approvals.lead(self._context.db)
        if found is None:
            raise StoreError("review.no-lead")
        key = found.key_of(passphrase)
        if key is None:
            raise StoreError("review.wrong-lead", lead=approvals.named(found.name))
        return key

    def set_lead(self, passphrase: str, *, name: str = "", old: LeadKey | None = None) -> Changed:
        """From now on approving and returning take the key this passphrase gives; changing it takes the `old` one.

        What is approved now is signed anew where the old key signed it; where the study had no lead, all that is approved is.
        Raises StoreError for an empty passphrase, or without the old key.
        """
        if not passphrase.strip():
            raise StoreError("review.empty-lead")
        now, who = self._context.clock(), self._context.who()
        made, key = approvals.new_lead(passphrase, name.strip() or who)
        with self._context.writing() as db:
            before = approvals.want_key(db, old)
            vouched = [
                one
                for one in approvals.standing(db)
                if before is None or self._has_signature(db, before, one.instance_id)
            ]
            approvals.keep_lead(db, made)
            for one in vouched:
                approvals.sign(db, key, one, now, who)
            self._context.tell(db, "lead set", new=made.name)
        return Changed(frozenset({Topic.STUDY, Topic.INTERVIEWS}))

    def _has_signature(self, db: Database, by: approvals.Lead, instance_id: str) -> bool:
        last = submissions.last(db, instance_id)
        return last is not None and approvals.is_valid(approvals.of_submission(db, last.id), last, by)

    def _sign(self, db: Database, key: LeadKey, instance_id: str, at: datetime, who: str) -> None:
        last = submissions.last(db, instance_id)
        if last is not None:
            approvals.sign(db, key, last, at, who)
