"""What is typed in a cell of a grid: reckoned, kept where it cannot be read, taken back by Ctrl+Z."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

CONTROL = Qt.KeyboardModifier.ControlModifier


def at_grid(program: Program, study: Study) -> Interview:
    """The cursor in the first cell of the workers, no row yet."""
    interview = program.open(study).new_interview().turn_page()
    return interview.fill("workers", "3")


def cells(interview: Interview) -> list[str]:
    """What the cells hold, row by row."""
    entry = interview.entry.session.entry
    return [entry.value(ref) for ref in entry.refs() if ref.endswith(("/role", "/wage"))]


def undo(interview: Interview) -> Interview:
    return interview.press(Qt.Key.Key_Z, CONTROL)


def test_a_calculation_in_a_cell_is_reckoned(program: Program, study: Study) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("2.5 lakh").enter()
    assert cells(interview) == ["Polisher", "250000"]


def test_what_cannot_be_read_stays_in_its_cell(program: Program, study: Study) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("a lot").enter()
    interview.press(Qt.Key.Key_A, CONTROL).type("9000").enter()
    assert cells(interview) == ["Polisher", "9000"]


def test_what_cannot_be_read_is_kept_as_a_comment_when_the_page_is_turned(
    program: Program, study: Study
) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("a lot").turn_page()
    comment = interview.entry.session.notes.comments["/data/labour/worker[1]/wage"]
    assert comment.text == "Typed, not understood: a lot"


def test_undo_in_an_open_cell_takes_back_what_is_typed_there(program: Program, study: Study) -> None:
    interview = undo(at_grid(program, study).type("Polisher").enter().type("90"))
    assert (cells(interview), type(QApplication.focusWidget()).__name__) == (["Polisher", ""], "GridTable")


def test_undo_goes_on_beyond_the_open_cell(program: Program, study: Study) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("90")
    assert cells(undo(undo(interview))) == ["", ""]


def test_undo_in_an_open_cell_takes_back_what_went_to_disk_from_it(program: Program, study: Study) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("9000").enter().type("Turner")
    interview.press(Qt.Key.Key_L, CONTROL)
    assert cells(undo(interview)) == ["Polisher", "9000"]


def test_redo_follows_undo_in_an_open_cell(program: Program, study: Study) -> None:
    interview = at_grid(program, study).type("Polisher").enter().type("9000")
    undo(undo(interview)).press(Qt.Key.Key_Y, CONTROL)
    assert cells(interview) == ["Polisher", ""]
