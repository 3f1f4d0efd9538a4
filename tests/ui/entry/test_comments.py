"""Comments and flags beside questions: written with F2, kept on disk, listed, found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.records import Comment
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.window.comment_box import CommentBox
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

__all__ = ["ask"]
_FORM = """
    | survey |              |        |                  |
    |        | type         | name   | label            |
    |        | text         | firm   | Name of the firm |
    |        | integer      | staff  | Workers          |
    |        | begin repeat | worker | Workers          |
    |        | text         | name   | Name             |
    |        | integer      | wage   | Wage             |
    |        | end repeat   |        |                  |"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, _FORM) as made:
        yield made


def commented(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    interview.question("staff").take_focus()
    interview.press(Qt.Key.Key_F2).type("Owner not sure").enter()
    return interview


def test_a_comment_is_on_disk_and_beside_the_question(program: Program, study: Study) -> None:
    interview = commented(program, study)
    program.switch_off()
    identity = interview.entry.instance_id
    assert study.annotations.comments(identity) == {"/data/staff": Comment("/data/staff", "Owner not sure")}
    assert interview.question("staff")._comment.text() == "✎  Owner not sure"


def test_the_keyboard_is_back_on_the_question_after_a_comment(program: Program, study: Study) -> None:
    assert commented(program, study).focused_ref == "/data/staff"


def test_escape_leaves_the_comment_as_it_was(program: Program, study: Study) -> None:
    interview = commented(program, study)
    interview.press(Qt.Key.Key_F2).type(" at all").press(Qt.Key.Key_Escape)
    assert interview.entry.session.notes.comments["/data/staff"].text == "Owner not sure"


def test_f2_in_the_open_comment_flags_the_question(program: Program, study: Study) -> None:
    interview = commented(program, study)
    interview.press(Qt.Key.Key_F2).press(Qt.Key.Key_F2).enter()
    assert interview.entry.session.notes.comments["/data/staff"].is_flagged
    assert interview.question("staff")._comment.text() == "⚑  Owner not sure"


def test_a_comment_half_typed_is_kept_when_the_interview_is_left(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("firm").take_focus()
    interview.press(Qt.Key.Key_F2).type("Come back on Friday")
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.switch_off()
    assert study.annotations.comments(identity)["/data/firm"].text == "Come back on Friday"


def test_comments_are_there_when_the_interview_is_taken_up_again(program: Program, study: Study) -> None:
    identity = commented(program, study).entry.instance_id
    program.switch_off()
    again = program.resume(identity)
    assert again.question("staff")._comment.text() == "✎  Owner not sure"


def test_an_emptied_comment_is_gone(program: Program, study: Study) -> None:
    interview = commented(program, study)
    interview.press(Qt.Key.Key_F2).press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    interview.press(Qt.Key.Key_Delete).enter()
    program.switch_off()
    assert study.annotations.comments(interview.entry.instance_id) == {}


def test_comments_move_up_with_their_row_when_one_above_is_deleted(program: Program, study: Study) -> None:
    session = program.open(study).new_interview().entry.session
    session.answers.add_row("/data/worker")
    session.answers.add_row("/data/worker")
    session.notes.write(
        Comment("/data/worker[1]/wage", "Too low"), Comment("/data/worker[2]/wage", "Piece rate")
    )
    session.answers.remove_row("/data/worker[1]")
    assert session.notes.comments["/data/worker[1]/wage"].text == "Piece rate"
    assert session.notes.comments["/data/worker"].text == "Row 1, deleted: Too low"


def test_a_comment_stands_in_the_quality_log(program: Program, study: Study) -> None:
    commented(program, study)
    program.switch_off()
    assert [line[1:] for line in study.annotations.quality_log()] == [("/data/staff", "Owner not sure")]


def test_erasing_an_interview_erases_its_comments(study: Study) -> None:
    identity = study.interviews.add("", {"/data/firm": "Sharma Brass Works"})
    study.annotations.comment(identity, Comment("/data/firm", "Asked to be left out", is_flagged=True))
    study.interviews.delete(identity)
    study.interviews.erase(identity, "Asked by the firm")
    assert study.annotations.quality_log() == []


def test_what_was_typed_and_is_no_answer_stays_beside_its_question_when_one_leaves(
    program: Program, study: Study
) -> None:
    interview = program.open(study).new_interview()
    interview.question("staff").take_focus()
    interview.type("about ten")
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.switch_off()
    assert study.annotations.comments(identity)["/data/staff"].text == "Typed, not understood: about ten"


def test_ctrl_enter_in_a_comment_keeps_it_and_does_not_finalise(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("firm").take_focus()
    interview.press(Qt.Key.Key_F2).type("Ask again")
    interview.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert interview.entry.session.notes.comments["/data/firm"].text == "Ask again"
    assert not interview.entry.missing.is_open
    assert not interview.is_read_back


def test_a_very_long_text_is_taken_whole(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("firm").take_focus()
    QApplication.clipboard().setText("word " * 20_000)
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier).enter()
    assert len(interview.value("firm")) == 99_999


def test_the_box_opens_directly_under_the_question(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("staff").take_focus()
    interview.press(Qt.Key.Key_F2)
    box, frame = interview.entry.comments.box, interview.question("staff")
    assert box is not None
    program.bot.waitUntil(lambda: 0 <= _gap(box, frame) <= 8, timeout=20000)
    assert box.visibleRegion().boundingRect() == box.rect()
    assert frame.is_here


def test_the_box_of_a_cell_opens_under_the_cell(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.grid("worker").take_focus()
    interview.type("Asha").enter().press(Qt.Key.Key_F2)
    assert interview.entry.session.cursor == "/data/worker[1]/wage"
    box, table = interview.entry.comments.box, interview.grid("worker").table
    assert box is not None
    row = table.viewport().mapToGlobal(table.visualRect(table.model().index(0, 1)).bottomLeft()).y()
    program.bot.waitUntil(lambda: abs(box.mapToGlobal(QPoint(0, 0)).y() - row) <= 8, timeout=20000)
    interview.type("Piece rate").enter()
    assert interview.entry.session.notes.comments["/data/worker[1]/wage"].text == "Piece rate"


def test_the_box_is_whole_in_sight_under_the_last_question_of_a_low_window(
    program: Program, study: Study
) -> None:
    program.window.resize(911, 485)  # 1366x768 at 150 %, without the system's bars
    interview = program.open(study).new_interview()
    interview.grid("worker").take_focus()
    interview.press(Qt.Key.Key_F2)
    box = interview.entry.comments.box
    assert box is not None
    program.bot.waitUntil(lambda: box.visibleRegion().boundingRect() == box.rect(), timeout=20000)


def test_who_goes_on_elsewhere_keeps_what_was_typed(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("staff").take_focus()
    interview.press(Qt.Key.Key_F2).type("Counted twice")
    interview.question("firm").take_focus()
    program.bot.waitUntil(lambda: interview.entry.comments.box is None, timeout=20000)
    assert interview.entry.session.notes.comments["/data/staff"].text == "Counted twice"
    assert interview.focused_ref == "/data/firm"


def _gap(box: QWidget, frame: QWidget) -> int:
    """Pixels between a question and the box under it."""
    return box.mapToGlobal(QPoint(0, 0)).y() - frame.mapToGlobal(QPoint(0, frame.height())).y()


def box_of(interview: Interview) -> CommentBox:
    box = interview.entry.comments.box
    assert box is not None
    QApplication.processEvents()
    return box


def test_under_the_last_question_the_box_stands_above_it(ask: Ask) -> None:
    lines = "\n".join(f"| | text | q{number} | Question {number} |" for number in range(12))
    interview = ask(f"| survey | | | |\n| | type | name | label |\n{lines}")
    page = interview.entry.page
    assert page is not None
    interview.entry.go_to("/data/q11")
    interview.press(Qt.Key.Key_F2)
    place = page.place_of("/data/q11")
    assert place is not None
    page.body.setFixedHeight(place.bottom() + 40)  # as where the page ends with it
    interview.bot.waitUntil(lambda: box_of(interview).geometry().height() > 0, timeout=5000)
    box_of(interview).open()
    assert box_of(interview).geometry().bottom() < place.top()


def test_where_there_is_room_neither_below_nor_above_the_page_grows(ask: Ask) -> None:
    interview = ask("| survey | | | |\n| | type | name | label |\n| | text | q | Question |")
    page = interview.entry.page
    assert page is not None
    page.setFixedHeight(110)
    interview.bot.waitUntil(lambda: page.body.height() < 160, timeout=5000)
    interview.press(Qt.Key.Key_F2)
    interview.bot.waitUntil(lambda: box_of(interview).geometry().bottom() < page.body.height(), timeout=5000)
