"""The selection sheet: candidate clusters scored on the six considerations, before one of them is studied. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

BEST = 5
"""The highest score; the lowest is 0."""


class Consideration(StrEnum):
    """What a cluster is chosen by (the Ministry's six)."""

    TECHNOLOGY = "technology"
    """Distinct technology and product."""
    INFRASTRUCTURE = "infrastructure"
    """Basic infrastructure."""
    INSTITUTIONS = "institutions"
    """Capable supporting institutions."""
    GROWTH = "growth"
    """Potential to grow."""
    LEADERSHIP = "leadership"
    """Local leadership and support."""
    EMPLOYMENT = "employment"
    """Contribution to employment and exports."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that may be chosen."""

    name: str
    state: str = ""
    product_group: str = ""
    scores: Mapping[Consideration, int] = field(default_factory=dict)
    """0 to `BEST`; one that is not there was not scored."""
    evidence: Mapping[Consideration, str] = field(default_factory=dict)
    """What a score rests on."""


@dataclass(frozen=True, slots=True)
class SelectionSheet:
    """The candidates, and how much each consideration counts."""

    candidates: tuple[Candidate, ...] = ()
    weights: Mapping[Consideration, float] = field(default_factory=dict)
    """1 where none is named."""
    region: float = 0.0
    """How much it counts, beside the six, that no candidate before it is of the same region."""
    product: float = 0.0
    """The same of the product group."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place."""

    candidate: Candidate
    rank: int
    """1 is chosen first; those with the same points have the same."""
    points: float
    """0 to 100."""
    region: str
    is_new_region: bool
    """No candidate before it is of its region."""
    is_new_product: bool
    unscored: tuple[Consideration, ...]
    """They count as nothing."""
    unproven: tuple[Consideration, ...]
    """Scored above 0 without evidence."""
