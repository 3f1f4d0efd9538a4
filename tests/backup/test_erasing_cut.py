"""Erasing that was cut off, or did not reach a copy, is finished later: nothing of a consent taken back stays because the power failed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.security import unlocking
from fieldsurvey.store import copies
from fieldsurvey.study import Study
from tests.support.small_form import ANSWERS

SAID = "Sharma Castings of the river lane"


@pytest.fixture
def study(tmp_path: Path, questionnaire: Questionnaire) -> Study:
    return Study.create(tmp_path / "brass.study", Cluster(name="Brass"), [questionnaire], passphrase=None)


def told(study: Study) -> str:
    return study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": SAID})


def holding(folder: Path) -> set[str]:
    """The files in which it can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if SAID.encode() in path.read_bytes()}


def test_what_was_cut_off_before_the_backups_is_finished_with_the_next_backup(
    study: Study, tmp_path: Path
) -> None:
    identity = told(study)
    study.safety.back_up()
    study.interviews.erase(identity, "Consent withdrawn")
    study.close()  # the power fails before `erase_in_backups`
    assert len(holding(tmp_path)) == 1
    with Study.open(tmp_path / "brass.study") as again:
        again.safety.back_up()
    assert holding(tmp_path) == set()


def test_a_folder_that_was_not_there_is_gone_through_with_the_next_backup(
    study: Study, tmp_path: Path
) -> None:
    for name in ("stick", "disk"):
        (tmp_path / name).mkdir()
    identity = told(study)
    study.safety.set_backup_folder(tmp_path / "stick")
    study.safety.back_up()
    study.safety.set_backup_folder(tmp_path / "disk")
    (tmp_path / "stick").rename(tmp_path / "pocket")
    study.interviews.erase(identity, "Consent withdrawn")
    (problem,) = study.safety.erase_in_backups(identity)
    assert "is not there now" in str(problem)
    study.safety.back_up()
    assert len(holding(tmp_path)) == 1
    (tmp_path / "pocket").rename(tmp_path / "stick")
    study.safety.back_up()
    study.close()
    assert holding(tmp_path) == set()


@pytest.mark.parametrize("left", [copies.part_of, unlocking.hidden], ids=["half", "old key"])
def test_what_a_power_cut_left_of_the_study_itself_is_erased_too(
    study: Study, tmp_path: Path, left: Callable[[Path], Path]
) -> None:
    identity = told(study)
    study.safety.save_copy(tmp_path / "copy.study")
    file = (tmp_path / "copy.study").rename(left(study.path))
    os.utime(file, (0, 0))
    study.interviews.erase(identity, "Consent withdrawn")
    assert study.safety.erase_in_backups(identity) == []
    study.close()
    assert holding(tmp_path) == set()
