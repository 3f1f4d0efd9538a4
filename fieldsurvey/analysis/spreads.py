"""How numbers spread among firms, each compared with the others and never with itself."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence

from fieldsurvey.records import TypicalRange

FEWEST = 10
"""Others below which nothing is compared."""
_SHARES = (0.25, 0.5, 0.75)


class Spread:
    """Numbers in order, so that the quartiles without one of them cost no second sorting.

    Quartiles stand between two numbers each, so that there are seven answers at most, whichever number is left out.
    """

    def __init__(self, values: Iterable[float]) -> None:
        self._values = sorted(values)
        number = len(self._values) - 1
        whole = [int(share * (number - 1)) for share in _SHARES] if number else []
        self._marks = sorted({place + step for place in whole for step in (0, 1)})
        self._known: dict[int, TypicalRange] = {}

    def __len__(self) -> int:
        return len(self._values)

    def without(self, value: float | None) -> TypicalRange | None:
        """Quartiles of all but one such value (all of them for None), "inclusive" as spreadsheets reckon; None of nothing."""
        number = len(self._values) - (value is not None)
        if number < 1:
            return None
        if value is None:
            return self._made(number, len(self._values))
        left_out = bisect.bisect_left(self._values, value)
        side = bisect.bisect_left(self._marks, left_out)
        known = self._known.get(side)
        if known is None:
            known = self._known[side] = self._made(number, left_out)
        return known

    def _made(self, number: int, left_out: int) -> TypicalRange:
        return TypicalRange(number, *(self._at(share * (number - 1), left_out) for share in _SHARES))

    def _at(self, place: float, left_out: int) -> float:
        whole = int(place)
        first = self._nth(whole, left_out)
        part = place - whole
        return first if not part else first + part * (self._nth(whole + 1, left_out) - first)

    def _nth(self, number: int, left_out: int) -> float:
        return self._values[number + (number >= left_out)]


def rank_scores(told: Sequence[tuple[str, float]]) -> Mapping[str, float]:
    """How far each group stands above all others, in standard deviations of chance (H. B. Mann, D. R. Whitney, 1947; ties corrected).

    `told`: (group, value). Above zero where its own values are the higher ones; 0 where all say the same. Sorted once for all groups.
    """
    marked = sorted(told, key=lambda one: one[1])
    total = len(marked)
    ranks: dict[str, float] = {}
    numbers: dict[str, int] = {}
    ties, start = 0.0, 0
    while start < total:
        end = start + 1
        while end < total and marked[end][1] == marked[start][1]:
            end += 1
        rank = (start + 1 + end) / 2
        for group, _value in marked[start:end]:
            ranks[group] = ranks.get(group, 0.0) + rank
            numbers[group] = numbers.get(group, 0) + 1
        same = end - start
        ties += same**3 - same
        start = end
    scores = {}
    for group, n in numbers.items():
        m = total - n
        variance = n * m / 12 * (total + 1 - ties / (total * (total - 1))) if total > 1 else 0.0
        over = ranks[group] - n * (n + 1) / 2 - n * m / 2
        scores[group] = 0.0 if variance <= 0 else over / float(variance**0.5)
    return scores
