"""Days as other calendars count them: the person types and reads those, the answer is stored as the Gregorian day.

Ethiopian and Coptic by their own rule (twelve months of 30 days and the days that are left, every fourth year six of them);
Persian and Islamic (civil) by Qt's calendars; Buddhist years are 543 ahead. Bikram Sambat and Myanmar months follow tables
and the moon: for those the Gregorian day is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCalendar, QDate, QLocale

_COPTIC, _ETHIOPIAN = 103_604, 2_795
"""The ordinal of the day before year 1: 29 August 284 and 8 CE in the Julian calendar."""
_BUDDHIST = 543
NOT_KNOWN = frozenset({"bikram-sambat", "myanmar"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day of some calendar."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class _Epagomenal:
    """Twelve months of thirty days and a short thirteenth."""

    before: int

    def day(self, gregorian: date) -> Day | None:
        days = gregorian.toordinal() - self.before - 1
        if days < 0:
            return None
        cycle, rest = divmod(days, 1461)
        year = 3 if rest > 1095 else min(rest // 365, 2)
        of_year = rest - (1096 if year == 3 else year * 365)
        return Day(cycle * 4 + year + 1, of_year // 30 + 1, of_year % 30 + 1)

    def gregorian(self, day: Day) -> date | None:
        least = 1 <= day.year <= 9000 and 1 <= day.month <= 13 and 1 <= day.day <= 30
        ordinal = self.before + (day.year - 1) * 365 + day.year // 4 + (day.month - 1) * 30 + day.day
        found = date.fromordinal(ordinal) if least else None
        return found if found is not None and self.day(found) == day else None


@dataclass(frozen=True, slots=True)
class _OfQt:
    """A calendar Qt knows."""

    system: QCalendar.System

    def day(self, gregorian: date) -> Day | None:
        parts = QCalendar(self.system).partsFromDate(_qt(gregorian))
        return Day(parts.year, parts.month, parts.day) if parts.isValid() else None

    def gregorian(self, day: Day) -> date | None:
        found = QCalendar(self.system).dateFromParts(day.year, day.month, day.day)
        return (
            date(found.year(), found.month(), found.day()) if found.isValid() and found.year() > 0 else None
        )


class _Buddhist:
    """The Gregorian calendar with its years counted from 543 before."""

    def day(self, gregorian: date) -> Day | None:
        return Day(gregorian.year + _BUDDHIST, gregorian.month, gregorian.day)

    def gregorian(self, day: Day) -> date | None:
        try:
            return date(day.year - _BUDDHIST, day.month, day.day)
        except ValueError:
            return None


_Calendar = _Epagomenal | _OfQt | _Buddhist
KNOWN: Mapping[str, _Calendar] = {
    "ethiopian": _Epagomenal(_ETHIOPIAN),
    "coptic": _Epagomenal(_COPTIC),
    "islamic": _OfQt(QCalendar.System.IslamicCivil),
    "persian": _OfQt(QCalendar.System.Jalali),
    "buddhist": _Buddhist(),
}


def named(appearance: str) -> str:
    """The calendar an appearance names; "" for the Gregorian."""
    return next((word for word in appearance.split() if word in KNOWN or word in NOT_KNOWN), "")


def locale_of(language: str) -> QLocale:
    """Month and day names for a form's language, "Hindi (hi)"; English where the form does not say which."""
    code = language.rpartition("(")[2].rstrip(") ").strip() if "(" in language else ""
    found = QLocale(code) if code else QLocale(QLocale.Language.English, QLocale.Country.India)
    if found.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.India)
    return found


def in_words(day: date, locale: QLocale, parts: str = "ddd d MMMM yyyy") -> str:
    """The day as it is said: Fri 23 January 2026."""
    return locale.toString(_qt(day), parts)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
