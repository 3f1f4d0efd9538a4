"""A filled form and where it stands: stage, review, transport; its submissions, and the lines of a list. Plain frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from fieldsurvey.messages import Message
from fieldsurvey.records.annotation import DraftMark


class Stage(StrEnum):
    """How far an interview is filled."""

    DRAFT = "draft"
    """Being filled, or being corrected after it was opened again or returned."""
    FINALISED = "finalised"


class Review(StrEnum):
    """What the review says of an interview as it was last finalised."""

    NONE = "none"
    RETURNED = "returned"
    """To be corrected; a remark says why."""
    RESUBMITTED = "resubmitted"
    """Finalised again after it was returned."""
    APPROVED = "approved"


class Status(StrEnum):
    """Stage, review and transport in one word, for lists and the history. Nothing is decided by it: ask the facts."""

    DRAFT = "draft"
    FINALISED = "finalised"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"


def status_of(stage: Stage, review: Review, *, is_sent: bool) -> Status:
    """The one word for the three facts. One that is both approved and sent is called sent."""
    if stage is Stage.DRAFT:
        return Status.RETURNED if review is Review.RETURNED else Status.DRAFT
    if is_sent:
        return Status.SENT
    return Status.APPROVED if review is Review.APPROVED else Status.FINALISED


@dataclass(frozen=True, slots=True)
class Interview:
    """A filled form and where it stands."""

    instance_id: str
    form_id: str
    form_version: str
    stage: Stage
    firm: str
    """The firm's name or number as listed, taken from the answers; "" while unknown."""
    xml: str
    """The submission (finalised) or the draft with every node kept; where figures and exports ask, the last submission."""
    started_at: datetime
    updated_at: datetime
    finalised_at: datetime | None = None
    """When it was last finalised; None when it never was."""
    sent_at: datetime | None = None
    """When the server had the last submission whole; None while it waits, or there is none."""
    language: str = ""
    cursor: str = ""
    """Ref the agent was at, to resume there."""
    interviewer: str = ""
    completeness: float = 0.0
    """Share of relevant questions answered, 0 to 1."""
    review: Review = Review.NONE
    previous_id: str = ""
    """The firm's interview of the round before, whose answers this one began with; "" when it began empty."""

    @property
    def is_draft(self) -> bool:
        """Whether it can be filled: new, opened again, or returned."""
        return self.stage is Stage.DRAFT

    @property
    def is_sent(self) -> bool:
        """Whether the server has the last submission."""
        return self.sent_at is not None

    @property
    def status(self) -> Status:
        """The three facts in one word."""
        return status_of(self.stage, self.review, is_sent=self.is_sent)


@dataclass(frozen=True, slots=True)
class Submission:
    """An interview as it was finalised once; never changed. The last one is what counts and what is sent."""

    id: str
    instance_id: str
    """Of the interview."""
    number: int
    """1 for the first finalising, one more for each later one."""
    form_version: str
    odk_instance_id: str
    """The instanceID its XML carries to a server."""
    deprecated_id: str
    """The instanceID of the submission it takes the place of at a server; "" when none was sent before."""
    finalised_at: datetime
    who: str
    firm: str
    """The firm's name as listed when it was finalised."""
    version: str
    """SHA-256 of the XML, 64 hexadecimal digits."""
    xml: str


@dataclass(frozen=True, slots=True)
class Savepoint:
    """A draft as it stands after an answer, ready for the writer lane; plain data, no entry in it."""

    instance_id: str
    form_id: str
    form_version: str
    xml: str
    at: datetime
    firm: str = ""
    language: str = ""
    cursor: str = ""
    """Ref the agent is at."""
    interviewer: str = ""
    completeness: float = 0.0
    answers: tuple[tuple[str, str, str], ...] = ()
    """(ref, old value, new value) since the last savepoint."""
    audit: str = ""
    """The audit log as it stands; "" when the form wants none."""
    words: str = ""
    """Every text that was answered, for the search."""
    journal: str = ""
    """What can be undone and done again, as the engine writes it."""


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One line of the interviews list: everything but the answers."""

    instance_id: str
    form_id: str
    form_title: str
    stage: Stage
    review: Review
    is_sent: bool
    firm: str
    started_at: datetime
    updated_at: datetime
    completeness: float
    send_error: Message | None = None
    is_deleted: bool = False
    mark: DraftMark = field(default_factory=DraftMark)
    """How a draft was left."""

    @property
    def is_draft(self) -> bool:
        """Whether it can be filled: new, opened again, or returned."""
        return self.stage is Stage.DRAFT

    @property
    def status(self) -> Status:
        """The three facts in one word."""
        return status_of(self.stage, self.review, is_sent=self.is_sent)


@dataclass(frozen=True, slots=True)
class InterviewFilter:
    """Which interviews a list shows."""

    stage: Stage | None = None
    """In this stage; in any when None."""
    is_sent: bool | None = None
    """Whether the server has the last submission; either when None."""
    is_submitted: bool | None = None
    """Whether it was ever finalised, so that it counts in figures and exports; either when None."""
    text: str = ""
    """Beginnings of words in the firm's name or a text answer."""
    deleted: bool = False
    """Those with a delete mark, and only those."""
    form_id: str = ""
    """Of this form; of all when none is named."""
    review: Review | None = None
    """With this word of the review; with any when None."""
    interviewer: str | None = None
    """Of this person; of all when None."""
    since: str = ""
    """Begun on this ISO day or later, by the clock where it began; "" for any."""
    until: str = ""
    """Begun on this day or before."""
    round: str = ""
    """Of a firm in this round, by its key; of any, or of none, when ""."""
    stratum: str = ""
    """Of a firm that stands in this stratum, in the round of the interview."""
    is_partial: bool | None = None
    """Whether it was closed as partial; either when None."""
    only: frozenset[str] | None = None
    """Among these instanceIDs; among all when None. For what no column tells, as flags."""
    order: str = "changed"
    """changed | firm | form | state | complete: by which the lines are sorted."""
    is_ascending: bool = False


INTERVIEWS_OF: Mapping[Status, InterviewFilter] = {
    Status.DRAFT: InterviewFilter(Stage.DRAFT),
    Status.FINALISED: InterviewFilter(Stage.FINALISED, is_sent=False),
    Status.RETURNED: InterviewFilter(review=Review.RETURNED),
    Status.APPROVED: InterviewFilter(review=Review.APPROVED),
    Status.SENT: InterviewFilter(is_sent=True),
}
"""The interviews of each state, as lists part them; one may stand under two, for sent is no state of the review."""


@dataclass(frozen=True, slots=True)
class InterviewChoices:
    """What the interviews that are not deleted can be narrowed by, each with their number."""

    agents: tuple[tuple[str, int], ...] = ()
    """Who held them; "" where nobody said."""
    days: tuple[tuple[date, int], ...] = ()
    """On which they began, the last first."""
    weeks: tuple[tuple[date, int], ...] = ()
    """The Mondays of the weeks in which they began, the last first."""
    strata: tuple[tuple[str, int], ...] = ()
    rounds: tuple[tuple[str, int], ...] = ()
    """By key."""


class InterviewSource(Protocol):
    """Interviews that can be counted, and read as often as wanted, one at a time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Interview]: ...
