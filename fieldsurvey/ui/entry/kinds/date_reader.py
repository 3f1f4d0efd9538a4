"""Dates and times as people type them, day first: `2301`, `23.1.`, `23/1/2026`, `23 jan`, `930`, `9:30 pm`."""

from __future__ import annotations

import re
from datetime import date, time
from functools import lru_cache

from PySide6.QtCore import QLocale

from fieldsurvey.ui.entry.base.calculator import western
from fieldsurvey.ui.entry.base.calendars import KNOWN, Day

_TODAY, _YESTERDAY = ("today", "आज", "ಇಂದು"), ("yesterday", "ನಿನ್ನೆ")


def read_date(text: str, today: date, calendar: str = "", locale: QLocale | None = None) -> date | None:
    """A date as people type it, day first; the year may be left out. None when it is none."""
    text = western(text).strip().casefold()
    if text in _TODAY:
        return today
    if text in _YESTERDAY:
        return date.fromordinal(today.toordinal() - 1)
    parts = _parts(_numbered(text, locale))
    if parts is None:
        return None
    if calendar in KNOWN:
        return _in_calendar(parts, today, calendar)
    day, month, year = parts
    return _gregorian(_full_year(year, today.year), month, day)


def read_month(text: str, today: date, locale: QLocale | None = None) -> date | None:
    """A month as people type it: 1.2026, 0126, jan 2026; its first day."""
    text = _numbered(western(text).strip().casefold(), locale)
    if re.fullmatch(r"\d{4}-\d{1,2}", text):
        year, month = (int(part) for part in text.split("-"))
    elif re.fullmatch(r"\d{4}|\d{6}", text):
        month, year = int(text[:2]), int(text[2:])
    else:
        numbers = [part for part in re.split(r"[./\-\s,]+", text) if part]
        if len(numbers) not in (1, 2) or not all(part.isdigit() and len(part) <= 4 for part in numbers):
            return None
        month, year = int(numbers[0]), int(numbers[1]) if len(numbers) == 2 else today.year
    return _gregorian(_full_year(year, today.year), month, 1)


def read_year(text: str, today: date) -> date | None:
    """A year: 2026 or 26; its first day."""
    text = western(text).strip()
    if not re.fullmatch(r"\d{2}|\d{4}", text):
        return None
    return _gregorian(_full_year(int(text), today.year), 1, 1)


def read_time(text: str) -> time | None:
    """A time as people type it: 9, 930, 9:30, 9.30, 9:30 pm. None when it is none."""
    text = western(text).strip().casefold()
    match = re.fullmatch(r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", text)
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _parts(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and year; None for a year that is left out."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        year, month, day = (int(part) for part in text.split("-"))
        return day, month, year
    if re.fullmatch(r"\d{4}|\d{6}|\d{8}", text):
        return int(text[:2]), int(text[2:4]), int(text[4:]) if text[4:] else None
    numbers = [part for part in re.split(r"[./\-\s,]+", text) if part]
    if len(numbers) not in (2, 3) or not all(part.isdigit() and len(part) <= 4 for part in numbers):
        return None
    return int(numbers[0]), int(numbers[1]), int(numbers[2]) if len(numbers) == 3 else None


def _full_year(year: int | None, this: int) -> int:
    if year is None:
        return this
    if year < 100:
        return year + (2000 if year <= this % 100 + 10 else 1900)
    return year


def _in_calendar(parts: tuple[int, int, int | None], today: date, calendar: str) -> date | None:
    day, month, year = parts
    now = KNOWN[calendar].day(today)
    if year is None:
        year = now.year if now is not None else 0
    elif year < 100 and now is not None:
        year += now.year - now.year % 100 - (100 if year > now.year % 100 + 10 else 0)
    return KNOWN[calendar].gregorian(Day(year, month, day))


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbered(text: str, locale: QLocale | None) -> str:
    """The name of a month as its number."""
    if text.isascii() and not any(sign.isalpha() for sign in text):
        return text
    for name, number in _months(locale.name() if locale is not None else "en"):
        if name in text:
            return text.replace(name, f" {number} ", 1).strip()
    return text


@lru_cache(maxsize=8)
def _months(name: str) -> tuple[tuple[str, int], ...]:
    """Names of the months, English ones too, the long before the short."""
    formats = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    found = {
        (locale.monthName(number, form).rstrip(".").casefold(), number)
        for locale in (QLocale(name), QLocale("en"))
        for form in formats
        for number in range(1, 13)
    }
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
