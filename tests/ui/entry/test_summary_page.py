"""Reading back: after finalising is asked for, and before it is done, what was said stands on one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.records import Status
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program
from tests.ui.entry.test_respondent import FORM, given_back

_CTRL = Qt.KeyboardModifier.ControlModifier


def asked(program: Program, study: Study) -> Interview:
    """A small interview on the page that is read back."""
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma Brass")
    session = interview.entry.session
    session.answers.give("/data/labour/workers", "1200")
    session.answers.give("/data/labour/worker[1]/role", "Polisher")
    session.answers.give("/data/labour/worker[1]/wage", "149956")
    session.answers.give("/data/trade/markets", "local abroad")
    return interview.read_all_back()


def chosen(interview: Interview) -> str:
    page = interview.entry.read_back.page
    assert page is not None
    return page.model.lines[page.list.currentIndex().row()].said


def test_the_page_stands_between_the_last_answer_and_the_end(program: Program, study: Study) -> None:
    interview = asked(program, study)
    assert interview.is_read_back
    assert program.states() == [Status.DRAFT]


def test_answers_are_said_in_words(program: Program, study: Study) -> None:
    lines = asked(program, study).read_back
    assert "Name of the firm: Sharma Brass" in lines
    assert "How many workers?: 1,200" in lines
    assert "Where do you sell?: In the district, Abroad" in lines


def test_a_repeat_is_a_table_with_its_number_of_rows_and_the_forms_sum(
    program: Program, study: Study
) -> None:
    lines = asked(program, study).read_back
    place = lines.index("Workers (1)")
    assert lines[place + 1 : place + 4] == ["Role: Wage", "Polisher: ₹1,49,956", "Wage bill: ₹1,49,956"]


def test_what_was_not_answered_is_left_out(program: Program, study: Study) -> None:
    assert "GST number" not in "\n".join(asked(program, study).read_back)


def test_it_is_read_in_the_interviews_language(program: Program, study: Study) -> None:
    interview = asked(program, study).press(Qt.Key.Key_L, _CTRL)
    assert "कहाँ बेचते हैं?: ज़िले में, विदेश" in interview.read_back


def test_enter_goes_to_the_question_to_correct_it(program: Program, study: Study) -> None:
    interview = asked(program, study).press(Qt.Key.Key_Down)
    assert chosen(interview) == "How many workers?: 1,200"
    interview.enter()
    assert not interview.is_read_back
    assert interview.focused_ref == "/data/labour/workers"


def test_escape_goes_back_to_the_question_one_came_from(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma Brass")
    interview.read_all_back().press(Qt.Key.Key_Escape)
    assert not interview.is_read_back
    assert interview.focused_ref == "/data/identity/gstin"


def test_a_corrected_answer_is_read_anew(program: Program, study: Study) -> None:
    interview = asked(program, study).press(Qt.Key.Key_Down).enter()
    interview.type("9").enter()
    assert "How many workers?: 9" in interview.read_all_back().read_back


def test_a_step_taken_back_on_the_page_shows_at_once(program: Program, study: Study) -> None:
    interview = asked(program, study).press(Qt.Key.Key_Z, _CTRL)
    assert "Where do you sell?: In the district, Abroad" not in interview.read_back


def test_ctrl_enter_on_the_page_finalises(program: Program, study: Study) -> None:
    asked(program, study).ask_to_finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)


def test_nothing_is_read_back_while_something_is_missing(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview().ask_to_finalise()
    assert not interview.is_read_back
    assert interview.missing == ["/data/identity/firm_name"]


def test_enter_on_the_last_question_reads_back_too(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma Brass")
    interview.turn_page().turn_page()
    interview.question("unrecorded").take_focus()
    interview.type("2")
    assert interview.entry.missing.is_open  # a section was left empty; nothing needed is missing
    assert interview.enter().is_read_back


def test_what_was_left_open_is_said_before_it_is_closed(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma Brass")
    interview.read_all_back()
    page = interview.entry.read_back.page
    assert page is not None
    assert page.open.text() == "2 sections were not touched: Labour, Trade."
    interview.press(Qt.Key.Key_Escape)
    interview.turn_page().fill("workers", "4")
    interview.turn_page().fill("exports", "1")
    interview.fill("export_value", "90")
    interview.fill("turnover", "5")
    interview.read_all_back()  # past the open check
    assert page.open.text() == "1 unlikely answer is not explained; it is listed at the right."


def test_a_section_answered_alone_is_not_read_back(program: Program, made: Callable[[str], Study]) -> None:
    interview = given_back(program.open(made(FORM)).new_interview())
    interview.entry.session.answers.give("/data/rest/remark", "none")
    lines = "\n".join(interview.read_all_back().read_back)
    assert "Anything else?: none" in lines
    assert "cashonly" not in lines


def test_a_sensitive_section_is_not_read_back_locked_or_not(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = program.open(made(FORM)).new_interview()
    interview.entry.session.answers.give("/data/private/unbilled", "no")
    interview.entry.session.answers.give("/data/rest/remark", "none")
    assert "Sales without a bill?" not in "\n".join(interview.read_all_back().read_back)


def test_the_page_is_left_for_a_section_of_the_outline(program: Program, study: Study) -> None:
    interview = asked(program, study)
    interview.entry.outline.turned.emit(1)
    assert not interview.is_read_back
    assert interview.page_title == "Labour"


@pytest.mark.parametrize("length", [1, 4])
def test_a_word_longer_than_its_line_goes_on_in_the_next(
    program: Program, made: Callable[[str], Study], length: int
) -> None:
    """An address, a link, a number: read to its last letter, in a line as high as it takes."""
    form = """
        | survey |      |      |       |
        |        | type | name | label |
        |        | text | mail | Mail  |
    """
    interview = program.open(made(form)).new_interview()
    interview.entry.session.answers.give("/data/mail", "somebody-in-the-office" * length)
    interview.read_all_back()
    program.window.resize(911, 512)
    page = interview.entry.read_back.page
    assert page is not None
    row = next(n for n, line in enumerate(page.model.lines) if line.said.startswith("Mail: "))
    QApplication.processEvents()
    height = page.list.visualRect(page.model.index(row, 0)).height()
    assert (height > 2 * page.list.fontMetrics().height()) is (length > 1)


def test_a_wide_repeat_is_read_row_by_row(program: Program, made: Callable[[str], Study]) -> None:
    form = """
        | survey |              |      |          |
        |        | type         | name | label    |
        |        | begin_repeat | many | Many     |
        |        | integer      | n1   | Figure 1 |
        |        | integer      | n2   | Figure 2 |
        |        | integer      | n3   | Figure 3 |
        |        | integer      | n4   | Figure 4 |
        |        | integer      | n5   | Figure 5 |
        |        | integer      | n6   | Figure 6 |
        |        | integer      | n7   | Figure 7 |
        |        | end_repeat   |      |          |
    """
    interview = program.open(made(form)).new_interview()
    interview.entry.session.answers.give_all({f"/data/many[1]/n{n}": str(n) for n in range(1, 7)})
    line = "1. 1: Figure 2: 2  ·  Figure 3: 3  ·  Figure 4: 4  ·  Figure 5: 5  ·  Figure 6: 6"
    assert line in interview.read_all_back().read_back


def test_an_interview_is_closed_after_being_paused_on_the_page(program: Program, study: Study) -> None:
    interview = asked(program, study)
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    assert not again.is_read_back
    again.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)


def test_groups_and_tables_without_words_are_read_back_without_their_names(
    program: Program, made: Callable[[str], Study]
) -> None:
    form = """
        | survey |              |         |            |
        |        | type         | name    | label      |
        |        | text         | before  | Before it  |
        |        | begin_group  | wrapper |            |
        |        | begin_group  | inner   | The inside |
        |        | text         | a       | First      |
        |        | end_group    |         |            |
        |        | begin_group  | nolabel |            |
        |        | text         | b       | Second     |
        |        | begin_repeat | rows    |            |
        |        | text         | c       | Third      |
        |        | end_repeat   |         |            |
        |        | end_group    |         |            |
        |        | end_group    |         |            |
    """
    interview = program.open(made(form)).new_interview()
    answers = interview.entry.session.answers
    for ref in ("/before", "/wrapper/inner/a", "/wrapper/nolabel/b", "/wrapper/nolabel/rows[1]/c"):
        answers.give(f"/data{ref}", "said")
    words = interview.read_all_back().read_back
    assert "The inside" in words
    assert not [word for word in words if "wrapper" in word or "nolabel" in word or "rows (" in word]
    assert "1 row" in words
