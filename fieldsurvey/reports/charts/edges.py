"""Where the columns of a histogram begin and end: round numbers, and no column of too few firms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def safe_edges(values: Sequence[float], fewest: int) -> list[float]:
    """Round edges, steps joined until no column stands for fewer firms than may be spoken of."""
    edges = steps(min(values), max(values))
    kept = [edges[0]]
    for edge in edges[1:]:
        if _held(values, kept[-1], edge, is_last=edge == edges[-1]) >= fewest:
            kept.append(edge)
    if kept[-1] != edges[-1]:
        kept[-1] = edges[-1]
    return kept if len(kept) > 1 else [edges[0], edges[-1]]


def counted(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values lie between neighbouring edges; the last edge belongs to the last column."""
    return [_held(values, low, high, is_last=high == edges[-1]) for low, high in pairwise(edges)]


def _held(values: Sequence[float], low: float, high: float, *, is_last: bool) -> int:
    return sum(low <= value < high or (is_last and value == high) for value in values)


def steps(low: float, high: float, most: int = 8) -> list[float]:
    """Round edges that hold every value between low and high, at most `most` steps."""
    if high - low <= 1e-9 * max(1.0, abs(low)):  # all the same, but for the last digits
        high = low + 1
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.9999)
    first = math.floor(low / step)
    first -= first * step > low  # a value too small to divide
    last = max(first + 1, math.ceil(high / step - 1e-9))
    edges = [number * step for number in range(first, last + 1)]
    edges[-1] = max(edges[-1], high)  # five steps of 0.000002 are a little less than 0.00001
    return edges
