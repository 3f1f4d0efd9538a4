"""A relevance, constraint, count or other expression that fails: the answer stands, the fault is told and stops finalising."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms import ViolationKind
from tests.support.scenario import Scenario

LATE = "date(${a}) > date('2020-01-01')"
FORM = """
    | survey  |                |      |       |          |            |          |          |             |               |
    |         | type           | name | label | relevant | constraint | required | readonly | calculation | choice_filter |
    |         | text           | a    | A     |          |            |          |          |             |               |
    |         | text           | b    | B     | {0}      | {1}        | {2}      | {3}      |             |               |
    |         | select_one one | s    | S     |          |            |          |          |             | {4}           |
    | choices |                |      |       |
    |         | list_name      | name | label |
    |         | one            | 1    | One   |
"""
COLUMNS = ["relevant", "constraint", "required", "readonly"]


def failed(column: str) -> Scenario:
    form = Scenario(FORM.format(*(LATE if name == column else "" for name in [*COLUMNS, "choices"])))
    form.answer("/data/a", "2021-05-01")
    form.answer("/data/b", "kept")
    form.answer("/data/a", "x")
    return form


@pytest.mark.parametrize("column", COLUMNS)
def test_the_answer_stands_and_so_does_what_was_decided(column: str) -> None:
    form = failed(column)
    assert (form.value("/data/a"), form.value("/data/b"), form.entry.relevant("/data/b")) == (
        "x",
        "kept",
        True,
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_it_is_told_with_the_answer_that_made_it_fail(column: str) -> None:
    failure = failed(column).entry.failure
    assert failure is not None
    assert (failure.ref, failure.column, failure.questions) == ("/data/b", column, ("/data/a",))
    assert str(failure.fault) == "“x” is not a date."


@pytest.mark.parametrize("column", COLUMNS)
def test_it_stops_finalising_until_it_can_be_evaluated(column: str) -> None:
    form = failed(column)
    assert [(fault.ref, fault.kind) for fault in form.entry.finalise()] == [
        ("/data/b", ViolationKind.EXPRESSION)
    ]
    form.answer("/data/a", "2021-05-02")
    assert form.entry.finalise() == []


@pytest.mark.parametrize("column", COLUMNS)
def test_undo_takes_it_back_and_redo_tells_it_again(column: str) -> None:
    form = failed(column)
    form.entry.undo()
    assert (form.value("/data/a"), form.entry.fault) == ("2021-05-01", None)
    form.entry.redo()
    assert (form.value("/data/a"), form.entry.fault is None) == ("x", False)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_draft_in_which_it_fails_opens_with_its_answers(column: str) -> None:
    again = failed(column).reopened()
    assert (again.value("/data/a"), again.value("/data/b")) == ("x", "kept")
    assert again.failure is not None
    assert again.failure.ref == "/data/b"


def test_a_filter_of_choices_that_fails_is_told_of_its_question() -> None:
    form = Scenario(FORM.format("", "", "", "", LATE))
    form.answer("/data/a", "2021-05-01")
    form.answer("/data/s", "1")
    form.answer("/data/a", "x")
    assert (form.value("/data/a"), form.entry.value("/data/s")) == ("x", "1")
    assert [fault.ref for fault in form.entry.finalise()] == ["/data/s"]


COUNTED = """
    | survey |              |      |       |              |
    |        | type         | name | label | repeat_count |
    |        | text         | a    | A     |              |
    |        | begin repeat | r    | R     | {}           |
    |        | text         | x    | X     |              |
    |        | end repeat   |      |       |              |
    |        | text         | last | Last  |              |
"""


def test_a_count_that_fails_keeps_its_rows_and_names_its_repeat() -> None:
    form = Scenario(COUNTED.format("string-length(format-date(date(${a}), '%Y'))"))
    form.answer("/data/a", "2021-05-01")
    form.answer("/data/r[4]/x", "kept")
    form.answer("/data/a", "x")
    assert form.value("/data/r[4]/x") == "kept"
    (fault,) = form.entry.finalise()
    assert fault.failure is not None
    assert fault.failure.questions == ("/data/a",)


def test_an_action_that_fails_is_told_where_the_answer_set_it_off() -> None:
    form = Scenario("""
        | survey |      |      |       |             |         |
        |        | type | name | label | calculation | trigger |
        |        | text | a    | A     |             |         |
        |        | text | b    | B     | date(${a})  | ${a}    |""")
    form.answer("/data/a", "x")
    assert [(fault.ref, form.value("/data/a")) for fault in form.entry.finalise()] == [("/data/a", "x")]
    form.answer("/data/a", "2021-05-02")
    assert form.entry.finalise() == []


def test_the_cause_is_found_by_way_of_other_calculations_and_is_what_the_fault_quotes() -> None:
    form = Scenario("""
        | survey |           |       |       |                              |
        |        | type      | name  | label | calculation                  |
        |        | integer   | n     | N     |                              |
        |        | text      | other | Other |                              |
        |        | text      | a     | A     |                              |
        |        | calculate | twice |       | concat(${other}, ${a})       |
        |        | calculate | day   |       | ${n} + date(${twice})        |""")
    form.answer("/data/n", "5")
    form.answer("/data/a", "x")
    failure = form.entry.failure
    assert failure is not None
    assert failure.questions == ("/data/a", "/data/n")
