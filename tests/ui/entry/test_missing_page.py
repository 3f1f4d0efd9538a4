"""What is missing: the page between asking for finalising and reading back, and what its lines lead to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldsurvey.errors import AnswerError
from fieldsurvey.records import Cluster, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.entry.ending.missing_rows import CheckRow, FaultRow
from tests.support.lacking import (
    FORM,
    at_row,
    check_rows,
    complete,
    firms_study,
    foot,
    left,
    with_answers,
    with_faults,
)
from tests.support.markdown_form import write_form
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview, Program

__all__ = ["ask"]
_VISIT, _LABOUR, _LAST = "/data/visit", "/data/labour", "/data/last"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with firms_study(tmp_path) as made:
        yield made


# --- what stands on it ------------------------------------------------------------------------------------------


def test_the_sums_stand_in_its_head(program: Program, study: Study) -> None:
    page = with_faults(program, study).lacks
    assert page.sums == (
        "2 of 7 answered. Not yet ready: 2 needed answers are missing, 1 is wrong, 1 check is open."
    )


def test_each_line_tells_number_question_section_and_what_is_wrong(program: Program, study: Study) -> None:
    page = with_faults(program, study).lacks
    assert [row.accessibleName() for row in page.rows] == [
        "1, Name, Visit, no answer",
        "4, Women, Labour, More than all of them",
        "7, Again?, Closing, no answer",
        "3, A very small firm, Labour",
    ]


def test_what_was_left_empty_is_counted_by_section_and_leads_there(program: Program, study: Study) -> None:
    interview = with_faults(program, study)
    chips = {chip.accessibleName(): chip for chip in interview.lacks.findChildren(QPushButton)}
    assert [name for name in chips if ": " in name] == ["Visit: 1", "Labour: 1", "More: 1"]
    chips["More: 1"].click()
    assert interview.page_title == "More"
    assert interview.focused_ref == "/data/more/remark"


def test_sections_nobody_touched_are_named(program: Program, study: Study) -> None:
    found = with_faults(program, study).entry.missing.found
    assert found is not None
    assert found.untouched == ["Visit", "More"]


@pytest.mark.parametrize("width", [911, 1366])
def test_each_line_has_the_height_its_words_take(program: Program, tmp_path: Path, width: int) -> None:
    words = "Who of the family or of those who work here keeps the books of the firm and pays"
    form = FORM.replace("| Name           |", f"| {words} |").replace("| Again?         |", f"| {words}? |")
    questionnaire = load_questionnaire(write_form(tmp_path / "long.xlsx", form))
    with Study.create(
        tmp_path / "long.study", Cluster(name="Brass"), [questionnaire], passphrase=None
    ) as long:
        interview = with_faults(program, long)
        program.window.resize(width, 512)
        rows = [row for row in interview.lacks.rows if isinstance(row, FaultRow)]
        program.bot.waitUntil(
            lambda: all(row.height() == row.heightForWidth(row.width()) for row in rows), timeout=20000
        )
        tops = [row.y() for row in rows]
        assert tops[1:] == [row.y() + row.height() for row in rows][:-1]


def test_the_outline_marks_what_is_missing_once_it_was_looked_for(program: Program, study: Study) -> None:
    interview = with_answers(program, study, workers="2")
    assert interview.entry.outline.lines[0].state.marks == ""
    interview.ask_to_finalise()
    assert interview.entry.outline.lines[0].state.marks == "✕1"


def test_with_nothing_left_empty_the_answers_are_read_back_at_once(program: Program, study: Study) -> None:
    given = {"town": "Mandya", "workers": "4", "women": "1", "wage": "900", "remark": "2020-01-01"}
    assert complete(program, study, **given, who="Asha", age="41").ask_to_finalise().is_read_back


def test_what_was_left_empty_is_listed_though_nothing_needed_is_missing(
    program: Program, study: Study
) -> None:
    interview = complete(program, study).ask_to_finalise()
    assert not interview.is_read_back
    assert interview.lacks.sums.endswith("Nothing needed is missing.")
    chips = [chip.accessibleName() for chip in interview.lacks.findChildren(QPushButton)]
    assert [name for name in chips if ": " in name] == ["Visit: 1", "Labour: 3", "More: 1"]
    assert foot(interview) == "Read the answers back"
    assert interview.press(Qt.Key.Key_2).entry.missing.is_open
    assert foot(interview) == "Leave it until then"
    assert interview.press(Qt.Key.Key_4).is_read_back
    assert interview.entry.read_back.page is not None
    assert interview.entry.read_back.page.open.text() == "2 sections were not touched: Labour, More."


def test_a_rowless_repeat_is_no_line(program: Program, study: Study) -> None:
    interview = complete(program, study)
    interview.entry.session.answers.add_row(f"{_LABOUR}/person")
    assert interview.ask_to_finalise().missing == []
    assert interview.ask_to_finalise().is_read_back


# --- there and back ---------------------------------------------------------------------------------------------


def test_arrows_walk_over_answers_and_checks(program: Program, study: Study) -> None:
    interview = with_faults(program, study)
    seen = [at_row(interview)]
    for _step in range(4):
        seen.append(at_row(interview.press(Qt.Key.Key_Down)))
    assert seen == [
        f"{_VISIT}/firm",
        f"{_LABOUR}/women",
        f"{_LAST}/again",
        f"{_LABOUR}/workers",
        f"{_LABOUR}/workers",
    ]
    assert at_row(interview.press(Qt.Key.Key_Up)) == f"{_LAST}/again"


def test_the_filled_button_names_the_question(program: Program, study: Study) -> None:
    interview = with_faults(program, study)
    assert foot(interview) == "Go to 1"
    assert foot(interview.press(Qt.Key.Key_Down)) == "Go to 4"
    interview.entry.frame.footer.next.click()
    assert interview.focused_ref == f"{_LABOUR}/women"


def test_enter_goes_to_the_question_and_enter_there_comes_back(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_Down).enter()
    assert interview.focused_ref == f"{_LABOUR}/women"
    assert foot(interview) == "Back to what is missing"
    interview.type("1").enter()
    program.bot.waitUntil(lambda: interview.entry.missing.is_open, timeout=20000)
    assert interview.missing == [f"{_VISIT}/firm", f"{_LAST}/again"]


def test_a_digit_that_answers_comes_back_too_from_the_last_question(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_Down).press(Qt.Key.Key_Down).enter()
    interview.type("1")
    program.bot.waitUntil(lambda: interview.entry.missing.is_open, timeout=20000)
    assert f"{_LAST}/again" not in interview.missing


def test_next_comes_back_with_or_without_an_answer(program: Program, study: Study) -> None:
    interview = with_faults(program, study).enter()
    interview.entry.frame.footer.next.click()
    assert interview.entry.missing.is_open
    assert at_row(interview) == f"{_VISIT}/firm"


def test_who_clicks_another_question_stays_there(program: Program, study: Study) -> None:
    interview = with_faults(program, study).enter()
    field = interview.question("town").widget.focus_target()
    window = interview.window.windowHandle()
    place = field.mapTo(interview.window, QPoint(10, 10))
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert interview.focused_ref == f"{_VISIT}/town"
    interview.type("Mandya").enter()
    assert not interview.entry.missing.is_open
    assert interview.page_title == "Labour"


def test_a_cell_of_a_table_is_gone_to_and_left_for_the_page(program: Program, study: Study) -> None:
    interview = complete(program, study)
    interview.entry.session.answers.give(f"{_LABOUR}/person[1]/who", "Asha")
    interview.ask_to_finalise()
    assert interview.missing == [f"{_LABOUR}/person[1]/age"]
    interview.enter()
    assert interview.entry.session.cursor == f"{_LABOUR}/person[1]/age"
    interview.type("41").enter()
    program.bot.waitUntil(lambda: interview.is_read_back or interview.entry.missing.is_open, timeout=20000)
    assert interview.missing == []


def test_escape_goes_back_to_the_questions(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_Escape)
    assert not interview.entry.missing.is_open
    assert interview.focused_ref == f"{_VISIT}/firm"
    assert interview.entry.frame.footer.next.text() == "Next: Labour"


def test_undo_leads_to_its_answer_and_stays_there(program: Program, study: Study) -> None:
    interview = with_answers(program, study, town="Mandya", workers="2", women="5")
    interview.entry.session.answers.give(f"{_VISIT}/town", "Maddur")
    interview.ask_to_finalise().enter()
    assert interview.focused_ref == f"{_VISIT}/firm"
    while interview.value("town") == "Maddur":
        interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert interview.focused_ref == f"{_VISIT}/town"
    assert not interview.entry.missing.is_open


@pytest.mark.parametrize(
    ("audit", "said"), [("", ""), ("|        | audit        | audit   |", "24 minutes so far.")]
)
def test_the_time_so_far_leaves_pauses_out_and_is_not_said_where_nobody_noted_it(
    program: Program, tmp_path: Path, audit: str, said: str
) -> None:
    now = [datetime(2026, 12, 1, 10, 0, tzinfo=UTC)]
    form = FORM.replace("    | choices |  ", f"    {audit}\n    | choices |  ", 1) if audit else FORM
    questionnaire = load_questionnaire(write_form(tmp_path / "timed.xlsx", form))
    with Study.create(
        tmp_path / "timed.study",
        Cluster(name="Brass"),
        [questionnaire],
        passphrase=None,
        clock=lambda: now[0],
    ) as timed:
        interview = program.open(timed).new_interview()
        identity = interview.entry.instance_id
        now[0] += timedelta(minutes=20)
        interview.ask_to_finalise()
        assert so_far(interview).startswith("20 minutes so far.")
        interview.entry.pause()
        left(program)
        now[0] += timedelta(hours=5)
        interview = program.resume(identity)
        now[0] += timedelta(minutes=4)
        interview.ask_to_finalise()
        saved = "Everything typed is saved, whatever you choose."
        assert so_far(interview) == f"{said} {saved}".strip()


def so_far(interview: Interview) -> str:
    ways = interview.entry.missing.ways
    assert ways is not None
    return next(one.text() for one in ways.findChildren(QLabel) if "Everything typed" in one.text())


def test_f6_leads_to_the_sections_and_back_to_the_line(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_Down)
    interview.press(Qt.Key.Key_F6)
    assert interview.entry.outline.isAncestorOf(QApplication.focusWidget())
    assert at_row(interview.press(Qt.Key.Key_F6)) == f"{_LABOUR}/women"


def test_f2_and_f3_mean_nothing_on_the_page(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_F2).press(Qt.Key.Key_F3)
    assert interview.entry.comments.box is None
    assert interview.entry.banner.sentence == ""


def test_a_section_of_the_outline_is_no_way_back(program: Program, study: Study) -> None:
    interview = with_faults(program, study).enter()
    interview.entry.outline.turned.emit(2)
    interview.type("none").enter()
    assert not interview.entry.missing.is_open


# --- checks -----------------------------------------------------------------------------------------------------


def test_k_leads_into_the_box_and_enter_keeps_with_the_reason(program: Program, study: Study) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise()
    interview.press(Qt.Key.Key_K).type("Two brothers, 1 wife").enter()
    program.bot.waitUntil(lambda: not interview.entry.session.checks.open, timeout=20000)
    assert check_rows(interview) == []
    identity = interview.entry.instance_id
    program.switch_off()
    assert study.annotations.passed_checks(identity) == {"small": "Two brothers, 1 wife"}


@pytest.mark.parametrize(("width", "is_below"), [(911, True), (1366, False)])
def test_in_a_narrow_window_the_box_stands_below_the_words(
    program: Program, study: Study, width: int, is_below: bool
) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise()
    program.window.resize(width, 600)
    row = check_rows(interview)[0]
    words = next(one for one in row.findChildren(QLabel) if one.text() == row.check.message)
    program.bot.waitUntil(lambda: (row.field.mapTo(row, QPoint()).y() > words.y()) is is_below)


def test_without_a_reason_nothing_is_kept_and_it_says_so(program: Program, study: Study) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise().press(Qt.Key.Key_K).enter()
    (row,) = check_rows(interview)
    assert row.remark.text() == "Say why it is right; then it can be kept."
    assert row.field.hasFocus()
    assert interview.entry.session.checks.open


def test_a_warning_may_stay_open_and_is_named_when_read_back(program: Program, study: Study) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise()
    assert foot(interview) == "Read the answers back"
    interview.press(Qt.Key.Key_4)
    assert interview.is_read_back
    assert interview.entry.read_back.page is not None
    assert "1 unlikely answer is not explained" in interview.entry.read_back.page.open.text()
    interview.ask_to_finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)


def test_a_critical_check_holds_the_interview_until_it_has_a_reason(program: Program, study: Study) -> None:
    interview = complete(program, study, wage="1900").ask_to_finalise()
    interview.press(Qt.Key.Key_4).ask_to_finalise()
    assert not interview.is_read_back
    assert interview.lacks.sums.endswith("Not yet ready: 1 critical check is open.")
    interview.press(Qt.Key.Key_K).type("A master").enter()
    program.bot.waitUntil(lambda: foot(interview) == "Read the answers back", timeout=20000)
    interview.press(Qt.Key.Key_4)
    assert interview.is_read_back


def test_a_critical_check_that_cannot_be_worked_out_holds_the_interview(
    program: Program, study: Study
) -> None:
    interview = complete(program, study, remark="lately").ask_to_finalise()
    assert [row.check.message for row in interview.lacks.findChildren(CheckRow)] == [
        "No day of before The check cannot be worked out: “lately” is not a date."
    ]
    interview.press(Qt.Key.Key_4).ask_to_finalise()
    assert not interview.is_read_back
    interview.press(Qt.Key.Key_K).type("Nobody knows").enter()
    program.bot.waitUntil(lambda: foot(interview) == "Read the answers back", timeout=20000)


def test_nothing_is_added_against_a_critical_check_that_cannot_be_worked_out(study: Study) -> None:
    answers = {"/data/visit/firm": "Nandi", "/data/last/again": "yes", "/data/labour/person[1]/age": "41"}
    with pytest.raises(AnswerError) as refused:
        study.interviews.add("firms", {**answers, "/data/more/remark": "lately"})
    (said,) = refused.value.problems
    assert "No day of before The check cannot be worked out: “lately” is not a date." in str(said)
    study.interviews.add("firms", {**answers, "/data/more/remark": "2020-01-01"})


def test_a_critical_check_holds_an_interview_that_is_being_read_back(program: Program, study: Study) -> None:
    interview = complete(program, study, wage="1900")
    interview.entry.session.answers.give(f"{_LABOUR}/person[1]/age", "41")
    interview.entry.session.answers.give(f"{_LABOUR}/wage", "900")
    interview.read_all_back()
    assert interview.is_read_back
    interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier).ask_to_finalise()
    assert not interview.is_read_back
    assert [row.check.name for row in check_rows(interview)] == ["dear"]
    assert program.states() == [Status.DRAFT]


def test_a_check_that_informs_stands_beside_its_question_alone(program: Program, study: Study) -> None:
    interview = complete(program, study, wage="903")
    interview.turn_page()
    assert "No round wage" in interview.question("wage").unlikely
    assert interview.checks.count == 0
    assert interview.checks.fields == {}
    assert "▲" not in interview.entry.outline.lines[1].state.marks
    assert interview.read_all_back().is_read_back


def test_a_reason_half_typed_outlives_another_check_kept_and_is_kept_on_leaving(
    program: Program, study: Study
) -> None:
    interview = complete(program, study, workers="2", wage="1900").ask_to_finalise()
    small, dear = check_rows(interview)
    small.field.setText("Brothers")
    dear.kept.emit("A master")
    program.bot.waitUntil(lambda: len(check_rows(interview)) == 1, timeout=20000)
    assert check_rows(interview)[0].field.text() == "Brothers"
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert study.annotations.passed_checks(identity) == {"small": "Brothers", "dear": "A master"}


ROW = """
| survey | | | | |
| | type | name | label | required |
| | begin_repeat | person | People | |
| | integer | age | Age | yes |
| | text | who | Who | |
| | end_repeat | | | |
| | text | after | After | |
"""


def at_the_age(ask: Ask) -> Interview:
    interview = ask(ROW)
    interview.entry.session.answers.give("/data/person[1]/who", "Asha")
    interview.ask_to_finalise()
    assert interview.missing == ["/data/person[1]/age"]
    return interview.enter()


def test_a_row_that_is_still_being_filled_is_not_left_for_the_page(ask: Ask) -> None:
    interview = at_the_age(ask).press(Qt.Key.Key_Tab)
    QTest.qWait(20)
    assert interview.entry.session.cursor == "/data/person[1]/who"
    assert not interview.entry.missing.is_open


def test_a_cell_that_is_right_leads_back_also_within_its_row(ask: Ask) -> None:
    interview = at_the_age(ask).type("41").press(Qt.Key.Key_Tab)
    interview.bot.waitUntil(lambda: interview.entry.missing.is_open, timeout=5000)
    assert interview.missing == []
