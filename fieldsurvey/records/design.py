"""How the firms of a round were chosen: the design record, from which follows what may be said of the cluster. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """How the firms of a stratum were chosen."""

    CENSUS = "census"
    """Every one."""
    SIMPLE = "simple"
    """By chance, each set of n as likely as any other."""
    SYSTEMATIC = "systematic"
    """In equal steps through an ordered list, from a random start."""
    PURPOSIVE = "purposive"
    """By somebody who had reasons."""
    VOLUNTEER = "volunteer"
    """They came by themselves."""

    @property
    def is_by_chance(self) -> bool:
        """Whether figures may speak for more than the firms that were asked."""
        return self in (Method.CENSUS, Method.SIMPLE, Method.SYSTEMATIC)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a firm must be to belong to a stratum; several are all wanted."""

    field: str
    """A property of the register: workers, place, product, or any other."""
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[str, ...] = ()
    """Texts, compared without capitals; "" is a firm of which nothing is known there."""

    def holds(self, text: str) -> bool:
        """Whether a property's text fulfils it."""
        if self.one_of:
            return text.casefold() in {one.casefold() for one in self.one_of}
        if not text.isdecimal():
            return False
        number = int(text)
        low = self.at_least is None or number >= self.at_least
        return low and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the frame that is drawn for itself."""

    name: str
    conditions: tuple[Condition, ...] = ()
    """None: every firm of the frame."""
    method: Method = Method.SIMPLE
    population: int = 0
    """N_h, the firms of the frame in it on the day of the draw."""
    drawn: int = 0
    """n_h."""
    reserve: int = 0
    """Firms drawn behind these, to take the place of one that fails."""

    @property
    def weight(self) -> float | None:
        """N_h / n_h, before answers; None where nothing was drawn by chance."""
        return self.population / self.drawn if self.drawn and self.method.is_by_chance else None


@dataclass(frozen=True, slots=True)
class Design:
    """The design record of a round, as the draw wrote it."""

    id: str
    round: str
    drawn_at: datetime
    who: str
    seed: int
    strata: tuple[Stratum, ...]
    spread_over: str = ""
    """Property by which the list was ordered for equal steps; "" for none."""
    sources: tuple[str, ...] = ()
    """Titles of the lists the frame came from; N_h is counted in them."""
    frame: str = ""
    """SHA-256 over the frame, 64 hexadecimal digits: the same list and seed always draw the same firms."""
    confidence: int = 90
    """Confidence with which the precision was planned, %."""

    @property
    def population(self) -> int:
        """N."""
        return sum(one.population for one in self.strata)

    @property
    def drawn(self) -> int:
        """n."""
        return sum(one.drawn for one in self.strata)

    @property
    def may_infer(self) -> bool:
        """Whether figures may be stated for the cluster: every stratum was drawn by chance from a known N."""
        return bool(self.strata) and all(
            one.method.is_by_chance and one.population >= one.drawn > 0 for one in self.strata
        )


@dataclass(frozen=True, slots=True)
class Substitution:
    """A firm that took another's place."""

    stratum: str
    gone: str
    """Id of the firm that could not be asked."""
    taken: str
    reason: str


@dataclass(frozen=True, slots=True)
class StratumCoverage:
    """How far the fieldwork of a stratum is; of a whole round where the stratum's name is ""."""

    stratum: str
    population: int
    drawn: int
    """Cases that are to be asked: drawn, chosen, and substitutes in the place of others."""
    completed: int = 0
    partial: int = 0
    refused: int = 0
    closed: int = 0
    not_found: int = 0
    out_of_scope: int = 0
    away: int = 0
    """Called at without success, to be tried again; they are among those to visit."""
    to_visit: int = 0
    """Away, or never called at."""
    replaced: int = 0
    """Of those that failed, whose place another took."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the fieldwork of a round is."""

    round: str
    strata: tuple[StratumCoverage, ...]
    whole: StratumCoverage
    visits: int
    by_agent: dict[str, int] = field(default_factory=dict)
    """Agent -> cases completed."""
