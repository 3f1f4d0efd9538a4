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
    said: list[str] = []
    interview = program.open(failing).new_interview()
    interview.entry.session.answers.form_failed.connect(said.append)
    interview.entry.session.answers.add_row("/data/row")
    assert said[0].startswith("The form cannot compute something. Your answers are kept;")
    assert "/data/c" in said[0]
