"""A returned interview opens at the first remark; remarks stand beside their questions, and what changed since is marked."""

from __future__ import annotations

import pytest

from fieldsurvey.study import Study
from tests.study.test_review import finalise_again
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.support.small_form import ANSWERS

VALUE, EXPORTS = "/data/trade/export_value", "/data/trade/exports"


@pytest.fixture
def returned(study: Study) -> str:
    identity = study.interviews.add("small", ANSWERS)
    study.who = lambda: "Anand"
    study.review.return_interview(
        identity, "Ask about trade again", {VALUE: "For one year?", EXPORTS: "Sure?"}
    )
    return identity


def test_it_opens_at_the_first_remark_which_stands_at_its_question_and_at_the_right(
    program: Program, study: Study, returned: str
) -> None:
    filled = program.open(study).resume(returned)
    assert filled.entry.session.cursor == EXPORTS
    assert filled.question("exports").returned == "⚑  Anand: Sure?"
    assert filled.question("turnover").returned == ""
    told = words_on(filled.entry.sidebar)
    assert "To be corrected (3)" in told
    assert (
        told.index("Anand: Ask about trade again")
        < told.index("Anand: Sure?")
        < told.index("Anand: For one year?")
    )
    assert filled.entry.sidebar.remarks.count == 2


def test_what_was_changed_since_is_marked_and_the_next_remark_comes_first(
    program: Program, study: Study, returned: str
) -> None:
    filled = program.open(study).resume(returned)
    filled.entry.session.answers.give(VALUE, "7")
    filled.entry.session.answers.give(EXPORTS, "yes")
    assert (
        filled.question("export_value").returned == "⚑  Anand: For one year?   ✓  changed; before: ₹5,00,000"
    )
    assert filled.question("exports").returned == "⚑  Anand: Sure?"
    filled.entry.session.answers.give(EXPORTS, "dk")
    assert filled.entry.session.returned.first == ""


def test_an_interview_that_was_not_returned_or_is_finalised_anew_shows_none(
    program: Program, study: Study, returned: str
) -> None:
    finalise_again(study, returned)
    study.interviews.reopen(returned, "A slip")
    filled = program.open(study).resume(returned)
    assert filled.entry.session.returned.remarks == []
    assert "To be corrected" not in words_on(filled.entry.sidebar)
