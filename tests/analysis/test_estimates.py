"""Estimates against figures worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.analysis.estimates import (
    mean,
    median,
    quantile,
    ratio,
    share,
    stratified_mean,
    student,
    total,
    wilson,
)


def test_the_mean_has_its_standard_error() -> None:
    found = mean([2, 4, 6, 8])
    assert found.value == 5
    assert found.error == pytest.approx(1.290994, abs=1e-6)  # s^2 = 20/3, over 4


def test_the_finite_population_narrows_the_interval() -> None:
    assert mean([2, 4, 6, 8], population=8).error == pytest.approx(1.290994 * 0.5**0.5, abs=1e-6)


def test_a_census_has_no_sampling_error() -> None:
    assert mean([2, 4, 6, 8], population=4).error == 0


def test_weights_shift_the_mean() -> None:
    assert mean([10, 20], weights=[3, 1]).value == 12.5


def test_a_ratio_of_sums_is_not_a_mean_of_ratios() -> None:
    found = ratio([1, 9], [10, 10])
    assert found.value == 0.5
    assert found.error == pytest.approx(0.4)  # residuals -4, 4: sqrt(2 * 32) / 20


def test_a_ratio_to_nothing_is_unknown() -> None:
    assert ratio([1, 2], [0, 0]).value is None


def test_wilson_gives_the_published_interval() -> None:
    low, high = wilson(0.5, 10)  # Newcombe's tables: 5 of 10
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)


def test_a_share_of_none_still_has_an_upper_bound() -> None:
    found = share([False] * 20)
    assert found.value == 0
    assert found.high == pytest.approx(0.1611, abs=1e-4)


def test_unequal_weights_cost_precision() -> None:
    even, uneven = share([True, False] * 10), share([True, False] * 10, weights=[5, 1] * 10)
    assert (uneven.high or 0) - (uneven.low or 0) != (even.high or 0) - (even.low or 0)
    assert uneven.value == pytest.approx(5 / 6)


def test_the_median_of_an_even_number_lies_between() -> None:
    assert median([1, 3, 5, 100]).value == 4


def test_a_heavy_firm_pulls_the_median() -> None:
    assert quantile([1, 2, 3], 0.5, weights=[1, 1, 10]) == 3


def test_quartiles_by_hand() -> None:
    values = [1, 2, 3, 4, 5, 6, 7, 8]
    assert (quantile(values, 0.25), quantile(values, 0.75)) == (2.5, 6.5)


def test_no_values_no_estimate() -> None:
    assert mean([]).value is None
    assert median([]).value is None
    assert share([]).value is None


def test_a_total_is_the_mean_by_the_population() -> None:
    assert total([2, 4, 6, 8], 40).value == 200


def test_strata_count_by_their_population() -> None:
    found = stratified_mean({"micro": [1, 3], "large": [10, 10]}, {"micro": 90, "large": 10})
    assert found.value == pytest.approx(2.8)
    assert found.error == pytest.approx(0.9 * ((1 - 2 / 90) * 2 / 2) ** 0.5)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [
        (1, 12.7062047362),
        (2, 4.3026527297),
        (3, 3.1824463053),
        (4, 2.7764451052),
        (5, 2.5705818356),
        (10, 2.2281388520),
        (29, 2.0452296421),
        (30, 2.0422724563),
        (120, 1.9799304051),
        (1999, 1.9611514202),
        (50_000, 1.9600114311),
    ],
)
def test_students_t_is_exact_at_every_number_of_degrees_of_freedom(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_the_mean_lies_within_its_interval_and_the_values(values: list[float]) -> None:
    found = mean(values)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert min(values) - 1e-6 <= found.value <= max(values) + 1e-6


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilson_holds_the_share_and_stays_within_nought_and_one(successes: int, more: int) -> None:
    n = successes + more
    low, high = wilson(successes / n, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1
