"""The agent is done, and the form is not: the page of what is missing leads to each fault and back, and empties one by one."""

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


def listed(interview: Interview) -> list[str]:
    """The names of what is missing, once the page has taken note of the last answer."""
    interview.bot.waitUntil(lambda: interview.entry.missing.is_open)
    return [ref.rpartition("/")[2] for ref in interview.missing]


def test_finalising_lists_the_faults_of_all_pages_and_leads_to_the_first(interview: Interview) -> None:
    interview.finalise()
    assert listed(interview) == ["name", "since", "role"]
    interview.enter()
    assert (interview.page_title, interview.focused_ref) == ("Firm", "/data/firm/name")


def test_each_fault_is_reached_from_the_list_and_leaves_it_when_mended(interview: Interview) -> None:
    interview.finalise().enter()
    interview.type("Sharma").enter()
    assert listed(interview) == ["since", "role"]
    interview.enter()
    assert interview.focused_ref == "/data/firm/since"
    interview.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier).type("1998").enter()
    assert listed(interview) == ["role"]
    interview.enter()
    assert (interview.page_title, interview.focused_ref) == ("Labour", "/data/labour/worker")
    interview.type("Polisher").enter()
    assert listed(interview) == []


def test_when_the_list_is_empty_the_interview_is_finalised(interview: Interview, program: Program) -> None:
    interview.finalise().enter().type("Sharma").enter()
    interview.enter().press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier).type("1998").enter()
    interview.enter().type("Polisher").enter()
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
