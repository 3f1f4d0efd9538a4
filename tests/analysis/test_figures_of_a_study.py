"""Figures of many interviews, measured in one pass that keeps each firm's own values and nothing else."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from fieldsurvey.errors import ReportError
from fieldsurvey.study import Study
from tests.support.many_interviews import many_interviews
from tests.support.small_form import ANSWERS

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
