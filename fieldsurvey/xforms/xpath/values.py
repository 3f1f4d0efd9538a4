"""What an expression yields, and how one kind of value becomes another (XPath 1.0, with JavaRosa's dates)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms.xpath.nodes import Node, Nodes

Value = str | float | bool | date | datetime | Nodes
"""A date is a day; a datetime (always with its zone) is a moment."""

Comparison = Callable[[Value, Value], bool]
NumberComparison = Callable[[float, float], bool]

NAN = float("nan")
MOST_LETTERS = 1_000_000
"""Characters of one text; XML readers refuse texts not much longer, so that a draft could not be opened again."""
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)\Z", re.ASCII)
BLANKS = "".join(map(chr, range(33)))
"""What JavaRosa trims: control characters and the blank, no other space."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def single(value: Value) -> Value:
    """One value out of a node-set: typed where the node has a type; "" when there is none."""
    if not isinstance(value, Nodes):
        return value
    if not value:
        return ""
    if len(value) > 1 and value.strict:
        raise XPathError("expression.several-values", name=value[0].name)
    return value[0].typed()  # type: ignore[return-value]


def to_string(value: Value) -> str:
    """Text as XPath's string() gives it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Nodes):
        return _nodes_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_text(value)
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def _nodes_text(value: Nodes) -> str:
    if not value:
        return ""
    if len(value) > 1 and value.strict:
        single(value)
    return node_text(value[0])


def node_text(node: Node) -> str:
    """The text of a node's value: 2 where 2.0 is stored, true where a yes is; of a group, all the texts in it."""
    return node.string() if node.children else to_string(node.typed())  # type: ignore[arg-type]


def number_text(value: float) -> str:
    """A number without exponent, whole numbers without a point."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def date_text(value: date) -> str:
    """2026-11-22, or with the time 2026-11-22T10:05:00.000+05:30."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.isoformat()


def to_number(value: Value) -> float:
    """A number; NaN for what is none. Days and moments count in whole days since 1970, as in JavaRosa."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool | int):
        return float(value)
    if isinstance(value, Nodes):
        return to_number(single(value))
    if isinstance(value, str):
        return text_number(value)
    day = value.date() if isinstance(value, datetime) else value
    return float((day - _EPOCH.date()).days)


def text_number(text: str) -> float:
    """A text as number; NaN when it is none."""
    if text.isdigit() and text.isascii():
        return float(text)
    text = text.strip(BLANKS).replace(",", ".")
    return float(text) if _NUMBER.match(text) else NAN


def days_since_epoch(moment: datetime) -> float:
    """Days and their fractions since the beginning of 1970 in UTC."""
    return (moment - _EPOCH) / _DAY


def to_boolean(value: Value) -> bool:
    """True for numbers but 0 and NaN, for non-empty texts; a node-set counts by its value, as in JavaRosa."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Nodes):
        return to_boolean(single(value))
    if isinstance(value, float | int):
        return not math.isnan(value) and abs(value) > 1e-12
    if isinstance(value, str):
        return value != ""
    return True


_FIRST_YEAR, _LAST_YEAR = 2, 9998
"""In the years at the ends of the calendar a moment may have no name in another zone."""
_DATE = re.compile(r"(-?\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?\Z", re.ASCII
)


def read_date(text: str, zone: tzinfo) -> date | None:
    """A lexical date or dateTime; None when it is neither, or there is no such day."""
    day_text, _, time_text = text.strip().partition("T")
    day = _DATE.match(day_text)
    try:
        if day is None:
            return None
        if not time_text:
            return date(int(day[1]), int(day[2]), int(day[3]))
        return _moment(date(int(day[1]), int(day[2]), int(day[3])), time_text, zone)
    except (ValueError, OverflowError):
        return None


def _moment(day: date, text: str, zone: tzinfo) -> datetime | None:
    clock = _TIME.match(text)
    if clock is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    micro = int((clock[4] or "0")[:6].ljust(6, "0"))
    return datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=offset(clock[5], zone))


def read_time(text: str, day: date, zone: tzinfo) -> datetime | None:
    """A lexical time on the given day; None when it is none."""
    try:
        return _moment(day, text.strip(), zone)
    except (ValueError, OverflowError):
        return None


def offset(text: str | None, zone: tzinfo) -> tzinfo:
    """The zone a lexical time names: Z, +05, +0530, +05:30; else the given one."""
    if not text:
        return zone
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def equal(left: Value, right: Value) -> bool:
    """XPath's `=`. Two moments are equal when they are on the same day, as in JavaRosa."""
    if isinstance(left, Nodes) or isinstance(right, Nodes):
        return _nodes_compare(left, right, _equal_single)
    return _equal_single(left, right)


def unequal(left: Value, right: Value) -> bool:
    """XPath's `!=`, which is not the opposite of `=` where several nodes stand on a side."""
    if isinstance(left, Nodes) or isinstance(right, Nodes):
        return _nodes_compare(left, right, lambda a, b: not _equal_single(a, b))
    return not _equal_single(left, right)


def _equal_single(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float | int) or isinstance(right, float | int):
        a, b = to_number(left), to_number(right)
        return a == b or abs(a - b) < 1e-12
    return to_string(left) == to_string(right)


def _nodes_compare(left: Value, right: Value, holds: Comparison) -> bool:
    return any(holds(a, b) for a in _each(left) for b in _each(right))


def _each(value: Value) -> list[Value]:
    if not isinstance(value, Nodes):
        return [value]
    if value.strict or not value:
        return [single(value)]
    return [node.typed() for node in value]  # type: ignore[misc]


def ordered(left: Value, right: Value, holds: NumberComparison) -> bool:
    """XPath's `<` `<=` `>` `>=`: both sides as numbers."""

    def numbers(a: Value, b: Value) -> bool:
        return holds(to_number(a), to_number(b))

    if isinstance(left, Nodes) or isinstance(right, Nodes):
        return _nodes_compare(left, right, numbers)
    return numbers(left, right)
