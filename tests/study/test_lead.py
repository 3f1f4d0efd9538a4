"""A study with a lead: approving and returning take a key, and an approval without a signature is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Cluster, Questionnaire, Review
from fieldsurvey.study import Study
from tests.study.test_review import correct, finalise_again
from tests.support import quick_keys as _quick_keys  # noqa: F401 - keys of a lead are derived as those of studies
from tests.support import rows
from tests.support.small_form import ANSWERS, PASSPHRASE

LEAD = "three brass lamps of Anand"


@pytest.fixture
def identity(study: Study) -> str:
    return study.interviews.add("small", ANSWERS)


def codes(study: Study) -> list[str]:
    return [fault.code for fault in study.safety.verify().faults]


def test_with_a_lead_nobody_approves_or_returns_without_the_key(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD, name="Anand")
    with pytest.raises(StoreError, match="only the lead’s key approves and returns"):
        study.review.approve(identity)
    with pytest.raises(StoreError, match="Anand has it"):
        study.review.return_interview(identity, "Ask again")
    assert study.interviews.read(identity).review is Review.NONE

    key = study.review.unlock(LEAD)
    study.review.approve(identity, key=key)
    assert study.interviews.read(identity).review is Review.APPROVED
    assert codes(study) == []


def test_another_passphrase_gives_no_key(study: Study) -> None:
    study.review.set_lead(LEAD, name="Anand")
    with pytest.raises(StoreError, match="not the lead’s passphrase"):
        study.review.unlock("three brass lamps of anand")


def test_the_key_of_another_study_does_not_fit(
    study: Study, identity: str, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    study.review.set_lead(LEAD)
    with Study.create(tmp_path / "other.study", Cluster(), [questionnaire], passphrase=None) as other:
        other.review.set_lead(LEAD)
        key = other.review.unlock(LEAD)
    with pytest.raises(StoreError, match="Whoever leads the study has it"):
        study.review.approve(identity, key=key)


def test_the_private_half_is_not_in_the_file(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "plain.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        study.review.set_lead(LEAD)
        key = study.review.unlock(LEAD)
        study.review.approve(study.interviews.add("small", ANSWERS), key=key)
    told = path.read_bytes()
    assert key.secret not in told
    assert key.secret.hex().encode() not in told
    assert LEAD.encode() not in told
    assert LEAD not in repr(key)
    assert key.secret.hex() not in repr(key)


def test_an_approval_written_past_the_program_is_found(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    rows.change(study, "UPDATE interview SET review = 'approved'")
    assert "verify.approval-unsigned" in codes(study)


def test_a_signature_does_not_serve_for_another_submission(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    key = study.review.unlock(LEAD)
    study.review.approve(identity, key=key)
    study.interviews.reopen(identity, "A slip")
    correct(study, identity, "/data/trade/export_value", "7")
    finalise_again(study, identity)
    assert study.interviews.read(identity).review is Review.NONE
    rows.change(study, "UPDATE interview SET review = 'approved'")
    rows.change(
        study, "UPDATE approval SET submission_id = (SELECT id FROM submission ORDER BY number DESC LIMIT 1)"
    )
    assert "verify.approval-unsigned" in codes(study)


def test_an_answer_changed_under_its_signature_is_found(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    study.review.approve(identity, key=study.review.unlock(LEAD))
    rows.damage(study, "UPDATE submission SET xml = replace(xml, '500000', '900000')")
    assert "verify.approval-unsigned" in codes(study)


def test_another_key_takes_the_old_one_and_signs_what_the_old_one_signed(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD, name="Anand")
    old = study.review.unlock(LEAD)
    study.review.approve(identity, key=old)
    with pytest.raises(StoreError, match="Anand has it"):
        study.review.set_lead("another passphrase", name="Meena")
    study.review.set_lead("another passphrase", name="Meena", old=old)
    assert study.review.lead_name == "Meena"
    with pytest.raises(StoreError, match="Meena has it"):
        study.review.return_interview(identity, "No", key=old)
    assert codes(study) == []


def test_another_key_does_not_sign_what_the_old_one_did_not(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    rows.change(study, "UPDATE interview SET review = 'approved'")
    study.review.set_lead("another passphrase", old=study.review.unlock(LEAD))
    assert "verify.approval-unsigned" in codes(study)


def test_the_first_lead_vouches_for_what_was_approved_before(study: Study, identity: str) -> None:
    study.review.approve(identity)
    assert codes(study) == []
    study.review.set_lead(LEAD)
    assert codes(study) == []


def test_approving_again_with_the_key_signs_what_had_no_signature(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    rows.change(study, "UPDATE interview SET review = 'approved'")
    study.review.approve(identity, key=study.review.unlock(LEAD))
    assert "verify.approval-unsigned" not in codes(study)


def test_a_lead_taken_out_past_the_program_is_found(study: Study) -> None:
    study.review.set_lead(LEAD)
    rows.change(study, "DELETE FROM setting WHERE key = 'lead'")
    assert "verify.set-up-changed" in codes(study)


def test_erasing_an_interview_takes_its_signature(study: Study, identity: str) -> None:
    study.review.set_lead(LEAD)
    study.review.approve(identity, key=study.review.unlock(LEAD))
    study.interviews.erase(identity, "Consent withdrawn")
    with rows.connected(study) as db:
        assert db.execute("SELECT count(*) FROM approval").fetchone() == (0,)
    assert codes(study) == []


def test_a_lead_needs_a_passphrase(study: Study) -> None:
    with pytest.raises(StoreError, match="Type a passphrase"):
        study.review.set_lead("  ")
    with pytest.raises(StoreError, match="no lead yet"):
        study.review.unlock(LEAD)


def test_a_locked_study_has_a_lead_too_and_other_windows_know(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "locked.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        study.review.set_lead(LEAD, name="Anand")
    with Study.open(path, PASSPHRASE) as study:
        assert (study.review.has_lead, study.review.lead_name) == (True, "Anand")
        assert study.review.unlock(LEAD)
        assert codes(study) == []
