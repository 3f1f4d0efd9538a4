"""What is usual in a cluster, and what is far from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.records import TypicalRange
from fieldsurvey.study import Study
from tests.support.small_studies import study_of

_FORM = """
    | survey |              |        |         |
    |        | type         | name   | label   | constraint           |
    |        | text         | firm   | Firm    |                      |
    |        | integer      | wage   | Wage    | . >= 0 or . = -98    |"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, _FORM) as made:
        yield made


def asked(study: Study, *wages: int) -> list[str]:
    return [
        study.interviews.add("", {"/data/firm": f"F{n}", "/data/wage": str(w)}) for n, w in enumerate(wages)
    ]


def test_ten_firms_say_what_is_usual(study: Study) -> None:
    asked(study, *range(8000, 12500, 500), 12000)
    assert study.figures.typical_ranges() == {"/data/wage": TypicalRange(10, 9125.0, 10250.0, 11375.0)}


def test_nine_firms_say_nothing(study: Study) -> None:
    asked(study, *range(8000, 12500, 500))
    assert study.figures.typical_ranges() == {}


def test_an_interview_is_not_compared_with_itself(study: Study) -> None:
    made = asked(study, *range(8000, 12500, 500), 12000)
    assert study.figures.typical_ranges(without=made[0]) == {}


def test_dont_know_is_no_number(study: Study) -> None:
    asked(study, *range(8000, 12500, 500), -98)
    assert study.figures.typical_ranges() == {}


@pytest.mark.parametrize("value", [9000, 14_500, 25_000, 4000])
def test_what_others_might_say_is_not_far(value: float) -> None:
    assert not TypicalRange(34, 8000, 10_000, 12_000).is_far(value)


@pytest.mark.parametrize("value", [105_000, 900, -5000])
def test_a_zero_too_many_is_far(value: float) -> None:
    assert TypicalRange(34, 8000, 10_000, 12_000).is_far(value)


def test_where_all_say_the_same_a_little_more_is_not_far() -> None:
    assert not TypicalRange(34, 8, 8, 8).is_far(12)
    assert TypicalRange(34, 8, 8, 8).is_far(24)


def test_a_share_of_zero_is_compared_in_its_own_unit() -> None:
    assert TypicalRange(34, 0, 0, 2).is_far(40)
    assert not TypicalRange(34, 0, 0, 2).is_far(5)
