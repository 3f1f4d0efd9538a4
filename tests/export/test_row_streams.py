"""From the file to the last cell nothing is a list of everything."""

from __future__ import annotations

import hashlib
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey.study import ExportOptions, Profile, Study
from fieldsurvey.system.progress import Cancelled
from tests.support.many_interviews import many_interviews
from tests.support.small_form import ANSWERS


def _peak_of_export(folder: Path, number: int) -> int:
    """Most bytes Python held while exporting that many interviews."""
    path = folder / f"{number}.study"
    many_interviews(path, number)
    with Study.open(path) as study:
        study.forms.form()
        tracemalloc.start()
        study.exports.write(path.with_suffix(".xlsx"))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


@pytest.mark.slow
def test_four_times_the_interviews_need_no_more_memory(tmp_path: Path) -> None:
    _peak_of_export(tmp_path, 40)  # what is loaded at the first export stays
    few, many = _peak_of_export(tmp_path, 200), _peak_of_export(tmp_path, 800)
    assert many - few < 500_000


def test_a_table_is_read_anew_each_time(study: Study) -> None:
    first = study.interviews.add("small", ANSWERS)
    main, workers = study.figures.dataset().tables
    before = [row["KEY"] for row in main.rows]
    second = study.interviews.add("small", ANSWERS)
    assert before == [first]
    assert {row["KEY"] for row in main.rows} == {first, second}
    assert (len(main.rows), len(workers.rows), len(list(workers.rows))) == (2, 4, 4)


def test_interviews_that_began_together_come_by_their_identity_however_many(tmp_path: Path) -> None:
    many_interviews(tmp_path / "a.study", 70)
    with Study.open(tmp_path / "a.study") as study:
        keys = [row["KEY"] for row in study.figures.dataset().tables[0].rows]
    assert keys == [f"uuid:00000000-0000-4000-8000-{n:012}" for n in range(70)]


def _readme(path: Path) -> dict[object, object]:
    return {row[0]: row[1] for row in load_workbook(path)["README"].iter_rows(values_only=True)}


def test_an_interview_that_comes_while_the_export_runs_is_in_none_of_its_figures(
    study: Study, tmp_path: Path
) -> None:
    study.interviews.add("small", ANSWERS)
    (xml,) = [interview.xml for interview in study.figures.source("small")]

    def meanwhile(done: int, total: int, what: str) -> None:
        with study.again() as other:
            other.interviews.add("small", ANSWERS)

    study.exports.write(tmp_path / "a.xlsx", progress=meanwhile)
    told = _readme(tmp_path / "a.xlsx")
    assert len(study.figures.source("small")) == 2
    assert (told["Interviews here"], told["Interviews left out for want of consent"]) == (1, 0)
    assert told["Hash of the submissions (SHA-256)"] == hashlib.sha256(xml.encode()).hexdigest()
    assert load_workbook(tmp_path / "a.xlsx")["Data"].max_row == 2


def test_who_did_not_agree_is_counted_and_left_out(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/consent_register": "no"})
    study.exports.write(tmp_path / "a.xlsx", ExportOptions(profile=Profile.REGISTER))
    told, book = _readme(tmp_path / "a.xlsx"), load_workbook(tmp_path / "a.xlsx")
    assert (told["Interviews here"], told["Interviews left out for want of consent"]) == (1, 1)
    assert book["Data"].max_row == 2


def test_the_filter_covers_every_row(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", ANSWERS)
    study.exports.write(tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert str(book["Data"].auto_filter.ref).endswith("3")
    assert str(book["worker"].auto_filter.ref).endswith("5")


def test_a_stopped_export_leaves_nothing_in_the_temporary_folder(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    study.interviews.add("small", ANSWERS)

    def stop(done: int, total: int, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        study.exports.write(tmp_path / "a.xlsx", progress=stop)
    assert list((tmp_path / "temporary").iterdir()) == []
    study.interviews.add("small", ANSWERS)  # the study can be written again
