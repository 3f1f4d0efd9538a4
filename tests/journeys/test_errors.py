"""The agent is done, and the form is not: the list at the right leads to each fault, and empties one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.records import Status
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

FORM = """
    | survey |                   |         |               |          |                        |            |                        |                  |
    |        | type              | name    | label         | required | required_message       | constraint | constraint_message     | relevant         |
    |        | begin_group       | firm    | Firm          |          |                        |            |                        |                  |
    |        | text              | name    | Name          | yes      | Every firm has a name. |            |                        |                  |
    |        | integer           | since   | Since         |          |                        | . > 1900   | A year of four digits. |                  |
    |        | end_group         |         |               |          |                        |            |                        |                  |
    |        | begin_group       | labour  | Labour        |          |                        |            |                        |                  |
    |        | select_one yes_no | hires   | Does it hire? | yes      |                        |            |                        |                  |
    |        | begin_repeat      | worker  | Workers       |          |                        |            |                        | ${hires} = 'yes' |
    |        | text              | role    | Role          | yes      | Say what they do.      |            |                        |                  |
    |        | integer           | wage    | Wage          |          |                        |            |                        |                  |
    |        | end_repeat        |         |               |          |                        |            |                        |                  |
    |        | end_group         |         |               |          |                        |            |                        |                  |
    |        | begin_group       | end     | End           |          |                        |            |                        |                  |
    |        | text              | remarks | Remarks       |          |                        |            |                        |                  |
    |        | end_group         |         |               |          |                        |            |                        |                  |
"""
Made = Callable[[str], Study]


@pytest.fixture
def interview(program: Program, made: Made) -> Interview:
    """An interview in which each page has a fault, the agent on the last one."""
    found = program.open(made(FORM)).new_interview()
    found.fill("since", "26")  # Enter turns the page
    found.question("hires").take_focus()
    found.type("1").turn_page()
    found.entry.session.answers.give("/data/labour/worker[1]/wage", "300")
    return found


def to_the_list(interview: Interview) -> Interview:
    """F6 to the sections, F6 to the list, Space on its first line."""
    return interview.press(Qt.Key.Key_F6).press(Qt.Key.Key_F6).press(Qt.Key.Key_Space)


def listed(interview: Interview) -> list[str]:
    """The names in the list, once it has taken note of the last answer."""
    interview.bot.wait(200)
    return [ref.rpartition("/")[2] for ref in interview.missing]


def test_finalising_lists_the_faults_of_all_pages_and_leads_to_the_first(interview: Interview) -> None:
    interview.finalise()
    assert listed(interview) == ["name", "since", "role"]
    assert (interview.page_title, interview.focused_ref) == ("Firm", "/data/firm/name")


def test_each_fault_is_reached_from_the_list_and_leaves_it_when_mended(interview: Interview) -> None:
    interview.finalise()
    interview.type("Sharma").enter()
    assert listed(interview) == ["since", "role"]
    assert interview.entry.banner.sentence.startswith("2 questions keep the interview")
    to_the_list(interview)
    assert interview.focused_ref == "/data/firm/since"
    interview.fill("since", "1998")
    assert listed(interview) == ["role"]
    to_the_list(interview)
    assert (interview.page_title, interview.focused_ref) == ("Labour", "/data/labour/worker")
    interview.type("Polisher").enter()
    assert listed(interview) == []


def test_when_the_list_is_empty_the_interview_is_finalised(interview: Interview, program: Program) -> None:
    interview.finalise().type("Sharma").enter()
    interview.fill("since", "1998")
    interview.finalise()
    interview.type("Polisher").enter()
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
