"""`verify` finds what was tampered with or damaged, and says nothing of a whole study."""

from __future__ import annotations

import dataclasses

import pytest

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import ANSWERS, NOW


@pytest.fixture
def filled(study: Study) -> Study:
    """A study with a finalised interview and a draft with a photo, and its history."""
    study.interviews.add("small", ANSWERS)
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Verma")
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=(("/data/identity/firm_name", "", "Verma"),)))
    study.attachments.add(entry.instance_id, "photo.jpg", b"\xff\xd8photo")
    entry.answer("/data/identity/photo", "photo.jpg")
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=(("/data/identity/photo", "", "photo.jpg"),)))
    return study


def tampered(study: Study, *statements: str) -> tuple[str, ...]:
    """The faults found after somebody worked on the file with SQL, who first took the guards away."""
    rows.damage(study, *statements)
    return tuple(map(str, study.safety.verify().faults))


def test_a_whole_study_has_no_fault_and_a_seal(filled: Study) -> None:
    verdict = filled.safety.verify()
    assert verdict.faults == ()
    assert (verdict.interviews, verdict.attachments, verdict.lines) == (2, 1, 9)
    assert verdict.seal.startswith("9-")


def test_a_changed_value_in_the_history_shows(filled: Study) -> None:
    assert tampered(filled, "UPDATE history SET new = 'Sharma' WHERE id = 2") == (
        f"History: the values in line 2 ({NOW.isoformat()}) were changed.",
    )


def test_another_hour_in_the_history_shows(filled: Study) -> None:
    (fault,) = tampered(filled, "UPDATE history SET at = '2020-01-01T00:00:00+00:00' WHERE id = 2")
    assert "line 2" in fault


def test_a_line_taken_out_of_the_history_shows(filled: Study) -> None:
    assert "1 lines before line 3 are missing" in tampered(filled, "DELETE FROM history WHERE id = 2")[0]


def test_lines_cut_off_the_end_show_by_a_seal_that_was_noted(filled: Study) -> None:
    seal = filled.safety.verify().seal
    assert tampered(filled, "DELETE FROM history WHERE id = 9") != ()
    assert "was rewritten" in str(filled.safety.verify(seal).faults[0])


def test_a_seal_noted_earlier_holds_while_the_history_grows(filled: Study) -> None:
    seal = filled.safety.verify().seal
    filled.interviews.add("small", ANSWERS)
    assert filled.safety.verify(seal).is_whole


@pytest.mark.parametrize("seal", ["rubbish", "²-ab", "99999999999999999999-ab"])
def test_what_is_no_seal_is_said_to_be_none(filled: Study, seal: str) -> None:
    assert "is no seal" in str(filled.safety.verify(seal).faults[0])


def test_a_changed_attachment_shows(filled: Study) -> None:
    faults = tampered(filled, "UPDATE blob_part SET data = x'00'")
    assert any("photo.jpg" in fault for fault in faults)


def test_an_attachment_that_is_named_and_gone_shows(filled: Study) -> None:
    (fault,) = tampered(filled, "DELETE FROM attachment")
    assert "names photo.jpg, which is not in the study" in fault


def test_answers_that_are_no_xml_show(filled: Study) -> None:
    faults = tampered(filled, "UPDATE interview SET xml = '<data' WHERE stage = 'draft'")
    assert any("its answers cannot be read" in fault for fault in faults)


def test_an_answer_to_a_question_the_form_has_not_shows(filled: Study) -> None:
    faults = tampered(
        filled, "UPDATE interview SET xml = replace(xml, '</data>', '<x>1</x></data>') WHERE stage = 'draft'"
    )
    assert any("/data/x is no question of its form" in fault for fault in faults)


def test_a_finalised_answer_that_was_changed_shows(filled: Study) -> None:
    faults = tampered(filled, "UPDATE interview SET xml = replace(xml, 'Sharma', 'Varma')")
    assert any("differs from the answers kept" in fault for fault in faults)


def test_a_submission_that_was_changed_shows(filled: Study) -> None:
    faults = tampered(filled, "UPDATE submission SET xml = replace(xml, 'Sharma', 'Varma')")
    assert any("is not as it was finalised" in fault for fault in faults)


def test_a_finalised_interview_whose_submission_is_gone_shows(filled: Study) -> None:
    faults = tampered(filled, "DELETE FROM outbox", "DELETE FROM submission")
    assert any("what was finalised is not kept" in fault for fault in faults)


@pytest.mark.parametrize(
    "change",
    ["number = 7", "firm = 'Varma'", "who = 'Nobody'", "finalised_at = '2020-01-01T00:00:00+00:00'"],
)
def test_what_stands_beside_a_submission_is_sealed_by_the_history(filled: Study, change: str) -> None:
    assert any("ubmission" in fault for fault in tampered(filled, f"UPDATE submission SET {change}"))


def corrected(study: Study) -> str:
    """An interview that was finalised twice."""
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.reopen(identity, "The owner counted again")
    entry = study.interviews.resume(identity)
    entry.answer("/data/labour/workers", "9")
    assert not entry.finalise()
    study.interviews.record(entry)
    return identity


def test_submissions_whose_numbers_were_swapped_show(study: Study) -> None:
    identity = corrected(study)
    assert study.safety.verify().is_whole
    faults = tampered(study, "UPDATE submission SET number = 3 - number")
    assert [fault for fault in faults if fault.startswith("Submission")] == [
        f"Submission 1 of interview {identity} is not as it was finalised.",
        f"Submission 2 of interview {identity} is not as it was finalised.",
    ]


def test_one_of_two_submissions_that_is_gone_shows(study: Study) -> None:
    identity = corrected(study)
    assert tampered(study, "DELETE FROM submission WHERE number = 1") == (
        f"Submission 1 of interview {identity} is in its history, and is not kept.",
    )


def test_a_submission_nobody_finalised_shows(study: Study) -> None:
    identity = corrected(study)
    columns = "odk_instance_id, deprecated_id, finalised_at, who, firm, version, xml"
    faults = tampered(
        study,
        f"INSERT INTO submission SELECT 'x', instance_id, 3, form_version, {columns} FROM submission WHERE number = 2",
    )
    assert faults == (f"Submission 3 of interview {identity} is not in its history.",)


def test_a_person_reads_the_history_without_seals(study: Study) -> None:
    identity = corrected(study)
    lines = study.interviews.history(identity)
    assert [line.new for line in lines] == ["finalised", "draft", "finalised"]


def test_nobody_deletes_a_submission_by_accident(study: Study) -> None:
    from sqlcipher3 import dbapi2

    identity = corrected(study)
    with pytest.raises(dbapi2.IntegrityError, match="only erased"):
        rows.change(study, "DELETE FROM submission WHERE number = 1")
    study.interviews.erase(identity, "Consent withdrawn")
    assert rows.count(study, "submission") == 0
    assert study.safety.verify().is_whole


def test_a_finalised_answer_outside_its_limits_shows(filled: Study) -> None:
    faults = tampered(
        filled,
        "UPDATE interview SET xml = replace(xml, '<workers>2</workers>', '<workers>-5</workers>')",
        "UPDATE submission SET xml = replace(xml, '<workers>2</workers>', '<workers>-5</workers>')",
    )
    assert any("/data/labour/workers: Not below zero." in fault for fault in faults)


def test_a_lost_form_shows(filled: Study) -> None:
    faults = tampered(filled, "DELETE FROM form")
    assert any("belongs to a line of form that is gone" in fault for fault in faults)


def test_erased_values_leave_the_chain_whole(filled: Study) -> None:
    identity = filled.interviews.listing()[0].instance_id
    seal = filled.safety.verify().seal
    filled.interviews.erase(identity, "Consent withdrawn")
    assert filled.safety.verify(seal).faults == ()


def test_nobody_edits_the_history_by_accident(filled: Study) -> None:
    from sqlcipher3 import dbapi2

    with pytest.raises(dbapi2.IntegrityError, match="only ever added to"):
        rows.change(filled, "UPDATE history SET at = 'x'")
    with pytest.raises(dbapi2.IntegrityError, match="only ever added to"):
        rows.change(filled, "UPDATE history SET new = 'x'")
    with pytest.raises(dbapi2.IntegrityError, match="only ever added to"):
        rows.change(filled, "DELETE FROM history")


def test_a_clock_that_jumps_back_leaves_a_line_and_the_order_stands(study: Study) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=(("/data/labour/workers", "", "4"),)))
    earlier = NOW.replace(year=2020)
    study.interviews.savepoint(
        dataclasses.replace(savepoint_of(entry, earlier), answers=(("/data/labour/workers", "4", "5"),))
    )
    assert [(line.event, line.new) for line in study.interviews.history(entry.instance_id)] == [
        ("answered", "4"),
        ("answered", "5"),
    ]
    assert [line.event for line in study.interviews.history("")][-1] == "clock went back"
    assert study.safety.verify().is_whole


@pytest.mark.parametrize(
    "change", ["number = 'abc'", "hash = 'abc'", "digest = 'abc'", "new = x'00ff'", "at = x'00'"]
)
def test_a_line_that_makes_no_sense_is_a_fault_and_no_stumble(filled: Study, change: str) -> None:
    faults = tampered(filled, f"UPDATE history SET {change} WHERE id = 2")
    assert any("was changed, or one before it" in fault for fault in faults)


def test_a_time_that_cannot_be_read_is_one_fault_of_its_interview(filled: Study) -> None:
    identity = filled.interviews.listing()[-1].instance_id
    faults = tampered(filled, "UPDATE submission SET finalised_at = 'xx'")
    assert faults == (
        f"Submission 1 of interview {identity} is not as it was finalised.",
        f"Interview {identity} ({identity}): a time or a state kept of it cannot be read.",
    )


def test_a_line_that_was_erased_without_its_interview_shows(filled: Study) -> None:
    erase = "UPDATE history SET old = '', new = '', why = '', state = '', salt = x'' WHERE id = 7"
    assert tampered(filled, erase) == (
        f"History: line 7 ({NOW.isoformat()}) was erased, and its interview was not.",
    )
