"""Whether a withheld number can be reckoned from published ones: as a sum or difference of up to three, a product or a ratio.

All combinations are tried without trying each: a few rows of a column are folded into one number, its print, so that the print
of a sum is the sum of the prints, and what is missing to a secret's print is looked up. What is found is then checked row by row.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from fieldsurvey.records import Value

FEWEST = 10
"""Rows below which nothing is said."""
_WRONG = 0.05
"""The share of rows in which the equation may fail."""
_IN_PRINT = 5
"""Rows folded into a print."""
_TRIES, _MOST_PRINTS, _MOST_TABLES = 8, 60, 12
_LARGEST = 1e12
_TERMS = 3

Signed = tuple[str, int]
"""A column, and whether it is added or taken off."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column's numbers."""

    values: tuple[float | None, ...]
    support: int
    """Bit n is set where row n has a number."""

    @classmethod
    def of(cls, values: Sequence[float | None]) -> Numbers:
        bits = "".join("1" if one is not None else "0" for one in reversed(values))
        return cls(tuple(values), int(bits or "0", 2))

    @property
    def varies(self) -> bool:
        """Whether it is no constant, and there is enough of it."""
        found = [value for value in self.values if value is not None]
        return len(found) >= FEWEST and len(set(found)) > 1


def numbers_of(values: Sequence[Value]) -> Numbers:
    """What of a column can be reckoned with."""
    return Numbers.of(
        [
            float(one)
            if isinstance(one, int | float) and not isinstance(one, bool) and abs(one) <= _LARGEST
            else None
            for one in values
        ]
    )


def told_by_sums(
    secrets: Mapping[str, Sequence[Value]], published: Mapping[str, Sequence[Value]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """(secret, published columns that give it), for each way found that needs all of them."""
    hidden = {name: one for name, values in secrets.items() if (one := numbers_of(values)).varies}
    open_ = {name: one for name, values in published.items() if (one := numbers_of(values)).varies}
    if not hidden or not open_:
        return
    found: dict[str, set[frozenset[str]]] = {}
    for search in (_Search(hidden, open_, _TERMS), _Search(_logs(hidden), _logs(open_), 2)):
        for secret, columns in search.hits():
            ways = found.setdefault(secret, set())
            if not any(way <= columns for way in ways):
                ways.add(columns)
                yield secret, columns


def _logs(columns: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """In logarithms a product is a sum."""
    logs = {
        name: Numbers.of([math.log(v) if v is not None and v > 0 else None for v in one.values])
        for name, one in columns.items()
    }
    return {name: one for name, one in logs.items() if one.varies}


class _Search:
    """Sums of up to `terms` published columns, each added or taken off, and a constant."""

    def __init__(self, hidden: Mapping[str, Numbers], open_: Mapping[str, Numbers], terms: int) -> None:
        self._hidden, self._open, self._terms = hidden, open_, terms
        self._random = random.Random(1)  # noqa: S311 - which rows are looked at first, the same in each run
        self._combinations = math.log(2 * max(len(open_), 1))

    def hits(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Every equation that holds, the shortest first."""
        tried: set[tuple[str, tuple[Signed, ...]]] = set()
        found: dict[str, list[frozenset[str]]] = {}
        for number, rows in enumerate(self._row_sets()):
            with_triples = self._terms == _TERMS and number < _MOST_TABLES
            for secret, signed in self._candidates(rows, with_triples=with_triples):
                way = (secret, tuple(sorted(signed)))
                names = frozenset(name for name, _sign in signed)
                if way in tried or any(known <= names for known in found.get(secret, ())):
                    continue
                tried.add(way)
                if len(names) == len(signed) and self._holds(secret, signed):
                    found.setdefault(secret, []).append(names)
                    yield secret, names

    def _row_sets(self) -> Iterator[tuple[int, ...]]:
        """Rows to make prints of, so that each column has been in some that a secret has too."""
        made = 0
        covered = Counter[tuple[int, str]]()
        supports = dict.fromkeys(one.support for one in self._hidden.values())
        for times in range(1, _TRIES + 1):
            for support, name in product(supports, ("", *self._open)):
                common = support & (self._open[name].support if name else support)
                if covered[support, name] >= times or common.bit_count() < FEWEST or made >= _MOST_PRINTS:
                    continue
                rows = self._some_rows(common)
                made += 1
                for of in supports:
                    if _has(of, rows):
                        covered.update((of, one) for one in self._printed(rows))
                yield rows

    def _printed(self, rows: Sequence[int]) -> list[str]:
        return ["", *(name for name, of in self._open.items() if _has(of.support, rows))]

    def _some_rows(self, support: int) -> tuple[int, ...]:
        rows = [number for number, bit in enumerate(reversed(bin(support)[2:])) if bit == "1"]
        several = [sorted(self._random.sample(rows, _IN_PRINT)) for _try in range(4)]
        return tuple(max(several, key=self._richness))

    def _richness(self, rows: Iterable[int]) -> int:
        """How many different values the secrets have there."""
        found = list(rows)
        return sum(len({one.values[row] for row in found}) for one in self._hidden.values())

    def _candidates(self, rows: tuple[int, ...], *, with_triples: bool) -> Iterator[tuple[str, list[Signed]]]:
        weights = [self._random.uniform(1, 2) for _row in rows[1:]]
        weights = [-math.fsum(weights), *weights]  # they sum up to nothing, so a constant does not count
        hidden, open_ = (_prints(of, rows, weights) for of in (self._hidden, self._open))
        if not hidden or not open_:
            return
        step = max(1e-5, 1e-13 * max(abs(one) for one in (*hidden.values(), *open_.values())))
        prints = _Prints(open_, step if self._terms == _TERMS else 1e-9)
        for secret, wanted in hidden.items():
            yield from ((secret, [one]) for one in prints.single(wanted))
            yield from ((secret, pair) for pair in prints.pairs(wanted))
            if with_triples and self._information(self._hidden[secret]) > _TERMS * self._combinations:
                yield from ((secret, triple) for triple in prints.triples(wanted))

    def _holds(self, secret: str, signed: Sequence[Signed]) -> bool:
        """Whether the equation holds in enough rows, and could not do so by chance."""
        of, terms = self._hidden[secret].values, [(self._open[name].values, sign) for name, sign in signed]
        common = self._hidden[secret].support
        for name, _sign in signed:
            common &= self._open[name].support
        if common.bit_count() < FEWEST:
            return False
        rows = [number for number, bit in enumerate(reversed(bin(common)[2:])) if bit == "1"]
        rest = [_left(of, terms, row) for row in rows[: 2 * FEWEST]]
        constant = Counter(rest).most_common(1)[0]
        if constant[1] < 0.7 * len(rest):
            return False
        right = [row for row in rows if _left(of, terms, row) == constant[0]]
        if len(right) < (1 - _WRONG) * len(rows):
            return False
        known = information([of[row] for row in right])
        chances = len(signed) * self._combinations + math.log(2 * len(self._hidden))
        return known > chances + log_ways(len(rows), len(right))

    @staticmethod
    def _information(column: Numbers) -> float:
        return information([one for one in column.values if one is not None])


def information(values: Sequence[object]) -> float:
    """How unlikely it is to come upon these values by chance: as a logarithm of all that could stand in their place."""
    counts = Counter(values)
    ways = math.lgamma(len(values) + 1) - math.fsum(math.lgamma(count + 1) for count in counts.values())
    numbers = sorted(one for one in values if isinstance(one, int | float))
    if len(numbers) < FEWEST:
        return ways
    spread = numbers[3 * len(numbers) // 4] - numbers[len(numbers) // 4]
    return max(ways, len(numbers) * math.log1p(spread))


def log_ways(rows: int, chosen: int) -> float:
    """The logarithm of how many ways there are to choose some of the rows."""
    return math.lgamma(rows + 1) - math.lgamma(chosen + 1) - math.lgamma(rows - chosen + 1)


def _has(support: int, rows: Sequence[int]) -> bool:
    return all(support >> row & 1 for row in rows)


def _left(of: Sequence[float | None], terms: Sequence[tuple[Sequence[float | None], int]], row: int) -> float:
    """What the equation leaves of the secret in a row; the same everywhere where it holds."""
    rest = of[row] or 0.0
    for values, sign in terms:
        rest -= sign * (values[row] or 0.0)
    return round(rest, 5) + 0.0


def _prints(
    columns: Mapping[str, Numbers], rows: Sequence[int], weights: Sequence[float]
) -> dict[str, float]:
    prints = {}
    for name, one in columns.items():
        values = [one.values[row] for row in rows]
        if None not in values and len(set(values)) > 1:
            prints[name] = math.fsum(
                weight * (value or 0.0) for weight, value in zip(weights, values, strict=True)
            )
    return prints


class _Prints:
    """The prints of the published columns, to be looked up."""

    def __init__(self, prints: Mapping[str, float], step: float) -> None:
        self._prints, self._scale = prints, 1 / step
        self._signed: dict[int, list[Signed]] = {}
        for name, value in prints.items():
            for sign in (1, -1):
                self._signed.setdefault(round(sign * value * self._scale), []).append((name, sign))
        self._sums: Mapping[int, Sequence[tuple[str, str, int]]] | None = None

    def single(self, wanted: float) -> Sequence[Signed]:
        """Columns whose print it is."""
        return self._signed.get(round(wanted * self._scale), ())

    def pairs(self, wanted: float) -> Iterator[list[Signed]]:
        """Two columns whose prints give it."""
        for name, value in self._prints.items():
            for sign in (1, -1):
                for other in self.single(wanted - sign * value):
                    if name < other[0]:
                        yield [(name, sign), other]

    def triples(self, wanted: float) -> Iterator[list[Signed]]:
        """Three columns whose prints give it."""
        if self._sums is None:
            self._sums = self._sums_of_two()
        sums, scale = self._sums, self._scale
        for name, value in self._prints.items():
            for sign in (1, -1):
                rest = wanted - sign * value
                for first, second, between in sums.get(round(abs(rest) * scale), ()):
                    if name < first:
                        way = self._signs(rest, first, second, between)
                        yield [(name, sign), (first, way), (second, way * between)]

    def _sums_of_two(self) -> Mapping[int, Sequence[tuple[str, str, int]]]:
        """The size of a sum or difference -> the columns it is of, and whether the second is added."""
        found: dict[int, list[tuple[str, str, int]]] = {}
        scaled = [(name, value * self._scale) for name, value in sorted(self._prints.items())]
        for number, (first, one) in enumerate(scaled):
            for second, other in scaled[number + 1 :]:
                found.setdefault(round(abs(one + other)), []).append((first, second, 1))
                found.setdefault(round(abs(one - other)), []).append((first, second, -1))
        return found

    def _signs(self, rest: float, first: str, second: str, between: int) -> int:
        return 1 if rest * (self._prints[first] + between * self._prints[second]) >= 0 else -1
