"""What differs between an interview and its back-check, and the error rates that follow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from fieldsurvey.records import BackCheck, Difference, ErrorRate, Question
from fieldsurvey.xforms.xpath.values import text_number

_NUMBERS = ("integer", "decimal", "range")
_TEXTS = ("text",)
KINDS = (1, 2, 3)


def compared(
    asked: Sequence[Question], first: Mapping[str, str], second: Mapping[str, str]
) -> tuple[tuple[tuple[str, int], ...], tuple[Difference, ...]]:
    """(ref, kind) of each question answered again, and those answered otherwise. `first`, `second`: ref -> answer.

    Numbers are compared as numbers, texts without capitals and blanks, several choices whatever their order. Don't know and refused
    are answers like others.
    """
    again = [one for one in asked if second.get(one.ref, "")]
    found = (
        Difference(one.ref, int(one.back_check), first.get(one.ref, ""), second[one.ref])
        for one in again
        if _plain(one, first.get(one.ref, "")) != _plain(one, second[one.ref])
    )
    return tuple((one.ref, int(one.back_check)) for one in again), tuple(found)


def _plain(question: Question, answer: str) -> object:
    if question.type in _NUMBERS:
        number = text_number(answer)
        return answer if math.isnan(number) else number
    if question.type == "select_multiple":
        return frozenset(answer.split())
    if question.type in _TEXTS:
        return " ".join(answer.split()).casefold()
    return answer


def rates(checks: Iterable[BackCheck]) -> list[ErrorRate]:
    """Of each kind of question: for all agents, then for each, by name. A kind nobody was asked is left out."""
    every = [one for one in checks if one.compared]
    agents = sorted({one.agent for one in every})
    groups = [("", every), *((name, [one for one in every if one.agent == name]) for name in agents if name)]
    return [rate for name, group in groups for kind in KINDS if (rate := _rate(kind, name, group)).compared]


def _rate(kind: int, agent: str, checks: Sequence[BackCheck]) -> ErrorRate:
    of_kind = [sum(k == kind for _ref, k in one.compared) for one in checks]
    different = sum(d.kind == kind for one in checks for d in one.differences)
    return ErrorRate(kind, agent, sum(n > 0 for n in of_kind), sum(of_kind), different)
