"""What a study asks of SQLite: killing a program cannot show that it was forgotten, so each connection is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.security import unlocking
from fieldsurvey.study import Study, restore_backup
from tests.support import rows
from tests.support.small_form import ANSWERS, PASSPHRASE

WANTED = {"synchronous": 2, "temp_store": 2, "secure_delete": 1, "foreign_keys": 1, "journal_mode": "wal"}
"""FULL: a commit is on the disk before anybody says so. MEMORY: sorting writes nothing readable."""


def asked(study: Study) -> dict[str, object]:
    """What holds for a connection as the study's own are made."""
    with rows.connected(study) as db:
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


@pytest.fixture(params=[PASSPHRASE, None], ids=["locked", "plain"])
def opened(request: pytest.FixtureRequest, locked_path: Path, study: Study) -> Iterator[Study]:
    if request.param is None:
        yield study
        return
    with Study.open(locked_path, request.param) as locked:
        yield locked


def test_each_connection_of_a_study_waits_for_the_disk_and_keeps_sorting_in_memory(opened: Study) -> None:
    assert asked(opened) == WANTED
    with opened.again() as lane, opened.again(read_only=True) as reader:
        assert asked(lane) == asked(reader) == WANTED


def test_work_that_copies_the_file_leaves_the_study_as_careful_as_before(opened: Study) -> None:
    opened.interviews.add("small", ANSWERS)
    opened.safety.back_up()
    opened.settle()
    assert asked(opened) == WANTED


def test_a_study_that_was_restored_and_locked_anew_is_as_careful(locked_path: Path) -> None:
    with Study.open(locked_path, PASSPHRASE) as study:
        study.safety.back_up()
        (backup,) = study.safety.backups()
    restore_backup(locked_path, backup.path, PASSPHRASE)
    unlocking.change_passphrase(locked_path, "kettle orbit ginger lake", passphrase=PASSPHRASE)
    with Study.open(locked_path, "kettle orbit ginger lake") as study:
        assert asked(study) == WANTED
