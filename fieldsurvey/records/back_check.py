"""Back-checks: interviews of which a few questions are asked again by somebody else, and how often the answers differ. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BackCheckState(StrEnum):
    """How far a back-check is."""

    DRAWN = "drawn"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that was answered otherwise."""

    ref: str
    kind: int
    """1 what cannot change, 2 what takes skill to ask, 3 what may change."""
    first: str
    """As it was told in the interview."""
    second: str
    """As it was told in the back-check."""


@dataclass(frozen=True, slots=True)
class BackCheck:
    """One interview that was drawn, and what came of it."""

    instance_id: str
    firm: str
    begun: datetime
    """When it was held, for one that has no name."""
    agent: str
    """Who interviewed; "" where nobody is named."""
    state: BackCheckState
    check_id: str = ""
    """The interview in which it is asked again; "" before that."""
    checker: str = ""
    """Who asks again."""
    compared: tuple[tuple[str, int], ...] = ()
    """(ref, kind) of what was answered again."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often answers of one kind differ."""

    kind: int
    agent: str
    """"" for all agents."""
    checks: int
    """Interviews."""
    compared: int
    """Answers."""
    different: int

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was compared."""
        return self.different / self.compared if self.compared else None

    @property
    def is_high(self) -> bool:
        """Whether somebody should look: more than a tenth of what cannot change, more than a fifth of what takes skill.

        Source: the thresholds common in back-checks of household surveys (Innovations for Poverty Action). What may change has none.
        """
        most = {1: 0.10, 2: 0.20}.get(self.kind)
        return most is not None and self.share is not None and self.share > most
