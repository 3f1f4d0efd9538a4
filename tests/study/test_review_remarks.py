"""Remarks stand at their questions, what changed between two submissions is told, and the queue says what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Review, Stage
from fieldsurvey.study import Study
from tests.study.test_review import correct, finalise_again
from tests.support.small_form import ANSWERS, NOW

EXPORTS, VALUE = "/data/trade/exports", "/data/trade/export_value"


@pytest.fixture
def identity(study: Study) -> str:
    return study.interviews.add("small", ANSWERS)


def test_an_interview_is_returned_with_a_remark_at_each_question(study: Study, identity: str) -> None:
    study.review.return_interview(identity, remarks={VALUE: "For one year?", EXPORTS: "Ask again", "x": " "})
    assert [(one.ref, one.text) for one in study.review.open_remarks(identity)] == [
        (VALUE, "For one year?"),
        (EXPORTS, "Ask again"),
    ]
    assert study.interviews.read(identity).review is Review.RETURNED
    why = study.interviews.history(identity)[-1].why
    assert "For one year?" in why
    assert "Ask again" in why


def test_remarks_are_open_until_it_is_finalised_anew_and_stay_readable(study: Study, identity: str) -> None:
    study.review.return_interview(identity, "Look at trade", {VALUE: "For one year?"})
    later = NOW + timedelta(hours=1)
    study.clock = lambda: later
    finalise_again(study, identity)
    assert study.review.open_remarks(identity) == []
    assert [one.text for one in study.review.remarks(identity)] == ["Look at trade", "For one year?"]
    study.clock = lambda: later + timedelta(hours=1)
    study.review.return_interview(identity, remarks={EXPORTS: "Once more"})
    assert [one.text for one in study.review.open_remarks(identity)] == ["Once more"]


def test_a_remark_needs_a_question_that_was_asked(study: Study, identity: str) -> None:
    with pytest.raises(StoreError, match="/data/no_such was not asked"):
        study.review.return_interview(identity, remarks={"/data/no_such": "Why?"})
    assert study.interviews.read(identity).stage is Stage.FINALISED
    assert study.review.remarks(identity) == []


def test_remarks_of_spaces_are_no_reason(study: Study, identity: str) -> None:
    with pytest.raises(StoreError, match="Say why"):
        study.review.return_interview(identity, remarks={VALUE: "  "})


def test_many_are_approved_at_once_or_none(study: Study, identity: str) -> None:
    others = [study.interviews.add("small", ANSWERS) for _each in range(2)]
    study.interviews.reopen(others[1], "A slip")
    with pytest.raises(StoreError, match="Finalise it first"):
        study.review.approve(identity, *others)
    assert study.interviews.read(identity).review is Review.NONE
    finalise_again(study, others[1])
    changed = study.review.approve(identity, *others)
    assert set(changed.ids) == {identity, *others}
    assert {study.interviews.read(one).review for one in (identity, *others)} == {Review.APPROVED}


def test_what_differs_between_two_submissions_is_told_in_words(study: Study, identity: str) -> None:
    assert study.review.changes(identity) == []
    study.review.return_interview(identity, remarks={VALUE: "For one year?"})
    correct(study, identity, VALUE, "7")
    finalise_again(study, identity)
    study.interviews.reopen(identity, "They do not export")
    correct(study, identity, EXPORTS, "no")
    finalise_again(study, identity)

    last = study.review.changes(identity)
    assert [(one.ref, one.before, one.after) for one in last] == [(EXPORTS, "Yes", "No"), (VALUE, "₹7", "")]
    first = study.review.changes(identity, before=1, after=2)
    assert [(one.ref, one.before, one.after) for one in first] == [(VALUE, "₹5,00,000", "₹7")]
    assert first[0].label


def test_the_queue_holds_what_was_not_decided_flagged_first(study: Study, identity: str) -> None:
    flagged, approved, returned = (study.interviews.add("small", ANSWERS) for _each in range(3))
    deleted = study.interviews.add("small", ANSWERS)
    study.interviews.delete(deleted)
    study.review.approve(approved)
    study.review.return_interview(returned, "Again")
    rows = study.review.queue({flagged: 2})
    assert [(row.instance_id, row.flags) for row in rows] == [(flagged, 2), (identity, 0)]
    assert rows[0].firm == "Sharma Brass Works"
    assert study.review.number_waiting() == 2
    finalise_again(study, returned)
    assert [row.review for row in study.review.queue() if row.instance_id == returned] == [Review.RESUBMITTED]


def test_a_remark_that_is_being_written_is_kept_until_it_is_decided(study: Study, identity: str) -> None:
    study.review.keep_remark(identity, VALUE, "For one ye")
    study.review.keep_remark(identity, VALUE, "For one year?")
    study.review.keep_remark(identity, "", "Look at trade")
    study.review.keep_remark(identity, "", " ")
    assert study.review.kept_remarks(identity) == {VALUE: "For one year?"}
    assert study.review.remarks(identity) == []
    assert study.safety.verify().is_whole
    study.review.return_interview(identity, remarks=study.review.kept_remarks(identity))
    assert study.review.kept_remarks(identity) == {}
    finalise_again(study, identity)
    study.review.keep_remark(identity, VALUE, "Perhaps")
    study.review.approve(identity)
    assert study.review.kept_remarks(identity) == {}
