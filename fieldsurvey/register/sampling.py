"""How many firms to interview, how they are shared among strata, and which they are: a draw that a seed and a list always repeat.

Chance is a hash of seed, stratum and the firm's number, so that no version of Python or of this program draws otherwise.
Source of the formulas: W. G. Cochran, Sampling Techniques, 3rd edition, chapters 4, 5 and 8.
"""

from __future__ import annotations

import hashlib
import math
import statistics
from collections.abc import Mapping, Sequence, Set
from enum import StrEnum

from fieldsurvey.records import Firm
from fieldsurvey.records.design import Method, Stratum

Z = {90: 1.644854, 95: 1.959964, 99: 2.575829}
"""Standard normal deviates of two-sided confidence levels, %."""
AT_LEAST = 2
"""Firms a stratum must give, or its variance cannot be told."""


class Allocation(StrEnum):
    """How a sample is shared among strata."""

    PROPORTIONAL = "proportional"
    """As the firms are."""
    NEYMAN = "neyman"
    """As the firms are, times how much they differ."""
    EQUAL = "equal"


def sample_size(population: int, *, confidence: int = 90, margin: float = 0.075, share: float = 0.5) -> int:
    """Firms to interview: n0 = z^2 p q / e^2, n = n0 / (1 + (n0 - 1) / N), rounded up."""
    if population <= 0:
        return 0
    n0 = Z[confidence] ** 2 * share * (1 - share) / margin**2
    return min(population, math.ceil(n0 / (1 + (n0 - 1) / population)))


def margin_of(strata: Sequence[Stratum], *, confidence: int = 90, share: float = 0.5) -> float | None:
    """Half-width of the interval of a share in all firms, 0 to 1, before refusals; None where some stratum gives nothing by chance.

    z sqrt(sum W_h^2 (N_h - n_h) / (N_h - 1) p q / n_h).
    """
    whole = sum(one.population for one in strata)
    if not whole or any(one.population and not (one.drawn and one.method.is_by_chance) for one in strata):
        return None
    variance = sum(
        (one.population / whole) ** 2 * (one.population - one.drawn) / (one.population - 1) / one.drawn
        for one in strata
        if one.population > one.drawn
    )
    return Z[confidence] * math.sqrt(variance * share * (1 - share))


def allocate(
    sample: int,
    strata: Mapping[str, int],
    *,
    at_least: int = AT_LEAST,
    take_all: Set[str] = frozenset(),
    spread: Mapping[str, float] | None = None,
    how: Allocation = Allocation.PROPORTIONAL,
) -> dict[str, int]:
    """The sample shared out among strata (name -> N_h), at least `at_least` each, never more than one holds.

    Strata of `take_all` are taken whole, and the rest is shared among the others. `spread`: name -> standard deviation within, for
    Neyman's allocation. What is left over by rounding goes to the largest remainders.
    """
    given = {name: strata[name] for name in strata if name in take_all}
    open_ones = {name: size for name, size in strata.items() if name not in take_all}
    wanted = max(0, sample - sum(given.values()))
    shares = {name: _share(size, name, how, spread or {}) for name, size in open_ones.items()}
    return {name: (given | _shared(wanted, open_ones, shares, at_least))[name] for name in strata}


def _share(size: int, name: str, how: Allocation, spread: Mapping[str, float]) -> float:
    if how is Allocation.EQUAL:
        return 1.0 if size else 0.0
    return size * spread.get(name, 1.0) if how is Allocation.NEYMAN else float(size)


def _shared(
    sample: int, sizes: Mapping[str, int], shares: Mapping[str, float], at_least: int
) -> dict[str, int]:
    """By shares; a stratum that would give more than it holds is taken whole, and the others share what is left."""
    full: dict[str, int] = {}
    while True:
        left = {name: share for name, share in shares.items() if name not in full}
        whole = sum(left.values())
        exact = {
            name: (sample - sum(full.values())) * share / whole if whole else 0.0
            for name, share in left.items()
        }
        over = {name: sizes[name] for name, x in exact.items() if x >= sizes[name] > 0}
        if not over:
            break
        full |= over
    given = {name: min(sizes[name], max(at_least, math.floor(max(x, 0.0)))) for name, x in exact.items()}
    for name in sorted(exact, key=lambda n: (math.floor(exact[n]) - exact[n], n)):
        if sum(given.values()) + sum(full.values()) >= sample:
            break
        if given[name] < sizes[name]:
            given[name] += 1
    return full | given


def spread_of(frame: Mapping[str, Sequence[Firm]]) -> dict[str, float]:
    """Stratum -> standard deviation of the workers of its firms, where the register knows two or more; for Neyman's allocation."""
    found = {}
    for name, firms in frame.items():
        known = [firm.workers for firm in firms if firm.workers is not None]
        if len(known) > 1:
            found[name] = statistics.stdev(known)
    return found


def reserve_of(drawn: int, population: int) -> int:
    """How many firms to draw behind: a third, as many as there are."""
    return min(population - drawn, round(drawn / 3))


def draw(stratum: Stratum, firms: Sequence[Firm], seed: int, spread_over: str = "") -> list[Firm]:
    """The firms of a stratum in the order of the draw: n_h that are asked, then the reserve.

    In equal steps through the list ordered by `spread_over`, from a random start; simple where the stratum says so; all of a census.
    """
    by_chance = sorted(firms, key=lambda firm: chance(seed, stratum.name, firm.number))
    if stratum.method is Method.SYSTEMATIC:
        ordered = sorted(by_chance, key=lambda firm: firm.properties.get(spread_over, "").casefold())
        taken = _in_steps(ordered, stratum.drawn, chance(seed, stratum.name, 0))
        drawn = {firm.number for firm in taken}
        rest = [firm for firm in ordered if firm.number not in drawn]
        behind = _in_steps(rest, stratum.reserve, chance(seed, f"{stratum.name} reserve", 0))
        first, second = ({firm.number for firm in found} for found in (taken, behind))
        by_chance = [firm for firm in by_chance if firm.number in first] + [
            firm for firm in by_chance if firm.number in second
        ]
    return by_chance[: stratum.drawn + stratum.reserve]


def _in_steps(ordered: Sequence[Firm], wanted: int, start: float) -> list[Firm]:
    """Equal steps of N/n through the list, from a start within the first."""
    step = len(ordered) / wanted if wanted else 0.0
    return [ordered[min(len(ordered) - 1, math.floor((start + number) * step))] for number in range(wanted)]


def chance(seed: int, name: str, number: int) -> float:
    """A number from 0 to below 1 that seed, name and number always give."""
    told = hashlib.sha256(f"{seed}:{name}:{number}".encode()).digest()
    return int.from_bytes(told[:8], "big") / 2**64


def response_rate(
    completes: int, refusals: int = 0, non_contacts: int = 0, unknown: int = 0, eligible: float = 1.0
) -> float | None:
    """Completes by all that are, or are likely to be, eligible; `eligible` is the share among the unknown."""
    below = completes + refusals + non_contacts + eligible * unknown
    return completes / below if below else None


def chance_to_meet(population: int, sample: int, members: int) -> float:
    """That a simple random sample holds at least one of `members`: 1 - C(N - m, n) / C(N, n)."""
    if sample > population - members:
        return 1.0
    missed = 1.0
    for drawn in range(members):
        missed *= (population - sample - drawn) / (population - drawn)
    return 1 - missed
