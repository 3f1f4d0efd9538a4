"""Backups: consistent, readable with the same passphrase, rotated, and a way back that brings nothing erased back."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fieldsurvey.backup.backups import kept
from fieldsurvey.errors import StoreError, StudyInUse, WrongPassphrase
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.security import unlocking
from fieldsurvey.security.unlocking import change_passphrase
from fieldsurvey.study import SecondWord, Study, restore_backup
from fieldsurvey.system.progress import Cancelled
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE

LATER = {**ANSWERS, "/data/identity/firm_name": "Verma Castings"}


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def locked(tmp_path: Path, questionnaire: Questionnaire, clock: Clock) -> Iterator[Study]:
    """A locked study with one interview."""
    path = tmp_path / "brass.study"
    with Study.create(path, Cluster(), [questionnaire], passphrase=PASSPHRASE, clock=clock) as study:
        study.interviews.add("small", ANSWERS)
        yield study


def firms(path: Path) -> list[str]:
    with Study.open(path, PASSPHRASE) as study:
        return sorted(row.firm for row in study.interviews.listing())


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_opens_with_the_same_passphrase_and_holds_everything(locked: Study) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    assert backup.path.name == "brass 2026-11-03 0915.study"
    assert firms(backup.path) == ["Sharma Brass Works"]
    assert names(backup.path.parent) == ["brass 2026-11-03 0915.study"]


def test_a_backup_is_noise_without_the_passphrase(locked: Study) -> None:
    locked.safety.back_up()
    content = locked.safety.backups()[0].path.read_bytes()
    assert b"Sharma" not in content
    with pytest.raises(WrongPassphrase):
        Study.open(locked.safety.backups()[0].path)


def test_a_backup_made_while_answers_come_in_is_whole(locked: Study) -> None:
    stop = threading.Event()

    def write() -> None:
        with locked.again() as study:
            entry = study.interviews.begin("small")
            number = 0
            while not stop.is_set():
                number += 1
                entry.answer("/data/labour/workers", str(number))
                study.interviews.savepoint(savepoint_of(entry, NOW))

    writer = threading.Thread(target=write)
    writer.start()
    locked.safety.back_up()
    stop.set()
    writer.join()
    with Study.open(locked.safety.backups()[0].path, PASSPHRASE) as backup:
        assert backup.safety.verify().is_whole


def test_one_backup_a_day_is_made_by_itself(locked: Study, clock: Clock) -> None:
    locked.safety.back_up_if_due()
    locked.safety.back_up_if_due()
    assert len(locked.safety.backups()) == 1
    clock.now += timedelta(days=1)
    locked.safety.back_up_if_due()
    assert len(locked.safety.backups()) == 2


def test_a_clock_that_jumps_back_costs_no_backup(locked: Study, clock: Clock) -> None:
    locked.safety.back_up_if_due()
    clock.now -= timedelta(days=400)
    locked.safety.back_up_if_due()
    assert [backup.at.year for backup in locked.safety.backups()] == [2026, 2025]


def test_a_backup_just_made_stays_when_the_clock_went_back_some_weeks(locked: Study, clock: Clock) -> None:
    for _day in range(20):
        locked.safety.back_up()
        clock.now += timedelta(days=1)
    clock.now -= timedelta(days=17)
    clock.now += timedelta(minutes=7)
    locked.safety.back_up()
    assert "brass 2026-11-06 0922.study" in names(locked.safety.backup_folder)


def test_a_file_named_like_a_backup_of_no_day_is_passed_over(locked: Study) -> None:
    locked.safety.back_up()
    (locked.safety.backup_folder / "brass 2026-02-31 1000.study").write_bytes(b"")
    assert [backup.path.name for backup in locked.safety.backups()] == ["brass 2026-11-03 0915.study"]


def test_a_lost_study_is_restored_as_it_was_on_the_day_although_its_log_is_still_there(
    locked: Study, clock: Clock
) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.interviews.add("small", LATER)
    log = locked.path.with_name("brass.study-wal")
    left_over = log.read_bytes()
    locked.close()
    locked.path.unlink()
    log.write_bytes(left_over)
    restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    assert firms(locked.path) == ["Sharma Brass Works"]
    assert log.with_name("brass before restoring 2026-11-03 0915.study-wal").read_bytes() == left_over


def test_a_study_that_something_else_writes_is_not_restored(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    with Study.open(locked.path, PASSPHRASE) as other:
        with pytest.raises(StudyInUse):
            restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
        other.interviews.add("small", LATER)
    assert firms(locked.path) == ["Sharma Brass Works", "Verma Castings"]


def test_older_backups_thin_out() -> None:
    daily = [datetime(2026, 11, 22, 9) - timedelta(days=days) for days in range(500)]  # noqa: DTZ001
    stay = sorted(kept(daily), reverse=True)
    assert stay[:7] == daily[:7]
    assert 7 + 3 + 11 <= len(stay) <= 7 + 4 + 12


def test_too_many_backups_are_dropped_from_the_folder(locked: Study, clock: Clock) -> None:
    for _day in range(30):
        locked.safety.back_up()
        clock.now += timedelta(days=1)
    assert len(locked.safety.backups()) <= 7 + 4 + 2


def test_a_folder_that_is_not_there_is_a_sentence(locked: Study, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("no folder")
    locked.safety.set_backup_folder(tmp_path / "stick" / "backups")
    with pytest.raises(StoreError, match=r"No backup was made.*hoose another folder"):
        locked.safety.back_up()


def test_restoring_brings_back_the_day_and_keeps_what_was(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.interviews.add("small", LATER)
    locked.close()
    aside = restore_backup(locked.path, backup.path, PASSPHRASE, who="Ravi", clock=clock)
    assert aside is not None
    assert aside.name == "brass before restoring 2026-11-03 0915.study"
    assert firms(locked.path) == ["Sharma Brass Works"]
    assert firms(aside) == ["Sharma Brass Works", "Verma Castings"]
    with Study.open(locked.path, PASSPHRASE) as study:
        begun, restored = study.interviews.history("")[-2:]
        assert begun.event == "chain begun"
        assert (restored.event, restored.who, restored.new) == ("backup restored", "Ravi", backup.path.name)
        assert study.safety.verify().is_whole


def test_what_was_erased_does_not_come_back_with_a_backup(locked: Study, clock: Clock) -> None:
    (row,) = locked.interviews.listing()
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.interviews.erase(row.instance_id, "Consent withdrawn")
    locked.close()
    restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    assert firms(locked.path) == []


def test_a_destroyed_study_is_restored_from_its_backup(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    locked.path.write_bytes(b"\0" * 8192)
    aside = restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    assert firms(locked.path) == ["Sharma Brass Works"]
    assert aside is not None
    assert aside.read_bytes() == b"\0" * 8192


def test_a_lost_study_is_restored_from_its_backup(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    locked.path.unlink()
    assert restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock) is None
    assert firms(locked.path) == ["Sharma Brass Works"]


def test_a_study_open_in_a_window_is_not_restored(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.take_writer_lock()
    with pytest.raises(StudyInUse):
        restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)


def test_a_damaged_backup_is_not_put_in_place(locked: Study, clock: Clock) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    content = bytearray(backup.path.read_bytes())
    content[20 * 4096 : 24 * 4096] = b"\1" * (4 * 4096)
    backup.path.write_bytes(content)
    with pytest.raises(StoreError):
        restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    assert firms(locked.path) == ["Sharma Brass Works"]
    assert [name for name in names(locked.path.parent) if "before" in name] == []


def test_erasing_reaches_the_backups(locked: Study) -> None:
    (row,) = locked.interviews.listing()
    locked.safety.back_up()
    locked.interviews.erase(row.instance_id, "Consent withdrawn")
    assert locked.safety.erase_in_backups(row.instance_id) == []
    assert firms(locked.safety.backups()[0].path) == []


def test_erasing_reaches_the_study_as_it_was_before_a_backup_was_restored(
    locked: Study, clock: Clock
) -> None:
    identity = locked.interviews.listing()[0].instance_id
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    aside = restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    with Study.open(locked.path, PASSPHRASE, clock=clock) as study:
        study.interviews.erase(identity, "consent withdrawn")
        assert study.safety.erase_in_backups(identity) == []
    assert aside is not None
    assert firms(aside) == []


def test_erasing_names_every_file_that_opens_with_a_passphrase_of_before(locked: Study, clock: Clock) -> None:
    identity = locked.interviews.listing()[0].instance_id
    locked.safety.back_up()
    locked.close()
    kept_as = change_passphrase(locked.path, "kettle orbit ginger lake", passphrase=PASSPHRASE, now=clock)
    with Study.open(locked.path, "kettle orbit ginger lake", clock=clock) as study:
        study.interviews.erase(identity, "consent withdrawn")
        problems = study.safety.erase_in_backups(identity)
    assert [str(problem).partition(" may still hold")[0] for problem in problems] == [
        "brass 2026-11-03 0915.study",
        kept_as.name,
    ]


def test_damage_in_the_study_is_found_by_the_days_backup_and_no_good_one_is_lost(locked: Study) -> None:
    locked.safety.back_up()
    locked.close()
    content = bytearray(locked.path.read_bytes())
    content[20 * 4096 : 24 * 4096] = b"\1" * (4 * 4096)
    locked.path.write_bytes(content)
    with Study.open(locked.path, PASSPHRASE) as study:
        assert str(study.safety.back_up().message).startswith("brass.study is damaged")
    with Study.open(locked.path, PASSPHRASE) as study:
        assert len(study.safety.backups()) == 1


@pytest.mark.parametrize("kind", ["part", "new"])
def test_what_a_cut_left_in_the_folder_is_cleared_by_the_next_backup(locked: Study, kind: str) -> None:
    locked.safety.back_up()
    folder = locked.safety.backup_folder
    left, fresh = (folder / f".brass 2026-11-0{day} 0915.study.{kind}" for day in (1, 2))
    theirs = folder / f".theirs 2026-11-01 0915.study.{kind}"
    for part in (left, fresh, theirs):
        part.write_bytes(b"half")
        os.utime(part, None if part == fresh else (0, 0))
    locked.safety.back_up()
    assert not left.exists()
    assert fresh.exists()
    assert theirs.exists()


def test_a_stopped_backup_leaves_no_half_file(locked: Study) -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        locked.safety.back_up(stop)
    assert names(locked.safety.backup_folder) == []


def test_a_folder_on_a_stick_that_is_not_there_is_not_made_anew(locked: Study, tmp_path: Path) -> None:
    locked.safety.set_backup_folder(tmp_path / "stick" / "backups")
    with pytest.raises(StoreError, match="Connect its disk or stick"):
        locked.safety.back_up()
    assert not (tmp_path / "stick").exists()


def test_the_day_of_the_last_backup_is_known_without_its_folder(locked: Study) -> None:
    locked.safety.back_up()
    locked.safety.set_backup_folder(locked.path.parent / "stick" / "backups")
    assert locked.safety.last_backup == NOW.replace(tzinfo=None)


def test_what_was_erased_does_not_come_back_with_a_backup_of_before_another_passphrase(
    locked: Study, clock: Clock
) -> None:
    (row,) = locked.interviews.listing()
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    unlocking.change_passphrase(locked.path, "kettle orbit ginger lake", passphrase=PASSPHRASE)
    with Study.open(locked.path, "kettle orbit ginger lake") as study:
        study.interviews.erase(row.instance_id, "Consent withdrawn")
        sheet = study.safety.recovery_key
    restore_backup(locked.path, backup.path, PASSPHRASE, recovery_key=sheet, clock=clock)
    assert firms(locked.path) == []


def test_two_studies_of_one_name_share_a_stick_without_touching_each_other(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    for place in ("p", "q", "stick"):
        (tmp_path / place).mkdir()
    numbers = []
    for place, times in (("p", 3), ("q", 5)):
        path = tmp_path / place / "brass.study"
        clock = Clock()
        with Study.create(path, Cluster(), [questionnaire], passphrase=None, clock=clock) as study:
            study.safety.set_backup_folder(tmp_path / "stick")
            study.safety.set_backup_folder(study.safety.backup_folder)
            for _time in range(times):
                study.safety.back_up()
                clock.now += timedelta(days=1)
            numbers.append(len(study.safety.backups()))
    assert numbers == [3, 5]
    assert len(names(tmp_path / "stick")) == 2


# --- a second word ------------------------------------------------------------------------------------------------


def plain_one(path: Path, questionnaire: Questionnaire) -> Path:
    """A plain study with one interview and a backup of it, which this gives."""
    with Study.create(path, Cluster(), [questionnaire], passphrase=None) as study:
        study.interviews.add("small", ANSWERS)
        study.safety.back_up()
        return study.safety.backups()[0].path


def test_a_locked_study_becomes_a_plain_one_only_when_told_so(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    backup = plain_one(path, questionnaire)
    unlocking.lock(path, PASSPHRASE)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"is not locked, and brass\.study is.*--unlock"):
        restore_backup(path, backup, PASSPHRASE)
    assert path.read_bytes() == before
    restore_backup(path, backup, PASSPHRASE, said=SecondWord(unlock=True))
    with Study.open(path) as study:
        assert not study.is_encrypted


@pytest.mark.parametrize("passphrase", [PASSPHRASE, None])
def test_another_studys_file_takes_the_place_only_when_told_so(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    path, other = tmp_path / "mine.study", tmp_path / "other.study"
    Study.create(path, Cluster(), [questionnaire], passphrase=passphrase).close()
    Study.create(other, Cluster(name="Other"), [questionnaire], passphrase=passphrase).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"is no backup of mine\.study.*--other-study"):
        restore_backup(path, other, passphrase)
    assert path.read_bytes() == before
    restore_backup(path, other, passphrase, said=SecondWord(other_study=True))
    with Study.open(path, passphrase) as study:
        assert study.cluster.name == "Other"


def test_a_file_with_a_passphrase_that_does_not_open_the_study_wants_a_second_word(
    locked: Study, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    locked.close()
    other = tmp_path / "other.study"
    Study.create(other, Cluster(), [questionnaire], passphrase="another seven words").close()
    with pytest.raises(StoreError, match=r"nobody can tell whether other\.study"):
        restore_backup(locked.path, other, "another seven words")
    assert firms(locked.path) == ["Sharma Brass Works"]


def test_a_restored_study_goes_back_to_a_backup_of_before_and_to_the_file_put_aside(
    locked: Study, clock: Clock
) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.close()
    aside = restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    assert aside is not None
    restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    restore_backup(locked.path, aside, PASSPHRASE, clock=clock)
    assert firms(locked.path) == ["Sharma Brass Works"]


def test_a_backup_of_before_the_lock_is_known_as_the_studys_own(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "brass.study"
    backup = plain_one(path, questionnaire)
    unlocking.lock(path, PASSPHRASE)
    with Study.open(path, PASSPHRASE) as study:
        locked_backup = study.safety.back_up() and study.safety.backups()[0].path
    restore_backup(path, backup, PASSPHRASE, said=SecondWord(unlock=True))
    restore_backup(path, locked_backup, PASSPHRASE)
    assert firms(path) == ["Sharma Brass Works"]


# --- every folder a backup ever went to ----------------------------------------------------------------------------


def test_erasing_reaches_every_folder_a_backup_ever_went_to(locked: Study, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        locked.safety.back_up()
        locked.safety.set_backup_folder(tmp_path / folder)
    locked.safety.back_up()
    (row,) = locked.interviews.listing()
    locked.interviews.erase(row.instance_id, "Consent withdrawn")
    assert locked.safety.erase_in_backups(row.instance_id) == []
    found = sorted(tmp_path.glob("*/**/brass 2026-11-03 *.study"))
    assert [firms(path) for path in found] == [[], [], []]


def test_erasing_names_a_folder_that_is_not_there(locked: Study, tmp_path: Path) -> None:
    locked.safety.set_backup_folder(tmp_path / "stick")
    locked.safety.back_up()
    away = locked.safety.backup_folder
    locked.safety.set_backup_folder(tmp_path / "disk")
    (tmp_path / "stick").rename(tmp_path / "pocket")
    (row,) = locked.interviews.listing()
    locked.interviews.erase(row.instance_id, "Consent withdrawn")
    (problem,) = locked.safety.erase_in_backups(row.instance_id)
    assert str(problem).startswith(f"The folder {away} is not there now")


def test_a_restored_study_still_knows_the_folders_chosen_since(
    locked: Study, tmp_path: Path, clock: Clock
) -> None:
    locked.safety.back_up()
    (backup,) = locked.safety.backups()
    locked.safety.set_backup_folder(tmp_path / "stick")
    locked.safety.back_up()
    (later,) = locked.safety.backups()
    locked.close()
    restore_backup(locked.path, backup.path, PASSPHRASE, clock=clock)
    with Study.open(locked.path, PASSPHRASE, clock=clock) as study:
        (row,) = study.interviews.listing()
        study.interviews.erase(row.instance_id, "Consent withdrawn")
        assert study.safety.erase_in_backups(row.instance_id) == []
    assert firms(later.path) == []


def test_erasing_reaches_a_backup_of_before_the_lock(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "brass.study"
    backup = plain_one(path, questionnaire)
    unlocking.lock(path, PASSPHRASE)
    with Study.open(path, PASSPHRASE) as study:
        (row,) = study.interviews.listing()
        study.interviews.erase(row.instance_id, "Consent withdrawn")
        assert study.safety.erase_in_backups(row.instance_id) == []
    assert b"Sharma" not in backup.read_bytes()
