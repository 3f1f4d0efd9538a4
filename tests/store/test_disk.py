"""A disk that is full or read-only: a sentence, and nothing saved before is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.errors import StoreError, StudyInUse
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.store import database
from fieldsurvey.study import ExportOptions, Profile, Study
from tests.support import rows
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE

STUDIES = Path(__file__).parents[1] / "data" / "studies"


def test_a_full_disk_is_a_sentence_and_saved_answers_stay(disk: Path, questionnaire: Questionnaire) -> None:
    path = disk / "a.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        identity = study.interviews.add("small", ANSWERS)
        with pytest.raises(StoreError, match="disk is full"):
            study.attachments.add(identity, "film.mp4", b"\xff" * 4_000_000)
        assert study.interviews.read(identity).firm == "Sharma Brass Works"
    with Study.open(path) as again:
        assert [row.instance_id for row in again.interviews.listing()] == [identity]


def test_a_full_disk_leaves_no_half_study(disk: Path, questionnaire: Questionnaire) -> None:
    (disk / "film").write_bytes(b"\0" * 3_080_000)
    with pytest.raises(StoreError):
        Study.create(disk / "a.study", Cluster(), [questionnaire], passphrase=None)
    assert [file.name for file in disk.iterdir()] == ["film"]


def remounted(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def test_a_study_on_a_read_only_disk_is_open_to_read_and_says_why(
    disk: Path, questionnaire: Questionnaire
) -> None:
    path = disk / "a.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        study.interviews.add("small", ANSWERS)
    remounted(disk)
    with Study.open(path, PASSPHRASE) as study:
        assert "read-only" in str(study.why_read_only)
        assert len(study.interviews.listing()) == 1
        with pytest.raises(StoreError, match="read-only"):
            study.set_cluster(Cluster(name="Brass"))


def test_a_study_left_by_a_power_cut_on_a_read_only_disk_is_read_with_its_last_answer(
    disk: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    with Study.create(tmp_path / "a.study", Cluster(), [questionnaire], passphrase=PASSPHRASE) as study:
        identity = study.interviews.add("small", ANSWERS)
        for file in tmp_path.glob("a.study*"):
            (disk / file.name).write_bytes(file.read_bytes())
    assert (disk / "a.study-wal").stat().st_size
    remounted(disk)
    with Study.open(disk / "a.study", PASSPHRASE) as study:
        assert [row.instance_id for row in study.interviews.listing()] == [identity]
        before = [line.event for line in study.interviews.history("")]
        study.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
        assert [line.event for line in study.interviews.history("")] == before


def test_an_older_study_on_a_read_only_disk_is_read_as_it_is_today(disk: Path) -> None:
    (disk / "old.study").write_bytes((STUDIES / "schema-001.study").read_bytes())
    remounted(disk)
    with Study.open(disk / "old.study") as study:
        assert len(study.interviews.listing()) == 2


def with_long_interviews(path: Path, kind: str, passphrase: str | None) -> bytes:
    """A study of the seventh schema, most of it interviews, so that its update takes room."""
    path.write_bytes((STUDIES / f"schema-007-rich{kind}.study").read_bytes())
    db = database.connect(path, database.key_for(path, passphrase))
    long = f"<!--{'x' * 60_000}--></data>"
    db.execute("UPDATE interview SET xml = replace(xml, '</data>', ?)", (long,))
    database.gather(db)
    db.close()
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["", "-locked"])
@pytest.mark.parametrize("room", [0.4, 1.12])
def test_an_older_study_whose_update_finds_the_disk_full_stays_as_it_was(
    full_keys: None, disk: Path, tmp_path: Path, kind: str, room: float
) -> None:
    old, passphrase = disk / "old.study", PASSPHRASE if kind else None
    old.write_bytes(with_long_interviews(tmp_path / "old.study", kind, passphrase))
    left = int(old.stat().st_size * room)
    (disk / "film.mp4").write_bytes(b"\0" * (shutil.disk_usage(disk).free - left))
    with pytest.raises(StoreError, match=r"disk is full|Free some space"):
        Study.open(old, passphrase)
    assert {file.name for file in disk.iterdir()} == {"old.study", "film.mp4"}
    kept = tmp_path / "kept.study"
    shutil.copyfile(old, kept)
    db = database.connect(kept, database.key_for(kept, passphrase))
    assert database.is_old(db)
    db.close()
    with Study.open(kept, passphrase) as study:
        assert len(study.interviews.listing()) == 11


def test_a_full_study_keeps_the_draft_of_before(study: Study) -> None:
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Sharma")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    rows.set_pragma(study, f"max_page_count = {rows.number(study, 'PRAGMA page_count')}")
    entry.answer("/data/identity/firm_name", "S" * 200_000)
    with pytest.raises(StoreError, match="disk is full"):
        study.interviews.savepoint(savepoint_of(entry, NOW))
    assert study.interviews.read(entry.instance_id).firm == "Sharma"


def test_a_study_another_program_keeps_locked_is_a_sentence_and_the_answer_is_saved_later(
    study: Study,
) -> None:
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Sharma")
    other = dbapi2.connect(str(study.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    rows.set_pragma(study, "busy_timeout = 50")
    with pytest.raises(StudyInUse, match="in use by another window or program"):
        study.interviews.savepoint(savepoint_of(entry, NOW))
    other.execute("ROLLBACK")
    other.close()
    study.interviews.savepoint(savepoint_of(entry, NOW))
    assert study.interviews.read(entry.instance_id).firm == "Sharma"


def test_a_study_on_a_disk_without_a_log_is_saved_later_when_a_reader_held_it(study: Study) -> None:
    rows.set_pragma(study, "journal_mode = DELETE")
    rows.set_pragma(study, "busy_timeout = 50")
    other = dbapi2.connect(str(study.path), isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM interview").fetchone()
    with pytest.raises(StudyInUse, match="in use by another window or program"):
        study.interviews.add("small", ANSWERS)
    other.execute("COMMIT")
    other.close()
    study.interviews.add("small", ANSWERS)
    assert [row.firm for row in study.interviews.listing()] == ["Sharma Brass Works"]


def test_opening_a_study_on_a_full_disk_says_that_the_disk_is_full(
    disk: Path, questionnaire: Questionnaire
) -> None:
    path = disk / "a.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=None).close()
    subprocess.run(
        ["dd", "if=/dev/zero", f"of={disk / 'film.mp4'}", "bs=4k"], check=False, capture_output=True
    )
    with pytest.raises(StoreError, match="disk is full"):
        Study.open(path)


def test_a_study_that_is_renamed_while_it_is_open_takes_answers_again_when_it_is_back(study: Study) -> None:
    elsewhere = study.path.with_name("elsewhere.study")
    study.path.rename(elsewhere)
    with pytest.raises(StoreError, match="moved, renamed or deleted"):
        study.interviews.add("small", ANSWERS)
    elsewhere.rename(study.path)
    study.interviews.add("small", ANSWERS)
    study.close()
    with Study.open(study.path) as again:
        assert [row.firm for row in again.interviews.listing()] == ["Sharma Brass Works"]
