"""What the quality checks of fieldwork say: a flag, how others stand, and what was decided. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fieldsurvey.messages import Message
from fieldsurvey.records.dataset import TypicalRange


class Verdict(StrEnum):
    """What was decided on a flag."""

    RIGHT = "right"
    """Right as it is, with a reason."""
    ASK = "ask"
    """To be asked again; of an agent, taken up with them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a flag."""

    verdict: Verdict
    reason: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that is unusual in an interview, or with an agent; no fault before somebody looked."""

    rule: str
    """Its name in the table of rules."""
    instance_id: str
    """"" for what is said of an agent as a whole."""
    value: float
    message: Message
    """One sentence with the value and how others stand."""
    ref: str = ""
    """The question, section or other interview it is about; "" for the interview as a whole."""
    agent: str = ""
    stratum: str = ""
    """Among whom it was compared; "" for all firms."""
    usual: TypicalRange | None = None
    """How the others stand, without this interview; None where nothing was compared."""
    own: TypicalRange | None = None
    """How the same agent's other interviews stand."""
    decision: Decision | None = None
    form_id: str = ""

    @property
    def key(self) -> str:
        """What tells it from the other flags of its interview, or of its agent in a form."""
        return f"{self.rule} {self.ref}".strip()

    @property
    def is_twin(self) -> bool:
        """Whether it names another interview that is nearly the same: `ref` is that one."""
        return self.rule == "duplicate"

    @property
    def is_open(self) -> bool:
        """Whether nobody decided on it."""
        return self.decision is None


@dataclass(frozen=True, slots=True)
class Beside:
    """How the other firms answered one question."""

    stratum: str
    """Among whom; "" for all firms."""
    firms: int
    """How many of them answered."""
    usual: TypicalRange | None = None
    """Of a number."""
    same: int = 0
    """Of a choice: how many of them chose the same."""


@dataclass(frozen=True, slots=True)
class AgentProfile:
    """How the interviews of one agent spread, beside those of all others."""

    agent: str
    """"" for all interviews together."""
    interviews: int
    own: Mapping[str, TypicalRange]
    """Measure -> how it spreads over the agent's interviews; one that none of them has is left out."""
    others: Mapping[str, TypicalRange] = field(default_factory=dict)
    """The same of everybody else's interviews."""
    flagged: int = 0
    """Interviews with a flag nobody decided on."""
    flags: tuple[Flag, ...] = ()
    """What stands apart with the agent as a whole."""

    @property
    def open_flags(self) -> int:
        """How many of those nobody decided on."""
        return sum(flag.is_open for flag in self.flags)
