"""Locks of sections the respondent answered alone: kept beside comments and checks, and taken for neither."""

from __future__ import annotations

from fieldsurvey.records import Comment, SectionLock
from fieldsurvey.study import Study
from tests.support.small_form import ANSWERS, NOW

_SECTION = "/data/trade"


def interview(study: Study) -> str:
    return study.interviews.add("small", ANSWERS)


def test_a_lock_is_kept_with_its_time(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION)
    assert study.annotations.locked_sections(identity) == {_SECTION: SectionLock(_SECTION, NOW)}


def test_a_section_that_was_begun_is_told_from_a_finished_one(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION, is_finished=False)
    assert not study.annotations.locked_sections(identity)[_SECTION].is_finished


def test_finishing_takes_the_place_of_beginning(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION, is_finished=False)
    study.annotations.lock_section(identity, _SECTION)
    assert study.annotations.locked_sections(identity)[_SECTION].is_finished


def test_a_lock_is_no_comment_and_no_check(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION)
    study.annotations.comment(identity, Comment(_SECTION, "asked twice"))
    study.annotations.pass_check(identity, "exports_in_turnover", "seen")
    assert study.annotations.comments(identity) == {_SECTION: Comment(_SECTION, "asked twice")}
    assert study.annotations.passed_checks(identity) == {"exports_in_turnover": "seen"}


def test_the_quality_log_has_no_locks(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION)
    assert study.annotations.quality_log() == []


def test_a_lock_holds_what_stands_in_its_section_and_nothing_beside() -> None:
    lock = SectionLock(_SECTION, NOW)
    assert lock.holds("/data/trade/turnover")
    assert not lock.holds("/data/trades")


def test_an_erased_interview_keeps_no_lock(study: Study) -> None:
    identity = interview(study)
    study.annotations.lock_section(identity, _SECTION)
    study.interviews.erase(identity, "consent withdrawn")
    assert study.annotations.locked_sections(identity) == {}
