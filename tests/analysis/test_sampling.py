"""Sample sizes against the design's own table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.analysis.sampling import allocate, chance_to_meet, response_rate, sample_size


def test_sizes_at_ninety_percent_and_seven_and_a_half_points() -> None:
    assert [sample_size(n) for n in (50, 100, 200, 500, 1000)] == [36, 55, 76, 98, 108]


def test_sizes_at_ninety_five_percent_and_five_points() -> None:
    assert [sample_size(n, confidence=95, margin=0.05) for n in (50, 100, 200, 500, 1000)] == [
        45,
        80,
        132,
        218,
        278,
    ]


def test_an_empty_cluster_needs_no_sample() -> None:
    assert sample_size(0) == 0


def test_the_sample_is_shared_in_proportion_with_a_floor() -> None:
    assert allocate(20, {"micro": 80, "small": 18, "medium": 2}) == {"micro": 16, "small": 3, "medium": 2}


@given(st.integers(0, 200), st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1))
def test_no_stratum_gives_more_than_it_has(sample: int, strata: dict[str, int]) -> None:
    assert all(given_ <= strata[name] for name, given_ in allocate(sample, strata).items())


def test_the_response_rate_counts_a_share_of_the_unknown() -> None:
    assert response_rate(80, refusals=10, unknown=20, eligible=0.5) == 0.8
    assert response_rate(0) is None


def test_the_chance_to_meet_a_rare_group() -> None:
    assert chance_to_meet(30_880, 25, 3) == pytest.approx(0.00242687, abs=1e-8)
    assert chance_to_meet(10, 9, 2) == 1.0
