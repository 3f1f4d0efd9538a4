"""The review of finalised interviews: returned with a remark, or approved."""

from __future__ import annotations

from fieldsurvey.errors import StoreError
from fieldsurvey.records import (
    Annotation,
    AnnotationKind,
    Changed,
    Review,
    Topic,
)
from fieldsurvey.store import (
    annotations as stored_annotations,
)
from fieldsurvey.store import (
    interviews,
    outbox,
)
from fieldsurvey.study.context import Context


class Reviews:
    """What the office says of interviews; each is a line of the history."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def return_interview(self, instance_id: str, why: str) -> Changed:
        """Give a finalised interview back to be corrected; the remark says why. Until it is finalised anew, its last submission counts.

        Raises StoreError without a reason, for a draft, or for one that was tried at the server; FieldSurveyError when there is none.
        """
        if not why.strip():
            raise StoreError("interview.say-why-returned")
        self._want_finalised(instance_id)
        now, who = self._context.clock(), self._context.who()
        with self._context.writing() as db:
            outbox.take_back(db, instance_id)
            interviews.set_review(db, instance_id, Review.RETURNED, now, who, why.strip())
            stored_annotations.remark(db, instance_id, AnnotationKind.REMARK, why.strip(), now, who)
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}), (instance_id,))

    def approve(self, instance_id: str) -> Changed:
        """Approve a finalised interview, sent or not. Raises StoreError for a draft; FieldSurveyError when there is none."""
        self._want_finalised(instance_id)
        with self._context.writing() as db:
            interviews.set_review(
                db, instance_id, Review.APPROVED, self._context.clock(), self._context.who()
            )
        return Changed(frozenset({Topic.INTERVIEWS}), (instance_id,))

    def _want_finalised(self, instance_id: str) -> None:
        if self._context.interview(instance_id).is_draft:
            raise StoreError("interview.review-draft")

    def remarks(self, instance_id: str) -> list[Annotation]:
        """What the review said of an interview, the older first."""
        return stored_annotations.of_interview(self._context.db, instance_id, AnnotationKind.REMARK)
