"""What a study is set up with beside its cluster: rounds, partners, wages, and what people are promised about their answers. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fieldsurvey.records.register import BASELINE, Round
from fieldsurvey.records.selection import SelectionSheet


class LegalBase(StrEnum):
    """Why the agency may keep a person's data (Digital Personal Data Protection Act 2023)."""

    CONSENT = "consent"
    """Section 6: the person agreed, and may withdraw."""
    STATE_BENEFIT = "state benefit"
    """Section 7(b): the State or its instrumentality gives a benefit, a service or a subsidy."""
    RESEARCH = "research"
    """Section 17(2)(b): research and statistics under the standards the Act names."""


class Purpose(StrEnum):
    """What answers are used for; each is agreed to by itself."""

    STUDY = "study"
    REGISTER = "register"
    """The firm's name and telephone stand in the register of the cluster."""
    MINISTRY = "ministry"
    """The data are shared with the ministry that pays."""
    RETURN_VISIT = "return visit"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class SpvMember:
    """A member of the special purpose vehicle that runs a common facility."""

    name: str
    is_government: bool = False


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """A notified minimum wage."""

    skill: str
    """unskilled | semi-skilled | skilled | highly skilled, as the notification has it."""
    zone: str
    per_day: float
    """Rs."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the lead settled for the study."""

    rounds: tuple[Round, ...] = (BASELINE,)
    """In the order they are held; never empty."""
    spv: tuple[SpvMember, ...] = ()
    wages: tuple[MinimumWage, ...] = ()
    legal_base: LegalBase | None = None
    contact: str = ""
    """Whom a person asks about their data, with telephone or address."""
    purposes: tuple[Purpose, ...] = (Purpose.STUDY,)
    kept_for: str = ""
    """How long data are kept: "three years after the report"."""
    withdrawal_days: int = 0
    """Days from a withdrawal, 0 to 365, until the interview is destroyed; sealed it is at once."""
    selection: SelectionSheet = field(default_factory=SelectionSheet)
    """The clusters this one was chosen among."""

    @property
    def has_government_member(self) -> bool:
        """Whether the vehicle has a member of government, as the scheme asks for."""
        return any(one.is_government for one in self.spv)

    def round_of(self, key: str) -> Round | None:
        """The round of that key; None where there is none."""
        return next((one for one in self.rounds if one.key == key), None)

    def round_on(self, day: date) -> Round:
        """The round that is held on a day: the last that has begun by then, the first before any has."""
        begun = [one for one in self.rounds if one.begins is not None and one.begins <= day]
        return max(begun, key=lambda one: one.begins or day, default=self.rounds[0])


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A consent that was withdrawn: the interview is sealed, and destroyed on its day."""

    instance_id: str
    at: str
    """ISO 8601."""
    who: str
    destroy_on: str
    """ISO day."""
