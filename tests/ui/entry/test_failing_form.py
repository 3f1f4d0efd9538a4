"""A form whose expressions fail in the field: the interview goes on, the fault is said, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program
from tests.support.small_form import NOW

FORM = """
    | survey |              |      |                      |             |
    |        | type         | name | label                | calculation |
    |        | begin_repeat | row  | Rows                 |             |
    |        | integer      | x    | X                    |             |
    |        | end_repeat   |      |                      |             |
    |        | text         | t    | The number was ${x}. |             |
    |        | calculate    | c    |                      | ${x} + 1    |
    |        | text         | last | Last                 |             |
    | settings |         |
    |          | form_id |
    |          | failing |
"""


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[Study]:
    """A study whose form names a repeated question as if it had one value."""
    questionnaire = load_questionnaire(write_form(tmp_path / "failing.xlsx", FORM))
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(
        tmp_path / "failing.study", cluster, [questionnaire], passphrase=None, clock=lambda: NOW
    ) as made:
        yield made


def with_two_rows(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    interview.grid("row").take_focus()
    interview.type("7").enter().type("8").enter()
    return interview


def test_a_label_that_cannot_be_computed_says_so(program: Program, failing: Study) -> None:
    interview = with_two_rows(program, failing)
    assert interview.question("t").words.text().startswith("⚠ “x” is repeated")


def test_a_row_can_be_taken_back_while_an_expression_fails(program: Program, failing: Study) -> None:
    interview = with_two_rows(program, failing)
    interview.entry.session.answers.add_row("/data/row")
    interview.entry.session.answers.undo()
    assert interview.entry.session.entry.count("/data/row") == 2


def test_a_row_can_be_deleted_while_an_expression_fails(program: Program, failing: Study) -> None:
    interview = with_two_rows(program, failing)
    interview.entry.session.answers.add_row("/data/row")
    interview.entry.session.answers.remove_row("/data/row[3]")
    assert interview.entry.session.entry.count("/data/row") == 2


def test_a_calculation_that_fails_is_said_with_what_to_do(program: Program, failing: Study) -> None:
    interview = program.open(failing).new_interview()
    interview.entry.session.answers.add_row("/data/row")
    said = interview.entry.banner.sentence
    assert said == (
        "A value the form needs cannot be worked out: There are several answers where the form wants one. "
        "Your answers are kept; tell whoever made the form."
    )


WORKED_OUT = """
    | survey |             |        |                |                              |                                  |                                  |
    |        | type        | name   | label          | calculation                  | relevant                         | constraint                       |
    |        | begin_group | first  | First page     |                              |                                  |                                  |
    |        | text        | since  | Working since  |                              |                                  |                                  |
    |        | end_group   |        |                |                              |                                  |                                  |
    |        | begin_group | second | Second page    |                              |                                  |                                  |
    |        | text        | more   | More about it  |                              | date(${since}) > date('2020-01-01') |                               |
    |        | text        | end    | The last one   |                              |                                  | date(${since}) > date('2020-01-01') |
    |        | calculate   | day    | First day      | date(${since})               |                                  |                                  |
    |        | end_group   |        |                |                              |                                  |                                  |
    | settings |           |
    |          | form_id   |
    |          | workedout |
"""


@pytest.fixture
def worked_out(program: Program, tmp_path: Path) -> Iterator[Interview]:
    """An interview in which a word stands where the form calculates with a date."""
    questionnaire = load_questionnaire(write_form(tmp_path / "f.xlsx", WORKED_OUT))
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(tmp_path / "f.study", cluster, [questionnaire], passphrase=None) as made:
        interview = program.open(made).new_interview()
        interview.fill("since", "spring")
        yield interview


def test_it_is_said_in_the_words_of_the_form(worked_out: Interview) -> None:
    assert worked_out.entry.banner.sentence == (
        "Whether “More about it” is asked cannot be worked out: “spring” is not a date. "
        "Your answers are kept; look at “Working since”."
    )
    assert worked_out.value("since") == "spring"


def test_the_sentence_leads_to_the_answer_and_goes_with_it(program: Program, worked_out: Interview) -> None:
    worked_out.entry.show_page(1)
    worked_out.entry.banner.action.click()
    assert worked_out.entry.session.cursor == "/data/first/since"
    worked_out.fill("since", "2021-05-01")
    program.bot.waitUntil(lambda: worked_out.entry.banner.sentence == "", timeout=20000)


def test_what_keeps_it_from_being_finalised_leads_to_the_answer(worked_out: Interview) -> None:
    worked_out.entry.show_page(1)
    worked_out.entry.finalise()
    words = [row.accessibleName() for row in worked_out.lacks.rows]
    assert len(words) == 2
    assert all(word.startswith("1, Working since, ") for word in words)
    assert any("“First day” cannot be worked out: “spring” is not a date." in word for word in words)
    worked_out.enter()
    assert worked_out.entry.session.cursor == "/data/first/since"
