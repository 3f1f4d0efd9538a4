"""A log that another study left under a name: nothing is put there, and no file that takes its place is mixed with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.store import database
from fieldsurvey.study import Study
from tests.support.small_form import ANSWERS, PASSPHRASE


def made(path: Path, questionnaire: Questionnaire, passphrase: str | None) -> Path:
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase) as study:
        study.interviews.add("small", ANSWERS)
    return path


def cut_off(path: Path, questionnaire: Questionnaire, passphrase: str | None) -> Path:
    """A study as a power cut leaves it: its log holds the last work, its first page among it."""
    busy = path.with_name("busy.study")
    with Study.create(busy, Cluster(name="Iron"), [questionnaire], passphrase=passphrase) as study:
        for _each in range(5):
            study.interviews.add("small", ANSWERS)
        for file in (busy, *database.side_files(busy)):
            if file.exists():
                shutil.copyfile(file, path.with_name(path.name + file.name.removeprefix(busy.name)))
    return path


@pytest.mark.parametrize(("left", "came"), [(None, PASSPHRASE), (PASSPHRASE, None), (PASSPHRASE, PASSPHRASE)])
def test_a_file_that_takes_the_place_is_not_mixed_with_it(
    tmp_path: Path, questionnaire: Questionnaire, left: str | None, came: str | None
) -> None:
    other = made(tmp_path / "other.study", questionnaire, came)
    path = cut_off(tmp_path / "brass.study", questionnaire, left)
    log = next(database.side_files(path)).read_bytes()
    whole, came_in = path.read_bytes(), other.read_bytes()
    other.replace(path)
    with pytest.raises(StoreError, match=r"kept as .*brass \(log of another file\).study-wal"):
        Study.open(path, came)
    assert path.read_bytes() == came_in
    with Study.open(path, came) as study:
        assert len(study.interviews.listing()) == 1
        assert study.safety.verify().is_whole
    aside = tmp_path / "brass (log of another file).study"
    assert next(database.side_files(aside)).read_bytes() == log
    aside.write_bytes(whole)
    with Study.open(aside, left) as study:
        assert len(study.interviews.listing()) == 5


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_its_own_log_is_read(tmp_path: Path, questionnaire: Questionnaire, passphrase: str | None) -> None:
    with Study.open(cut_off(tmp_path / "brass.study", questionnaire, passphrase), passphrase) as study:
        assert len(study.interviews.listing()) == 5
        assert study.safety.verify().is_whole


def copy(source: Path, target: Path, _questionnaire: Questionnaire) -> object:
    with Study.open(source) as study:
        return study.save_elsewhere(target)


PUT = [
    copy,
    lambda source, target, _questionnaire: rescue(source, target),
    lambda _source, target, questionnaire: made(target, questionnaire, None),
]


@pytest.mark.parametrize("put", PUT, ids=["copy", "rescue", "new"])
def test_nothing_is_put_where_such_a_log_lies(
    tmp_path: Path, questionnaire: Questionnaire, put: Callable[[Path, Path, Questionnaire], object]
) -> None:
    source = made(tmp_path / "source.study", questionnaire, None)
    target = cut_off(tmp_path / "brass.study", questionnaire, None)
    log = next(database.side_files(target))
    left = log.read_bytes()
    target.unlink()
    with pytest.raises(StoreError, match=r"brass\.study-wal lies where"):
        put(source, target, questionnaire)
    assert log.read_bytes() == left
    assert not target.exists()
    log.unlink()
    put(source, target, questionnaire)
    with Study.open(target) as study:
        assert len(study.interviews.listing()) == 1
