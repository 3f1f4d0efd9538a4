"""How many firms to interview, how well they answered, and how likely a rare group is to be met."""

from __future__ import annotations

import math
from collections.abc import Mapping

Z = {90: 1.644854, 95: 1.959964, 99: 2.575829}


def sample_size(population: int, *, confidence: int = 90, margin: float = 0.075, share: float = 0.5) -> int:
    """Firms to interview: n0 = z^2 p q / e^2, n = n0 / (1 + (n0 - 1) / N), rounded up."""
    if population <= 0:
        return 0
    n0 = Z[confidence] ** 2 * share * (1 - share) / margin**2
    return min(population, math.ceil(n0 / (1 + (n0 - 1) / population)))


def allocate(sample: int, strata: Mapping[str, int], *, at_least: int = 2) -> dict[str, int]:
    """The sample shared out in proportion to size, at least `at_least` a stratum, never more than it holds."""
    whole = sum(strata.values())
    exact = {name: sample * size / whole for name, size in strata.items()} if whole else {}
    given = {name: min(strata[name], max(at_least, math.floor(x))) for name, x in exact.items()}
    for name in sorted(exact, key=lambda n: (math.floor(exact[n]) - exact[n], n)):
        if sum(given.values()) >= sample:
            break
        if given[name] < strata[name]:
            given[name] += 1
    return given


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
