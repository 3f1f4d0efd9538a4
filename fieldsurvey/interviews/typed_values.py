"""The stored text of an answer as a value of its question's type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from fieldsurvey.records import MISSING_NUMBERS, Missing, Question, Value

Reader = Callable[[str], Value]
"""Reads the text of one question."""

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_NUMERIC = frozenset({"integer", "decimal", "range"})
_WORDS: Mapping[str, Missing] = {kind.value: kind for kind in Missing}


def value_reader(question: Question) -> Reader:
    """What reads the answers of `question`, made once for all of them; text that does not fit stays text, never lost."""
    missing = _missing_of(question)
    convert = _CONVERT.get(question.type)
    if question.type == "calculate" and question.disclosure == "direct":
        convert = None  # an identifier is no number, even where it is all digits

    def read(text: str) -> Value:
        text = text.strip()
        if text in missing:
            return missing[text]
        if convert is None:
            return text
        try:
            return convert(text)
        except ValueError:
            return text

    return read


def _missing_of(question: Question) -> Mapping[str, Missing | None]:
    """The texts that say why there is no value."""
    numbers = MISSING_NUMBERS if question.type in _NUMERIC else {}
    words = _WORDS if question.missing or question.type.startswith("select") else {}
    return {"": None, **numbers, **words}


def _number(text: str) -> Value:
    number = float(text)
    return int(number) if number.is_integer() and "." not in text else number


def _calculated(text: str) -> Value:
    return _number(text) if _PLAIN_NUMBER.fullmatch(text) else text


def _several(text: str) -> Value:
    return tuple(text.split())


def _date(text: str) -> Value:
    return date.fromisoformat(text[:10])


_CONVERT: Mapping[str, Reader] = {
    "integer": _number,
    "decimal": _number,
    "range": _number,
    "calculate": _calculated,
    "select_multiple": _several,
    "rank": _several,
    "date": _date,
    "today": _date,
    "datetime": datetime.fromisoformat,
    "start": datetime.fromisoformat,
    "end": datetime.fromisoformat,
    "time": time.fromisoformat,
}
