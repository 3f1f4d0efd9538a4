"""Who may read a file: never more people than the system's mask, or the file of before, let in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.security import unlocking
from fieldsurvey.study import Study, restore_backup
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, PASSPHRASE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no such rights")
NEW = "kettle orbit ginger lake"


def others(path: Path) -> int:
    """What people other than the owner may do with it."""
    return path.stat().st_mode & 0o077


@pytest.fixture
def private() -> Iterator[None]:
    """The system's mask keeps everybody else out."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A plain study that its owner made private."""
    made = tmp_path / "brass.study"
    with Study.create(made, Cluster(), [questionnaire], passphrase=None) as study:
        study.interviews.add("small", ANSWERS)
    made.chmod(0o600)
    return made


def backed_up(path: Path, passphrase: str | None = None) -> Path:
    with Study.open(path, passphrase) as study:
        study.safety.back_up()
        return study.safety.backups()[0].path


@pytest.mark.usefixtures("private")
def test_what_is_written_under_a_narrow_mask_is_for_its_owner(
    run: Run, tmp_path: Path, small_form: Path
) -> None:
    path = tmp_path / "new.study"
    assert run("new", path, "--form", small_form, "--plain")[0] == 0
    with Study.open(path) as study:
        study.interviews.add("small", ANSWERS)
    assert run("export", path, tmp_path / "o.xlsx")[0] == 0
    assert run("report", path, "cluster", tmp_path / "c.pdf")[0] == 0
    written = [path, tmp_path / "o.xlsx", tmp_path / "c.pdf", backed_up(path)]
    assert [others(file) for file in written] == [0, 0, 0, 0]


def test_a_workbook_written_again_lets_nobody_more_in(run: Run, path: Path, tmp_path: Path) -> None:
    run("export", path, tmp_path / "o.xlsx")
    assert others(tmp_path / "o.xlsx") == 0o044
    (tmp_path / "o.xlsx").chmod(0o600)
    run("export", path, tmp_path / "o.xlsx")
    assert others(tmp_path / "o.xlsx") == 0


def test_backups_copies_put_aside_and_what_replaces_a_private_study_are_private(path: Path) -> None:
    backup = backed_up(path)
    assert others(backup) == 0
    backup.chmod(0o644)
    aside = restore_backup(path, backup)
    assert aside is not None
    assert (others(path), others(aside)) == (0, 0)
    unlocking.lock(path, PASSPHRASE)
    kept = unlocking.change_passphrase(path, NEW, passphrase=PASSPHRASE)
    assert (others(path), others(kept)) == (0, 0)


def test_a_lost_study_comes_back_as_private_as_its_backup(path: Path) -> None:
    backup = backed_up(path)
    path.unlink()
    restore_backup(path, backup)
    assert others(path) == 0


def test_a_copy_is_private_from_its_first_byte_also_without_second_names(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError

    backup = backed_up(path)
    monkeypatch.setattr(os, "link", refuse)
    aside = restore_backup(path, backup)
    assert aside is not None
    assert others(aside) == 0


def test_what_is_rescued_of_a_private_study_is_private(run: Run, path: Path, tmp_path: Path) -> None:
    assert run("rescue", path, tmp_path / "saved.study")[0] == 0
    assert others(tmp_path / "saved.study") == 0


def test_a_study_others_may_read_stays_so(path: Path) -> None:
    path.chmod(0o640)
    unlocking.lock(path, PASSPHRASE)
    assert others(path) == 0o040
