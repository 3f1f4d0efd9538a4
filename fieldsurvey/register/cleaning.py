"""What stands in a cell as the register keeps it: telephones as digits, workers as whole numbers, identifiers tidy. What cannot be kept is said."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldsurvey.records import FirmField
from fieldsurvey.register import identifiers
from fieldsurvey.register.list_file import Cell, text_of


class RangeEnd(StrEnum):
    """Which number of "35-40" is kept."""

    LOWER = "lower"
    MIDDLE = "middle"
    UPPER = "upper"
    LATER = "later"
    """None: it is asked at the firm."""


class Oddity(StrEnum):
    """What is odd about a cell."""

    CUT = "cut by Excel"
    """A long number in powers of ten: its last digits are lost. Left empty."""
    NOT_A_NUMBER = "not a number"
    """Left empty."""
    IS_DATE = "turned into a date"
    """Excel made a day of "5-10". Left empty."""
    RANGE = "range"
    """Two numbers; `RangeEnd` says which is kept."""
    ABOUT = "about"
    """"abt 5": the number is kept."""
    FAILS_CHECK = "fails the check"
    """An identifier that cannot be right. Kept as it is given."""
    SEVERAL = "several"
    """More than one telephone: the first is kept as such, all of them in the note."""
    TOO_SHORT = "too short"
    """A telephone of fewer than six digits. Left empty."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cell as it is kept; text "" where nothing is."""

    text: str = ""
    oddity: Oddity | None = None
    beside: str = ""
    """What of it goes into the note."""


_NOTHING = {
    "",
    "-",
    "--",
    "---",
    "na",
    "n/a",
    "nil",
    "none",
    "not available",
    "n.a.",
    ".",
    "x",
    "null",
    "#n/a",
    "?",
}
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|to|से)\s*(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_POWER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{4,}\d")
_LEAST_PHONE, _MOST_PHONE, _MOBILE = 6, 13, 10
_MOST_WORKERS = 9_999_999
"""No firm has more: what says so is a telephone in the wrong column, or a slip."""


def clean(
    meaning: FirmField, cell: Cell, range_end: RangeEnd = RangeEnd.LOWER, told: str | None = None
) -> Cleaned:
    """A cell of a column that means this field; `told` is its text, where that was made already."""
    text = text_of(cell) if told is None else told
    if text.casefold() in _NOTHING:
        return Cleaned()
    if meaning in _NUMBERS and isinstance(cell, date):
        return Cleaned("", Oddity.IS_DATE)
    way = _WAYS.get(meaning)
    return way(text, range_end) if way else Cleaned(text)


def phones_in(text: str) -> list[str]:
    """The telephones in a text, each as its digits, without the country's code."""
    found = []
    for one in re.split(r"[/,;&|]|\bor\b", text):
        for match in _PHONE.findall(one) or [one]:
            digits = re.sub(r"\D", "", match)
            if len(digits) > _MOBILE and digits.startswith("91"):
                digits = digits[2:]
            digits = digits.lstrip("0") if len(digits.lstrip("0")) == _MOBILE else digits
            found += _halves(digits)
    return [digits for digits in found if _LEAST_PHONE <= len(digits) <= _MOST_PHONE]


def _halves(digits: str) -> list[str]:
    """Two mobile numbers typed with a blank between them are two."""
    return [digits[:_MOBILE], digits[_MOBILE:]] if len(digits) == 2 * _MOBILE else [digits]


def _phone(text: str, _range_end: RangeEnd) -> Cleaned:
    if _POWER.fullmatch(text.replace(" ", "")):
        return Cleaned("", Oddity.CUT)
    found = phones_in(text)
    if not found:
        return Cleaned("", Oddity.TOO_SHORT, text)
    return Cleaned(found[0], Oddity.SEVERAL, text) if len(found) > 1 else Cleaned(found[0])


def _workers(text: str, range_end: RangeEnd) -> Cleaned:
    if (found := _RANGE.search(text)) and max(float(found[1]), float(found[2])) <= _MOST_WORKERS:
        lower, upper = sorted((int(found[1]), int(found[2])))
        kept = {
            RangeEnd.LOWER: str(lower),
            RangeEnd.MIDDLE: str((lower + upper) // 2),
            RangeEnd.UPPER: str(upper),
            RangeEnd.LATER: "",
        }
        return Cleaned(kept[range_end], Oddity.RANGE)
    numbers = [one.replace(",", "") for one in _NUMBER.findall(text)]
    value = float(numbers[0]) if len(numbers) == 1 else math.nan
    if not 0 <= value <= _MOST_WORKERS or not value.is_integer() or text.startswith("-"):
        return Cleaned("", Oddity.NOT_A_NUMBER, text)
    whole = str(int(value))
    return Cleaned(whole, None if text.replace(",", "") in (whole, numbers[0]) else Oddity.ABOUT)


def _amount(text: str, _range_end: RangeEnd) -> Cleaned:
    """Rs lakh; an amount that says crore is turned."""
    numbers = [one.replace(",", "") for one in _NUMBER.findall(text)]
    if len(numbers) != 1 or text.startswith("-") or not math.isfinite(float(numbers[0])):
        return Cleaned("", Oddity.NOT_A_NUMBER, text)
    value = float(numbers[0]) * (100 if re.search(r"\bcr", text, re.IGNORECASE) else 1)
    return Cleaned(f"{value:.15g}", None if text.replace(",", "") == numbers[0] else Oddity.ABOUT)


def _identifier(is_right: Callable[[str], bool]) -> Callable[[str, RangeEnd], Cleaned]:
    def way(text: str, _range_end: RangeEnd) -> Cleaned:
        tidy = identifiers.tidy(text)
        return Cleaned(tidy) if is_right(tidy) else Cleaned(tidy, Oddity.FAILS_CHECK)

    return way


_NUMBERS = {FirmField.WORKERS, FirmField.INVESTMENT, FirmField.TURNOVER, FirmField.PHONE}
_WAYS: dict[FirmField, Callable[[str, RangeEnd], Cleaned]] = {
    FirmField.PHONE: _phone,
    FirmField.WORKERS: _workers,
    FirmField.INVESTMENT: _amount,
    FirmField.TURNOVER: _amount,
    FirmField.UDYAM: _identifier(identifiers.is_udyam),
    FirmField.GSTIN: _identifier(identifiers.is_gstin),
    FirmField.PAN: _identifier(identifiers.is_pan),
}
