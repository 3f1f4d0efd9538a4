"""What was typed is what stands in the cell, whatever a spreadsheet would make of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fieldsurvey.export import workbook
from fieldsurvey.study import ExportOptions, Study
from tests.support.workbooks import head, readme, rows, study_of_workbook, written

FORM = """
    | survey  |                   |          |          |            |
    |         | type              | name     | label    | missing    |
    |         | text              | words    | Words    |            |
    |         | integer           | whole    | Whole    |            |
    |         | integer           | offered  | Offered  | dk refused |
    |         | decimal           | part     | Part     |            |
    |         | decimal           | rate     | Rate     | dk refused |
    |         | date              | day      | Day      |            |
    |         | time              | hour     | Hour     |            |
    |         | dateTime          | moment   | Moment   |            |
    |         | select_one c      | one      | One      |            |
    |         | text              | why      | Why      | refused    |
    |         | begin_repeat      | worker   | Worker   |            |
    |         | text              | role     | Role     |            |
    |         | end_repeat        |          |          |            |
    | choices |                   |          |          |            |
    |         | list_name         | name     | label    |            |
    |         | c                 | -1       | Less     |            |
    |         | c                 | dk       | Unknown  |            |
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with study_of_workbook(tmp_path, FORM) as made:
        yield made


def _cell(study: Study, folder: Path, name: str, value: str) -> Any:
    """The cell of the one interview that was answered so."""
    study.interviews.add("", {f"/data/{name}": value})
    path = written(study, folder / "o.xlsx")
    return load_workbook(path)["Data"].cell(2, head(path).index(name) + 1)


@pytest.mark.parametrize(
    "typed",
    ["+91 98450 12345", "-1", "=1+1", "@here", "'quoted'", "#N/A", "007", "1e5", " spaces ", "TRUE", "a\nb", "dk", "-98"],
)  # fmt: skip
def test_a_text_stands_as_it_was_typed(study: Study, tmp_path: Path, typed: str) -> None:
    cell = _cell(study, tmp_path, "words", typed)
    assert (cell.value, cell.data_type) == (typed, "s")


def test_a_text_that_looks_like_a_formula_is_marked_as_text(study: Study, tmp_path: Path) -> None:
    assert _cell(study, tmp_path, "words", "=1+1").quotePrefix is True


def test_a_code_that_looks_like_a_number_is_a_code(study: Study, tmp_path: Path) -> None:
    assert _cell(study, tmp_path, "one", "-1").value == "-1"


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [
        ("day", "2026-11-30", datetime(2026, 11, 30)),  # noqa: DTZ001
        ("day", "1899-12-31", "1899-12-31"),
        ("day", "1900-01-01", datetime(1900, 1, 1)),  # noqa: DTZ001
        ("moment", "2026-11-30T23:30:00.000", datetime(2026, 11, 30, 23, 30)),  # noqa: DTZ001
        ("moment", "1899-12-31T23:30:00.000", "1899-12-31T23:30:00"),
        ("hour", "09:30:00.000", time(9, 30)),
        ("whole", "-98", -98),
        ("part", "0.1", 0.1),
    ],
)
def test_a_value_is_a_real_one_where_a_spreadsheet_knows_it(
    study: Study, tmp_path: Path, name: str, value: str, cell: object
) -> None:
    assert _cell(study, tmp_path, name, value).value == cell


@pytest.mark.parametrize(("name", "value", "kind"), [("offered", "-98", "dk"), ("offered", "-99", "refused"), ("why", "refused", "refused")])  # fmt: skip
def test_a_missing_answer_stands_beside_the_values_and_not_among_them(
    study: Study, tmp_path: Path, name: str, value: str, kind: str
) -> None:
    study.interviews.add("", {f"/data/{name}": value})
    (row,) = rows(written(study, tmp_path / "o.xlsx"))
    assert (row[name], row[f"{name}_m"]) == (None, kind)


def test_a_missing_answer_of_a_list_is_its_code(study: Study, tmp_path: Path) -> None:
    assert _cell(study, tmp_path, "one", "dk").value == "dk"


@pytest.mark.parametrize(
    "text", ["x" * 32_768, "🏭" * 16_384, "ಹಿತ್ತಾಳೆ " * 5_000], ids=["plain", "wide", "kannada"]
)
def test_a_text_too_long_for_a_cell_is_whole_in_a_file_beside_the_workbook(
    study: Study, tmp_path: Path, text: str
) -> None:
    said = str(_cell(study, tmp_path, "words", text).value)
    (file,) = (tmp_path / "o-long_text").iterdir()
    assert file.read_text(encoding="utf-8") == text
    assert said == f"(too long for a cell: {len(text)} characters, whole in o-long_text/{file.name})"
    assert str(readme(tmp_path / "o.xlsx")["Long texts"]).startswith("Texts longer than a cell can hold: 1.")


def test_a_text_that_just_fits_stands_in_its_cell(study: Study, tmp_path: Path) -> None:
    assert _cell(study, tmp_path, "words", "x" * 32_767).value == "x" * 32_767
    assert not (tmp_path / "o-long_text").exists()


def test_a_sheet_that_is_full_goes_on_in_another(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    study.interviews.add("", {f"/data/worker[{n}]/role": f"role {n}" for n in range(1, 6)})
    path = written(study, tmp_path / "o.xlsx")
    told = [[row["role"] for row in rows(path, name)] for name in ("worker", "worker_2", "worker_3")]
    assert told == [["role 1", "role 2"], ["role 3", "role 4"], ["role 5"]]
    assert readme(path)["Sheet worker_3"] == "1 rows"


def test_rows_within_a_repeat_that_asks_nothing_itself_keep_apart(tmp_path: Path) -> None:
    form = """
        | survey |              |      |       |
        |        | type         | name | label |
        |        | begin_repeat | plot | Plot  |
        |        | begin_repeat | crop | Crop  |
        |        | text         | name | Name  |
        |        | end_repeat   |      |       |
        |        | end_repeat   |      |       |"""
    answers = {"/data/plot[1]/crop[1]/name": "a", "/data/plot[1]/crop[2]/name": "b", "/data/plot[2]/crop[1]/name": "c"}  # fmt: skip
    with study_of_workbook(tmp_path, form) as study:
        identity = study.interviews.add("", answers)
        found = rows(written(study, tmp_path / "o.xlsx"), "crop")
    assert {row["name"]: row["KEY"] for row in found} == {
        "a": f"{identity}/plot[1]/crop[1]",
        "b": f"{identity}/plot[1]/crop[2]",
        "c": f"{identity}/plot[2]/crop[1]",
    }


def test_a_text_that_spells_a_character_s_number_is_escaped_for_spreadsheets(
    study: Study, tmp_path: Path
) -> None:
    study.interviews.add("", {"/data/words": "_x0041_"})
    with zipfile.ZipFile(written(study, tmp_path / "o.xlsx")) as packed:
        sheets = b"".join(packed.read(name) for name in packed.namelist() if "worksheets/" in name)
    assert b">_x005F_x0041_<" in sheets


def test_a_missing_code_of_a_decimal_is_no_number_however_it_is_written(study: Study, tmp_path: Path) -> None:
    assert _cell(study, tmp_path, "rate", "-99.0").value is None


def test_a_name_that_looks_like_a_numbered_character_is_escaped_once(tmp_path: Path) -> None:
    form = """
        | survey   |         |                 |       |            |
        |          | type    | name            | label | disclosure |
        |          | integer | tax_x2020_total | Tax   | plain      |
        |          | text    | gone_x2021_     | Gone  | free       |
        | settings |         |                 |       |            |
        |          | form_id | version         |       |            |
        |          | f       | 1               |       |            |"""
    with study_of_workbook(tmp_path, form) as study:
        study.interviews.add("f", {"/data/tax_x2020_total": "1"})
        path = written(study, tmp_path / "o.xlsx", ExportOptions())
    assert head(path)[-1] == "tax_x005F_x2020_total"
    assert any("gone_x005F_x2021_" in str(value) for value in readme(path).values())
    with zipfile.ZipFile(path) as book:
        told = b"".join(book.read(name) for name in book.namelist())
    assert b"_x005F_x005F_" not in told
    assert b">tax_x2020_" not in told
