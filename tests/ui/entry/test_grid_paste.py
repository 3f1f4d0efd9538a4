"""Cells from a spreadsheet and back: what they mean, what is not taken, and one step to undo for all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.repeats.grid_paste import cells_of, text_of
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def survey(count: str = "") -> str:
    return f"""
        | survey |                        |       |                     |                   |                       |               |              |         |              |
        |        | type                   | name  | label::English (en) | label::Hindi (hi) | relevant              | choice_filter | calculation  | missing | repeat_count |
        |        | begin_repeat           | r     | Rows                | पंक्तियाँ            |                       |               |              |         | {count}      |
        |        | text                   | name  | Name                | नाम               |                       |               |              |         |              |
        |        | integer                | far   | How far             | कितनी दूर          | ${{where}} = 'abroad' |               |              | dk      |              |
        |        | select_one market      | where | Where               | कहाँ               |                       |               |              |         |              |
        |        | select_multiple market | sold  | Sold                | बिक्री             |                       |               |              |         |              |
        |        | date                   | day   | Day                 | दिन               |                       |               |              |         |              |
        |        | calculate              | twice | Twice               | दुगुना              |                       |               | ${{far}} * 2 |         |              |
        |        | end_repeat             |       |                     |                   |                       |               |              |         |              |
    """


NAME, FAR, WHERE, SOLD, DAY, TWICE = range(6)


def pasted(program: Program, study: Study, text: str, row: int = 0, column: int = NAME) -> Interview:
    interview = program.open(study).new_interview()
    grid = interview.grid("r")
    grid.table.setFocus()
    grid.table.put_cursor(row, column)
    QGuiApplication.clipboard().setText(text)
    return interview.press(Qt.Key.Key_V, CONTROL)


def column(interview: Interview, name: str) -> list[str]:
    entry = interview.entry.session.entry
    return [entry.value(ref) for ref in entry.instances(f"/data/r/{name}")]


def refused(interview: Interview) -> list[str]:
    card = interview.grid("r").not_taken
    return card.lines if card is not None else []


@pytest.mark.parametrize(("text", "cells"), [
    ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
    ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
    ('"two\nlines"\tb', [["two\nlines", "b"]]),
    ('"a ""quoted"" word"\tb', [['a "quoted" word', "b"]]),
    ('"a\tb"\nc', [["a\tb"], ["c"]]),
    ('3" pipe\tb', [['3" pipe', "b"]]),
    ('"3 inch" pipe\tb', [['"3 inch" pipe', "b"]]),
    ('"never closed\tb', [['"never closed', "b"]]),
    ("a\t\tb", [["a", "", "b"]]),
    ("", [[""]]),
])  # fmt: skip
def test_cells_are_read_as_a_spreadsheet_writes_them(text: str, cells: list[list[str]]) -> None:
    assert cells_of(text) == cells


@pytest.mark.parametrize("cell", ["plain", "two\nlines", 'a "quoted" word', "a\tb", '"', ""])
def test_what_is_written_for_a_spreadsheet_reads_the_same(cell: str) -> None:
    assert cells_of(text_of([[cell, "x"], ["y", cell or "z"]])) == [[cell, "x"], ["y", cell or "z"]]


@pytest.mark.parametrize("text", ["abroad", "Abroad", "ABROAD ", "विदेश"])
def test_a_choice_is_understood_by_code_and_by_label_in_any_language(
    program: Program, made: Made, text: str
) -> None:
    assert column(pasted(program, made(survey()), text, column=WHERE), "where") == ["abroad"]


@pytest.mark.parametrize("text", ["local abroad", "In the district, Abroad", "विदेश; ज़िले में", "Abroad,local"])
def test_several_choices_are_understood_however_they_are_written(
    program: Program, made: Made, text: str
) -> None:
    assert column(pasted(program, made(survey()), text, column=SOLD), "sold") == ["local abroad"]


@pytest.mark.parametrize("text", ["2026-01-23", "23.01.2026", "23/01/2026", "23-1-26"])
def test_a_date_is_understood(program: Program, made: Made, text: str) -> None:
    assert column(pasted(program, made(survey()), text, column=DAY), "day") == ["2026-01-23"]


@pytest.mark.parametrize(("text", "stored"), [
    ("14,99,561", "1499561"), ("1,499,561", "1499561"), ("12.00", "12"), ("₹ 500", "500"), ("५००", "500"),
    ("don't know", "-98"), ("पता नहीं", "-98"),
])  # fmt: skip
def test_a_number_is_understood(program: Program, made: Made, text: str, stored: str) -> None:
    assert column(pasted(program, made(survey()), f"A\t{text}\tabroad"), "far") == [stored]


def test_a_cell_is_taken_that_one_to_its_right_opens(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t12\tAbroad")
    assert column(interview, "far") == ["12"]
    assert refused(interview) == []


def test_each_cell_that_is_not_taken_is_named_with_its_row_and_column(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t12\tlocal\nB\tmuch\tabroad\nC\t\tmoon")
    assert refused(interview) == [
        "row 1 · How far · “12”: Not asked, given the other answers in this row",
        "row 2 · How far · “much” is not a number.",
        "row 3 · Where · “moon” is not among the choices.",
    ]
    assert column(interview, "name") == ["A", "B", "C"]


def test_what_was_not_taken_is_tried_again_and_the_clipboard_keeps_all(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t12\tlocal")
    interview.entry.session.answers.give("/data/r[1]/where", "abroad")
    card = interview.grid("r").not_taken
    assert card is not None
    card.again.emit()
    assert column(interview, "far") == ["12"]
    assert card.isHidden()
    assert program.clipboard == "A\t12\tlocal"


def test_a_line_of_the_list_leads_to_its_cell(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\nB\t12")
    card = interview.grid("r").not_taken
    assert card is not None
    card.list.itemActivated.emit(card.list.item(0))
    at = interview.grid("r").table.currentIndex()
    assert (at.row(), at.column()) == (1, FAR)


def test_a_paste_is_one_step_back_and_forth(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t\tlocal\nB\t\tabroad\nC")
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert column(interview, "name") == [""]
    interview.press(Qt.Key.Key_Y, CONTROL)
    assert column(interview, "name") == ["A", "B", "C"]
    assert column(interview, "where") == ["local", "abroad", ""]


def test_the_report_goes_with_the_paste_that_is_taken_back(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t\tlocal\nB\t\tmoon")
    card = interview.grid("r").not_taken
    assert card is not None
    interview.entry.session.answers.give("/data/r[1]/name", "C")
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert card.isVisible()
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert column(interview, "name") == [""]
    assert card.isHidden()


def test_the_titles_of_the_columns_are_not_taken_for_answers(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "Name\tHow far\tकहाँ\nA\t\tlocal")
    assert column(interview, "name") == ["A"]


def test_cells_beyond_the_last_column_are_listed(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "2026-01-23\t\tmore", column=DAY)
    assert refused(interview) == ["row 1 · column 7 · “more”: The grid has no column here."]


def test_rows_beyond_those_the_form_counts_are_listed(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey(count="2")), "A\nB\nC")
    assert column(interview, "name") == ["A", "B"]
    assert refused(interview) == ["row 3 · Name · “C”: The form allows no more rows."]


def test_a_figure_the_form_computes_otherwise_is_listed(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "A\t12\tabroad\t\t\t24\nB\t12\tabroad\t\t\t25")
    assert refused(interview) == ["row 2 · Twice · “25”: The form computes this column itself."]


def test_a_paste_into_sorted_rows_goes_to_the_rows_that_are_seen(program: Program, made: Made) -> None:
    interview = pasted(program, made(survey()), "B\nA")
    grid = interview.grid("r")
    grid.sort_by(NAME)
    grid.table.put_cursor(0, WHERE)
    grid.paste("local\nabroad")
    assert column(interview, "where") == ["abroad", "local"]


def test_a_selection_is_copied_for_a_spreadsheet_and_can_be_pasted_again(
    program: Program, made: Made
) -> None:
    text = "A\t12\tAbroad\tIn the district, Abroad\t2026-01-23\t24"
    interview = pasted(program, made(survey()), text)
    interview.press(Qt.Key.Key_Space, SHIFT).press(Qt.Key.Key_C, CONTROL)
    assert program.clipboard == text


def test_two_lines_in_a_cell_stay_two_lines(program: Program, made: Made) -> None:
    assert column(pasted(program, made(survey()), '"two\nlines"\t\tlocal'), "name") == ["two\nlines"]


FILTERED = """
    | survey |                   |       |                     |                   |          |                                    |             |         |              |
    |        | type              | name  | label::English (en) | label::Hindi (hi) | relevant | choice_filter                      | calculation | missing | repeat_count |
    |        | select_one yes_no | home  | Home only?          |                   |          |                                    |             |         |              |
    |        | begin_repeat      | r     | Rows                |                   |          |                                    |             |         |              |
    |        | text              | name  | Name                |                   |          |                                    |             |         |              |
    |        | select_one market | where | Where               |                   |          | name = 'local' or ${home} != 'yes' |             |         |              |
    |        | end_repeat        |       |                     |                   |          |                                    |             |         |              |
"""


def test_a_choice_the_filter_leaves_out_is_not_taken(program: Program, made: Made) -> None:
    interview = program.open(made(FILTERED)).new_interview()
    interview.entry.session.answers.give("/data/home", "yes")
    grid = interview.grid("r")
    grid.table.put_cursor(0, 1)
    grid.paste("Abroad\nIn the district")
    assert column(interview, "where") == ["", "local"]
    assert refused(interview) == ["row 1 · Where · “Abroad” is not among the choices."]
