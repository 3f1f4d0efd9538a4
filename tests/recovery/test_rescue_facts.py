"""A damaged study: submissions, annotations, chains and the facts of each interview are saved too, of new and of older studies."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Comment, Questionnaire, Review
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.damage import root_of, wipe
from tests.support.small_form import ANSWERS, PASSPHRASE

STUDIES = Path(__file__).parents[1] / "data" / "studies"
BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
_ROWS = {
    "submission": "SELECT id, version, number, xml FROM submission ORDER BY id",
    "annotation": "SELECT * FROM annotation ORDER BY id",
    "origin": "SELECT * FROM origin ORDER BY id",
    "outbox": "SELECT * FROM outbox ORDER BY submission_id",
    "attachment": "SELECT * FROM attachment ORDER BY id",
    "narrative": "SELECT * FROM narrative ORDER BY id",
    "interview": "SELECT instance_id, stage, review, previous_id, version FROM interview ORDER BY instance_id",
}


def kept(study: Study) -> dict[str, list[rows.Row]]:
    return {table: rows.read(study, sql) for table, sql in _ROWS.items()}


@pytest.fixture
def broken(tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None) -> Path:
    """A study in which each table holds something; written on two laptops."""
    path = tmp_path / "broken.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=passphrase) as study:
        identity = study.interviews.add("small", ANSWERS)
        study.review.approve(study.interviews.add("small", ANSWERS))
        study.review.return_interview(identity, "Ask again")
        entry = study.interviews.resume(identity)
        entry.answer("/data/trade/exports", "no")
        study.interviews.savepoint(savepoint_of(entry, study.clock()))
        study.annotations.comment(identity, Comment("/data/trade/exports", "Sure?", True))
        study.attachments.add(identity, "gate.jpg", b"\xff\xd8 gate")
        study.reports.set_narrative("history", "en", "Brass since 1800.")
    with Study.open(path, passphrase, laptop="B") as study:
        study.interviews.add("small", ANSWERS)
    return path


@BOTH
@pytest.mark.parametrize("table", [None, *_ROWS])
def test_what_is_on_whole_pages_is_saved_row_by_row(
    broken: Path, tmp_path: Path, passphrase: str | None, table: str | None
) -> None:
    with Study.open(broken, passphrase) as study:
        before, copy = kept(study), study.copy_id
    lost = root_of(table, broken, passphrase) if table else 1
    wipe(broken, lost, begin=16 if lost == 1 else 0)
    rescue(broken, tmp_path / "out.study", passphrase)
    with Study.open(tmp_path / "out.study", passphrase) as study:
        after = kept(study)
        assert study.copy_id != copy
    spared = {"submission": ("submission", "outbox", "origin"), "interview": _ROWS}.get(table or "", (table,))
    if table:  # what is not as it was sealed is sealed anew, in a chain of the copy
        assert after["origin"][: len(before["origin"])] == before["origin"] or table == "origin"
        spared = (*spared, "origin")
    assert {name: after[name] for name in _ROWS if name not in spared} == {
        name: before[name] for name in _ROWS if name not in spared
    }


@BOTH
def test_a_finalised_interview_whose_submission_is_lost_gets_one_of_its_answers(
    broken: Path, tmp_path: Path, passphrase: str | None
) -> None:
    wipe(broken, root_of("submission", broken, passphrase))
    rescue(broken, tmp_path / "out.study", passphrase)
    with Study.open(tmp_path / "out.study", passphrase) as study:
        closed = [row for row in study.interviews.listing() if not row.is_draft]
        assert [len(study.interviews.submissions(row.instance_id)) for row in closed] == [1, 1]
        assert {row.review for row in closed} == {Review.NONE, Review.APPROVED}


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("kind", ["", "-locked"])
def test_of_a_study_of_one_state_the_three_facts_are_saved(
    full_keys: None, tmp_path: Path, lost: int, kind: str
) -> None:
    broken, passphrase = tmp_path / "broken.study", PASSPHRASE if kind else None
    broken.write_bytes((STUDIES / f"schema-007-rich{kind}.study").read_bytes())
    wipe(broken, lost, begin=16 if lost == 1 else 0)
    rescue(broken, tmp_path / "out.study", passphrase)
    with Study.open(tmp_path / "out.study", passphrase) as study:
        found = {
            row.firm: (row.review, row.is_sent) for row in study.interviews.listing() if not row.is_draft
        }
        assert len(study.interviews.listing()) == 11
    assert found == {
        "Waiting": (Review.NONE, False),
        "Sent": (Review.NONE, True),
        "Tried": (Review.NONE, False),
        "Approved": (Review.APPROVED, False),
        "Approved, then sent": (Review.APPROVED, True),
    }


def corrected(path: Path, questionnaire: Questionnaire) -> str:
    """A study whose only interview was finalised, and is being corrected."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
        study.interviews.reopen(identity, "The owner counted again")
        entry = study.interviews.resume(identity)
        entry.answer("/data/labour/workers", "42")
        answers = (("/data/labour/workers", "2", "42"),)
        study.interviews.savepoint(savepoint_of(entry, study.clock(), answers=answers))
    return identity


def test_a_corrected_draft_that_is_lost_comes_back_with_its_corrections(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path, out = tmp_path / "broken.study", tmp_path / "out.study"
    identity = corrected(path, questionnaire)
    wipe(path, root_of("interview", path, None))
    report = rescue(path, out)
    assert list(report.from_history) == [identity]
    with Study.open(out) as study:
        assert study.interviews.read(identity).is_draft
        assert study.interviews.resume(identity).value("/data/labour/workers") == "42"
        assert [one.number for one in study.interviews.submissions(identity)] == [1]
        assert study.sync.waiting() == 0


def test_a_draft_returned_by_the_review_comes_back_returned(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path, out = tmp_path / "broken.study", tmp_path / "out.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
        study.review.return_interview(identity, "Ask again")
    wipe(path, root_of("interview", path, None))
    rescue(path, out)
    with Study.open(out) as study:
        found = study.interviews.read(identity)
        assert (found.is_draft, found.review) == (True, Review.RETURNED)


def test_without_draft_and_history_the_submission_waits_again_and_the_loss_is_told(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path, out = tmp_path / "broken.study", tmp_path / "out.study"
    identity = corrected(path, questionnaire)
    roots = [root_of(table, path, None) for table in ("interview", "history")]
    wipe(path, roots[0])
    wipe(path, roots[1])
    report = rescue(path, out)
    assert list(report.waiting_again) == [identity]
    assert not report.is_complete
    with Study.open(out) as study:
        assert study.sync.waiting() == 1
        assert not study.interviews.read(identity).is_draft
