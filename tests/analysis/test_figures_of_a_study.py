"""Figures of many interviews, measured in one pass that keeps each firm's own values and nothing else."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from fieldsurvey.errors import ReportError
from fieldsurvey.study import Study
from tests.support.many_interviews import many_interviews
from tests.support.small_form import ANSWERS
from tests.support.workbooks import add_version, rows, study_of_workbook, written

_NOT_ASKED = {"/data/identity/firm_name": "Other"}


def test_a_firm_without_an_answer_has_no_value_of_its_own(study: Study) -> None:
    first = study.interviews.add("small", ANSWERS)
    others = {study.interviews.add("small", _NOT_ASKED) for _ in range(6)}
    figure = study.figures.measured().by_name["export_share"]
    assert dict(figure.values) == {first: 1.0}
    assert list(figure.values.values()) == [1.0]
    assert {other for other in others if other in figure.values} == set()
    assert (figure.surveyed, figure.n, figure.missing) == (7, 1, 6)


def test_values_of_firms_are_not_told_by_accident(study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    assert repr(study.figures.measured().by_name["export_share"].values) == "FirmValues(of 1 firms)"


def test_figures_are_kept_until_an_interview_changes(study: Study) -> None:
    first = study.interviews.add("small", ANSWERS)
    before = study.figures.measured()
    assert study.figures.measured() is before
    study.interviews.add("small", {**_NOT_ASKED, "/data/trade/exports": "no"})
    study.interviews.delete(first)
    assert study.figures.measured().by_name["export_share"].estimate.value == 0


def test_without_an_interview_there_are_no_figures(study: Study) -> None:
    with pytest.raises(ReportError, match="no finished interview"):
        study.figures.measured()


def _peak_of_figures(folder: Path, number: int) -> int:
    """Most bytes Python held while measuring that many interviews."""
    path = folder / f"{number}.study"
    many_interviews(path, number)
    with Study.open(path) as study:
        study.forms.form()
        tracemalloc.start()
        study.figures.measured()
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


@pytest.mark.slow
def test_four_times_the_interviews_need_little_more_memory(tmp_path: Path) -> None:
    _peak_of_figures(tmp_path, 40)  # what is compiled at the first evaluation stays
    few, many = _peak_of_figures(tmp_path, 100), _peak_of_figures(tmp_path, 400)
    assert many - few < 300_000


# --- which answers are codes: the tables' rule --------------------------------------------------------------------

WORKERS = """
    | survey     |         |           |           |              |           |
    |            | type    | name      | label     | constraint   | missing   |
    |            | integer | w         | Workers   | {constraint} | {missing} |
    | settings   |         |           |           |              |           |
    |            | form_id | version   |           |              |           |
    |            | f       | {version} |           |              |           |
    | indicators |         |           |           |              |           |
    |            | name    | label     | statistic | variable     | section   |
    |            | workers | Workers   | mean      | w            | A         |"""


def _workers(constraint: str = "", missing: str = "", version: str = "1") -> str:
    return WORKERS.format(constraint=constraint, missing=missing, version=version)


def _told(study: Study, path: Path, *answers: str) -> tuple[float | None, int, list[object]]:
    """The mean and how many don't know; and what stands in the sheet."""
    [study.interviews.add("", {"/data/w": answer}) for answer in answers]
    figure = study.figures.measured().by_name["workers"]
    cells = [row["w"] for row in rows(written(study, path))]
    return figure.estimate.value, figure.dont_know, cells


def test_a_code_that_a_constraint_names_is_no_number_in_figures_and_workbook(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _workers(". >= 0 or . = -98")) as study:
        assert _told(study, tmp_path / "o.xlsx", "10", "30", "-98") == (20, 1, [10, 30, None])


def test_a_code_that_only_an_older_version_offered_is_one_in_its_interviews_alone(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _workers(missing="dk")) as study:
        study.interviews.add("", {"/data/w": "-98"})
        add_version(study, tmp_path, _workers(version="2"))
        assert _told(study, tmp_path / "o.xlsx", "10", "-98") == (-44, 1, [None, 10, -98])


def test_of_two_codes_the_one_that_is_not_offered_is_a_number(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, _workers(missing="dk")) as study:
        assert _told(study, tmp_path / "o.xlsx", "-98", "-99") == (-99, 1, [None, -99])


TOLD = """
    | survey     |           |         |           |             |                                 |
    |            | type      | name    | label     | missing     | calculation                     |
    |            | integer   | w       | Workers   | dk          |                                 |
    |            | calculate | told    |           |             | if(${w} = -98, 'dk', ${w} * -1) |
    |            | calculate | coded   |           | dk          | ${w}                            |
    |            | calculate | loss    |           |             | 2 - ${w}                        |
    | indicators |           |         |           |             |                                 |
    |            | name      | label   | statistic | variable    | section                         |
    |            | told      | Told    | mean      | told        | A                               |
    |            | coded     | Coded   | mean      | coded       | A                               |
    |            | loss      | Loss    | mean      | loss        | A                               |"""


def test_of_a_calculation_words_are_no_value_and_codes_are_where_its_row_offers_them(tmp_path: Path) -> None:
    with study_of_workbook(tmp_path, TOLD) as study:
        [study.interviews.add("", {"/data/w": answer}) for answer in ("100", "-98")]
        found = study.figures.measured().by_name
        assert [
            (found[name].estimate.value, found[name].dont_know) for name in ("told", "coded", "loss")
        ] == [
            (-100, 1),
            (100, 1),
            (1, 0),
        ]
        cells = [
            (row["told"], row["coded"], row["loss"]) for row in rows(written(study, tmp_path / "o.xlsx"))
        ]
        assert cells == [(-100, 100, -98), ("dk", None, 100)]
