"""Read one interview for one expression: a value, or why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from fieldsurvey.errors import XPathError
from fieldsurvey.interviews.typed_values import missing_of, why_missing
from fieldsurvey.records import Missing, Question

_ABSOLUTE = re.compile(r"(?<![\w)\]/.])(/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)+)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
Codes = Mapping[str, Mapping[str, Missing]]
"""Ref of a question -> the texts that say why it has no value."""


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
    codes: Codes = field(default_factory=dict)
    """As the version it was filled in has them; elsewhere -98 is a number, and "refused" a word."""


def codes_of(questions: Iterable[Question]) -> Codes:
    """The missing codes of one version's questions, by the rule of the tables."""
    return {question.ref: codes for question in questions if (codes := missing_of(question))}


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
    why = _why(told, refs(expression), firm)
    if why is not None:
        return why
    if told in ("true", "false", "0", "1"):
        return _why_unanswered(expression, firm) or (told if _has_answer(expression, firm) else None)
    return told


def _why_unanswered(expression: str, firm: Answered) -> Missing | None:
    """Don't know or refused, when that is all there is under the expression."""
    told = _values_under(expression, firm)
    reasons = [_why(value, (ref,), firm) for ref, value in told.items() if value]
    return reasons[0] if reasons and all(reasons) else None


def _has_answer(expression: str, firm: Answered) -> bool:
    values = _values_under(expression, firm)
    return not values or any(values.values())


def _values_under(expression: str, firm: Answered) -> dict[str, str]:
    """What the questions named in a statement hold; empty when it is no statement about single questions."""
    found: dict[str, str] = {}
    for ref in refs(expression):
        value = _evaluate(firm, ref, "string")
        if value is None:
            return {}
        found[ref] = str(value)
    return found


def _evaluate(firm: Answered, expression: str, as_: str) -> object:
    try:
        return firm.entry.evaluate(expression, as_=as_)
    except XPathError:
        return None


def _why(told: str, named: Iterable[str], firm: Answered) -> Missing | None:
    """Why there is no value, by the codes of the questions that are named."""
    found = (why_missing(told, codes) for ref in named if (codes := firm.codes.get(ref)))
    return next((why for why in found if why is not None), None)


def tokens(told: str, known: Sequence[str]) -> list[str]:
    """The choices in a select-multiple answer; a lone choice may hold a space only if the form lists it so."""
    return [told] if told in known else told.split()
