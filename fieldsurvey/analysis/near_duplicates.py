"""Which interviews are nearly the same, each compared with every other.

The share of answers two interviews have in common tells copies from firms that are alike (N. Kuriakose, M. Robbins, "Don't get
duped: Fraud through duplication in public opinion surveys", 2016, where 85 % is the mark). Only answers that tell firms
apart count. All pairs are counted at once: a set of interviews is one large number with a bit for each, and the matches of
one interview with all others are added up bit by bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    shared, told = _sets(answers)
    return [_nearest(number, own, told) for number, own in enumerate(shared)]


def _sets(answers: Sequence[Mapping[str, object]]) -> tuple[list[list[int]], list[int]]:
    """For each interview the sets of those that gave an answer it gave, and how many answers it gave that are compared.

    Only answers of questions that tell firms apart; one that a single interview gave stands in no set.
    """
    shared: list[list[int]] = [[] for _one in answers]
    told = [0] * len(answers)
    size = len(answers) // 8 + 1
    for given in _given(answers):
        if max(map(len, given.values())) > max(2.0, _TELLS_LITTLE * sum(map(len, given.values()))):
            continue
        for who in given.values():
            mark = _marked(who, size) if len(who) > 1 else 0
            for number in who:
                told[number] += 1
                if mark:
                    shared[number].append(mark)
    return shared, told


def _given(answers: Sequence[Mapping[str, object]]) -> Iterable[Mapping[object, list[int]]]:
    """For each question, answer -> the interviews that gave it."""
    found: dict[str, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, one in enumerate(answers):
        for question, value in one.items():
            found[question][value].append(number)
    return found.values()


def _marked(who: Sequence[int], size: int) -> int:
    """A set of interviews as a number."""
    mark = bytearray(size)
    for number in who:
        mark[number // 8] |= 1 << number % 8
    return int.from_bytes(mark, "little")


def _nearest(number: int, own: Sequence[int], told: Sequence[int]) -> Twin | None:
    """`own`: its sets; `told`: how many answers each interview gave."""
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
    compared = max(told[number], told[nearest])
    return Twin(nearest, 100 * most / compared, compared)


def _least_told(left: int, told: Sequence[int]) -> int:
    """Of those with as many matches the one that gave the fewest answers: the share in common is the greatest there."""
    best, fewest = -1, -1
    while left:
        lowest = left & -left
        place = lowest.bit_length() - 1
        if best < 0 or told[place] < fewest:
            best, fewest = place, told[place]
        left ^= lowest
    return best
