"""What the review sees: interviews that wait, what changed between two submissions, who leads. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.records.interview import Review

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One interview that waits for a decision."""

    instance_id: str
    form_id: str
    firm: str
    interviewer: str
    started_at: datetime
    finalised_at: datetime
    review: Review
    """NONE, or RESUBMITTED after it was returned."""
    flags: int = 0
    """How many of its flags nobody decided on."""
    number: int = 0
    """Of its firm in the register; 0 where it belongs to none."""
    stratum: str = ""

    @property
    def minutes(self) -> int:
        """From its beginning to its end by the clock; 0 where that says nothing, for it was corrected or lasted for days."""
        minutes = int((self.finalised_at - self.started_at).total_seconds() // 60)
        return minutes if self.review is Review.NONE and 0 < minutes < _DAY else 0


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that is not the same in two submissions of an interview."""

    ref: str
    """With positions."""
    label: str
    before: str
    """In words; "" where it was not asked or left empty."""
    after: str


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """One question as it was answered in two interviews of a form."""

    ref: str
    """With positions."""
    section: str
    """What its section is called."""
    label: str
    """In a row of a repeat with the row's name before it."""
    one: str
    """In words; "" where it was not asked or left empty."""
    other: str
    is_same: bool
    """Whether both hold the same value."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The lead's signature under one submission."""

    submission_id: str
    instance_id: str
    at: datetime
    who: str
    signature: bytes
