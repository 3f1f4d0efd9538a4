"""The data types of the ODK XForms specification: what a text must look like, and what expressions see of it."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
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
    to_boolean,
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
_MOST_DIGITS = 400
_WHOLE = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_PLAIN = re.compile(r"(?:0|-?[1-9][0-9]*)\Z")


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
    """The value expressions see: numbers for numbers, days for dates; "" for no answer, and for one of another type."""
    if text == "" or kind == Datatype.STRING:
        return text
    if kind in _NUMBERS:
        plain = _plain(text, kind)
        return "" if plain is None else text_number(plain)
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return _typed_date(text, kind, zone)
    if kind == Datatype.BOOLEAN:
        return text in ("true", "1")
    return text


def _typed_date(text: str, kind: Datatype, zone: tzinfo) -> Value:
    found = read_date(text, zone)
    if not isinstance(found, datetime):
        return "" if found is None else found
    found = found.astimezone(zone)
    return found.date() if kind == Datatype.DATE else found


def lexical(value: Value, kind: Datatype, zone: tzinfo = UTC) -> str:
    """A calculated value as the text stored for a type. NaN is no answer."""
    if isinstance(value, str) and kind == Datatype.STRING:
        return value
    value = single(value)
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool) or kind == Datatype.BOOLEAN:
        return "1" if to_boolean(value) else "0"
    if kind in _NUMBERS:
        return _lexical_number(value, kind)
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return _lexical_date(value, kind, zone)
    if isinstance(value, date):
        return _time_text(value) if kind == Datatype.TIME else date_text(value)
    return canonical(to_string(value), kind) if kind in PLACES else to_string(value)


def canonical(text: str, kind: Datatype, zone: tzinfo = UTC, day: date | None = None) -> str:
    """A text that comes in as Collect stores it; what cannot be read so stays as it is, to be refused.

    Numbers lose what is idle in them, dates and times are told in the zone, places always have four numbers, each with a
    point. `day` is the one whose offset a time gets: today.
    """
    if kind == Datatype.STRING:
        return text
    if kind in _NUMBERS:
        plain = _plain(text, kind)
        return text if plain is None else plain
    if kind in (Datatype.DATE, Datatype.DATETIME):
        return _lexical_date(text, kind, zone) if text else text
    if kind == Datatype.TIME:
        moment = read_time(text, day or datetime.now(zone).date(), zone)
        return text if moment is None else _time_text(moment.astimezone(zone))
    if kind not in PLACES or not _is_place(text, Datatype.GEOPOINT, 1):
        return text
    points = [[float(number) for number in point.split()] for point in text.split(";") if point.strip()]
    return "; ".join(" ".join(map(repr, (*point, 0.0, 0.0)[:4])) for point in points)


def default(text: str, kind: Datatype, zone: tzinfo = UTC, day: date | None = None) -> str:
    """What a form writes into an answer beforehand; where it is of another type the question is blank, as in JavaRosa."""
    if text == "" or kind == Datatype.STRING:
        return text
    text = canonical(text, kind, zone, day)
    begun = kind in PLACES and _is_place(text, Datatype.GEOPOINT, 1)
    return text if begun or fits(text, kind) else ""


def _time_text(moment: date) -> str:
    return date_text(moment).partition("T")[2]


def _plain(text: str, kind: Datatype) -> str | None:
    """A number in its shortest form with the digits 0 to 9; None for what is none, such as 1,500, which may be 1500 or 1.5."""
    if _PLAIN.match(text):
        return text
    digits = "".join(map(_digit, text.strip()))
    if kind != Datatype.DECIMAL:
        return str(int(digits)) if len(digits) <= _MOST_DIGITS and _WHOLE.match(digits) else None
    if len(digits) > _MOST_DIGITS or not _DECIMAL.match(digits) or not math.isfinite(float(digits)):
        return None
    whole, point, part = format(Decimal(digits), "f").partition(".")
    return f"{whole}{point}{part.rstrip('0') or '0'}" if point else whole


def _digit(letter: str) -> str:
    """A digit of any script as the one of ours."""
    value = None if letter.isascii() else unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


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
        return (found.astimezone(zone).date() if isinstance(found, datetime) else found).isoformat()
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day, tzinfo=zone)
    return date_text(found.astimezone(zone))


def fits(text: str, kind: Datatype) -> bool:
    """True when a non-empty text can be a value of the type."""
    if kind in _NUMBERS:
        return _plain(text, kind) is not None
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
