"""A change of passphrase: whole or not at all, with a way back; and a plain study that is locked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from fieldsurvey.errors import NotAStudy, StoreError, StudyInUse, WrongPassphrase, WrongRecoveryKey
from fieldsurvey.records import Cluster, InterviewFilter, Questionnaire
from fieldsurvey.security import unlocking
from fieldsurvey.security.writer_lock import WriterLock
from fieldsurvey.study import Study
from fieldsurvey.system.progress import Cancelled
from tests.support import rows
from tests.support.small_form import ANSWERS, PASSPHRASE

NEW = "kettle orbit ginger lake"
KEPT = "a before new passphrase 2026-11-22 1643.study"


def now() -> datetime:
    return datetime(2026, 11, 22, 16, 43)  # noqa: DTZ001 - a clock on the wall


def make(path: Path, questionnaire: Questionnaire, passphrase: str | None = PASSPHRASE) -> Path:
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase) as study:
        study.interviews.add("small", ANSWERS)
    return path


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A closed, locked study with one interview."""
    return make(tmp_path / "a.study", questionnaire)


def firms(path: Path, passphrase: str | None) -> list[str]:
    with Study.open(path, passphrase) as study:
        return [row.firm for row in study.interviews.listing()]


def sit_down(path: Path, passphrase: str) -> None:
    """A window opens the study, and is closed again."""
    with Study.open(path, passphrase) as study:
        study.take_writer_lock()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_after_a_change_the_new_passphrase_opens_and_the_old_does_not(path: Path) -> None:
    unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    assert firms(path, NEW) == ["Sharma Brass Works"]
    with pytest.raises(WrongPassphrase):
        Study.open(path, PASSPHRASE)


def test_the_file_as_it_was_is_kept_and_opens_with_the_old_passphrase(path: Path) -> None:
    kept = unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, now=now)
    assert kept == path.with_name(KEPT)
    assert names(path.parent) == [KEPT, "a.study"]
    assert firms(kept, PASSPHRASE) == ["Sharma Brass Works"]


def test_two_changes_within_a_minute_keep_two_files(path: Path) -> None:
    unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, now=now)
    kept = unlocking.change_passphrase(path, "third of them", passphrase=NEW, now=now)
    assert kept.name == "a before new passphrase 2026-11-22 1643 (2).study"
    assert firms(kept, NEW) == firms(path, "third of them")


def test_after_a_change_the_old_recovery_sheet_is_void(path: Path) -> None:
    with Study.open(path, PASSPHRASE) as study:
        sheet = study.safety.recovery_key
    unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    with pytest.raises(WrongRecoveryKey, match="before its passphrase was changed"):
        Study.open(path, recovery_key=sheet)


def test_the_recovery_sheet_is_enough_to_set_a_new_passphrase(path: Path) -> None:
    with Study.open(path, PASSPHRASE) as study:
        sheet = study.safety.recovery_key
    unlocking.change_passphrase(path, NEW, recovery_key=sheet)
    assert firms(path, NEW) == ["Sharma Brass Works"]


def test_the_same_passphrase_again_gives_another_key(path: Path) -> None:
    before = path.read_bytes()[:16]
    unlocking.change_passphrase(path, PASSPHRASE, passphrase=PASSPHRASE)
    assert path.read_bytes()[:16] != before


def test_a_wrong_old_passphrase_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        unlocking.change_passphrase(path, NEW, passphrase="guess")
    assert path.read_bytes() == before
    assert names(path.parent) == ["a.study"]


def test_an_empty_passphrase_is_refused(path: Path) -> None:
    with pytest.raises(StoreError, match="empty passphrase locks nothing"):
        unlocking.change_passphrase(path, "", passphrase=PASSPHRASE)


def test_a_study_that_is_open_elsewhere_is_left_alone(path: Path) -> None:
    with Study.open(path, PASSPHRASE), pytest.raises(StudyInUse, match="another window"):
        unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    assert firms(path, PASSPHRASE) == ["Sharma Brass Works"]
    assert names(path.parent) == ["a.study"]


def test_a_study_somebody_sits_at_is_left_alone(path: Path) -> None:
    writer_lock = WriterLock.take(path, "Ravi", now())
    with pytest.raises(StudyInUse, match=r"open in another window\. Close it there"):
        unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    writer_lock.leave()


def test_nobody_writes_while_the_study_is_copied(path: Path) -> None:
    told: list[str] = []

    def intrude(done: int, total: int, what: str) -> None:
        other = dbapi2.connect(str(path), timeout=0)
        other.execute(f"PRAGMA key = '{PASSPHRASE}'")
        with pytest.raises(dbapi2.OperationalError) as refused:
            other.execute("UPDATE interview SET firm = 'Other'")
        told.append(str(refused.value))
        other.close()

    def once(done: int, total: int, what: str) -> None:
        return intrude(done, total, what) if not told else None

    unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, progress=once)
    assert told == ["database is locked"]


def test_a_change_that_is_stopped_changes_nothing(path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, progress=stop)
    assert names(path.parent) == ["a.study"]
    assert firms(path, PASSPHRASE) == ["Sharma Brass Works"]


def test_a_change_stopped_after_the_copy_changes_nothing(path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done >= 80:
            raise Cancelled

    with pytest.raises(Cancelled):
        unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, progress=stop)
    assert names(path.parent) == ["a.study"]


def test_a_full_disk_is_a_sentence_and_changes_nothing(disk: Path, questionnaire: Questionnaire) -> None:
    path = make(disk / "a.study", questionnaire)
    room = os.statvfs(disk)
    (disk / "film").write_bytes(b"\0" * (room.f_bavail * room.f_bsize - 60_000))
    with pytest.raises(StoreError, match="Free some space"):
        unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    (disk / "film").unlink()
    assert names(disk) == ["a.study"]
    assert firms(path, PASSPHRASE) == ["Sharma Brass Works"]


def test_a_plain_study_on_a_full_disk_stays_as_it_was(disk: Path, questionnaire: Questionnaire) -> None:
    path = make(disk / "a.study", questionnaire, None)
    room = os.statvfs(disk)
    (disk / "film").write_bytes(b"\0" * (room.f_bavail * room.f_bsize - 60_000))
    with pytest.raises(StoreError, match="disk is full"):
        unlocking.lock(path, NEW)
    (disk / "film").unlink()
    assert names(disk) == ["a.study"]
    assert firms(path, None) == ["Sharma Brass Works"]


def test_a_disk_without_second_names_keeps_the_old_file_as_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    kept = unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    assert firms(kept, PASSPHRASE) == firms(path, NEW)


def test_a_plain_study_has_no_passphrase_to_change(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = make(tmp_path / "a.study", questionnaire, None)
    with pytest.raises(StoreError, match="Lock it with a passphrase first"):
        unlocking.change_passphrase(path, NEW)


def test_a_plain_study_is_locked_and_nothing_readable_stays(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = make(tmp_path / "a.study", questionnaire, None)
    unlocking.lock(path, NEW)
    assert names(tmp_path) == ["a.study"]
    assert b"Sharma" not in path.read_bytes()
    assert firms(path, NEW) == ["Sharma Brass Works"]


def test_a_locked_plain_study_keeps_the_numbers_of_its_rows(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = make(tmp_path / "a.study", questionnaire, None)
    numbers = "SELECT rowid, instance_id FROM interview"
    with Study.open(path) as study:
        for _ in range(3):
            study.interviews.add("small", ANSWERS)
    rows.damage(path, "UPDATE interview SET rowid = rowid * 7")
    before = rows.read(path, numbers)
    unlocking.lock(path, NEW)
    assert rows.read(path, numbers, passphrase=NEW) == before


def test_firms_are_found_by_their_name_after_locking(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = make(tmp_path / "a.study", questionnaire, None)
    unlocking.lock(path, NEW)
    with Study.open(path, NEW) as study:
        found = study.interviews.page(InterviewFilter(text="shar"), 0, 10)
        assert [row.firm for row in found] == ["Sharma Brass Works"]


def test_a_locked_study_is_not_locked_twice(path: Path) -> None:
    with pytest.raises(StoreError, match="locked already"):
        unlocking.lock(path, NEW)


def test_a_file_that_is_no_study_is_not_locked(tmp_path: Path) -> None:
    (tmp_path / "letter.study").write_text("Dear Asha")
    with pytest.raises(NotAStudy):
        unlocking.lock(tmp_path / "letter.study", NEW)


def test_what_a_cut_left_before_the_change_is_cleared_at_the_next_opening(path: Path) -> None:
    path.with_name(".a.study.new").write_bytes(b"half")
    os.link(path, path.with_name(".a.study.old-key"))
    sit_down(path, PASSPHRASE)
    assert names(path.parent) == ["a.study"]


def test_what_a_cut_left_after_the_change_gets_its_name_at_the_next_opening(path: Path) -> None:
    kept = unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE, now=now)
    kept.rename(path.with_name(".a.study.old-key"))
    sit_down(path, NEW)
    (kept,) = path.parent.glob("a before new passphrase *.study")
    assert names(path.parent) == [kept.name, "a.study"]
    assert firms(kept, PASSPHRASE) == ["Sharma Brass Works"]


_CHANGE = """
import sys
import tests.support.quick_keys
from pathlib import Path
from fieldsurvey.security import unlocking
unlocking.change_passphrase(
    Path(sys.argv[1]), sys.argv[3], passphrase=sys.argv[2],
    progress=lambda done, total, what: print(done, flush=True),
)
"""


def opens_with(path: Path) -> str:
    """Which of the two passphrases opens it."""
    try:
        Study.open(path, PASSPHRASE).close()
    except WrongPassphrase:
        Study.open(path, NEW).close()
        return NEW
    return PASSPHRASE


@pytest.fixture
def large(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A study of some 12 MB, so that a change takes a while."""
    path = make(tmp_path / "a.study", questionnaire)
    with Study.open(path, PASSPHRASE) as study:
        (row,) = study.interviews.listing()
        study.attachments.add(row.instance_id, "film.mp4", os.urandom(12_000_000))
    return path


def killed(path: Path, stage: str, wait: float) -> None:
    """A real process changes the passphrase and is killed so many seconds after it has told how far it is."""
    process = subprocess.Popen(
        [sys.executable, "-c", _CHANGE, str(path), PASSPHRASE, NEW], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    next(line for line in process.stdout if int(line) >= int(stage))
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.communicate()


_ORDINARY = [("0", 0.05), ("60", 0.05), ("95", 0.0), ("95", 0.02), ("95", 0.06)]
_MORE = [("60", wait / 100) for wait in range(10)] + [("95", wait / 200) for wait in range(25)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "wait"), [*_ORDINARY, *(pytest.param(*moment, marks=pytest.mark.long) for moment in _MORE)]
)
def test_a_program_killed_during_a_change_leaves_the_old_or_the_new_study_whole(
    large: Path, stage: str, wait: float
) -> None:
    killed(large, stage, wait)
    passphrase = opens_with(large)
    with Study.open(large, passphrase) as study:
        study.take_writer_lock()
        assert rows.read(study, "PRAGMA integrity_check") == [("ok",)]
        (row,) = study.interviews.listing()
        assert len(study.attachments.read(row.instance_id, "film.mp4") or b"") == 12_000_000
    assert not [name for name in names(large.parent) if name.startswith(".")]


def test_a_change_through_a_link_is_one_of_the_study_itself(path: Path) -> None:
    link = path.with_name("link.study")
    link.symlink_to(path)
    unlocking.change_passphrase(link, NEW, passphrase=PASSPHRASE, now=now)
    assert firms(path, NEW) == ["Sharma Brass Works"]
    assert link.is_symlink()
    assert names(path.parent) == [KEPT, "a.study", "link.study"]


def test_a_window_that_opens_a_link_sits_where_the_study_is(path: Path) -> None:
    link = path.with_name("link.study")
    link.symlink_to(path)
    with Study.open(path, PASSPHRASE) as first, Study.open(link, PASSPHRASE) as second:
        first.take_writer_lock()
        second.take_writer_lock()
        assert "open in another window" in str(second.why_read_only)
