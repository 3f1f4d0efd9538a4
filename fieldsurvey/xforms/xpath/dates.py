"""Functions on days and moments. Clock and zone come from the environment."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, tzinfo

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.system.calendar_names import names_for
from fieldsurvey.xforms.xpath.context import Context
from fieldsurvey.xforms.xpath.library import function
from fieldsurvey.xforms.xpath.nodes import Nodes
from fieldsurvey.xforms.xpath.values import (
    NAN,
    Value,
    days_since_epoch,
    read_date,
    read_time,
    single,
    to_string,
)

_FARTHEST = 700_000
"""Days from 1970 to the ends of the calendar, nearly."""


def _zone(context: Context) -> tzinfo:
    return context.environment.now().tzinfo or UTC


@function("today")
def _today(context: Context) -> Value:
    return context.environment.now().date()


@function("now")
def _now(context: Context) -> Value:
    return context.environment.now()


@function("date", 1)
def _date(context: Context, value: Value) -> Value:
    """The day of a moment; a text that names a moment keeps its time, and a number loses what is behind the point."""
    value = single(value)
    if isinstance(value, datetime):
        return value.astimezone(_zone(context)).date()
    if isinstance(value, float) and math.isfinite(value):
        value = float(math.trunc(value))
    return as_date(value, context)


@function("date-time", 1)
def _date_time(context: Context, value: Value) -> Value:
    value = single(value)
    return _moment_of(value, context) if isinstance(value, float) else as_date(value, context)


def _moment_of(number: float, context: Context) -> datetime | float:
    """So many days after the beginning of 1970 in UTC, as the moment it is here."""
    if not abs(number) < _FARTHEST:
        return NAN
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)).astimezone(_zone(context))


def as_date(value: Value, context: Context) -> date | str | float:
    """A day or moment; "" stays ""; a number counts days since 1970. Raises XPathError for other texts."""
    value = single(value) if isinstance(value, Nodes) else value
    if isinstance(value, datetime):
        return value.astimezone(_zone(context))
    if isinstance(value, date) or value == "":
        return value
    if isinstance(value, bool):
        raise XPathError("function.date-of-boolean")
    if isinstance(value, float):
        return _from_number(value, context)
    found = read_date(to_string(value), _zone(context))
    if found is None:
        raise XPathError("function.no-date", text=shortened(to_string(value)))
    return found.astimezone(_zone(context)) if isinstance(found, datetime) else found


def _from_number(number: float, context: Context) -> date | float:
    if not abs(number) < _FARTHEST:
        return NAN
    if number == int(number):
        return date(1970, 1, 1) + timedelta(days=int(number))
    return _moment_of(number, context)


@function("decimal-date-time", 1)
def _decimal_date_time(context: Context, value: Value) -> Value:
    value = single(value)
    if isinstance(value, float):
        return value if abs(value) < _FARTHEST else NAN
    found = as_date(value, context)
    return days_since_epoch(_midnight(found, context)) if isinstance(found, date) else NAN


def _found(value: Value, context: Context) -> date | None:
    try:
        found = as_date(value, context)
    except XPathError:
        return None
    return found if isinstance(found, date) else None


def _midnight(found: date, context: Context) -> datetime:
    """A day as the moment it begins here."""
    if isinstance(found, datetime):
        return found
    return datetime(found.year, found.month, found.day, tzinfo=_zone(context))


@function("decimal-time", 1)
def _decimal_time(context: Context, value: Value) -> Value:
    value = single(value)
    if isinstance(value, float):
        return value - math.floor(value) if abs(value) < _FARTHEST else NAN
    moment = read_time(to_string(value), context.environment.now().date(), _zone(context))
    if moment is None:
        found = _found(value, context)
        if found is None:
            return NAN
        moment = _midnight(found, context)
    moment = moment.astimezone(_zone(context))
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / 86400


@function("time", 1)
def _time(context: Context, value: Value) -> Value:
    moment = read_time(to_string(value), context.environment.now().date(), _zone(context))
    return to_string(value) if moment is None else moment.isoformat(timespec="milliseconds").partition("T")[2]


@function("format-date", 2)
def _format_date(context: Context, value: Value, pattern: Value) -> Value:
    return _formatted(context, value, to_string(pattern))


@function("format-date-time", 2)
def _format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    return _formatted(context, value, to_string(pattern))


def _formatted(context: Context, value: Value, pattern: str) -> str:
    value = single(value)
    found = _found(_moment_of(value, context) if isinstance(value, float) else value, context)
    if found is None:
        moment = read_time(to_string(value), context.environment.now().date(), _zone(context))
        if moment is None:
            return ""
        found = moment
    moment = _midnight(found, context)
    if isinstance(found, datetime):
        moment = moment.astimezone(_zone(context))
    return format_moment(moment, pattern, context.environment.language())


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """A moment by a pattern of %Y %y %m %n %b %d %e %a %H %h %M %S %3; names in the language given."""
    names = names_for(language)
    pieces = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": names.months[moment.month - 1],
        "B": names.months[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": names.days[moment.weekday()],
        "A": names.days[moment.weekday()],
        "w": str(moment.isoweekday() % 7),
        "W": str(moment.isocalendar().week),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "%": "%",
    }
    result, letters = [], iter(pattern)
    for letter in letters:
        if letter != "%":
            result.append(letter)
            continue
        code = next(letters, "")
        if code not in pieces:
            raise XPathError("function.date-format", letter=code, pattern=shortened(pattern))
        result.append(pieces[code])
    return "".join(result)
