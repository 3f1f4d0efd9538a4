"""What interviews met on their way, as counts that can be added up: the order in which they were held does not matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from fieldsurvey.messages import Message


@dataclass(frozen=True, slots=True)
class Raised:
    """An expression that failed: where, which one, and why."""

    ref: str
    column: str
    expression: str
    fault: Message


@dataclass(slots=True)
class Tally:
    """Refs here carry no positions. A count is of interviews unless it says otherwise."""

    begun: Counter[str] = field(default_factory=Counter)
    """Under "all" every interview, under "finalised" those that could be finalised."""
    lengths: Counter[int] = field(default_factory=Counter)
    """Questions asked -> in how many interviews."""
    reached: Counter[str] = field(default_factory=Counter)
    """Questions, groups and repeats that were relevant when somebody came to them."""
    tried: Counter[str] = field(default_factory=Counter)
    """Answers tried under a constraint, all of them."""
    met: Counter[str] = field(default_factory=Counter)
    """Answers the constraint accepted."""
    blocked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(ref, reason): a required question that could not be answered."""
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(ref, kind of violation) that kept an interview from being finalised."""
    raised: Counter[Raised] = field(default_factory=Counter)
    offered: set[tuple[str, str]] = field(default_factory=set)
    """(ref, choice) that somebody could pick."""
    looked: Counter[str] = field(default_factory=Counter)
    """How often the choices of a question were looked at."""
    picked: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(ref, choice): how often somebody tried it."""
    accepted: set[tuple[str, str]] = field(default_factory=set)
    """(ref, choice) that was accepted."""
    heard: set[str] = field(default_factory=set)
    """Questions whose label was put together."""
    valued: set[str] = field(default_factory=set)
    """Calculations that gave a value."""

    def add(self, other: Tally) -> None:
        """Take in what other interviews met."""
        for each in fields(self):
            getattr(self, each.name).update(getattr(other, each.name))
