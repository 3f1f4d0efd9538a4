"""The program's own composite profiles, their parts always in sight: high and low road, informality, registration.

Firm-level values are `calculate` fields of the form; here they are only brought together (domain notes, section 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fieldsurvey.analysis.disclosure import LEAST_SENSITIVE, hidden_cells
from fieldsurvey.analysis.indicators import Figure
from fieldsurvey.records import Missing, Rows

_HALF = 0.5
REGISTRATION = ("registered", "exempt", "required_not_registered", "unknown")
"""A firm under a threshold is exempt, not informal."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Firms on two axes from 0 to 1, (low road, high road); never a tag of good or bad."""

    points: tuple[tuple[float, float], ...]
    mean: tuple[float, float]

    @property
    def nearer_high(self) -> int:
        """Firms with at least half of the high-road markers and less than half of the low-road ones."""
        return sum(high >= _HALF > low for low, high in self.points)

    @property
    def nearer_low(self) -> int:
        """The other way round."""
        return sum(low >= _HALF > high for low, high in self.points)


def roads(high: Figure, low: Figure) -> Roads | None:
    """The firms that have both values; None where there is none."""
    points = tuple((low.values[key], value) for key, value in high.values.items() if key in low.values)
    if not points:
        return None
    n = len(points)
    return Roads(points, (sum(x for x, _ in points) / n, sum(y for _, y in points) / n))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values a mean of percentages lies, whatever those who refused would have said."""

    low: float
    high: float
    refused: int
    asked: int


def bounds(figure: Figure, refused: int) -> Bounds | None:
    """With refusals counted as nothing present, and as everything present."""
    whole = figure.n + refused
    if not whole:
        return None
    known = sum(figure.values.values())
    return Bounds(known / whole, (known + 100 * refused) / whole, refused, whole)


def refusals(rows: Rows, consent: str) -> int:
    """Interviews that did not take a module."""
    return sum(row.get(consent) in ("no", Missing.REFUSED) for row in rows)


def registration(rows: Rows, question: str) -> Mapping[str, int | None] | None:
    """Firms by state of one registration, None in a cell that may not be shown; None where too few are known."""
    counts = Counter(str(row.get(question)) for row in rows if row.get(question) in REGISTRATION)
    if sum(counts[state] for state in REGISTRATION[:3]) < LEAST_SENSITIVE:
        return None
    hidden = hidden_cells({state: counts[state] for state in REGISTRATION}, LEAST_SENSITIVE)
    return {state: None if state in hidden else counts[state] for state in REGISTRATION}
