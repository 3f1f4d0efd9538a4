"""What is measured of one interview as a whole: a number, or None where it says nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable

from fieldsurvey.analysis.field_facts import Facts, metres
from fieldsurvey.numbers import grouped

Measure = Callable[[Facts], float | None]
_LEAST_NUMBERS = 10


def said(value: float) -> str:
    """A number as a sentence says it: whole from ten on."""
    return grouped(value, 0 if abs(value) >= 10 or value == int(value) else 1)


def minutes(one: Facts) -> float | None:
    """How long it took."""
    return one.minutes


def alike(one: Facts) -> float | None:
    """Percent of the most frequent answer, in the battery that was answered most alike."""
    shares = [100 * max(map(line.count, set(line))) / len(line) for line in one.lines]
    return max(shares, default=None)


def heaped(one: Facts) -> float | None:
    """Percent of its numbers that end in 0 or 5."""
    numbers = whole(one)
    enough = len(numbers) >= _LEAST_NUMBERS
    return 100 * sum(value % 5 == 0 for value in numbers) / len(numbers) if enough else None


def whole(one: Facts) -> list[float]:
    """The numbers that have a last digit to look at."""
    return [value for _ref, value in one.numbers if value == int(value) and abs(value) >= 10]


def unknown(one: Facts) -> float | None:
    """Percent of the answers that are "don't know" or "refused"."""
    return 100 * one.unknown / one.asked if one.asked else None


def skipped(one: Facts) -> float | None:
    """Percent of the questions that were asked and left empty."""
    return 100 * one.empty / one.asked if one.asked else None


def other(one: Facts) -> float | None:
    """Percent of the choices that are "other"."""
    return 100 * one.others / one.selects if one.selects else None


def from_firm(one: Facts) -> float | None:
    """Metres between where it was held and the firm's position in the register."""
    return metres(one.place, one.firm_place) if one.place and one.firm_place else None
