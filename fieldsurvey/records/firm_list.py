"""Firms as a list shows them: each with its case in one round, how that stands, and what the list may be narrowed to. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fieldsurvey.records.register import BASELINE, Case, CaseRole, Firm, Outcome, Visit


class CaseState(StrEnum):
    """How the case of a firm stands in a round: by its interview, else by its last visit, else by how it came in."""

    NONE = ""
    """It has no case."""
    RESERVE = "reserve"
    TO_VISIT = "to visit"
    AWAY = "away"
    DRAFT = "draft"
    PARTIAL = "partial"
    COMPLETED = "completed"
    """By a visit; no interview stands in the study."""
    FINALISED = "finalised"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"
    NOT_FOUND = "not found"
    OUT_OF_SCOPE = "out of scope"

    @property
    def has_failed(self) -> bool:
        """Whether another firm may take its place."""
        return self in (CaseState.REFUSED, CaseState.CLOSED, CaseState.NOT_FOUND, CaseState.OUT_OF_SCOPE)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to go there."""
        return self in (CaseState.TO_VISIT, CaseState.AWAY, CaseState.DRAFT)


@dataclass(frozen=True, slots=True)
class FirmFilter:
    """Which firms a list shows, and in which order."""

    text: str = ""
    """Parts of words in name, phone, number, place or identifiers, in any script."""
    place: str = ""
    order: str = "number"
    """number | name | place | workers | stratum | state | agent | last."""
    is_descending: bool = False
    round: str = BASELINE.key
    """The round whose cases are meant below."""
    is_asked: bool | None = None
    """Whether somebody is to go there: in the sample or chosen, not in the reserve; either when None."""
    stratum: str = ""
    agent: str = ""
    state: CaseState | None = None
    """How its case stands; in any way when None."""
    is_open: bool = False
    """Whether only those are meant at which somebody is still to call."""
    is_to_replace: bool = False
    """Whether only those are meant that failed, were not replaced, and whose stratum has a reserve."""


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One line of the list of firms."""

    firm: Firm
    case: Case | None = None
    state: CaseState = CaseState.NONE
    instance_id: str = ""
    """Its interview in the round; "" for none."""
    completeness: float = 0.0
    """Of that interview."""
    last_at: datetime | None = None
    """When somebody was there last, or its interview changed."""
    next_on: date | None = None
    """When somebody is to go there."""

    @property
    def is_in_reserve(self) -> bool:
        """Whether it waits for another to fail."""
        return self.case is not None and self.case.role is CaseRole.RESERVE


@dataclass(frozen=True, slots=True)
class FirmChoices:
    """What a list of firms can be narrowed to: (word, firms) each."""

    firms: int = 0
    asked: int = 0
    reserve: int = 0
    places: tuple[tuple[str, int], ...] = ()
    strata: tuple[tuple[str, int], ...] = ()
    agents: tuple[tuple[str, int], ...] = ()
    states: dict[CaseState, int] = field(default_factory=dict)
    to_replace: int = 0
    """As `FirmFilter.is_to_replace`."""


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits of a round a list shows."""

    round: str = BASELINE.key
    agent: str = ""
    outcome: Outcome | None = None
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of the list of visits."""

    visit: Visit
    number: int
    name: str
    place: str
