"""What a grid says without being asked: heads, sums of the form, cells that are closed or wrong, words for a screen reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from fieldsurvey.records import TypicalRange
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.repeats.grid_table import GridTable
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
ROWS = """
    | survey |              |       |                     |                   |          |            |                              |      |              |
    |        | type         | name  | label::English (en) | label::Hindi (hi) | required | constraint | calculation                  | unit | period       |
    |        | begin_repeat | r     | Rows                | पंक्तियाँ            |          |            |                              |      |              |
    |        | text         | name  | Name                | नाम               | yes      |            |                              |      |              |
    |        | begin_group  | pay   | Pay                 | वेतन               |          |            |                              |      |              |
    |        | decimal      | wage  | Wage                | मज़दूरी             |          | . >= 0     |                              | Rs   | last 30 days |
    |        | decimal      | bonus | Bonus               | बोनस              |          |            |                              | Rs   |              |
    |        | end_group    |       |                     |                   |          |            |                              |      |              |
    |        | calculate    | all   | Together            | कुल                |          |            | ${wage} + ${bonus}           | Rs   |              |
    |        | calculate    | step  | A step on the way   |                   |          |            | ${wage} * 2                  |      |              |
    |        | calculate    | bare  |                     |                   |          |            | ${wage} * 3                  | Rs   |              |
    |        | end_repeat   |       |                     |                   |          |            |                              |      |              |
    |        | calculate    | mean  | Average wage        |                   |          |            | sum(${wage}) div count(${r}) | Rs   |              |
    |        | calculate    | bill  | Wage bill           | कुल मज़दूरी          |          |            | sum(${wage})                 | Rs   |              |
    |        | calculate    | both  | All pay             |                   |          |            | sum(${wage}) + sum(${bonus}) | Rs   |              |
"""
NAME, WAGE, BONUS, ALL = range(4)


def at_rows(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    session = interview.entry.session
    session.answers.add_row("/data/r")
    session.answers.give_all(
        {"/data/r[1]/name": "Asha", "/data/r[1]/pay/wage": "9000", "/data/r[2]/pay/wage": "-5"}
    )
    return interview


def test_the_form_s_own_figures_about_a_row_are_a_column_when_they_have_label_and_unit(
    program: Program, made: Made
) -> None:
    grid = at_rows(program, made(ROWS)).grid("r")
    assert [column.path for column in grid.model.columns] == ["/name", "/pay/wage", "/pay/bonus", "/all"]


def test_a_head_tells_title_unit_period_group_and_what_is_needed(program: Program, made: Made) -> None:
    model = at_rows(program, made(ROWS)).grid("r").model
    wage, name = model.heading(WAGE), model.heading(NAME)
    assert (wage.title, wage.unit, wage.group, wage.is_required) == ("Wage", "₹ · last 30 days", "Pay", False)
    assert (name.group, name.is_required) == ("", True)


def test_a_head_speaks_the_interview_s_language(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS))
    interview.entry.session.questions.set_language("Hindi (hi)")
    assert interview.grid("r").model.heading(WAGE).group == "वेतन"
    assert interview.grid("r").model.heading(WAGE).title == "मज़दूरी"


def test_inner_groups_have_a_line_of_their_own_in_the_head(program: Program, made: Made) -> None:
    head = at_rows(program, made(ROWS)).grid("r").table.head
    assert 0 < head.band < head.height()


def test_a_head_without_inner_groups_has_no_line_for_them(program: Program, made: Made) -> None:
    form = """
        | survey |              |      |       |
        |        | type         | name | label |
        |        | begin_repeat | r    | Rows  |
        |        | text         | name | Name  |
        |        | end_repeat   |      |       |
    """
    assert program.open(made(form)).new_interview().grid("r").table.head.band == 0


def test_the_form_s_sum_stands_under_its_column_and_follows_the_answers(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS))
    sums = interview.grid("r").sums
    assert sums is not None
    assert (sums.value(NAME), sums.value(WAGE), sums.value(BONUS)) == ("", "8,995", "")
    interview.entry.session.answers.give("/data/r[2]/pay/wage", "500000")
    assert sums.value(WAGE) == "5,09,000"


def test_all_the_form_computes_about_a_column_is_told_on_asking(program: Program, made: Made) -> None:
    sums = at_rows(program, made(ROWS)).grid("r").sums
    assert sums is not None
    assert sums.words(WAGE).splitlines()[0] == "Wage bill (₹): 8,995"
    assert "All pay" not in sums.words(WAGE)


def test_a_grid_without_sums_has_no_line_for_them(program: Program, made: Made) -> None:
    form = """
        | survey |              |      |       |
        |        | type         | name | label |
        |        | begin_repeat | r    | R     |
        |        | text         | a    | A     |
        |        | end_repeat   |      |       |
    """
    assert program.open(made(form)).new_interview().grid("r").sums is None


def spoken(interview: Interview, row: int, column: int) -> str:
    model = interview.grid("r").model
    return str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_cell_is_spoken_with_row_column_value_and_fault(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS))
    assert spoken(interview, 0, WAGE) == "row 1, Wage, 9000"
    assert spoken(interview, 1, WAGE) == "row 2, Wage, -5, This answer does not fit. Look at it again."
    assert spoken(interview, 2, NAME) == "new row, Name"


def test_a_required_cell_is_no_fault_before_finalising_was_tried(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS))
    assert spoken(interview, 1, NAME) == "row 2, Name, empty"
    interview.finalise()
    assert spoken(interview, 1, NAME) == "row 2, Name, empty, This question needs an answer."


def test_a_number_far_from_what_firms_say_is_pointed_out_in_its_cell(program: Program, made: Made) -> None:
    interview = at_rows(program, made(ROWS))
    interview.entry.session.checks.compare_with({"/data/r/pay/wage": TypicalRange(20, 300, 400, 500)})
    assert "Unusual here: half of 20 answers are between 300 and 500." in spoken(interview, 0, WAGE)


def test_widths_a_person_chose_stay_when_pages_are_turned(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.grid("worker").table.head.resizeSection(1, 133)
    interview.turn_page().press(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    interview.grid("worker").fit()
    assert interview.grid("worker").table.columnWidth(1) == 133


WIDE = """
    | survey |              |      |                    |
    |        | type         | name | label              |
    |        | begin_repeat | r    | Rows               |
    |        | text         | q0   | Question number 0  |
    |        | text         | q1   | Question number 1  |
    |        | text         | q2   | Question number 2  |
    |        | text         | q3   | Question number 3  |
    |        | text         | q4   | Question number 4  |
    |        | text         | q5   | Question number 5  |
    |        | text         | q6   | Question number 6  |
    |        | text         | q7   | Question number 7  |
    |        | text         | q8   | Question number 8  |
    |        | text         | q9   | Question number 9  |
    |        | text         | q10  | Question number 10 |
    |        | end_repeat   |      |                    |
"""


def wide_table(program: Program, study: Study) -> GridTable:
    """A table wider than its place."""
    table = program.open(study).new_interview().grid("r").table
    program.bot.waitUntil(lambda: table.isVisible() and table.columnWidth(0) == 120, timeout=5000)
    return table


def test_the_first_column_stays_in_sight_when_others_are_scrolled_to(program: Program, made: Made) -> None:
    table = wide_table(program, made(WIDE))
    table.put_cursor(0, 10)
    assert table.frozen is not None
    assert table.frozen.isVisibleTo(table)
    assert table.visualRect(table.currentIndex()).left() >= table.columnWidth(0)
    table.put_cursor(0, 1)
    assert table.visualRect(table.currentIndex()).left() >= table.columnWidth(0)


def test_the_cursor_in_the_first_column_brings_it_back(program: Program, made: Made) -> None:
    table = wide_table(program, made(WIDE))
    table.put_cursor(0, 10)
    table.put_cursor(0, 0)
    assert table.horizontalScrollBar().value() == 0
    assert table.frozen is not None
    assert not table.frozen.isVisibleTo(table)


def test_a_cell_beside_the_first_column_is_typed_in_as_any_other(program: Program, made: Made) -> None:
    interview = program.open(made(WIDE)).new_interview()
    table = interview.grid("r").table
    program.bot.waitUntil(lambda: table.isVisible() and table.columnWidth(0) == 120, timeout=5000)
    table.setFocus()
    table.put_cursor(0, 10)
    interview.type("Lathe").enter()
    assert interview.value("q10") == "Lathe"
