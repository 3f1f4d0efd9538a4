"""Whether a published column tells a withheld code: by being blank just where it is given, or by a code for each of its codes.

Rows are bits of a number, so that two columns are compared in one step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.export.told_by_sums import FEWEST, information, log_ways
from fieldsurvey.records import Missing, Value

_MOST_CODES = 30
_FEWEST_OF_A_CODE = 3
_WRONG = 0.05


@dataclass(frozen=True, slots=True)
class _Codes:
    """Where which code stands."""

    by_code: Mapping[Value, int]
    """Empty where there are too many to be codes."""
    marks: tuple[int, ...]
    """Where it is blank, where it is not known why, and for several answers where each of them is."""
    blank: int

    @classmethod
    def of(cls, values: Sequence[Value]) -> _Codes:
        rows: dict[Value, list[int]] = {}
        single: dict[str, list[int]] = {}
        for number, value in enumerate(values):
            rows.setdefault(value, []).append(number)
            if isinstance(value, tuple):
                for code in value:
                    single.setdefault(str(code), []).append(number)
        blank = _mask(rows.get(None, ()))
        missing = _mask([row for kind in Missing for row in rows.get(kind, ())])
        few = {code: _mask(where) for code, where in rows.items()} if len(rows) <= _MOST_CODES else {}
        marks = (blank, missing, *(_mask(where) for where in single.values()))
        return cls(few, tuple(one for one in marks if one), blank)


def _mask(rows: Sequence[int]) -> int:
    mask = bytearray((max(rows, default=-1) >> 3) + 1)
    for row in rows:
        mask[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(mask, "little")


def told_by_codes(
    secrets: Mapping[str, Sequence[Value]], published: Mapping[str, Sequence[Value]]
) -> Iterator[tuple[str, str]]:
    """(secret, published column that tells it)."""
    hidden = {name: _Codes.of(values) for name, values in secrets.items()}
    open_ = {name: _Codes.of(values) for name, values in published.items()}
    chances = math.log(2 * max(1, len(hidden) * len(open_)))
    for secret, of in hidden.items():
        rows = max((len(values) for values in secrets.values()), default=0)
        given = ((1 << rows) - 1) & ~of.blank
        if given.bit_count() < FEWEST or not of.by_code:
            continue
        codes: dict[Value, int] = {code: where for code, where in of.by_code.items() if code is not None}
        for name, other in open_.items():
            if _marks(codes, other, given, chances) or _gives(codes, other, given, chances):
                yield secret, name


def _marks(codes: Mapping[Value, int], other: _Codes, given: int, chances: float) -> bool:
    """Whether the other column is blank, or has one of several answers, just where the secret has a certain code."""
    rows = given.bit_count()
    for code, where in codes.items():
        count = where.bit_count()
        fewer = min(count, rows - count)
        if isinstance(code, Missing) or fewer < _FEWEST_OF_A_CODE:
            continue
        known = log_ways(rows, count)
        for mark in other.marks:
            differing = ((mark & given) ^ where).bit_count()
            wrong = min(differing, rows - differing)
            if wrong <= _WRONG * fewer and known - math.log(2) - log_ways(rows, wrong) > chances:
                return True
    return False


def _gives(codes: Mapping[Value, int], other: _Codes, given: int, chances: float) -> bool:
    """Whether each code of the other column goes with one code of the secret."""
    groups = [where & given for where in other.by_code.values() if where & given]
    often = [code for code, where in codes.items() if where.bit_count() >= _FEWEST_OF_A_CODE]
    if len(groups) < 2 or len(often) < 2:
        return False
    rows = given.bit_count()
    allowed = _WRONG * (rows - max(where.bit_count() for where in codes.values()))
    wrong = 0
    for group in groups:
        wrong += group.bit_count() - max((group & where).bit_count() for where in codes.values())
        if wrong > allowed:
            return False
    each = math.log(len(codes))
    known = information([str(code) for code, where in codes.items() for _row in range(where.bit_count())])
    return known - (len(groups) + wrong) * each - log_ways(rows, wrong) > chances


def told_by_the_same(
    secrets: Mapping[str, Sequence[Value]], published: Mapping[str, Sequence[Value]]
) -> Iterator[tuple[str, str]]:
    """(secret, published column that says the same in the same words)."""
    chances = math.log(2 * max(1, len(secrets) * len(published)))
    for secret, values in secrets.items():
        given = [number for number, value in enumerate(values) if isinstance(value, str | tuple)]
        for name, others in published.items():
            rows = [number for number in given if others[number] is not None]
            same = [number for number in rows[:FEWEST] if _plain(values[number]) == _plain(others[number])]
            if len(rows) < FEWEST or len(same) < FEWEST // 2:
                continue
            same = [number for number in rows if _plain(values[number]) == _plain(others[number])]
            known = information([_plain(values[number]) for number in same])
            if len(same) >= (1 - _WRONG) * len(rows) and known > chances:
                yield secret, name


def _plain(value: Value) -> str:
    said = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return " ".join(said.split()).casefold()
