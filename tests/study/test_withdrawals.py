"""A withdrawn consent: sealed at once, out of everything, destroyed on its day, and nobody brings it back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.records import InterviewFilter, Outcome
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.study import Study, restore_backup
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE


@pytest.fixture
def withdrawn(study: Study) -> str:
    """One of two interviews, sealed for thirty days."""
    study.set_up.change(SetUp(withdrawal_days=30))
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Verma Castings"})
    (firm,) = study.register.add("Sharma Brass Works").ids
    study.fieldwork.belongs_to(identity, firm)
    assert study.fieldwork.outcome(firm) is Outcome.COMPLETED
    study.withdrawals.withdraw(identity)
    return identity


def test_it_is_out_of_lists_figures_exports_and_what_is_sent(study: Study, withdrawn: str) -> None:
    assert [row.firm for row in study.interviews.listing()] == ["Verma Castings"]
    assert study.interviews.number(InterviewFilter(deleted=True)) == 0
    assert study.interviews.number(InterviewFilter(text="Sharma")) == 0
    assert len(study.figures.dataset("small").tables[0].rows) == 1
    assert study.sync.waiting() == 1
    assert list(study.fieldwork.outcomes()) == []
    assert study.safety.verify().faults == ()


READ: dict[str, Callable[[Study, str], object]] = {
    "read": lambda study, one: study.interviews.read(one),
    "resume": lambda study, one: study.interviews.resume(one),
    "reopen": lambda study, one: study.interviews.reopen(one, "why"),
    "restore": lambda study, one: study.interviews.restore(one),
    "history": lambda study, one: study.interviews.history(one),
    "reading": lambda study, one: study.interviews.reading(one),
    "photo": lambda study, one: study.attachments.read(one, "photo.jpg"),
    "round": lambda study, one: study.rounds.begin(one),
    "approve": lambda study, one: study.review.approve(one),
    "return": lambda study, one: study.review.return_interview(one, "why"),
    "log of times": lambda study, one: study.interviews.audit_log(one),
    "comments": lambda study, one: study.annotations.comments(one),
    "reasons": lambda study, one: study.annotations.passed_checks(one),
    "remarks": lambda study, one: study.review.remarks(one),
    "remarks being written": lambda study, one: study.review.kept_remarks(one),
    "changes": lambda study, one: study.review.changes(one),
    "again": lambda study, one: study.withdrawals.withdraw(one),
}


@pytest.mark.parametrize("way", READ)
def test_nobody_opens_it(study: Study, withdrawn: str, way: str) -> None:
    with pytest.raises(StoreError, match="consent to this interview was withdrawn"):
        READ[way](study, withdrawn)


def test_a_backup_of_before_brings_nobody_back(study: Study) -> None:
    study.set_up.change(SetUp(withdrawal_days=30))
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Verma Castings"})
    study.safety.back_up()
    (backup,) = study.safety.backups()
    study.withdrawals.withdraw(identity)
    path = study.path
    study.close()
    restore_backup(path, backup.path, PASSPHRASE, clock=lambda: NOW + timedelta(days=3))
    with Study.open(path, PASSPHRASE, clock=lambda: NOW + timedelta(days=29)) as restored:
        assert [row.firm for row in restored.interviews.listing()] == ["Verma Castings"]
        with pytest.raises(StoreError, match="consent to this interview was withdrawn"):
            restored.interviews.read(identity)
        assert restored.sync.waiting() == 1
        assert restored.safety.verify().faults == ()
        assert restored.withdrawals.due() == ()
        restored.clock = lambda: NOW + timedelta(days=30)  # the day it was promised for
        assert restored.withdrawals.due() == (identity,)


def test_it_is_destroyed_on_its_day(study: Study, withdrawn: str) -> None:
    study.clock = lambda: NOW + timedelta(days=29)
    assert study.withdrawals.due() == ()
    study.clock = lambda: NOW + timedelta(days=30)
    assert study.withdrawals.due() == (withdrawn,)
    study.take_writer_lock()  # as the window does when it opens a study
    assert (study.withdrawals.due(), study.withdrawals.listing()) == ((), [])
    assert [stone.instance_id for stone in study.interviews.tombstones()] == [withdrawn]


def test_the_slip_finds_it_and_says_nothing_of_it(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    code = study.withdrawals.code(identity)
    assert len(code) == 9
    assert code not in identity
    assert study.withdrawals.find(code.lower()) == study.withdrawals.find(identity) == identity
    with pytest.raises(StoreError, match="No interview here has the code"):
        study.withdrawals.find("0000-0000")


def test_where_the_study_sets_no_days_it_is_destroyed_at_once(run: Run, study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    code = study.withdrawals.code(identity)
    path = study.path
    study.close()
    assert run("withdraw", path, code)[0] == 0
    assert b"Sharma Brass" not in path.read_bytes()
    with Study.open(path) as again, pytest.raises(FieldSurveyError, match=r"erased|no interview|not"):
        again.interviews.read(identity)


def test_an_unknown_code_is_one_sentence(run: Run, study: Study) -> None:
    study.close()
    code, _, complained = run("withdraw", study.path, "ABCD-EFGH")
    assert (code, "may be on another laptop" in complained) == (2, True)


def test_the_cluster_keeps_what_it_had(study: Study) -> None:
    study.set_up.change_cluster(dataclasses.replace(study.cluster, donor="SIDBI"))
    assert (study.cluster.donor, study.cluster.locality) == ("SIDBI", "Moradabad")
