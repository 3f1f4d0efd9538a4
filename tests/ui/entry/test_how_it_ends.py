"""How an interview ends on the page of what is missing: going on, another day, as partial, or finalised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QApplication, QFrame

from fieldsurvey.records import Status
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.interviews_model import NOTE, STATE
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from tests.support.lacking import (
    at_row,
    check_rows,
    complete,
    firms_study,
    foot,
    left,
    with_faults,
)
from tests.support.pages import Program

_VISIT, _LABOUR, _LAST = "/data/visit", "/data/labour", "/data/last"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with firms_study(tmp_path) as made:
        yield made


def listed(program: Program, column: int) -> str:
    """A cell of the first line of the list."""
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    return str(page._model.index(0, column).data() or "")


def partial(program: Program, study: Study) -> str:
    """An interview closed as partial, in own words."""
    interview = with_faults(program, study)
    identity = interview.entry.instance_id
    interview.press(Qt.Key.Key_3)
    ways = interview.entry.missing.ways
    assert ways is not None
    interview.press(Qt.Key.Key_End)  # the last of the list: own words
    ways.reason.choices.activated.emit(ways.reason.choices.currentIndex())
    interview.type("Owner died").enter()
    left(program)
    return identity


def test_partial_wants_a_reason(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_3)
    assert foot(interview) == "Close as partial"
    interview.entry.frame.footer.next.click()
    ways = interview.entry.missing.ways
    assert ways is not None
    assert ways.why_not.text() == "Choose why nobody will finish it."
    assert program.window.entry is not None


def test_closed_as_partial_it_is_a_draft_that_is_never_sent_and_shows_why(
    program: Program, study: Study
) -> None:
    identity = partial(program, study)
    assert study.annotations.draft_mark(identity).partial == "Owner died"
    assert program.states() == [Status.DRAFT]
    assert study.sync.waiting() == 0
    assert study.interviews.submissions(identity) == []
    assert listed(program, STATE) == "Partial"
    assert listed(program, NOTE) == "Owner died"
    told = [line.why for line in study.interviews.history(identity) if line.event == "partial"]
    assert told == ["Owner died"]


def test_looking_at_a_partial_interview_leaves_it_so_and_going_on_takes_it_back(
    program: Program, study: Study
) -> None:
    identity = partial(program, study)
    again = program.resume(identity)
    assert "Owner died" in again.entry.banner.sentence
    again.entry.pause()
    left(program)
    assert study.annotations.draft_mark(identity).partial == "Owner died"
    program.resume(identity).fill("firm", "Nandi").entry.pause()
    left(program)
    assert study.annotations.draft_mark(identity).partial == ""
    assert "taken up" in [line.event for line in study.interviews.history(identity)]
    assert listed(program, STATE) == "Draft"


def test_come_back_another_day_is_noted_with_day_and_time_and_gone_when_finalised(
    program: Program, study: Study
) -> None:
    interview = with_faults(program, study)
    identity = interview.entry.instance_id
    interview.press(Qt.Key.Key_2)
    ways = interview.entry.missing.ways
    assert ways is not None
    assert foot(interview) == "Leave it until then"
    ways.when.setDate(QDate(2031, 3, 3))
    ways.when.setTime(QTime(15, 30))
    interview.enter()
    left(program)
    assert study.annotations.draft_mark(identity).come_back == datetime(2031, 3, 3, 15, 30).astimezone()
    assert listed(program, NOTE) == "to be finished Mon 3 Mar, 15:30"
    again = program.resume(identity)
    for name, value in (("visit/firm", "N"), ("labour/women", "1"), ("last/again", "yes")):
        again.entry.session.answers.give(f"/data/{name}", value)
    again.finalise()
    left(program)
    assert program.states() == [Status.FINALISED]
    assert study.annotations.draft_mark(identity).come_back is None
    assert listed(program, NOTE) == ""


def test_digits_choose_also_after_a_way_with_a_field(program: Program, study: Study) -> None:
    interview = with_faults(program, study)
    ways = interview.entry.missing.ways
    assert ways is not None
    for key, way in ((Qt.Key.Key_2, 2), (Qt.Key.Key_3, 3), (Qt.Key.Key_2, 2), (Qt.Key.Key_1, 1)):
        before = ways.when.dateTime()
        interview.press(key)
        assert (ways.way, ways.when.dateTime()) == (way, before)
    assert at_row(interview) == f"{_VISIT}/firm"
    interview.press(Qt.Key.Key_2).press(Qt.Key.Key_Tab)
    assert ways.when.hasFocus()


def test_the_way_that_is_chosen_is_in_sight_in_a_low_window(program: Program, study: Study) -> None:
    interview = complete(program, study)
    program.window.resize(911, 512)
    interview.ask_to_finalise()
    ways = interview.entry.missing.ways
    assert ways is not None
    card = next(one for one in ways.findChildren(QFrame) if one.accessibleName() == "4 Finalise")
    program.bot.waitUntil(lambda: card.visibleRegion().boundingRect().height() == card.height())


def test_what_was_finalised_before_is_not_closed_as_partial(program: Program, study: Study) -> None:
    given = {"visit/firm": "Nandi", "last/again": "yes", "labour/person[1]/age": "41"}
    identity = study.interviews.add("", {f"/data/{name}": value for name, value in given.items()})
    study.interviews.reopen(identity, "A digit was wrong")
    interview = program.open(study).resume(identity)
    interview.entry.session.answers.give(f"{_VISIT}/firm", "")
    interview.ask_to_finalise().press(Qt.Key.Key_3)
    assert foot(interview) == "Go to 1"


def test_leafing_ends_no_interview(program: Program, study: Study) -> None:
    interview = with_faults(program, study).press(Qt.Key.Key_2)
    interview.turn_page()
    assert interview.entry.missing.is_open
    assert study.annotations.draft_mark(interview.entry.instance_id).come_back is None


def test_digits_are_letters_in_a_box(program: Program, study: Study) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise()
    interview.press(Qt.Key.Key_K).type("4 of them")
    assert check_rows(interview)[0].field.text() == "4 of them"
    assert not interview.is_read_back


def test_escape_leaves_a_box_for_its_line_and_the_day_for_the_lines(program: Program, study: Study) -> None:
    interview = complete(program, study, workers="2").ask_to_finalise()
    interview.press(Qt.Key.Key_K).press(Qt.Key.Key_Escape)
    assert at_row(interview) == f"{_LABOUR}/workers"
    interview.press(Qt.Key.Key_2).press(Qt.Key.Key_Escape)
    assert at_row(interview) == f"{_LABOUR}/workers"
    assert QApplication.focusWidget() is interview.lacks.here


def test_what_the_laptop_fills_in_by_itself_leaves_a_partial_interview_so(
    program: Program, study: Study
) -> None:
    identity = partial(program, study)
    again = program.resume(identity)
    again.entry.session.answers.touched.emit()
    again.entry.pause()
    left(program)
    assert study.annotations.draft_mark(identity).partial == "Owner died"
    assert "taken up" not in [line.event for line in study.interviews.history(identity)]
