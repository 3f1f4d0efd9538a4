"""A word typed in a cell with choices that names none of them, or several: it is no answer, and it is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.pages import Interview, Program
from tests.support.small_form import PASSPHRASE

Made = Callable[[str], Study]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FORM = """
    | survey |                      |       |             |
    |        | type                 | name  | label       |
    |        | text                 | firm  | Firm        |
    |        | begin_repeat         | r     | Rows        |
    |        | select_one role      | role  | Role        |
    |        | text                 | name  | Name        |
    |        | select_multiple role | other | Other roles |
    |        | end_repeat           |       |             |
    |        | begin_group          | two   | Two         |
    |        | text                 | last  | Last        |
    |        | end_group            |       |             |
    | choices |           |      |                    |
    |         | list_name | name | label              |
    |         | role      | own  | Working owner      |
    |         | role      | con  | Through contractor |
    |         | role      | home | Home-based         |
"""
ROLE, NAME, OTHER = range(3)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    questionnaire = load_questionnaire(write_form(tmp_path / "rows.xlsx", FORM))
    with Study.create(
        tmp_path / "a.study", Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE
    ) as made:
        yield made


def at_row(program: Program, study: Study, row: int = 1, column: int = ROLE) -> Interview:
    """One row is filled; the cursor is in this cell, that of the row that waits to begin with."""
    interview = program.open(study).new_interview()
    interview.entry.session.answers.give("/data/r[1]/name", "Asha")
    table = interview.grid("r").table
    table.setFocus()
    table.put_cursor(row, column)
    return interview


def click(interview: Interview, row: int, column: int) -> None:
    table = interview.grid("r").table
    place = table.visualRect(table.cells.index(row, column)).center()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place + QPoint(1, 1)
    )


def roles(interview: Interview) -> list[str]:
    entry = interview.entry.session.entry
    return [entry.value(ref) for ref in entry.instances("/data/r/role")]


def waiting(interview: Interview) -> dict[str, str]:
    assert interview.entry.page is not None
    return interview.entry.page.unread()


def test_a_word_that_fits_several_is_no_answer_when_one_clicks_elsewhere(
    program: Program, study: Study
) -> None:
    interview = at_row(program, study).type("o")
    click(interview, 0, NAME)
    assert roles(interview) == [""]
    assert waiting(interview) == {"/data/r": "o"}
    assert "“o” is not among the choices" in interview.grid("r").remark.text()


def test_it_waits_in_its_cell_and_can_be_mended_there(program: Program, study: Study) -> None:
    interview = at_row(program, study).type("o")
    click(interview, 0, NAME)
    click(interview, 1, ROLE)
    interview.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier).press(Qt.Key.Key_End).type(
        "wner"
    ).enter()
    assert roles(interview) == ["", "own"]
    assert waiting(interview) == {}


@pytest.mark.parametrize("typed", ["home", "Working owner", "2"])
def test_a_word_that_fits_one_is_taken_when_one_clicks_elsewhere(
    program: Program, study: Study, typed: str
) -> None:
    interview = at_row(program, study, 0)
    interview.entry.session.digits_go_on = False
    interview.type(typed)
    click(interview, 0, NAME)
    assert roles(interview) == [{"home": "home", "Working owner": "own", "2": "con"}[typed]]


def test_enter_takes_the_line_that_is_seen_chosen_and_tab_only_one_the_arrows_chose(
    program: Program, study: Study
) -> None:
    interview = at_row(program, study, 0).type("o").press(Qt.Key.Key_Tab)
    assert roles(interview) == [""]
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Tab)
    assert roles(interview) == ["con"]
    interview.grid("r").table.put_cursor(0, ROLE)
    interview.type("o").enter()
    assert roles(interview) == ["own"]


def test_a_line_the_arrows_stand_on_is_no_answer_when_one_clicks_elsewhere(
    program: Program, study: Study
) -> None:
    interview = at_row(program, study, 0)
    interview.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier).press(Qt.Key.Key_Down)
    click(interview, 0, NAME)
    assert roles(interview) == [""]


def test_what_is_marked_is_given_though_a_word_beside_it_waits(program: Program, study: Study) -> None:
    interview = at_row(program, study, 0, OTHER)
    interview.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier).press(Qt.Key.Key_Space).type("o")
    click(interview, 0, NAME)
    assert interview.value("other") == "own"
    assert waiting(interview) == {"/data/r[1]/other": "o"}


@pytest.mark.parametrize("typed", ["q1", "o"])
def test_locking_keeps_the_word_as_a_comment_and_gives_no_answer(
    program: Program, study: Study, typed: str
) -> None:
    interview = at_row(program, study, 0).type(typed)
    program.bot.waitUntil(lambda: not program.window.tasks.is_at_long_work, timeout=20000)  # type: ignore[union-attr]
    interview.press(Qt.Key.Key_L, CONTROL | SHIFT)
    program.bot.waitUntil(lambda: program.window.study is None, timeout=20000)
    program.unlock(PASSPHRASE)
    program.bot.waitUntil(lambda: program.window.entry is not None, timeout=20000)
    assert roles(interview) == [""]
    comment = interview.entry.session.notes.comments["/data/r[1]/role"]
    assert comment.text == f"Typed, not understood: {typed}"


def test_what_waits_in_the_row_that_waits_becomes_a_comment_on_the_table(
    program: Program, study: Study
) -> None:
    interview = at_row(program, study).type("q1")
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    assert again.entry.session.notes.comments["/data/r"].text == "Typed, not understood: q1"


def test_looking_for_a_question_leaves_the_word_in_its_cell(program: Program, study: Study) -> None:
    interview = at_row(program, study, 0).type("q1").press(Qt.Key.Key_G, CONTROL)
    interview.type("Last").enter()
    assert interview.page_title == "Two"
    assert "“q1” is not understood as an answer" in interview.entry.banner.sentence
    interview.entry.turn(-1)
    assert waiting(interview) == {"/data/r[1]/role": "q1"}
    assert interview.grid("r").model.waiting_at(0, ROLE) == "q1"


def test_escape_takes_it_back_and_so_do_delete_and_an_answer(program: Program, study: Study) -> None:
    interview = at_row(program, study, 0)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_1):
        interview.grid("r").table.put_cursor(0, ROLE)
        interview.type("o")
        click(interview, 0, NAME)
        click(interview, 0, ROLE)
        interview.press(key)
        assert waiting(interview) == {}
    interview.grid("r").table.put_cursor(0, ROLE)
    interview.type("o").press(Qt.Key.Key_Escape)
    assert waiting(interview) == {}


def test_it_follows_its_row(program: Program, study: Study) -> None:
    interview = at_row(program, study, 0).type("o")
    click(interview, 0, NAME)
    interview.press(Qt.Key.Key_Plus, CONTROL)
    assert waiting(interview) == {"/data/r[2]/role": "o"}
    interview.grid("r").table.put_cursor(0, NAME)
    interview.press(Qt.Key.Key_Delete, CONTROL)
    assert waiting(interview) == {"/data/r[1]/role": "o"}
    interview.grid("r").table.put_cursor(0, NAME)
    interview.press(Qt.Key.Key_Delete, CONTROL)
    assert waiting(interview) == {}
