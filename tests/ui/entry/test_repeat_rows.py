"""Rows the form itself counts, and rows that open beside a grid: they follow the answers and the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

COUNTED = """
    | survey |              |        |                      |              |
    |        | type         | name   | label                | repeat_count |
    |        | integer      | n      | How many children?   |              |
    |        | begin_repeat | child  | Children             | ${n}         |
    |        | text         | called | Name                 |              |
    |        | integer      | age    | Age of **${called}** |              |
    |        | end_repeat   |        |                      |              |
    |        | text         | last   | Last                 |              |
"""
BESIDE = """
    | survey |              |         |                    |              |
    |        | type         | name    | label              | repeat_count |
    |        | integer      | n       | How many machines? |              |
    |        | begin_repeat | machine | Machines           | ${n}         |
    |        | text         | kind    | Kind               |              |
    |        | text         | maker   | Maker              |              |
    |        | file         | plan    | Plan               |              |
    |        | end_repeat   |         |                    |              |
    |        | text         | last    | Last               |              |
"""


def test_a_grid_gets_the_rows_its_form_counts(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    interview.fill("n", "3")
    assert interview.grid("child").table.verticalHeader().count() == 3


def test_rows_the_form_counts_are_filled_by_keyboard(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    interview.fill("n", "2").type("Asha").enter().type("7").enter().type("Bala").enter()
    assert interview.entry.session.entry.value("/data/child[2]/called") == "Bala"


def test_the_head_of_a_grid_shows_no_signs_of_the_form(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    assert interview.grid("child").model.headerData(1, Qt.Orientation.Horizontal) == "Age of …"


def test_the_list_follows_the_number_the_form_counts(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(BESIDE)).new_interview()
    interview.fill("n", "2")
    assert interview.grid("machine").table.verticalHeader().count() == 2
    program.bot.waitUntil(lambda: "/data/machine[1]/kind" in interview.visible_refs)


def test_enter_leads_through_the_row_and_out_of_it(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(BESIDE)).new_interview()
    interview.fill("n", "1")
    program.bot.waitUntil(lambda: "/data/machine[1]/kind" in interview.visible_refs)
    interview.fill("kind", "Lathe")
    assert interview.focused_ref == "/data/machine[1]/maker"
    interview.question("plan").widget.finished.emit()
    assert interview.focused_ref == "/data/last"


def test_a_number_off_the_scale_is_not_taken_into_a_grid(
    program: Program, made: Callable[[str], Study]
) -> None:
    form = """
        | survey |              |      |       |                      |
        |        | type         | name | label | parameters           |
        |        | begin_repeat | r    | Rows  |                      |
        |        | range        | g    | Grade | start=1 end=5 step=1 |
        |        | end_repeat   |      |       |                      |
    """
    grid = program.open(made(form)).new_interview().grid("r")
    grid.model.setData(grid.model.index(0, 0), "50")
    QApplication.processEvents()
    assert grid.session.entry.value("/data/r[1]/g") == ""
    assert "“50” is not between 1 and 5." in grid.remark.text()


TABLE = """
    | survey |                   |         |               |              |
    |        | type              | name    | label         | appearance   |
    |        | begin_group       | g       | About **you** | field-list   |
    |        | select_one yes_no | head    | Do you have   | label        |
    |        | select_one yes_no | one     | One           | list-nolabel |
    |        | end_group         |         |               |              |
    |        | begin_repeat      | machine | Machines      |              |
    |        | text              | kind    | Kind          |              |
    |        | file              | plan    | Plan          |              |
    |        | end_repeat        |         |               |              |
    |        | text              | last    | Last          |              |
"""


def test_the_head_of_a_table_takes_no_answer(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(TABLE)).new_interview()
    assert interview.focused_ref == "/data/g/one"


def test_the_title_of_a_page_shows_no_signs(program: Program, made: Callable[[str], Study]) -> None:
    assert program.open(made(TABLE)).new_interview().page_title == "About you"


def test_a_page_that_begins_with_a_row_begins_in_it(program: Program, made: Callable[[str], Study]) -> None:
    interview = program.open(made(TABLE)).new_interview()
    interview.turn_page()
    assert interview.focused_ref == "/data/machine[1]/kind"


def test_a_question_beside_the_list_is_known_as_the_place(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = program.open(made(TABLE)).new_interview()
    interview.turn_page()
    assert interview.entry.session.cursor == "/data/machine[1]/kind"


def test_f3_works_in_a_row_beside_the_list(program: Program, made: Callable[[str], Study]) -> None:
    form = """
        | survey |              |         |          |            |
        |        | type         | name    | label    | missing    |
        |        | begin_repeat | machine | Machines |            |
        |        | integer      | age     | Age      | dk refused |
        |        | file         | plan    | Plan     |            |
        |        | end_repeat   |         |          |            |
    """
    interview = program.open(made(form)).new_interview()
    interview.question("age").take_focus()
    interview.press(Qt.Key.Key_F3)
    assert interview.value("age") == "-98"


NESTED = """
    | survey |              |        |                    |            |          |            |
    |        | type         | name   | label              | appearance | required | constraint |
    |        | begin_repeat | family | Family             |            |          |            |
    |        | text         | head   | Head of the family |            | yes      |            |
    |        | text         | story  | Story              | multiline  |          |            |
    |        | begin_group  | house  | The house          |            |          |            |
    |        | integer      | rooms  | Rooms              |            |          |            |
    |        | end_group    |        |                    |            |          |            |
    |        | begin_repeat | child  | Children           |            |          |            |
    |        | text         | called | Name               |            | yes      |            |
    |        | integer      | age    | Age                |            |          | . < 100    |
    |        | end_repeat   |        |                    |            |          |            |
    |        | end_repeat   |        |                    |            |          |            |
    |        | text         | last   | Last               |            |          |            |
"""
FAMILY, CHILD = "/data/family", "/data/family[1]/child"


def with_families(program: Program, study: Study, number: int) -> Interview:
    interview = program.open(study).new_interview()
    session = interview.entry.session
    session.answers.add_row(FAMILY, number=number - session.entry.count(FAMILY))
    session.answers.give_all({f"{FAMILY}[{n}]/head": f"Head {n}" for n in range(1, number + 1)})
    program.bot.waitUntil(lambda: f"{FAMILY}[1]/head" in interview.visible_refs)
    return interview


def test_the_row_under_the_cursor_opens_beside_the_list(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 3)
    interview.grid("family").table.setFocus()
    interview.grid("family").table.put_cursor(2, 0)
    program.bot.waitUntil(lambda: f"{FAMILY}[3]/story" in interview.visible_refs)
    assert f"{FAMILY}[1]/story" not in interview.visible_refs


def test_an_open_row_is_called_by_its_first_answer(program: Program, made: Callable[[str], Study]) -> None:
    interview = with_families(program, made(NESTED), 2)
    assert interview.details("family").title == "Family 1 · Head 1"


def test_the_titles_of_inner_groups_stand_in_an_open_row(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 1)
    words = [heading.text() for heading in interview.details("family").findChildren(QLabel)]
    assert "The house" in words


def test_enter_past_the_last_question_of_a_row_opens_the_next(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 2)
    interview.grid("child").finished.emit()
    assert interview.focused_ref == f"{FAMILY}[2]/head"


def test_enter_past_the_last_row_leads_to_the_row_that_waits_and_then_on(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 1)
    interview.grid("child").finished.emit()
    assert interview.focused_ref == FAMILY
    interview.enter()
    assert interview.focused_ref == "/data/last"


def test_what_is_typed_in_the_waiting_row_of_the_list_begins_a_row(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 1)
    interview.grid("child").finished.emit()
    interview.type("Asha").enter()
    assert interview.entry.session.entry.value(f"{FAMILY}[2]/head") == "Asha"


def test_a_repeat_in_an_open_row_is_a_grid_of_its_own(program: Program, made: Callable[[str], Study]) -> None:
    interview = with_families(program, made(NESTED), 1)
    interview.grid("child").take_focus()
    interview.type("Bala").enter().type("7").enter()
    assert interview.entry.session.entry.value(f"{CHILD}[1]/age") == "7"


def test_a_fault_deep_inside_is_gone_to(program: Program, made: Callable[[str], Study]) -> None:
    interview = with_families(program, made(NESTED), 3)
    session = interview.entry.session
    session.answers.add_row(f"{FAMILY}[3]/child", number=2 - session.entry.count(f"{FAMILY}[3]/child"))
    session.answers.give(f"{FAMILY}[3]/child[2]/called", "Bala")
    session.answers.give(f"{FAMILY}[3]/child[2]/age", "120")
    interview.entry.go_to(f"{FAMILY}[3]/child[2]/age")
    assert interview.focused_ref == f"{FAMILY}[3]/child"
    at = interview.grid("child").table.currentIndex()
    assert (at.row(), at.column()) == (1, 1)


def test_the_place_of_a_fault_is_told_in_words(program: Program, made: Callable[[str], Study]) -> None:
    interview = with_families(program, made(NESTED), 1)
    session = interview.entry.session
    assert session.questions.title_of(f"{FAMILY}[3]/child[2]/age") == "row 3 · row 2 · Age"


def test_a_row_taken_away_takes_its_questions_from_the_screen_and_undo_brings_them_back(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 1)
    interview.grid("family").table.setFocus()
    interview.grid("family").table.put_cursor(0, 0)
    interview.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    program.bot.waitUntil(lambda: f"{FAMILY}[1]/head" not in interview.visible_refs)
    interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    program.bot.waitUntil(lambda: f"{FAMILY}[1]/head" in interview.visible_refs)
    assert interview.details("family").title == "Family 1 · Head 1"


def test_a_repeat_of_many_questions_opens_beside_a_list(
    program: Program, made: Callable[[str], Study]
) -> None:
    form = """
        | survey |              |      |             |
        |        | type         | name | label       |
        |        | begin_repeat | r    | Rows        |
        |        | integer      | q0   | Question 0  |
        |        | integer      | q1   | Question 1  |
        |        | integer      | q2   | Question 2  |
        |        | integer      | q3   | Question 3  |
        |        | integer      | q4   | Question 4  |
        |        | integer      | q5   | Question 5  |
        |        | integer      | q6   | Question 6  |
        |        | integer      | q7   | Question 7  |
        |        | integer      | q8   | Question 8  |
        |        | integer      | q9   | Question 9  |
        |        | integer      | q10  | Question 10 |
        |        | integer      | q11  | Question 11 |
        |        | integer      | q12  | Question 12 |
        |        | end_repeat   |      |             |
    """
    interview = program.open(made(form)).new_interview()
    assert interview.focused_ref == "/data/r[1]/q0"


def test_a_row_with_nothing_but_a_repeat_inside_is_listed(
    program: Program, made: Callable[[str], Study]
) -> None:
    form = """
        | survey |              |       |       |
        |        | type         | name  | label |
        |        | begin_repeat | outer | Outer |
        |        | begin_repeat | inner | Inner |
        |        | integer      | n     | N     |
        |        | end_repeat   |       |       |
        |        | end_repeat   |       |       |
    """
    interview = program.open(made(form)).new_interview()
    assert interview.grid("outer").table.verticalHeader().count() == 2
    assert interview.focused_ref == "/data/outer[1]/inner"


def test_what_is_required_in_a_row_is_marked_when_it_is_opened_after_finalising_was_tried(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = with_families(program, made(NESTED), 2)
    session = interview.entry.session
    session.answers.give(f"{FAMILY}[2]/head", "")
    session.answers.give(f"{FAMILY}[2]/house/rooms", "3")
    interview.finalise()
    assert interview.missing == [f"{FAMILY}[2]/head"]
    interview.enter()
    assert interview.focused_ref == f"{FAMILY}[2]/head"
    assert "needs an answer" in interview.question("head").fault.text()
