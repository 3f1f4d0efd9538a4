"""The stored text of an answer as a value of its question's type. What does not fit stays the text it is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from fieldsurvey.records import MISSING_NUMBERS, Missing, Question, Value

Reader = Callable[[str], Value]
"""Reads the text of one question."""

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_STAMP = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})?(?(day)T)?(?P<hour>[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[-+][0-9]{2}:[0-9]{2})?)?"
)
"""A date, a time, or both, as the engine writes them."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ARITHMETIC = re.compile(r"[\w})\]]\s*([*+]|\bdiv\b|\s-)\s*[\w$({.\-/]|\b(sum|pow|round)\s*\(")
_PUTS_TOGETHER = re.compile(r"\b(concat|join|substr|substring|translate|format)\b|\*\s*[|)\]]|/\*")
_NUMERIC = frozenset({"integer", "decimal", "range"})
_FIGURES = frozenset({*_NUMERIC, "calculate"})
_WORDS: Mapping[str, Missing] = {kind.value: kind for kind in Missing}
_LISTED = ("select", "rank")
_REMEMBERED = 256
"""Texts of one question: most answers are among few, and are read once."""
_MOST_DIGITS = 15
"""More than these no spreadsheet keeps: a longer number stays a text, so that none of it is lost."""


def value_reader(question: Question) -> Reader:
    """What reads the answers of `question`, made once for all of them; text that does not fit stays as it was typed."""
    missing = missing_of(question)
    convert = _converter(question)

    @lru_cache(maxsize=_REMEMBERED)
    def read(text: str) -> Value:
        if missing:
            why = why_missing(text, missing)
            if why is not None:
                return why
        if convert is None:
            return text
        bare = text.strip()
        try:
            return convert(bare) if bare else None
        except (ValueError, OverflowError):
            return text

    return read if missing or convert else _as_written


def _as_written(text: str) -> Value:
    return text


def _converter(question: Question) -> Reader | None:
    if question.type == "calculate" and question.disclosure == "direct":
        return None  # an identifier is no number, even where it is all digits
    if question.type == "calculate" and _is_reckoned(question.calculation):
        return _reckoned
    return _CONVERT.get(question.type)


def why_missing(text: str, missing: Mapping[str, Missing]) -> Missing | None:
    """Why there is no value, by the texts that say so of its question; None where the text is a value."""
    return missing.get(_whole(text.strip()))


def _whole(text: str) -> str:
    """A decimal may carry its code as -99.0."""
    return text.rstrip("0").rstrip(".") if "." in text and text.startswith("-9") else text


def missing_of(question: Question) -> Mapping[str, Missing]:
    """The texts that say why there is no value: those the question offers. A -98 that nobody offered is a number.

    Among the codes of a list, and in a calculation, dk and refused are these words whatever the column `missing` says.
    """
    is_free = question.type == "calculate" or is_listed(question)
    words = _WORDS if is_free else stored_missing(question.missing, is_number=False)
    return {**stored_missing(question.missing, is_number=question.type in _FIGURES), **words}


def stored_missing(offered: Collection[str], *, is_number: bool) -> Mapping[str, Missing]:
    """How the missing answers that are offered are stored -> what each means."""
    stored = MISSING_NUMBERS if is_number else _WORDS
    return {text: kind for text, kind in stored.items() if kind.value in offered}


def is_listed(question: Question) -> bool:
    """Whether answers are codes of a list, “don't know” and “refused” among them where the form has them."""
    return question.type.startswith(_LISTED)


def _number(text: str) -> Value:
    if _WHOLE.fullmatch(text):
        return int(text) if len(text.lstrip("+-").lstrip("0")) <= _MOST_DIGITS else text
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    number = float(text)
    return number if math.isfinite(number) else text


def _calculated(text: str) -> Value:
    """A calculation has no type of its own: what is written as a number, a day, a moment or a time is one."""
    if _PLAIN_NUMBER.fullmatch(text):
        return _number(text)
    kind = _STAMP.fullmatch(text)
    if kind is None:
        return text
    if kind["hour"]:
        return datetime.fromisoformat(text) if kind["day"] else time.fromisoformat(text)
    return date.fromisoformat(text)


def _is_reckoned(calculation: str) -> bool:
    """Whether a formula reckons, so that what it gives is a size: of a size more than fifteen digits say nothing."""
    bare = _QUOTED.sub("", calculation)
    return bool(_ARITHMETIC.search(bare)) and not _PUTS_TOGETHER.search(bare)


def _reckoned(text: str) -> Value:
    if not _DECIMAL.fullmatch(text):
        return _calculated(text)
    number = _number(text)
    return float(text) if isinstance(number, str) else number


def _several(text: str) -> Value:
    return tuple(text.split())


def _date(text: str) -> Value:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text[:10])


_CONVERT: Mapping[str, Reader] = {
    "integer": _number,
    "decimal": _number,
    "range": _number,
    "calculate": _calculated,
    "select_multiple": _several,
    "select_multiple_from_file": _several,
    "rank": _several,
    "date": _date,
    "today": _date,
    "datetime": datetime.fromisoformat,
    "start": datetime.fromisoformat,
    "end": datetime.fromisoformat,
    "time": time.fromisoformat,
}
