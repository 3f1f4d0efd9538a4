"""The data types of the ODK XForms specification: what a text must look like, and what expressions see of it."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from fieldsurvey.messages import Message
from fieldsurvey.xforms.xpath.values import (
    Value,
    date_text,
    number_text,
    read_date,
    read_time,
    single,
    text_number,
    to_number,
    to_string,
)


class Datatype(StrEnum):
    """Types a bind can name."""

    STRING = "string"
    INT = "int"
    LONG = "long"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BINARY = "binary"
    BARCODE = "barcode"
    INTENT = "intent"


_ALIASES = {
    "integer": Datatype.INT,
    "float": Datatype.DECIMAL,
    "double": Datatype.DECIMAL,
    "datetime": Datatype.DATETIME,
    "select": Datatype.STRING,
    "select1": Datatype.STRING,
    "rank": Datatype.STRING,
}
_NUMBERS = (Datatype.INT, Datatype.LONG, Datatype.DECIMAL)
PLACES = {Datatype.GEOPOINT: 1, Datatype.GEOTRACE: 2, Datatype.GEOSHAPE: 3}
"""How many points each kind of place has at least."""
_WHOLE = re.compile(r"-?\d+\Z")


def datatype(name: str) -> Datatype:
    """The type a bind names, prefix or not; what is not known is text, as in JavaRosa."""
    local = name.rpartition(":")[2]
    if local in _ALIASES:
        return _ALIASES[local]
    try:
        return Datatype(local)
    except ValueError:
        return Datatype.STRING


def typed(text: str, kind: Datatype, zone: tzinfo = UTC) -> Value:
    """The value expressions see: numbers for numbers, days for dates; "" for no answer."""
    if text == "" or kind == Datatype.STRING:
        return text
    if kind in _NUMBERS:
        return text_number(text)
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return _typed_date(text, kind, zone)
    if kind == Datatype.BOOLEAN:
        return text in ("true", "1")
    return text


def _typed_date(text: str, kind: Datatype, zone: tzinfo) -> Value:
    found = read_date(text, zone)
    if found is None:
        return text
    if not isinstance(found, datetime):
        return found
    found = found.astimezone(zone)
    return found.date() if kind == Datatype.DATE else found


def lexical(value: Value, kind: Datatype, zone: tzinfo = UTC) -> str:
    """A calculated value as the text stored for a type. NaN is no answer."""
    if isinstance(value, str) and kind == Datatype.STRING:
        return value
    value = single(value)
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    if kind in _NUMBERS:
        return _lexical_number(value, kind)
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return _lexical_date(value, kind, zone)
    if kind == Datatype.TIME and isinstance(value, datetime):
        return date_text(value).partition("T")[2]
    if isinstance(value, date):
        return date_text(value)
    return canonical(to_string(value), kind)


def canonical(text: str, kind: Datatype) -> str:
    """A text as Collect stores it: places always have four numbers, each with a point."""
    if kind not in PLACES or not _is_place(text, Datatype.GEOPOINT, 1):
        return text
    points = [[float(number) for number in point.split()] for point in text.split(";") if point.strip()]
    return "; ".join(" ".join(map(repr, (*point, 0.0, 0.0)[:4])) for point in points)


def _lexical_number(value: Value, kind: Datatype) -> str:
    number = to_number(value)
    if math.isnan(number):
        return to_string(value) if isinstance(value, str) else ""
    if kind == Datatype.DECIMAL or math.isinf(number):
        return number_text(number)
    return str(math.trunc(number))


def _lexical_date(value: Value, kind: Datatype, zone: tzinfo) -> str:
    found = value if isinstance(value, date) else read_date(to_string(value), zone)
    if found is None:
        return to_string(value)
    if kind == Datatype.DATE:
        return found.date().isoformat() if isinstance(found, datetime) else found.isoformat()
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day, tzinfo=zone)
    return date_text(found.astimezone(zone))


def fits(text: str, kind: Datatype) -> bool:
    """True when a non-empty text can be a value of the type."""
    if kind in (Datatype.INT, Datatype.LONG):
        return _WHOLE.match(text) is not None
    if kind == Datatype.DECIMAL:
        return not math.isnan(text_number(text))
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return read_date(text, UTC) is not None
    if kind == Datatype.TIME:
        return read_time(text, date(2000, 1, 1), UTC) is not None
    if kind in PLACES:
        return _is_place(text, kind)
    return True


def _is_place(text: str, kind: Datatype, least: int = 0) -> bool:
    points = [point.split() for point in text.split(";") if point.strip()]
    if len(points) < (least or PLACES[kind]):
        return False
    if not least and kind == Datatype.GEOPOINT and len(points) > 1:
        return False
    return all(_is_point(point) for point in points)


def _is_point(words: list[str]) -> bool:
    """Latitude, longitude, perhaps altitude and accuracy; on the earth."""
    numbers = [text_number(word) for word in words]
    if len(numbers) not in (2, 3, 4) or any(math.isnan(number) for number in numbers):
        return False
    return abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180


def phone_warning(text: str, kind: Datatype) -> Message | None:
    """What to say when a phone with ODK Collect could not reopen the value; None when it can."""
    if kind == Datatype.INT and len(text.lstrip("-")) > 9:
        return Message("answer.long-whole-number")
    if kind == Datatype.DECIMAL and len(text) > 15:
        return Message("answer.long-decimal")
    return None
