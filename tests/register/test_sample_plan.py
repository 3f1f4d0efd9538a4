"""A sample while it is planned: the numbers that stand beside each stratum, and what is wrong with it."""

from __future__ import annotations

import dataclasses

import pytest

from fieldsurvey.records import Firm
from fieldsurvey.records.design import Method
from fieldsurvey.register import sample_plan
from fieldsurvey.register.sample_plan import SamplePlan, Way

PLACES = ("Old market", "Kumbara street", "Industrial area", "Bellur road")


def cluster(*sizes: tuple[str, int]) -> list[Firm]:
    """(workers, how many firms) ..., spread over four places."""
    firms: list[Firm] = []
    for workers, count in sizes:
        for _each in range(count):
            number = len(firms) + 1
            properties = {"place": PLACES[number % 4]} | ({"workers": workers} if workers else {})
            firms.append(Firm(f"f{number}", number, f"Firm {number}", properties))
    return firms


NAGAMANGALA = cluster(("3", 268), ("9", 122), ("38", 22))
WHOLE = SamplePlan(whole=frozenset({2}), seed=20261020)


def test_a_plan_shares_the_firms_among_the_strata() -> None:
    parts = sample_plan.planned(WHOLE, NAGAMANGALA)
    assert [(one.name, one.population, one.drawn, one.reserve, one.method) for one in parts] == [
        ("Household", 268, 49, 16, Method.SYSTEMATIC),
        ("Workshop", 122, 23, 8, Method.SYSTEMATIC),
        ("Factory", 22, 22, 0, Method.CENSUS),
    ]


def test_the_sizes_offered_with_the_weeks_they_take() -> None:
    offers = sample_plan.offers(412, 90, 15)
    assert [(one.margin, one.firms, one.weeks) for one in offers] == [
        (10.0, 59, 4),
        (7.5, 94, 6),
        (6.0, 130, 9),
        (5.0, 164, 11),
    ]


def test_taking_every_factory_says_what_it_costs_and_what_would_mend_it() -> None:
    more = sample_plan.more_needed(WHOLE, sample_plan.planned(WHOLE, NAGAMANGALA))
    assert more is not None
    assert (round(more.margin, 1), more.wanted, more.firms, more.more) == (8.3, 7.5, 107, 13)
    assert more.added == (("Household", 58), ("Workshop", 27))
    enough = dataclasses.replace(WHOLE, firms=107)
    assert sample_plan.more_needed(enough, sample_plan.planned(enough, NAGAMANGALA)) is None


def test_nothing_is_lost_where_no_stratum_is_taken_whole() -> None:
    plan = SamplePlan()
    assert sample_plan.more_needed(plan, sample_plan.planned(plan, NAGAMANGALA)) is None


def test_every_one_is_one_stratum_taken_whole() -> None:
    (one,) = sample_plan.planned(SamplePlan(Way.EVERY_ONE), NAGAMANGALA)
    assert (one.name, one.method, one.population, one.drawn, one.reserve) == (
        *("All firms", Method.CENSUS, 412, 412, 0),
    )


def test_firms_of_unknown_size_are_a_stratum_of_their_own() -> None:
    parts = sample_plan.planned(SamplePlan(), cluster(("3", 40), ("", 10)))
    assert [(one.name, one.population) for one in parts] == [
        ("Household", 40),
        ("Workshop", 0),
        ("Factory", 0),
        ("Workers: not known", 10),
    ]
    assert {place: fault.code for place, fault in sample_plan.faults(parts).items()} == {
        1: "sample.empty-stratum",
        2: "sample.empty-stratum",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"drawn": {0: 269}}, "sample.more-than-there-are"),
        ({"drawn": {0: 0}}, "sample.none-of-stratum"),
        ({"reserve": {0: 250}}, "sample.reserve-too-large"),
        ({"renamed": {"Household": "Workshop"}}, "sample.name-twice"),
    ],
)
def test_what_cannot_be_drawn_is_said_at_its_stratum(change: dict[str, object], code: str) -> None:
    plan = dataclasses.replace(SamplePlan(), **change)  # type: ignore[arg-type]
    assert sample_plan.faults(sample_plan.planned(plan, NAGAMANGALA))[0].code == code


def test_one_firm_of_a_stratum_is_a_doubt_not_a_fault() -> None:
    parts = sample_plan.planned(SamplePlan(drawn={1: 1}), NAGAMANGALA)
    assert sample_plan.faults(parts) == {}
    assert list(sample_plan.doubts(parts)) == [1]


def test_cut_by_place_each_place_is_a_stratum_and_keeps_the_name_it_was_given() -> None:
    plan = SamplePlan(by="place", renamed={"Old market": "Market"})
    assert {one.name for one in sample_plan.planned(plan, NAGAMANGALA)} == {*PLACES[1:], "Market"}


def test_where_the_draw_falls_adds_up_and_is_that_of_the_seed() -> None:
    parts = sample_plan.planned(WHOLE, NAGAMANGALA)
    found = sample_plan.fallen(WHOLE, parts, NAGAMANGALA)
    assert (sum(n for _p, n, _all in found), sum(n for _p, _n, n in found)) == (94, 412)
    assert found == sample_plan.fallen(WHOLE, parts, NAGAMANGALA)
