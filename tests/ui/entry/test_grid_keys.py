"""The grid by keyboard alone: typing, choosing, going from cell to cell, and rows that come, go and change their order for the eye."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.repeats.grid_choice_field import ChoiceField
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
ROWS = """
    | survey |                        |       |              |                     |             |              |
    |        | type                   | name  | label        | relevant            | calculation | repeat_count |
    |        | begin_repeat           | r     | Rows         |                     |             |              |
    |        | text                   | name  | Name         |                     |             |              |
    |        | select_one market      | where | Where        |                     |             |              |
    |        | integer                | far   | How far      | ${where} = 'abroad' |             |              |
    |        | select_multiple market | sold  | Sold         |                     |             |              |
    |        | date                   | day   | Day          |                     |             |              |
    |        | time                   | hour  | Hour         |                     |             |              |
    |        | calculate              | twice | Twice as far |                     | ${far} * 2  |              |
    |        | end_repeat             |       |              |                     |             |              |
    |        | text                   | last  | Last         |                     |             |              |
"""
NAME, WHERE, FAR, SOLD, DAY, HOUR, TWICE = range(7)


def at_rows(program: Program, study: Study, *names: str) -> Interview:
    """The grid with a row for each name."""
    interview = program.open(study).new_interview()
    session = interview.entry.session
    session.answers.add_row("/data/r", number=max(0, len(names) - session.entry.count("/data/r")))
    session.answers.give_all({f"/data/r[{n}]/name": name for n, name in enumerate(names, 1)})
    put(interview, 0, NAME)
    return interview


def put(interview: Interview, row: int, column: int) -> Interview:
    interview.grid("r").table.setFocus()
    interview.grid("r").table.put_cursor(row, column)
    return interview


def at(interview: Interview) -> tuple[int, int]:
    index = interview.grid("r").table.currentIndex()
    return index.row(), index.column()


def answer(interview: Interview, row: int, name: str) -> str:
    return interview.entry.session.entry.value(f"/data/r[{row}]/{name}")


def names(interview: Interview) -> list[str]:
    entry = interview.entry.session.entry
    return [entry.value(ref) for ref in entry.instances("/data/r/name")]


def shown(interview: Interview) -> list[str]:
    model = interview.grid("r").model
    return [str(model.index(row, NAME).data() or "") for row in range(model.filled)]


# --- from cell to cell ------------------------------------------------------------------------------------------


def test_tab_passes_over_cells_that_are_not_asked(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.press(Qt.Key.Key_Tab)
    assert at(interview) == (0, SOLD)
    interview.press(Qt.Key.Key_Backtab, SHIFT)
    assert at(interview) == (0, WHERE)


def test_tab_goes_into_a_cell_that_an_answer_opened(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("3")
    assert at(interview) == (0, FAR)


def test_a_digit_stays_in_its_cell_where_the_person_wants_that(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.entry.session.digits_go_on = False
    interview.type("3")
    assert at(interview) == (0, WHERE)


def test_letters_that_fit_no_choice_stay_in_their_cell_and_are_said(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("zzz").press(Qt.Key.Key_Tab)
    assert at(interview) == (0, WHERE)
    assert "“zzz” is not among the choices" in interview.standing(RepeatGrid)[0].remark.text()
    interview.press(Qt.Key.Key_Escape).press(Qt.Key.Key_Tab)
    assert at(interview) != (0, WHERE)


def test_enter_passes_over_what_the_form_computes(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A", "B"), 0, HOUR)
    interview.enter()
    assert at(interview) == (1, NAME)


def test_enter_on_the_row_that_waits_leads_on(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 1, NAME)
    interview.enter()
    assert interview.focused_ref == "/data/last"


def test_tab_past_the_last_cell_leads_on(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 1, HOUR)
    interview.press(Qt.Key.Key_Tab)
    assert interview.focused_ref == "/data/last"


COUNTED = """
    | survey |              |      |       |          |             |              |
    |        | type         | name | label | relevant | calculation | repeat_count |
    |        | begin_repeat | r    | Rows  |          |             | 1            |
    |        | integer      | a    | A     | false()  |             |              |
    |        | end_repeat   |      |       |          |             |              |
    |        | text         | last | Last  |          |             |              |
"""


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_grid_with_no_open_cell_is_passed_by_any_key(program: Program, made: Made, key: Qt.Key) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    put(interview, 0, 0).press(key)
    assert interview.focused_ref == "/data/last"


def test_the_enter_of_the_number_pad_is_an_enter(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    interview.type("B").press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert (names(interview), at(interview)) == (["B"], (0, WHERE))


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Up])
def test_a_key_in_an_open_cell_is_handed_to_the_grid_once(program: Program, made: Made, key: Qt.Key) -> None:
    """The grid's table would hand a key it does not know back to the cell, and so without end."""
    one = """
        | survey |              |      |       |              |
        |        | type         | name | label | repeat_count |
        |        | begin_repeat | r    | Rows  | 1            |
        |        | text         | name | A     |              |
        |        | end_repeat   |      |       |              |
        |        | text         | last | Last  |              |
    """
    interview = put(program.open(made(one)).new_interview(), 0, 0)
    interview.type("x").press(key)
    assert names(interview) == ["x"]
    table = interview.grid("r").table
    assert table.state() is not table.State.EditingState


def test_arrows_in_an_open_cell_give_the_answer_and_go(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    interview.type("C").press(Qt.Key.Key_Down)
    assert (names(interview), at(interview)) == (["C", "B"], (1, NAME))


# --- typing and choosing ----------------------------------------------------------------------------------------


def test_escape_leaves_the_cell_as_it_was(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    interview.type("Zebra").press(Qt.Key.Key_Escape)
    assert names(interview) == ["A"]


def test_escape_takes_back_what_a_pause_had_sent_to_disk(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    interview.type("Zebra")
    program.bot.waitUntil(lambda: names(interview) == ["Zebra"], timeout=5000)
    interview.press(Qt.Key.Key_Escape)
    assert names(interview) == ["A"]


def test_f2_types_nothing_and_opens_no_cell(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    interview.press(Qt.Key.Key_F2)
    table = interview.grid("r").table
    assert table.state() is not table.State.EditingState


def test_a_digit_chooses_in_the_row_that_waits(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 1, WHERE)
    interview.type("2")
    assert answer(interview, 2, "where") == "india"


def test_a_row_begun_with_an_answer_is_one_step_to_undo(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 1, WHERE)
    interview.type("2").press(Qt.Key.Key_Z, CONTROL)
    assert interview.entry.session.entry.count("/data/r") == 1


def test_letters_find_a_choice(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("abr").enter()
    assert answer(interview, 1, "where") == "abroad"
    assert at(interview) == (0, FAR)


def test_letters_that_fit_no_choice_are_said_and_change_nothing(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("1").type("moon").enter()
    assert answer(interview, 1, "where") == "local"
    assert "“moon” is not among the choices." in interview.grid("r").remark.text()


def test_alt_and_down_open_the_list_and_arrows_choose(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.press(Qt.Key.Key_Down, ALT).press(Qt.Key.Key_Down).enter()
    assert answer(interview, 1, "where") == "india"


def test_a_list_that_was_only_looked_at_answers_nothing(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.press(Qt.Key.Key_Down, ALT).enter()
    assert answer(interview, 1, "where") == ""


def test_a_list_opened_in_the_row_that_waits_begins_no_row(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 1, WHERE)
    interview.press(Qt.Key.Key_Down, ALT).press(Qt.Key.Key_Escape)
    assert interview.entry.session.entry.count("/data/r") == 1


def test_digits_mark_several_choices(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, SOLD)
    interview.type("31")
    assert answer(interview, 1, "sold") == "local abroad"
    interview.type("3")
    assert answer(interview, 1, "sold") == "local"


def test_several_choices_are_marked_in_a_list(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, SOLD)
    interview.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Down).press(Qt.Key.Key_Space).enter()
    assert answer(interview, 1, "sold") == "local abroad"


def test_marks_are_one_step_to_undo(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, SOLD)
    interview.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Space).enter()
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert answer(interview, 1, "sold") == ""


def test_marks_are_kept_when_the_page_is_left_with_the_list_open(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, SOLD)
    interview.press(Qt.Key.Key_Space).press(Qt.Key.Key_Space)
    interview.grid("r").commit()
    assert answer(interview, 1, "sold") == "local"


@pytest.mark.parametrize(("column", "name", "typed", "stored"), [
    (DAY, "day", "2301", "2026-01-23"),
    (DAY, "day", "23/1/26", "2026-01-23"),
])  # fmt: skip
def test_days_are_typed_short(
    program: Program, made: Made, column: int, name: str, typed: str, stored: str
) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, column)
    interview.type(typed).enter()
    assert answer(interview, 1, name).startswith(stored)


def test_hours_are_typed_short(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, HOUR)
    interview.type("930").enter()
    told = datetime.fromisoformat(f"{datetime.now(UTC).astimezone().date()}T{answer(interview, 1, 'hour')}")
    assert f"{told.astimezone():%H:%M}" == "09:30"


def test_digits_of_any_script_are_a_number(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("3").type("१२").enter()
    assert answer(interview, 1, "far") == "12"
    assert answer(interview, 1, "twice") == "24"


def test_nothing_is_typed_in_a_computed_cell(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, TWICE)
    interview.type("5").enter()
    assert answer(interview, 1, "twice") == ""


def test_the_wheel_changes_no_answer(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A"), 0, WHERE)
    interview.type("1").press(Qt.Key.Key_Down, ALT)
    field = interview.grid("r").table.findChildren(ChoiceField)[0]
    turn = QWheelEvent(
        QPointF(2, 2), QPointF(2, 2), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turn)
    interview.enter()
    assert answer(interview, 1, "where") == "local"


def test_an_undone_answer_is_shown_at_once(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    interview.type("B").enter().press(Qt.Key.Key_Z, CONTROL)
    assert shown(interview) == ["A"]


# --- rows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modifiers", "expected"), [(CONTROL, ["A", "", "B"]), (CONTROL | SHIFT, ["A", "B", ""])]
)
def test_a_row_is_put_before_or_after_the_one_under_the_cursor(
    program: Program, made: Made, modifiers: Qt.KeyboardModifier, expected: list[str]
) -> None:
    interview = put(at_rows(program, made(ROWS), "A", "B"), 1, NAME)
    interview.press(Qt.Key.Key_Plus, modifiers)
    assert shown(interview) == names(interview) == expected
    assert at(interview) == (expected.index(""), NAME)


def test_a_row_put_in_is_taken_back(program: Program, made: Made) -> None:
    interview = put(at_rows(program, made(ROWS), "A", "B"), 1, NAME)
    interview.press(Qt.Key.Key_Plus, CONTROL).press(Qt.Key.Key_Z, CONTROL)
    assert shown(interview) == ["A", "B"]


def test_many_rows_are_deleted_and_come_back_in_one_step(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B", "C", "D")
    interview.press(Qt.Key.Key_Down, SHIFT).press(Qt.Key.Key_Down, SHIFT)
    interview.press(Qt.Key.Key_Delete, CONTROL)
    assert shown(interview) == ["D"]
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert shown(interview) == ["A", "B", "C", "D"]


def test_whole_rows_are_chosen_by_key_and_copied_down(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    interview.press(Qt.Key.Key_Down, SHIFT).press(Qt.Key.Key_Space, SHIFT).press(Qt.Key.Key_D, CONTROL)
    assert names(interview) == ["A", "B", "A", "B"]
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert names(interview) == ["A", "B"]


def test_delete_empties_all_chosen_cells_in_one_step(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    interview.press(Qt.Key.Key_Down, SHIFT).press(Qt.Key.Key_Delete)
    assert names(interview) == ["", ""]
    interview.press(Qt.Key.Key_Z, CONTROL)
    assert names(interview) == ["A", "B"]


def test_rows_are_sorted_for_the_eye_and_the_data_stay(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "Casting", "Anvil", "Buffing")
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert shown(interview) == ["Anvil", "Buffing", "Casting"]
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert shown(interview) == ["Casting", "Buffing", "Anvil"]
    assert names(interview) == ["Casting", "Anvil", "Buffing"]


def test_a_third_time_rows_are_shown_as_entered(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "B", "A")
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT).press(Qt.Key.Key_O, CONTROL | SHIFT)
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert shown(interview) == ["B", "A"]


def test_an_answer_given_to_a_sorted_row_goes_to_that_row(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "B", "A")
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT)
    put(interview, 0, WHERE).type("2")
    assert answer(interview, 2, "where") == "india"
    assert interview.grid("r").model.headerData(0, Qt.Orientation.Vertical) == "2"


def test_a_sorted_grid_says_so_and_is_put_right_by_a_click(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "B", "A")
    interview.grid("r").sort_by(NAME)
    assert "Name" in interview.grid("r")._unsorted.text()
    interview.grid("r")._unsorted.click()
    assert shown(interview) == ["B", "A"]


def test_a_row_deleted_while_sorted_is_the_one_that_was_seen(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "C", "A", "B")
    interview.press(Qt.Key.Key_O, CONTROL | SHIFT)
    put(interview, 0, NAME).press(Qt.Key.Key_Delete, CONTROL)
    assert shown(interview) == ["B", "C"]
    assert names(interview) == ["C", "B"]


def test_a_fault_is_gone_to_where_the_sorted_row_stands(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "B", "A")
    interview.grid("r").sort_by(NAME)
    interview.entry.go_to("/data/r[1]/sold")
    assert at(interview) == (1, SOLD)


def test_a_key_without_meaning_types_nothing_and_ends(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A")
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(interview.grid("r").table, key)
    assert names(interview) == ["A"]


def test_a_quote_repeats_what_stands_above_and_goes_on(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    interview.entry.session.answers.give("/data/r[1]/day", "2026-09-12")
    put(interview, 1, DAY).type('"')
    assert (answer(interview, 2, "day"), at(interview)) == ("2026-09-12", (1, HOUR))


def test_a_quote_in_a_cell_for_words_is_typed(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    put(interview, 1, NAME).type('"B"').enter()
    assert answer(interview, 2, "name") == '"B"'


def test_a_quote_under_an_empty_cell_answers_nothing(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS), "A", "B")
    put(interview, 1, DAY).type('"').press(Qt.Key.Key_Escape)
    assert answer(interview, 2, "day") == ""
