"""A study whose file is moved away, or replaced, under the open program; and what a copy of the one file holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Questionnaire
from fieldsurvey.store import database
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.tasks import Tasks
from tests.support.small_form import ANSWERS, PASSPHRASE
from tests.support.small_studies import filled

BOTH = pytest.mark.parametrize("passphrase", [None, PASSPHRASE])


@BOTH
def test_another_file_in_the_studys_place_is_not_written(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    path, other = tmp_path / "brass.study", tmp_path / "other.study"
    filled(other, questionnaire, passphrase, 1).close()
    came_in = other.read_bytes()
    study = filled(path, questionnaire, passphrase, 2)
    study.settle()
    other.replace(path)
    for _each in range(2):
        with pytest.raises(StoreError, match="taken the place"):
            study.interviews.add("small", ANSWERS)
    with pytest.raises(StoreError, match="taken the place"):
        study.settle()
    assert path.read_bytes() == came_in
    study.close()
    assert path.read_bytes() == came_in
    with Study.open(path, passphrase) as found:
        assert len(found.interviews.listing()) == 1
        assert found.safety.verify().is_whole


@BOTH
def test_a_file_that_was_emptied_is_not_written(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    path = tmp_path / "brass.study"
    study = filled(path, questionnaire, passphrase, 2)
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="taken the place"):
        study.interviews.add("small", ANSWERS)
    with pytest.raises(StoreError, match="taken the place"):
        study.settle()


@BOTH
def test_a_copy_of_the_one_file_holds_every_interview_once_it_rests(
    tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None
) -> None:
    path, copy = tmp_path / "brass.study", tmp_path / "copy.study"
    with filled(path, questionnaire, passphrase, 5) as study:
        study.settle()
        shutil.copyfile(path, copy)
        assert next(database.side_files(path)).stat().st_size == 0
    with Study.open(copy, passphrase) as found:
        assert len(found.interviews.listing()) == 5


def test_somebody_who_reads_does_not_hold_it_up(tmp_path: Path, questionnaire: Questionnaire) -> None:
    path = tmp_path / "brass.study"
    with filled(path, questionnaire, None, 1) as study, study.again() as reader:
        with reader.context.reading():
            reader.interviews.listing()
            study.interviews.add("small", ANSWERS)
            study.settle()
        study.settle()
        assert next(database.side_files(path)).stat().st_size == 0


def test_what_the_window_wrote_stands_in_the_one_file_when_it_rests(
    qtbot: QtBot, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path, copy = tmp_path / "brass.study", tmp_path / "copy.study"
    with filled(path, questionnaire, None, 0) as study:
        tasks = Tasks(study)
        tasks.write(lambda lane: lane.interviews.add("small", ANSWERS))
        tasks.wait_for_writes()
        qtbot.waitUntil(lambda: next(database.side_files(path)).stat().st_size == 0, timeout=60_000)
        shutil.copyfile(path, copy)
        tasks.close()
    with Study.open(copy) as found:
        assert len(found.interviews.listing()) == 1
