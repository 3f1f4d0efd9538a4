"""A new round in the window: begun from the list, and filled with the last answers in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.records import NewRound, NotCarried, NotCarriedWhy
from fieldsurvey.study import Study
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.interviews.round_notice import said_of
from tests.support.pages import Interview, Program
from tests.support.small_form import ANSWERS

WORDS = "New round"


@pytest.fixture
def listed(study: Study) -> Study:
    """A study with one finalised interview."""
    study.interviews.add("small", ANSWERS)
    return study


def chosen(program: Program) -> InterviewsPage:
    """The page of interviews, its first line chosen."""
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.table.selectRow(0)
    return page


def button(page: InterviewsPage) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == WORDS)


def begun(program: Program, study: Study) -> Interview:
    """The new round of the first line, on screen."""
    button(chosen(program.open(study))).click()
    program.bot.waitUntil(lambda: program.window.entry is not None, timeout=20000)
    return Interview(program.bot, program.window)


def last(interview: Interview, name: str) -> str:
    """The line on the last round under a question."""
    return interview.question(name).last_round


def test_a_finalised_interview_offers_a_new_round(program: Program, listed: Study) -> None:
    assert button(chosen(program.open(listed))).isEnabled()


def test_a_draft_offers_none(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert not button(chosen(program)).isEnabled()


def test_the_new_round_is_open_with_its_answers_and_says_so(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    assert interview.value("firm_name") == "Sharma Brass Works"
    assert "answers of the last round stand here already" in program.sentence


def test_what_was_not_carried_over_is_named_with_its_reason() -> None:
    lost = NotCarried("/data/fuel", "Main **fuel**", "coal", NotCarriedWhy.CHOICE)
    said = said_of(NewRound(carried=1, not_carried=(lost,)))
    assert said == (
        "1 answer of the last round stands here already. Go through it with the respondent. "
        "Not carried over: “Main fuel” (the choice is no longer offered)."
    )


def test_of_many_that_were_not_carried_over_the_rest_is_counted() -> None:
    lost = tuple(NotCarried(f"/data/q{n}", f"Q{n}", "1", NotCarriedWhy.GONE) for n in range(7))
    said = said_of(NewRound(not_carried=lost))
    assert said.startswith("Nothing of the last round could be carried over.")
    assert said.endswith(
        "“Q4” (the form no longer asks it so). 2 more stand in the history of this interview."
    )


def test_undo_takes_nothing_of_what_was_carried_over(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    interview.entry.undo()
    assert interview.value("firm_name") == "Sharma Brass Works"


def test_the_last_answer_stands_under_its_question(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    interview.turn_page()
    assert last(interview, "workers") == "Last round: 2 (3 November 2026)"


def test_a_choice_stands_there_in_the_language_of_the_interview(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    assert last(interview, "consent_register") == "Last round: Yes (3 November 2026)"
    interview.entry.spoken.next()
    assert "हाँ" in last(interview, "consent_register")


def test_several_choices_stand_there_one_behind_the_other(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    interview.turn_page().turn_page()
    assert last(interview, "markets").startswith("Last round: In the district, Abroad (")


def test_a_sensitive_answer_does_not_stand_there(program: Program, listed: Study) -> None:
    interview = begun(program, listed)
    interview.turn_page().turn_page()
    assert last(interview, "unrecorded") == ""


def test_a_first_round_has_no_such_line(program: Program, study: Study) -> None:
    assert last(program.open(study).new_interview(), "firm_name") == ""


def test_the_last_answers_are_there_again_after_a_power_cut(program: Program, listed: Study) -> None:
    identity = begun(program, listed).entry.instance_id
    path = program.switch_off()
    interview = program.open(Study.open(path)).resume(identity)
    interview.turn_page()
    assert last(interview, "workers") == "Last round: 2 (3 November 2026)"


AUDITED = """
    | survey |          |       |       |
    |        | type     | name  | label |
    |        | audit    | audit |       |
    |        | text     | firm  | Firm  |
    |        | geotrace | road  | Road  |
    |        | date     | since | Since |
    |        | decimal  | sales | Sales |
"""


def test_the_log_of_a_new_round_begins_as_that_of_a_new_interview(
    program: Program, made: Callable[[str], Study]
) -> None:
    study = made(AUDITED)
    study.interviews.add("rows", {"/data/firm": "Sharma"})
    interview = begun(program, study)
    assert interview.entry.session.audit.text.splitlines()[1].startswith("form start,")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("road", "22.0 70.0 0 0; 22.1 70.0 0 0", "2 points"),
        ("since", "2019-04-01", "Mon 1 April 2019"),
        ("sales", "1250.5", "1250.5"),
    ],
)
def test_an_answer_of_another_kind_is_said_in_words(
    program: Program,
    made: Callable[[str], Study],
    name: str,
    value: str,
    said: str,
) -> None:
    study = made(AUDITED)
    study.interviews.add("rows", {f"/data/{name}": value})
    assert last(begun(program, study), name) == f"Last round: {said} (3 November 2026)"


def test_the_history_of_a_new_round_says_where_it_comes_from(program: Program, listed: Study) -> None:
    identity = begun(program, listed).entry.instance_id
    program.switch_off()
    assert "carried" in [line.event for line in listed.interviews.history(identity)]
