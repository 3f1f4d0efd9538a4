"""Repeats the form counts, on screen: rows beyond the count are said and can be deleted; going on brings the row that is wanted."""

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
    | survey |              |       |       |              |                                     |
    |        | type         | name  | label | repeat_count | calculation                         |
    |        | integer      | n     | N     |              |                                     |
    |        | begin_repeat | loom  | Looms | ${n}         |                                     |
    |        | text         | kind  | Kind  |              |                                     |
    |        | end_repeat   |       |       |              |                                     |
    |        | calculate    | there |       |              | count(${unit})                      |
    |        | calculate    | want  |       |              | if(count(${unit}[stop = 'yes']) > 0, ${there}, ${there} + 1) |
    |        | begin_repeat | unit  | Units | ${want}      |                                     |
    |        | text         | name  | Name  |              |                                     |
    |        | text         | stop  | Stop  |              |                                     |
    |        | end_repeat   |       |       |              |                                     |
    | settings |         |
    |          | form_id |
    |          | counted |
"""


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[Study]:
    questionnaire = load_questionnaire(write_form(tmp_path / "counted.xlsx", FORM))
    cluster = Cluster(name="Brass", locality="Moradabad", state="Uttar Pradesh")
    with Study.create(
        tmp_path / "counted.study", cluster, [questionnaire], passphrase=None, clock=lambda: NOW
    ) as made:
        yield made


def with_three_looms(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    answers = interview.entry.session.answers
    answers.give("/data/n", "3")
    answers.give("/data/loom[2]/kind", "Jacquard")
    answers.give("/data/loom[3]/kind", "Dobby")
    return interview


def test_rows_beyond_a_smaller_count_are_said_above_the_table(program: Program, counted: Study) -> None:
    interview = with_three_looms(program, counted)
    assert interview.grid("loom").beyond.isHidden()
    interview.entry.session.answers.give("/data/n", "2")
    assert interview.grid("loom").beyond.text().startswith("Rows the form asks for: 2; rows there are: 3.")
    assert not interview.grid("loom").beyond.isHidden()


def test_a_row_beyond_the_count_can_be_deleted_and_no_more(program: Program, counted: Study) -> None:
    interview = with_three_looms(program, counted)
    interview.entry.session.answers.give("/data/n", "2")
    grid = interview.grid("loom")
    grid.table.put_cursor(1, 0)
    grid.delete_rows()
    grid.delete_rows()
    entry = interview.entry.session.entry
    assert [entry.value(ref) for ref in entry.instances("/data/loom/kind")] == ["", "Dobby"]
    assert grid.beyond.isHidden()


def test_going_on_past_the_last_cell_brings_the_row_the_form_wants(program: Program, counted: Study) -> None:
    interview = program.open(counted).new_interview()
    interview.grid("unit").take_focus()
    interview.type("Dyeing").enter().type("no").enter()
    interview.type("Weaving").enter().enter()
    entry = interview.entry.session.entry
    names = [entry.value(ref) for ref in entry.instances("/data/unit/name")]
    assert names == ["Dyeing", "Weaving", ""]


def test_a_count_that_is_cleared_says_so_and_so_does_the_draft_that_is_opened_again(
    program: Program, counted: Study
) -> None:
    interview = with_three_looms(program, counted)
    interview.entry.session.answers.give("/data/n", "2")
    interview.entry.session.answers.give("/data/n", "")
    said = "“N” does not say how many rows there are. Rows with answers: 2; they are kept and sent."
    assert interview.grid("loom").beyond.text() == said
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert program.resume(identity).grid("loom").beyond.text() == said


def test_a_table_without_rows_says_what_brings_them(program: Program, counted: Study) -> None:
    interview = program.open(counted).new_interview()
    interview.entry.session.answers.give("/data/n", "0")
    assert interview.grid("loom").beyond.text() == "No row here: “N” says how many there are."
    interview.entry.session.answers.give("/data/n", "1")
    assert interview.grid("loom").beyond.isHidden()
