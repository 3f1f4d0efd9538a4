"""Dates and times typed as people say them; what was understood stands beside in words of the interview's language."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import QLocale, Qt

from fieldsurvey.ui.entry.base import calendars
from fieldsurvey.ui.entry.base.calendars import KNOWN, Day
from fieldsurvey.ui.entry.kinds.date_reader import read_date, read_month, read_time, read_year
from fieldsurvey.ui.entry.kinds.date_time import DateTimeWidget, DateWidget, TimeWidget
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]
TODAY = date(2026, 11, 22)


def form(kind: str, appearance: str = "") -> str:
    return f"""
| survey | | | | | |
| | type | name | label::English (en) | label::Hindi (hi) | appearance |
| | {kind} | q | When? | कब? | {appearance} |
| | text | after | After | बाद में | |
| settings | | |
| | form_id | default_language |
| | dates | English (en) |"""


def said(interview: Interview) -> str:
    widget = interview.question("q").widget
    assert isinstance(widget, DateWidget | TimeWidget | DateTimeWidget)
    return widget.said.text()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("2301", (2026, 1, 23)), ("230125", (2025, 1, 23)), ("23012025", (2025, 1, 23))),
        *(("23.1.", (2026, 1, 23)), ("23/1/25", (2025, 1, 23)), ("2025-01-23", (2025, 1, 23))),
        *(("23 jan", (2026, 1, 23)), ("23 January 2025", (2025, 1, 23)), ("२३-१-२०२५", (2025, 1, 23))),
        *(("today", (2026, 11, 22)), ("yesterday", (2026, 11, 21)), ("1.1.60", (1960, 1, 1))),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, day: tuple[int, int, int]) -> None:
    assert read_date(typed, TODAY) == date(*day)


@pytest.mark.parametrize("typed", ["3113", "31.2.2026", "soon", "1", "1.2.3.4", "99999", "23 foo"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_months_have_their_names_in_the_language_of_the_interview() -> None:
    assert read_date("23 जनवरी 2025", TODAY, locale=QLocale("hi")) == date(2025, 1, 23)


@pytest.mark.parametrize("typed", ["1.2025", "0125", "012025", "jan 2025", "2025-01", "1/25"])
def test_a_month_is_understood(typed: str) -> None:
    assert read_month(typed, TODAY) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("typed", "found"), [("2025", date(2025, 1, 1)), ("98", date(1998, 1, 1)), ("202", None)]
)
def test_a_year_is_understood(typed: str, found: date | None) -> None:
    assert read_year(typed, TODAY) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("9", time(9)), ("930", time(9, 30)), ("9:30 pm", time(21, 30)), ("12 am", time(0))),
        *(("12:15 pm", time(12, 15)), ("25", None), ("9:75", None), ("13 pm", None), ("noon", None)),
    ],
)
def test_a_time_is_understood(typed: str, found: time | None) -> None:
    assert read_time(typed) == found


@pytest.mark.parametrize(
    ("calendar", "there", "here"),
    [
        ("ethiopian", Day(2018, 1, 1), date(2025, 9, 11)),
        ("ethiopian", Day(2015, 13, 6), date(2023, 9, 11)),
        ("coptic", Day(1742, 1, 1), date(2025, 9, 11)),
        ("coptic", Day(1740, 1, 1), date(2023, 9, 12)),
        ("persian", Day(1404, 1, 1), date(2025, 3, 21)),
        ("islamic", Day(1446, 9, 1), date(2025, 3, 1)),
        ("buddhist", Day(2569, 1, 23), date(2026, 1, 23)),
    ],
)
def test_other_calendars_are_turned_both_ways(calendar: str, there: Day, here: date) -> None:
    assert (KNOWN[calendar].gregorian(there), KNOWN[calendar].day(here)) == (here, there)


@pytest.mark.parametrize("calendar", sorted(KNOWN))
def test_every_day_of_forty_years_comes_back_from_another_calendar(calendar: str) -> None:
    days = [
        date.fromordinal(ordinal)
        for ordinal in range(date(2000, 1, 1).toordinal(), date(2040, 1, 1).toordinal())
    ]
    turned = [KNOWN[calendar].day(day) for day in days]
    assert [KNOWN[calendar].gregorian(day) for day in turned if day is not None] == days


def test_a_day_that_a_calendar_does_not_have_is_none() -> None:
    assert KNOWN["ethiopian"].gregorian(Day(2018, 13, 6)) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("English (en)", "Fri 23 January 2026"),
        ("Hindi (hi)", "शुक्र 23 जनवरी 2026"),
        ("", "Fri 23 January 2026"),
    ],
)
def test_a_day_is_said_in_the_language_of_the_form(language: str, words: str) -> None:
    assert calendars.in_words(date(2026, 1, 23), calendars.locale_of(language)) == words


def test_the_day_is_said_while_it_is_typed(ask: Ask) -> None:
    interview = ask(form("date"))
    interview.type("23012026")
    assert said(interview) == "Fri 23 January 2026"
    interview.enter()
    assert interview.value("q") == "2026-01-23"


def test_another_language_says_the_day_in_its_words(ask: Ask) -> None:
    interview = ask(form("date"))
    interview.type("23012026").enter()
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "जनवरी" in said(interview)


@pytest.mark.parametrize(
    ("appearance", "typed", "value"),
    [
        ("month-year", "3.2025", "2025-03-01"),
        ("year", "2025", "2025-01-01"),
        ("no-calendar", "1.3.2025", "2025-03-01"),
    ],
)
def test_only_what_is_asked_is_typed(ask: Ask, appearance: str, typed: str, value: str) -> None:
    interview = ask(form("date", appearance))
    interview.type(typed).enter()
    assert interview.value("q") == value


def test_an_ethiopian_day_is_typed_and_stored_as_gregorian(ask: Ask) -> None:
    interview = ask(form("date", "ethiopian"))
    assert "Ethiopian" in said(interview)
    interview.type("1.1.2018").enter()
    assert (interview.value("q"), said(interview)) == ("2025-09-11", "= Thu 11 September 2025")


def test_a_calendar_nobody_can_turn_says_which_date_is_asked(ask: Ask) -> None:
    assert "Gregorian" in said(ask(form("date", "bikram-sambat")))


def test_f4_opens_a_month_and_enter_takes_the_day(ask: Ask) -> None:
    interview = ask(form("date"))
    interview.type("23012026").enter()
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_F4).press(Qt.Key.Key_Right).press(Qt.Key.Key_Return)
    assert (interview.value("q"), interview.focused_ref) == ("2026-01-24", "/data/q")


def test_escape_closes_the_month_and_changes_nothing(ask: Ask) -> None:
    interview = ask(form("date"))
    interview.type("23012026").enter()
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_F4).press(Qt.Key.Key_Right).press(Qt.Key.Key_Escape)
    assert (interview.value("q"), interview.focused_ref) == ("2026-01-23", "/data/q")


def test_a_time_and_a_moment_are_typed(ask: Ask) -> None:
    interview = ask(form("time"))
    interview.type("930pm").enter()
    assert interview.value("q").startswith("21:30:00.000")
    assert said(interview) == "9:30 PM"


def test_a_moment_is_a_day_and_a_time(ask: Ask) -> None:
    interview = ask(form("dateTime"))
    interview.type("23 jan 2026 21:30").enter()
    assert interview.value("q").startswith("2026-01-23T21:30:00.000")
    assert said(interview) == "Fri 23 January 2026, 9:30 PM"  # as a time alone is said


def test_a_day_that_is_none_stays_and_says_what_to_type(ask: Ask) -> None:
    interview = ask(form("date"))
    interview.type("31.2.2026").enter()
    assert (interview.focused_ref, interview.question("q").widget.unread) == ("/data/q", "31.2.2026")
    assert "23/01/2026" in interview.question("q").remark.text()
