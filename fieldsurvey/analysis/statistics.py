"""The statistics an indicator may name: what each reads of a firm, how it is estimated, and what may be said of it.

One table, read by forms (which names there are and what they need), analysis and reports. To add one: a row here and,
where it reckons in a new way, a function in `estimates`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.analysis import estimates
from fieldsurvey.analysis.estimates import Estimate


class Reads(StrEnum):
    """What a statistic reads of one firm."""

    NUMBER = "number"
    """`variable`, a number."""
    QUOTIENT = "quotient"
    """`numerator` and `denominator`; the firm's own value is the one divided by the other."""
    CHOICES = "choices"
    """`variable`, the codes of one or several choices, in the order they were given."""


Estimator = Callable[[Sequence[float], Sequence[float], int | None], Estimate]
"""(values, what they are divided by, or nothing; number of firms in the cluster, or None) -> estimate."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """One row of the table."""

    name: str
    """As the sheet `indicators` says it."""
    reads: Reads
    needs: tuple[str, ...]
    """Columns of the sheet that must be filled."""
    estimator: Estimator | None = None
    """None for choices: they are counted, each with its share."""
    infers: bool = True
    """A random sample or census gives it an interval; a sum over the firms seen claims no more than it is."""
    is_share: bool = False
    """Its values are parts of 1, and what is few on either side of the yes is not told exactly."""
    is_fraction: bool = False
    """Its values are shares of 1, or quotients: a percentage is a hundred times as much."""
    has_spread: bool = True
    """The quartiles of the firms' own values say something beside it."""
    projects: Callable[[Sequence[float], int], Estimate] | None = None
    """What a random sample says of the whole cluster, given its number of firms."""
    is_ranked: bool = False
    """Choices in the order of the points they got, with the points."""
    may_be_dominated: bool = False
    """It gives one firm's value away when that is nearly all of it."""


def _share(values: Sequence[float], _below: Sequence[float], population: int | None) -> Estimate:
    return estimates.share([value > 0 for value in values], population=population)


def _sum(values: Sequence[float], _below: Sequence[float], _population: int | None) -> Estimate:
    return Estimate(sum(values) if values else None, len(values))


_NUMBER = ("variable",)
_TABLE = (
    Statistic(
        "mean", Reads.NUMBER, _NUMBER, lambda values, _, frame: estimates.mean(values, population=frame)
    ),
    Statistic(
        "median", Reads.NUMBER, _NUMBER, lambda values, _, frame: estimates.median(values, population=frame)
    ),
    Statistic("share", Reads.NUMBER, _NUMBER, _share, is_share=True, is_fraction=True),
    Statistic(
        "total",
        Reads.NUMBER,
        _NUMBER,
        _sum,
        infers=False,
        has_spread=False,
        projects=estimates.total,
        may_be_dominated=True,
    ),
    Statistic(
        "ratio",
        Reads.QUOTIENT,
        ("numerator", "denominator"),
        lambda above, below, frame: estimates.ratio(above, below, population=frame),
        is_fraction=True,
    ),
    Statistic("distribution", Reads.CHOICES, _NUMBER),
    Statistic("rank", Reads.CHOICES, _NUMBER, is_ranked=True),
)
STATISTICS: Mapping[str, Statistic] = {statistic.name: statistic for statistic in _TABLE}
"""By name, in the order a person is told them."""
