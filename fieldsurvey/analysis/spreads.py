"""How numbers spread among firms, each compared with the others and never with itself."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from fieldsurvey.records import TypicalRange

FEWEST = 10
"""Others below which nothing is compared."""


class Spread:
    """Numbers in order, so that the quartiles without one of them cost no second sorting."""

    def __init__(self, values: Iterable[float]) -> None:
        self._values = sorted(values)

    def __len__(self) -> int:
        return len(self._values)

    def without(self, value: float | None) -> TypicalRange | None:
        """Quartiles of all but one such value (all of them for None), "inclusive" as spreadsheets reckon; None of nothing."""
        left_out = len(self._values) if value is None else bisect.bisect_left(self._values, value)
        number = len(self._values) - (value is not None)
        if number < 1:
            return None
        low, middle, high = (self._at(share * (number - 1), left_out) for share in (0.25, 0.5, 0.75))
        return TypicalRange(number, low, middle, high)

    def _at(self, place: float, left_out: int) -> float:
        whole = int(place)
        first = self._nth(whole, left_out)
        part = place - whole
        return first if not part else first + part * (self._nth(whole + 1, left_out) - first)

    def _nth(self, number: int, left_out: int) -> float:
        return self._values[number + (number >= left_out)]


def rank_score(own: Iterable[float], others: Iterable[float]) -> float:
    """How far one group stands above another, in standard deviations of chance (H. B. Mann, D. R. Whitney, 1947; ties corrected).

    Above zero where its own values are the higher ones; 0 where all say the same.
    """
    marked = sorted([(value, True) for value in own] + [(value, False) for value in others])
    n = sum(is_own for _value, is_own in marked)
    total = len(marked)
    m = total - n
    ranks, ties, start = 0.0, 0.0, 0
    while start < total:
        end = start
        while end < total and marked[end][0] == marked[start][0]:
            end += 1
        same = end - start
        ranks += sum(is_own for _value, is_own in marked[start:end]) * (start + 1 + end) / 2
        ties += same**3 - same
        start = end
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1))) if total > 1 else 0.0
    return 0.0 if variance <= 0 else (ranks - n * (n + 1) / 2 - n * m / 2) / float(variance**0.5)
