"""The overview of a study with many interviews."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot as Bot

from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import CaseRole, FirmField, Outcome
from fieldsurvey.records.design import Method
from fieldsurvey.register import strata
from fieldsurvey.study import Server, Study
from fieldsurvey.ui.overview.coverage_card import pace
from fieldsurvey.ui.overview.map_card import Point, Sketch, point_of
from fieldsurvey.ui.overview.needs_card import Need, NeedButton
from fieldsurvey.ui.overview.weeks_card import shown_weeks
from tests.support import rows
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.support.small_form import ANSWERS, NOW


@pytest.mark.parametrize("number", [12, 60])
def test_it_names_the_one_of_many_that_cannot_be_read(program: Program, study: Study, number: int) -> None:
    victim = [study.interviews.add("small", ANSWERS) for _each in range(number)][7]
    path = study.path
    study.close()
    cut = "SET xml = substr(xml, 1, 200) WHERE instance_id ="
    rows.damage(path, *(f"UPDATE {table} {cut} '{victim}'" for table in ("interview", "submission")))
    program.open(Study.open(path))

    def named() -> bool:
        return any(victim in label.text() for label in program.window.findChildren(QLabel))

    program.bot.waitUntil(named, timeout=20000)


def test_each_interview_is_counted_in_one_of_the_lines_of_what_is_done(
    program: Program, study: Study
) -> None:
    added = [study.interviews.add("small", ANSWERS) for _each in range(3)]
    study.review.approve(added[0])
    window = program.open(study).rested().window
    said = " ".join(words_on(window).split()).replace("Finalised Returned", "Returned")
    named = {one.accessibleName() for one in window.findChildren(QPushButton)}
    assert {"Finalised 2", "Approved 1"} <= named
    assert all(line in said for line in ("Draft 0", "Returned 0", "Sent 0"))


def test_many_that_cannot_be_read_are_told_once_they_were_looked_at(study: Study) -> None:
    added = [study.interviews.add("small", ANSWERS) for _each in range(60)]
    path = study.path
    study.close()
    rows.damage(path, *(f"UPDATE {table} SET xml = 'x'" for table in ("interview", "submission")))
    with Study.open(path) as again, again.again() as twin:
        assert (again.unreadable(), again.wants_long_look) == ((), True)
        assert len(twin.look_through()) == len(added)
        assert (len(again.unreadable()), again.wants_long_look) == (len(added), False)


def test_a_new_study_shows_its_first_steps_until_the_first_interview(program: Program, study: Study) -> None:
    program.open(study)
    assert "Keep a way back" in words_on(program.window)
    program.window.begin_interview()
    entry = program.window.entry
    assert entry is not None
    entry.session.answers.give("/data/identity/firm_name", "Sharma")
    entry.pause()
    program.window.show_page("overview")
    assert "Keep a way back" not in words_on(program.window)


def test_a_step_that_is_done_is_ticked_and_the_next_one_is_marked(program: Program, study: Study) -> None:
    study.sync.set_server(Server("https://example.org", "a", "b"))
    program.open(study)
    words = words_on(program.window).split("\n")
    assert words[words.index("Say where interviews are sent") - 1] == "✓"


@pytest.fixture
def fieldwork(study: Study) -> Study:
    """Nine firms in two strata, six drawn, two in reserve: two done, one refused, one closed, one away, one not visited."""
    for number in range(1, 10):
        known = {FirmField.WORKERS: "3" if number <= 6 else "30", FirmField.PLACE: "Old market"}
        at = {FirmField.POSITION: f"12.8{number} 76.7{number} 0 5"}
        study.register.add(f"Firm {number}", {**known, **at})
    small, large = strata.by_workers([], [20], ["Small", "Large"])
    study.fieldwork.draw(
        [
            dataclasses.replace(small, drawn=3, reserve=2),
            dataclasses.replace(large, method=Method.CENSUS, drawn=3),
        ],
        1,
    )
    drawn = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
    study.fieldwork.assign("Meena", drawn, planned_on=NOW.date())
    # Strata stand in the order of their names: three of Large, then three of Small.
    ends = (Outcome.COMPLETED, Outcome.REFUSED, Outcome.AWAY, Outcome.COMPLETED, Outcome.CLOSED)
    for firm, outcome in zip(drawn, ends, strict=False):
        study.fieldwork.add_visit(firm, outcome, reason="said so")
    return study


def test_it_says_how_far_the_fieldwork_is(program: Program, fieldwork: Study) -> None:
    program.open(fieldwork)
    words = words_on(program.window).split("\n")
    assert "of 6 done" in words
    numbers = [one for one in program.window.findChildren(QPushButton) if one.property("kind") == "number"]
    told = {one.accessibleName() for one in numbers}
    for stratum, done, nothing, response in (
        ("Small", "1 / 3", 2, "100\u00a0%"),
        ("Large", "1 / 3", 2, "50\u00a0%"),
        ("All", "2 / 6", 1, "67\u00a0%"),
    ):
        at = words.index(stratum) + 1
        assert words[at : at + 2 + nothing] == [done, *("0" for _none in range(nothing)), response]
    assert told >= {
        *("Small Closed 1", "Small To visit 1", "Large Refused 1", "Large To visit 1"),
        *("Refused 1", "Closed 1", "To visit 2"),
    }


def test_the_legend_says_that_partial_ones_are_among_the_done(program: Program, fieldwork: Study) -> None:
    """The number in the head is of completed ones alone, and so is the response rate."""
    left = [one.firm_id for one in fieldwork.fieldwork.cases() if one.role is CaseRole.DRAWN][5]
    fieldwork.fieldwork.add_visit(left, Outcome.PARTIAL, reason="called away")
    program.open(fieldwork)
    words = words_on(program.window).split("\n")
    assert "of 6 done" in words
    assert words[words.index("3") + 1] == "done or partial"


def test_what_needs_a_person_leads_to_where_it_is_done(program: Program, fieldwork: Study) -> None:
    program.open(fieldwork)
    (need,) = [one for one in program.window.findChildren(NeedButton) if "replace" in one.accessibleName()]
    assert need.accessibleName() == "1 firm to replace from the reserve, 2 in reserve"


def test_what_is_planned_and_left_stands_with_its_agent(program: Program, fieldwork: Study) -> None:
    program.open(fieldwork)
    words = words_on(program.window).split("\n")
    at = words.index("Planned next")
    assert words[at + 1 : at + 3] == ["Meena", "2 visits · Old market"]


def test_it_follows_the_fieldwork(program: Program, fieldwork: Study) -> None:
    program.open(fieldwork)
    left = [one.firm_id for one in fieldwork.fieldwork.cases() if one.role is CaseRole.DRAWN][5]
    program.window.tasks.write(lambda twin: twin.fieldwork.add_visit(left, Outcome.COMPLETED))
    program.bot.waitUntil(lambda: "3 / 6" in words_on(program.window).split("\n"), timeout=10000)


@pytest.mark.parametrize(
    ("left", "days", "said"),
    [
        (21, {7: 15, 14: 15, 21: 15, 27: 15}, "At 15 a week the other 21 take until about 7 Dec"),
        (0, {7: 15}, ""),
        (21, {}, ""),
        (21, {60: 15}, ""),
        (32, {10: 1, 24: 1}, ""),  # at less than one a week no day can be said
    ],
)
def test_the_pace_of_the_last_weeks_says_when_it_may_end(left: int, days: dict[int, int], said: str) -> None:
    today = date(2026, 11, 27)
    assert pace(left, {today - timedelta(days=back): number for back, number in days.items()}, today) == said


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("12.8 76.7 0 5", True),
        ("12.8 76.7", True),
        ("0 0 0 0", False),
        ("95 76.7", False),
        ("north", False),
        ("", False),
    ],
)
def test_a_point_is_drawn_where_it_is_one(text: str, is_one: bool) -> None:
    assert (point_of(text, "done") is not None) is is_one


@pytest.mark.parametrize("number", [3, 2000])
def test_the_sketch_draws_few_points_and_many(qtbot: Bot, number: int) -> None:
    points = [Point(12.8 + n / 1e4, 76.7 + n % 7 / 1e3, "done") for n in range(number)]
    sketch = Sketch([*points, Point(-40.0, 10.0, "refused")])
    qtbot.addWidget(sketch)
    sketch.resize(300, 200)
    picture = sketch.grab().toImage()
    ground = picture.pixelColor(1, 1)
    drawn = [(x, y) for x in range(0, 300, 3) for y in range(0, 170, 3) if picture.pixelColor(x, y) != ground]
    assert len(drawn) >= 3
    assert max(y for _x, y in drawn) > 60  # a stray far away does not squeeze the others into one dot


def test_what_waits_for_review_is_said_and_leads_there(program: Program, study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    program.open(study)
    (need,) = [one for one in program.window.findChildren(NeedButton) if "review" in one.accessibleName()]
    assert need.accessibleName() == "1 interview waits for review"
    need.click()
    assert "Review" in words_on(program.window)


def test_the_weeks_end_with_the_last_interview_where_the_fieldwork_is_over() -> None:
    """Five weeks without one would be five empty columns."""
    today = date(2026, 12, 1)
    assert shown_weeks({"Meena": {date(2026, 10, 6): 3}}, today)[-1] == date(2026, 10, 5)
    assert shown_weeks({"Meena": {date(2026, 11, 4): 3}}, today)[-1] == date(2026, 11, 30)
    assert shown_weeks({}, today)[-1] == date(2026, 11, 30)


def test_what_is_to_be_done_stays_whole_where_the_note_beside_has_no_room(qtbot: Bot) -> None:
    need = NeedButton(Need("sync", "40 interviews are not sent yet", "safe on this laptop", lambda: None))
    qtbot.addWidget(need)
    need.show()
    seen = {}
    for width in (640, 320):
        need.resize(width, 36)
        QApplication.processEvents()
        words = words_on(need).split("\n")
        seen[width] = words
    assert seen == {
        640: ["40 interviews are not sent yet", "safe on this laptop"],
        320: ["40 interviews are not sent yet"],
    }


def test_the_demo_says_whose_its_interviews_are(tmp_path: Path) -> None:
    demo_study.make_study(tmp_path / "d.study", interviews=4, seed=5)
    with Study.open(tmp_path / "d.study") as demo:
        assert set(demo.interviews.interviewers()) <= {"Agent A (synthetic)", "Agent B (synthetic)"}
