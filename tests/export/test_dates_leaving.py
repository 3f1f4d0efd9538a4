"""Dates leave research rows to the month, hours not at all; calculations have one type, a real one where they can."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from fieldsurvey.study import ExportOptions
from tests.support.workbooks import head, readme, rows, study_of_workbook, words_in, written

_FORM = """
    | survey |           |          |          |            |                                     |
    |        | type      | name     | label    | disclosure | calculation                         |
    |        | date      | visited  | Visited  | plain      |                                     |
    |        | time      | hour     | Hour     | plain      |                                     |
    |        | datetime  | moment   | Moment   | plain      |                                     |
    |        | integer   | born     | Born     |            |                                     |
    |        | calculate | began    |          |            | now()                               |
    |        | calculate | on       |          |            | today()                             |
    |        | calculate | days     |          |            | int(decimal-date-time(today()))     |
    |        | calculate | told     |          |            | concat('on ', today())              |
    |        | calculate | age      |          |            | int(format-date(today(), '%Y')) - ${born} |
"""
_ANSWERS = {
    "/data/visited": "2024-03-17",
    "/data/hour": "10:45:00.000+05:30",
    "/data/moment": "2024-03-17T10:45:00.000+05:30",
    "/data/born": "1980",
}


def test_no_hour_and_no_day_leaves_in_research_rows(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _FORM) as study:
        study.interviews.add("", _ANSWERS)
        path = written(study, tmp_path / "o.xlsx", ExportOptions())
    (row,) = rows(path)
    assert head(path) == ["KEY", "visited", "moment", "born", "on", "age"]
    assert (row["visited"], row["moment"]) == ("2024-03", "2024-03")
    assert str(row["on"])[4] == "-"
    assert len(str(row["on"])) == len("2024-03")
    assert "10:45" not in words_in(path)
    assert "2024-03-17" not in words_in(path)


def test_what_was_cut_is_said_in_the_codebook_and_the_readme(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _FORM) as study:
        study.interviews.add("", _ANSWERS)
        path = written(study, tmp_path / "o.xlsx", ExportOptions())
    codes = {row["Name"]: row["Codes"] for row in rows(path, "Codebook")}
    said = readme(path)
    assert codes["visited"] == codes["on"] == "Cut to the month: YYYY-MM"
    assert not codes["age"]
    assert said["Dates cut to the month"] == "visited, moment, on"
    assert said["Columns left out: of the device, its user and the hour"] == "hour, began, days, told"


def test_the_day_that_was_cut_off_is_not_told_by_another_column(tmp_path: Path) -> None:
    form = """
        | survey |           |         |         |            |                                  |
        |        | type      | name    | label   | disclosure | calculation                      |
        |        | date      | visited | Visited | plain      |                                  |
        |        | calculate | day     |         |            | int(format-date(${visited}, '%e')) |
        |        | calculate | year    |         |            | int(format-date(${visited}, '%Y')) |
    """
    with study_of_workbook(tmp_path, form) as study:
        for day in range(1, 25):
            study.interviews.add("", {"/data/visited": f"20{10 + day % 7}-03-{day:02}"})
        path = written(study, tmp_path / "o.xlsx", ExportOptions())
    assert head(path) == ["KEY", "visited", "year"]


def test_the_working_copy_has_real_dates_also_where_they_are_calculated(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _FORM) as study:
        study.interviews.add("", _ANSWERS)
        (row,) = rows(written(study, tmp_path / "o.xlsx"))
    assert row["visited"] == datetime(2024, 3, 17)  # noqa: DTZ001 - as a spreadsheet has it
    assert isinstance(row["began"], datetime)
    assert isinstance(row["on"], datetime)


_MIXED = """
    | survey |           |       |       |                                         |
    |        | type      | name  | label | calculation                             |
    |        | integer   | n     | N     |                                         |
    |        | calculate | state |       | if(${n} < 10, concat('0', ${n}), ${n})  |
    |        | calculate | large |       | ${n} * 1234567890123456                 |
    |        | calculate | half  |       | ${n} div 2                              |
"""


@pytest.mark.parametrize(
    ("name", "values"),
    [("state", ["07", "24"]), ("large", [8.641975230864192e15, 2.9629629362962944e16]), ("half", [3.5, 12])],
)
def test_a_calculation_gives_one_kind_of_value(tmp_path: Path, name: str, values: list[object]) -> None:
    with study_of_workbook(tmp_path, _MIXED) as study:
        [study.interviews.add("", {"/data/n": n}) for n in ("7", "24")]
        found = {row["n"]: row[name] for row in rows(written(study, tmp_path / "o.xlsx"))}
    assert [found[7], found[24]] == (values if name == "state" else pytest.approx(values))
