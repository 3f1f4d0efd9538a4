"""Hide what could expose a firm: small cells, what subtraction would give back, totals one firm dominates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 5
LEAST_SENSITIVE = 10


def least(is_sensitive: bool) -> int:
    """The fewest firms a cell may speak of."""
    return LEAST_SENSITIVE if is_sensitive else LEAST


def hidden_cells(
    counts: Mapping[str, int], fewest: int = LEAST, *, sums_to_total: bool = True
) -> frozenset[str]:
    """Names of the cells that may not be shown; nought may.

    Where the cells add up to a total that is shown, more are hidden, the smallest first, until what the
    hidden ones sum to could be any of several tables and speaks of at least `fewest` firms.
    """
    hidden = [name for name, count in counts.items() if 0 < count < fewest]
    if not hidden or not sums_to_total:
        return frozenset(hidden)
    others = sorted(
        (name for name, count in counts.items() if count >= fewest), key=lambda name: counts[name]
    )
    while others and (len(hidden) == 1 or sum(counts[name] for name in hidden) < fewest):
        hidden.append(others.pop(0))
    return frozenset(hidden)


def is_dominated(values: Sequence[float]) -> bool:
    """Whether the largest firm has half of the total or more, or the two largest 80 %."""
    sizes = sorted((abs(value) for value in values), reverse=True)
    whole = sum(sizes)
    return bool(whole) and (sizes[0] >= 0.5 * whole or sum(sizes[:2]) >= 0.8 * whole)
