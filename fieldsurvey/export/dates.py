"""Dates in research rows: they leave to the month, and what tells the hour not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time

from fieldsurvey.records import Column, Value

_DATES = frozenset({"date", "datetime"})
MAY_BE_DATES = _DATES | {"calculate"}
_NOW = re.compile(r"\b(now|today)\s*\(")
_DAYS_LONG = 10_000
"""A number of this size that is made of today is the day itself, counted from 1970; an age in years is none."""
CUT = "Cut to the month: YYYY-MM"


def to_month(value: Value) -> Value:
    """A date as its month; an hour as nothing; all else as it is."""
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}"
    return None if isinstance(value, time) else value


def tells_the_hour(column: Column, values: Sequence[Value]) -> bool:
    """Whether a column holds hours, or says in its own way what day it was; `values` are some of its own."""
    question = column.question
    if question.type == "time":
        return True
    if question.type != "calculate":
        return False
    if any(isinstance(value, time) or hasattr(value, "hour") for value in values):
        return True
    formulas = {question.calculation, *(one.calculation for one in column.asked.values())}
    return any(_NOW.search(formula) for formula in formulas) and any(_is_a_day(value) for value in values)


def _is_a_day(value: Value) -> bool:
    if isinstance(value, str):
        return any(letter.isdigit() for letter in value)
    return isinstance(value, int | float) and abs(value) >= _DAYS_LONG


def holds_dates(column: Column, values: Sequence[Value]) -> bool:
    """Whether what leaves of a column are dates."""
    return column.question.type in _DATES or (
        column.question.type == "calculate" and any(isinstance(value, date) for value in values)
    )
