"""Consent withdrawn: of an erased interview nothing is left in the file, only that it was erased."""

from __future__ import annotations

import dataclasses
import os
import sqlite3

import pytest

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.study import Study
from tests.support.small_form import ANSWERS, NOW

PLANTED = ("Zebulon Foundry", "29ZEBUL0N", "planted photo bytes", "because Zebulon sells old stock", "ज़ेबुलोन")


@pytest.fixture
def erased(study: Study) -> tuple[Study, str]:
    """A plain study whose file anybody can read, with one interview kept and one erased after a life of its own."""
    study.interviews.add("small", ANSWERS)
    entry = study.interviews.begin("small")
    said: list[tuple[str, str, str]] = []
    for ref, value in (
        ("/data/identity/firm_name", "Zebulon Foundry"),
        ("/data/identity/gstin", "29ZEBUL0N"),
        ("/data/identity/gstin", "ज़ेबुलोन"),
    ):
        said.append((ref, entry.value(ref), value))
        entry.answer(ref, value)
        study.interviews.savepoint(savepoint_of(entry, NOW, answers=tuple(said[-1:])))
    study.attachments.add(entry.instance_id, "photo.jpg", b"planted photo bytes" * 2000)
    entry.answer("/data/identity/photo", "photo.jpg")
    study.annotations.pass_check(entry.instance_id, "exports_in_turnover", "because Zebulon sells old stock")
    assert not entry.finalise()
    study.interviews.record(entry)
    study.interviews.reopen(entry.instance_id, "A figure of Zebulon Foundry was wrong")
    study.interviews.record(entry)
    study.interviews.erase(entry.instance_id, "Consent withdrawn")
    return study, entry.instance_id


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_of_it_stays_in_the_file_or_its_side_files(erased: tuple[Study, str], planted: str) -> None:
    study, _identity = erased
    files = [file for file in study.path.parent.glob("brass*") if file.is_file()]
    assert study.path in files
    assert [file.name for file in files if planted.encode() in file.read_bytes()] == []


def test_the_others_stay_as_they_were(erased: tuple[Study, str]) -> None:
    study, _identity = erased
    (row,) = study.interviews.listing()
    assert row.firm == "Sharma Brass Works"
    assert study.safety.verify().faults == ()


def test_that_it_was_erased_when_and_why_stays(erased: tuple[Study, str]) -> None:
    study, identity = erased
    (stone,) = study.interviews.tombstones()
    assert (stone.instance_id, stone.why, stone.was_sent) == (identity, "Consent withdrawn", False)
    lines = study.interviews.history(identity)
    assert lines[-1].event == "erased"
    assert all(line.is_erased and not (line.old or line.new or line.why) for line in lines[:-1])


def test_a_late_savepoint_does_not_bring_it_back(erased: tuple[Study, str]) -> None:
    study, identity = erased
    entry = study.interviews.begin("small")
    late = savepoint_of(entry, NOW)
    study.interviews.savepoint(dataclasses.replace(late, instance_id=identity))
    with pytest.raises(FieldSurveyError, match="holds no interview"):
        study.interviews.read(identity)


def test_it_is_not_sent_any_more(erased: tuple[Study, str]) -> None:
    study, _identity = erased
    assert study.sync.waiting() == 1


def test_a_photo_another_interview_has_too_stays_with_it(study: Study) -> None:
    identities = []
    for _number in range(2):
        entry = study.interviews.begin("small")
        study.interviews.savepoint(savepoint_of(entry, NOW))
        study.attachments.add(entry.instance_id, "photo.jpg", b"the same photo")
        identities.append(entry.instance_id)
    study.interviews.erase(identities[0], "Consent withdrawn")
    assert study.attachments.read(identities[1], "photo.jpg") == b"the same photo"


def test_erasing_wants_a_reason(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    with pytest.raises(StoreError, match="Say why"):
        study.interviews.erase(identity, "  ")
    assert study.interviews.read(identity).firm == "Sharma Brass Works"


def test_finalising_what_was_erased_meanwhile_is_a_sentence(study: Study) -> None:
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Verma")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    study.interviews.erase(entry.instance_id, "Consent withdrawn")
    assert not entry.finalise()
    with pytest.raises(StoreError, match="deleted or erased meanwhile"):
        study.interviews.record(entry)


@pytest.mark.parametrize("kind", ["part", "new"])
def test_a_half_backup_that_a_power_cut_left_goes_with_the_erased(study: Study, kind: str) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.safety.back_up()
    part = study.safety.backup_folder / f".other 2026-11-01 1000.study.{kind}"
    part.write_bytes(study.path.read_bytes())
    os.utime(part, (0, 0))
    study.interviews.erase(identity, "Consent withdrawn")
    assert study.safety.erase_in_backups(identity) == []
    assert not part.exists()


def test_a_half_backup_that_may_still_be_written_is_named(study: Study) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.safety.back_up()
    part = study.safety.backup_folder / ".other 2026-11-01 1000.study.part"
    part.write_bytes(study.path.read_bytes())
    study.interviews.erase(identity, "Consent withdrawn")
    assert [part.name in str(problem) for problem in study.safety.erase_in_backups(identity)] == [True]


def test_a_half_backup_of_before_the_lock_is_named_among_the_readable_copies(study: Study) -> None:
    study.safety.back_up()
    part = study.safety.backup_folder / ".other 2026-11-01 1000.study.part"
    part.write_bytes(b"SQLite format 3\0" + bytes(100))
    assert part in study.safety.readable_copies()
    assert study.safety.remove_copies([part]) == []
    assert not part.exists()


def test_where_nobody_reads_the_log_is_emptied_of_the_erased_at_once(study: Study) -> None:
    identity = study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Zebulon Foundry"})
    log = study.path.with_name(study.path.name + "-wal")
    assert b"Zebulon" in study.path.read_bytes() + log.read_bytes()
    study.interviews.erase(identity, "Consent withdrawn")
    assert b"Zebulon" not in study.path.read_bytes() + log.read_bytes()


def test_the_log_is_emptied_of_the_erased_once_nobody_reads_in_it(study: Study) -> None:
    identity = study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Zebulon Foundry"})
    log = study.path.with_name(study.path.name + "-wal")
    reader = sqlite3.connect(study.path)
    reader.execute("BEGIN").execute("SELECT count(*) FROM interview").fetchone()
    study.interviews.erase(identity, "Consent withdrawn")
    reader.close()
    study.close()
    assert not log.exists() or b"Zebulon" not in log.read_bytes()
    assert b"Zebulon" not in study.path.read_bytes()
