"""A calculation has no type of its own: where it gives numbers here and words there, its column is one of words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from fieldsurvey.records import Missing, Value


def is_mixed(values: Iterable[Value]) -> bool:
    """Whether values of several kinds are among these."""
    kinds = {_kind(value) for value in values if value is not None and not isinstance(value, Missing)}
    return len(kinds) > 1


def as_text(value: Value) -> Value:
    """The value as a text; what is missing stays missing."""
    if value is None or isinstance(value, Missing | str | tuple):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _kind(value: Value) -> type:
    return float if isinstance(value, int) else type(value)
