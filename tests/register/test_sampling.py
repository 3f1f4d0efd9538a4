"""Sample sizes against the design's own table."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.records import Firm
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register.sampling import (
    Allocation,
    allocate,
    chance_to_meet,
    draw,
    margin_of,
    response_rate,
    sample_size,
)


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


NAGAMANGALA = {"Household": 268, "Workshop": 122, "Factory": 22}
"""The cluster of the mock-ups: 412 firms in three strata."""


def strata(*drawn: int) -> list[Stratum]:
    """The cluster with so many drawn from each stratum."""
    return [
        Stratum(name, population=size, drawn=n)
        for (name, size), n in zip(NAGAMANGALA.items(), drawn, strict=True)
    ]


@pytest.mark.parametrize(("margin", "firms"), [(0.1, 59), (0.075, 94), (0.06, 130), (0.05, 164)])
def test_the_sizes_offered_for_a_cluster_of_412(margin: float, firms: int) -> None:
    assert sample_size(412, margin=margin) == firms


@pytest.mark.parametrize(("sample", "given_"), [(94, (49, 23, 22)), (107, (58, 27, 22))])
def test_a_stratum_taken_whole_leaves_the_rest_to_the_others(sample: int, given_: tuple[int, ...]) -> None:
    assert tuple(allocate(sample, NAGAMANGALA, take_all={"Factory"}).values()) == given_


@pytest.mark.parametrize(("drawn", "points"), [((49, 23, 22), 8.3), ((58, 27, 22), 7.5)])
def test_taking_every_factory_costs_the_others_precision(drawn: tuple[int, ...], points: float) -> None:
    assert margin_of(strata(*drawn)) == pytest.approx(points / 100, abs=0.0005)


def test_a_census_has_no_margin_and_a_stratum_without_draw_no_answer() -> None:
    assert margin_of(strata(268, 122, 22)) == 0
    assert margin_of(strata(49, 0, 22)) is None
    assert margin_of([Stratum("all", method=Method.PURPOSIVE, population=10, drawn=5)]) is None


def test_equal_allocation_gives_each_the_same_until_one_is_used_up() -> None:
    assert allocate(94, NAGAMANGALA, how=Allocation.EQUAL) == {"Household": 36, "Workshop": 36, "Factory": 22}


def test_neyman_gives_more_where_firms_differ_more() -> None:
    spread = {"Household": 1.0, "Workshop": 4.0, "Factory": 30.0}
    # 268 x 1 = 268, 122 x 4 = 488, 22 x 30 = 660: the factories' share of 60 is 28, so all 22 are taken; 38 are left for 756.
    assert allocate(60, NAGAMANGALA, how=Allocation.NEYMAN, spread=spread) == {
        "Household": 13,
        "Workshop": 25,
        "Factory": 22,
    }


@given(
    st.integers(0, 500),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 90), min_size=1),
    st.sampled_from(Allocation),
    st.sets(st.sampled_from("abcdef")),
)
def test_whatever_the_allocation_it_adds_up(
    sample: int, sizes: dict[str, int], how: Allocation, whole: set[str]
) -> None:
    given_ = allocate(sample, sizes, how=how, take_all=whole)
    assert list(given_) == list(sizes)
    assert all(0 <= n <= sizes[name] for name, n in given_.items())
    assert all(given_[name] == sizes[name] for name in whole & set(sizes))
    assert all(n >= min(2, sizes[name]) for name, n in given_.items())
    least = sum(sizes[name] if name in whole else min(2, size) for name, size in sizes.items())
    most = sum(sizes.values()) if how is not Allocation.EQUAL or all(sizes.values()) else None
    if most is not None:
        assert sum(given_.values()) >= min(max(sample, least), most)


def firms(count: int) -> list[Firm]:
    return [Firm(f"f{n}", n, f"Firm {n}", {"place": "abcd"[n % 4]}) for n in range(1, count + 1)]


def test_the_same_seed_and_list_draw_the_same_firms_whatever_their_ids() -> None:
    listed = firms(100)
    elsewhere = [Firm(f"g{one.number}", one.number, one.name, one.properties) for one in reversed(listed)]
    stratum = Stratum("all", method=Method.SIMPLE, population=100, drawn=20, reserve=7)
    first = [one.number for one in draw(stratum, listed, 20261020)]
    assert first == [one.number for one in draw(stratum, elsewhere, 20261020)]
    assert first != [one.number for one in draw(stratum, listed, 20261021)]
    assert len(set(first)) == 27


def test_a_draw_of_today_is_the_draw_of_every_version() -> None:
    stratum = Stratum("all", method=Method.SIMPLE, population=20, drawn=5)
    assert [one.number for one in draw(stratum, firms(20), 7)] == [18, 12, 13, 20, 3]


def test_equal_steps_spread_the_sample_over_the_places() -> None:
    stratum = Stratum("all", method=Method.SYSTEMATIC, population=100, drawn=20, reserve=8)
    found = draw(stratum, firms(100), 3, "place")
    assert Counter(one.properties["place"] for one in found[:20]) == {"a": 5, "b": 5, "c": 5, "d": 5}
    assert len({one.number for one in found}) == 28


@pytest.mark.parametrize("method", [Method.SIMPLE, Method.SYSTEMATIC])
def test_every_firm_is_as_likely_as_any_other(method: Method) -> None:
    stratum = Stratum("all", method=method, population=20, drawn=5)
    listed = firms(20)
    counted = Counter(one.number for seed in range(4000) for one in draw(stratum, listed, seed, "place"))
    # 1,000 expected each; the standard deviation is 27, so 5 of them leave less than one chance in 80,000 for twenty firms.
    assert all(abs(counted[n] - 1000) < 137 for n in range(1, 21))
