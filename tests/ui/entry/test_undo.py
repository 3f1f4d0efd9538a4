"""Ctrl+Z and Ctrl+Y take the keyboard to the question whose answer is another one now."""

from __future__ import annotations

from PySide6.QtCore import Qt

from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

_CTRL = Qt.KeyboardModifier.ControlModifier


def undone(interview: Interview) -> Interview:
    return interview.press(Qt.Key.Key_Z, _CTRL)


def redone(interview: Interview) -> Interview:
    return interview.press(Qt.Key.Key_Y, _CTRL)


def test_the_keyboard_goes_to_the_question_of_the_same_page(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Nandi").fill("gstin", "27AAPFU0939F1ZV")
    interview.question("consent_register").take_focus()
    assert undone(interview).focused_ref == "/data/identity/gstin"
    assert undone(interview).focused_ref == "/data/identity/firm_name"
    assert redone(interview).focused_ref == "/data/identity/firm_name"
    assert redone(interview).focused_ref == "/data/identity/gstin"
    assert interview.value("gstin") == "27AAPFU0939F1ZV"


def test_the_page_is_turned_to_it(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Nandi").turn_page().turn_page()
    assert undone(interview).page_title == "Identity"
    assert interview.focused_ref == "/data/identity/firm_name"


def test_the_cursor_goes_to_the_cell(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview().turn_page()
    answers = interview.entry.session.answers
    answers.give("/data/labour/worker[1]/role", "Polisher")
    answers.give("/data/labour/worker[1]/wage", "9000")
    interview.question("workers").take_focus()
    undone(interview)
    assert interview.entry.session.cursor == "/data/labour/worker[1]/wage"
    assert interview.grid("worker").table.hasFocus()
    interview.question("workers").take_focus()
    redone(interview)
    assert interview.entry.session.cursor == "/data/labour/worker[1]/wage"


def test_what_an_open_cell_takes_back_elsewhere_is_gone_to(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Nandi").turn_page()
    grid = interview.grid("worker")
    grid.take_focus()
    grid.table.open_cell()
    undone(interview)
    assert interview.value("firm_name") == ""
    assert interview.focused_ref == "/data/identity/firm_name"


def test_a_row_brought_back_is_gone_to(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview().turn_page()
    answers = interview.entry.session.answers
    answers.give("/data/labour/worker[1]/role", "Polisher")
    answers.remove_row("/data/labour/worker[1]")
    interview.turn_page()
    undone(interview)
    assert interview.page_title == "Labour"
    assert interview.entry.session.cursor == "/data/labour/worker[1]/role"
