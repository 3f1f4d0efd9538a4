"""Which interviews are nearly the same, each compared with every other.

The share of answers two interviews have in common tells copies from firms that are alike (N. Kuriakose, M. Robbins, "Don't get
duped: Fraud through duplication in public opinion surveys", 2016, where 85 % is the mark). Only answers that tell firms
apart count. All pairs are counted at once: a set of interviews is one large number with a bit for each, and the matches of
one interview with all others are added up bit by bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TELLS_LITTLE = 0.8
"""Where more than this share says one thing, the question does not tell firms apart."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The interview that is most like another."""

    of: int
    """Its place in the list."""
    percent: float
    """Answers in common, of those that the one with more of them gave."""
    answers: int
    """That many answers were compared."""


def twins(answers: Sequence[Mapping[str, object]]) -> list[Twin | None]:
    """For each interview the one that is most like it; None where it gave no answer that tells firms apart.

    `answers`: question -> answer, those that were given.
    """
    sets = _sets(answers)
    told = [
        [sets[question, value] for question, value in one.items() if (question, value) in sets]
        for one in answers
    ]
    return [_nearest(number, own, told) for number, own in enumerate(told)]


def _sets(answers: Sequence[Mapping[str, object]]) -> dict[tuple[str, object], int]:
    """(question, answer) -> the interviews that gave it, for the questions that tell firms apart."""
    marks: dict[tuple[str, object], bytearray] = {}
    counts: dict[tuple[str, object], int] = {}
    asked: dict[str, int] = {}
    size = len(answers) // 8 + 1
    for number, one in enumerate(answers):
        for pair in one.items():
            marks.setdefault(pair, bytearray(size))[number // 8] |= 1 << number % 8
            counts[pair] = counts.get(pair, 0) + 1
            asked[pair[0]] = asked.get(pair[0], 0) + 1
    alike = {
        question for (question, _v), n in counts.items() if n > max(2.0, _TELLS_LITTLE * asked[question])
    }
    return {pair: int.from_bytes(mark, "little") for pair, mark in marks.items() if pair[0] not in alike}


def _nearest(number: int, own: Sequence[int], told: Sequence[Sequence[int]]) -> Twin | None:
    if not own:
        return None
    planes: list[int] = []
    for one in own:
        carried = one
        for place, plane in enumerate(planes):
            planes[place], carried = plane ^ carried, plane & carried
            if not carried:
                break
        else:
            planes.append(carried)
    most, left = 0, ((1 << len(told)) - 1) ^ (1 << number)
    for place in reversed(range(len(planes))):
        if found := left & planes[place]:
            left, most = found, most | 1 << place
    if not most:
        return None
    nearest = _least_told(left, told)
    compared = max(len(own), len(told[nearest]))
    return Twin(nearest, 100 * most / compared, compared)


def _least_told(left: int, told: Sequence[Sequence[int]]) -> int:
    """Of those with as many matches the one that gave the fewest answers: the share in common is the greatest there."""
    best, fewest = -1, -1
    while left:
        lowest = left & -left
        place = lowest.bit_length() - 1
        if best < 0 or len(told[place]) < fewest:
            best, fewest = place, len(told[place])
        left ^= lowest
    return best
