"""A calculation that cannot be evaluated: it keeps no value of before, stops nothing else, and stops finalising."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import XPathError
from fieldsurvey.xforms import ViolationKind
from tests.support.scenario import Scenario

SINCE = """
    | survey |              |         |       |                                 |          |
    |        | type         | name    | label | calculation                     | relevant |
    |        | text         | asked   | Asked |                                 |          |
    |        | text         | started | Since |                                 |          |
    |        | begin_group  | g       | G     |                                 | ${asked} != 'no' |
    |        | calculate    | day     |       | date(${started})                |          |
    |        | end_group    |         |       |                                 |          |
    |        | calculate    | year    |       | format-date(${day}, '%Y')       |          |
    |        | calculate    | same    |       | concat(${started}, '!')         |          |
"""


def failed() -> Scenario:
    form = Scenario(SINCE)
    form.answer("/data/started", "2024-12-31")
    form.answer("/data/started", "x")
    return form


def test_a_calculation_that_fails_keeps_no_value_of_before_nor_do_those_that_read_it() -> None:
    form = failed()
    assert (form.value("/data/g/day"), form.value("/data/year"), form.value("/data/same")) == ("", "", "x!")


CHOSEN = """
    | survey   |                         |         |       |                                     |               |
    |          | type                    | name    | label | calculation                         | choice_filter |
    |          | text                    | started | Since |                                     |               |
    |          | text                    | kind    | Kind  |                                     |               |
    |          | select_one years        | year    | Year  | format-date(date(${started}), '%Y') | of = ${kind}  |
    | choices  |                         |         |       |                                     |               |
    |          | list_name               | name    | label | of                                  |               |
    |          | years                   | 1990    | 1990  | shop                                |               |
    |          | years                   | 1990    | 1990  | mill                                |               |
    | settings |                         |         |       |                                     |               |
    |          | allow_choice_duplicates |         |       |                                     |               |
    |          | yes                     |         |       |                                     |               |
"""


def test_a_choice_whose_calculation_fails_does_not_come_back_with_another_list() -> None:
    form = Scenario(CHOSEN)
    form.answer("/data/kind", "shop")
    form.answer("/data/started", "1990-01-31")
    assert form.value("/data/year") == 1990
    form.answer("/data/started", "x")
    form.answer("/data/kind", "mill")
    assert form.value("/data/year") == ""


def test_what_fails_is_told_with_the_answer_that_made_it_fail() -> None:
    form = failed()
    assert "/data/g/day" in str(form.entry.fault)
    form.answer("/data/asked", "yes")
    assert form.entry.fault is None


def test_a_calculation_that_fails_stops_finalising_and_names_its_question() -> None:
    (fault,) = failed().entry.finalise()
    assert (fault.ref, fault.kind) == ("/data/g/day", ViolationKind.EXPRESSION)
    assert "/data/g/day" in fault.message
    assert "“x” is not a date" in fault.message


def test_an_answer_it_can_be_evaluated_with_lets_the_interview_be_finalised() -> None:
    form = failed()
    form.answer("/data/started", "2024-12-30")
    assert form.entry.finalise() == []
    assert form.value("/data/year") == 2024


def test_a_calculation_that_is_not_asked_for_stops_nothing() -> None:
    form = failed()
    form.answer("/data/asked", "no")
    assert form.entry.finalise() == []


def test_a_draft_in_which_a_calculation_fails_opens_says_so_and_cannot_be_finalised() -> None:
    again = failed().reopened()
    assert "/data/g/day" in str(again.fault)
    assert [fault.ref for fault in again.finalise()] == ["/data/g/day"]


def test_undo_brings_the_value_of_before_back() -> None:
    form = failed()
    form.entry.undo()
    assert (form.value("/data/g/day"), form.entry.finalise()) == ("2024-12-31", [])


def test_a_row_taken_out_takes_its_failure_along() -> None:
    form = Scenario("""
        | survey |              |      |       |             |
        |        | type         | name | label | calculation |
        |        | begin repeat | r    | R     |             |
        |        | text         | t    | T     |             |
        |        | calculate    | c    |       | date(${t})  |
        |        | end repeat   |      |       |             |""")
    form.answer("/data/r[1]/t", "x")
    form.entry.remove_repeat("/data/r[1]")
    assert form.entry.finalise() == []


def test_a_form_that_cannot_calculate_from_the_start_is_not_begun() -> None:
    with pytest.raises(XPathError, match="/data/c"):
        Scenario("""
            | survey |           |      |       |             |
            |        | type      | name | label | calculation |
            |        | calculate | c    |       | date('x')   |
            |        | text      | t    | T     |             |""")
