"""Read one interview for one expression: a value, or why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from fieldsurvey.errors import XPathError
from fieldsurvey.records import MISSING_NUMBERS, Missing, Question

_ABSOLUTE = re.compile(r"(?<![\w)\]/.])(/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)+)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_WORDS = {kind.value: kind for kind in Missing}


class Evaluates(Protocol):
    """What is needed of a filled form: `FormEntry` gives it."""

    def evaluate(self, expression: str, context: str | None = None, as_: str = "string") -> object:
        """The value of an XPath expression over this interview."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """One firm's interview, ready to be asked."""

    key: str
    """instanceID of the interview."""
    entry: Evaluates
    never_missing: frozenset[str] = field(default_factory=frozenset)
    """Refs of questions that offer no missing answer: there -98 is a number, and "refused" a word."""


_ASKED_PLAINLY = ("integer", "decimal", "range", "text")


def never_missing(questions: Iterable[Question]) -> frozenset[str]:
    """Refs of the questions whose answers are never a code of “don't know” or “refused”."""
    return frozenset(q.ref for q in questions if q.type in _ASKED_PLAINLY and not q.missing)


def is_in(universe: str, firm: Answered) -> bool:
    """Whether the figure is about this firm; an expression that cannot be evaluated leaves it out."""
    return not universe or _evaluate(firm, universe, "boolean") is True


@cache
def refs(expression: str) -> frozenset[str]:
    """The questions an expression names by their whole path."""
    return frozenset(_ABSOLUTE.findall(_QUOTED.sub("''", expression)))


def number(expression: str, firm: Answered) -> float | Missing | None:
    """The expression's number; None where nothing was answered."""
    told = text(expression, firm)
    if told is None or isinstance(told, Missing):
        return told
    try:
        value = float({"true": "1", "false": "0"}.get(told, told))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def text(expression: str, firm: Answered) -> str | Missing | None:
    """The expression's string; a statement about questions nobody answered is no answer."""
    found = _evaluate(firm, expression, "string")
    told = "" if found is None else str(found).strip()
    if told in ("", "NaN"):
        return None
    named = refs(expression)
    why = None if named and named <= firm.never_missing else _missing(told)
    if why is not None:
        return why
    if told in ("true", "false", "0", "1"):
        return _why_unanswered(expression, firm) or (told if _has_answer(expression, firm) else None)
    return told


def _why_unanswered(expression: str, firm: Answered) -> Missing | None:
    """Don't know or refused, when that is all there is under the expression."""
    if refs(expression) <= firm.never_missing:
        return None
    told = [value for value in _values_under(expression, firm) if value]
    reasons = [_missing(value) for value in told]
    return reasons[0] if reasons and all(reasons) else None


def _has_answer(expression: str, firm: Answered) -> bool:
    values = _values_under(expression, firm)
    return not values or any(values)


def _values_under(expression: str, firm: Answered) -> list[str]:
    """What the questions named in a statement hold; empty when it is no statement about single questions."""
    found = []
    for ref in refs(expression):
        value = _evaluate(firm, ref, "string")
        if value is None:
            return []
        found.append(str(value))
    return found


def _evaluate(firm: Answered, expression: str, as_: str) -> object:
    try:
        return firm.entry.evaluate(expression, as_=as_)
    except XPathError:
        return None


def _missing(told: str) -> Missing | None:
    for word in told.split():
        if word in _WORDS:
            return _WORDS[word]
    try:
        return (
            MISSING_NUMBERS.get(str(int(float(told))))
            if told.startswith("-9") and float(told) in (-98, -99)
            else None
        )
    except ValueError:
        return None


def tokens(told: str, known: Sequence[str]) -> list[str]:
    """The choices in a select-multiple answer; a lone choice may hold a space only if the form lists it so."""
    return [told] if told in known else told.split()
