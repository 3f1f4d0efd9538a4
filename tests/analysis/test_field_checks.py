"""Each rule of the quality checks, with values reckoned by hand, and its silence where nothing is unusual."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from random import Random

import pytest

from fieldsurvey.analysis.field_checks import RULES, flags
from fieldsurvey.analysis.field_facts import Facts, metres
from fieldsurvey.analysis.near_duplicates import twins
from fieldsurvey.analysis.spreads import FEWEST, Spread, rank_scores
from fieldsurvey.records import Flag

INDIA = timezone(timedelta(hours=5, minutes=30))
MORNING = datetime(2026, 11, 2, 10, 0, tzinfo=INDIA)
PLAIN = Facts(
    *("", "", "", "", "1", MORNING, 60.0, {}, ()),
    *(100, 0, 0, 20, 0, 0, None, None, ()),
)


def firms(number: int = 12, **values: object) -> list[Facts]:
    """So many alike interviews, `values` in each."""
    made = replace(PLAIN, **values)  # type: ignore[arg-type]
    return [replace(made, instance_id=f"f{n}", firm=f"Firm {n}") for n in range(number)]


def found(rule: str, facts: Sequence[Facts], **labels: str) -> list[Flag]:
    """What one rule finds."""
    told = {f"/data/{name}": label for name, label in labels.items()}
    return [flag for flag in flags(facts, told, ["1", "2"]) if flag.rule == rule]


def with_last(facts: list[Facts], **values: object) -> list[Facts]:
    """The same, the last one otherwise."""
    return [*facts[:-1], replace(facts[-1], **values)]  # type: ignore[arg-type]


def test_what_is_alike_raises_no_flag_of_any_rule() -> None:
    numbers = tuple((f"/data/q{n}", 13.0 + n) for n in range(20))
    assert flags(firms(30, numbers=numbers, place=(12.8, 76.7)), {}, ["1"]) == []


def test_a_clean_study_of_chance_raises_few_flags() -> None:
    chance = Random(7)
    facts = [
        replace(
            one,
            agent=f"Agent {n % 4}",
            minutes=chance.gauss(60, 8),
            numbers=tuple((f"/data/q{k}", round(chance.lognormvariate(8, 1))) for k in range(30)),
            unknown=chance.randrange(3),
            empty=chance.randrange(3),
            answers={f"q{k}": chance.randrange(5) for k in range(60)},
        )
        for n, one in enumerate(firms(100))
    ]
    assert len(flags(facts, {}, ["1"])) <= 3


def test_half_the_usual_time_is_short_and_thrice_is_long() -> None:
    (flag,) = found("short", with_last(firms(), minutes=29.0))
    assert (flag.instance_id, flag.value) == ("f11", 29.0)
    assert flag.usual is not None
    assert (flag.usual.firms, flag.usual.median) == (11, 60.0)
    assert str(flag.message) == "It took 29 minutes; 60 are usual."
    assert found("short", with_last(firms(), minutes=30.0)) == []
    assert [one.value for one in found("long", with_last(firms(), minutes=181.0))] == [181.0]
    assert found("long", with_last(firms(), minutes=180.0)) == []


def test_with_fewer_than_ten_others_nothing_is_compared() -> None:
    assert found("short", with_last(firms(10), minutes=5.0)) == []
    assert len(found("short", with_last(firms(11), minutes=5.0))) == 1


def test_it_is_compared_in_its_stratum_and_with_all_where_that_is_small() -> None:
    small = [
        replace(one, instance_id=f"s{n}", stratum="Household", minutes=25.0)
        for n, one in enumerate(firms(11))
    ]
    large = [replace(one, stratum="Factory", minutes=90.0) for one in firms(11)]
    assert found("short", [*small, *large]) == []  # 25 minutes are usual for a household
    (flag,) = found("short", [*small, *with_last(large, minutes=40.0)])
    assert (flag.stratum, flag.usual and flag.usual.median) == ("Factory", 90.0)
    alone = replace(PLAIN, instance_id="w", stratum="Workshop", minutes=20.0)
    (flag,) = found("short", [alone, *firms(14)])
    assert (flag.instance_id, flag.stratum) == ("w", "")


def test_the_agents_own_interviews_stand_beside_the_others() -> None:
    facts = [replace(one, agent="Meena" if n > 8 else "Ravi") for n, one in enumerate(firms())]
    facts[9], facts[10] = replace(facts[9], minutes=40.0), replace(facts[10], minutes=50.0)
    (flag,) = found("short", with_last(facts, minutes=20.0))
    assert flag.own is not None
    assert (flag.agent, flag.own.firms, flag.own.median) == ("Meena", 2, 45.0)


def test_a_section_in_less_than_a_third_of_the_usual_time_is_named_the_fastest_alone() -> None:
    facts = with_last(
        firms(pages={"/data/labour": 9.0, "/data/finance": 4.0}),
        pages={"/data/labour": 2.9, "/data/finance": 1.2},
    )
    (flag,) = found("page", facts, finance="Finance")
    assert flag.ref == "/data/finance"
    assert str(flag.message) == "“Finance” took 1.2 minutes; 4 are usual."
    calm = with_last(firms(pages={"/data/labour": 9.0}), pages={"/data/labour": 3.1})
    assert found("page", calm) == []


def test_a_battery_answered_alike_where_others_tell_apart_is_straight_lining() -> None:
    mixed = (("1", "2", "1", "3", "2"),)
    (flag,) = found("straight-lining", with_last(firms(lines=mixed), lines=(("2",) * 5,)))
    assert (flag.value, flag.usual and flag.usual.median) == (100.0, 40.0)
    assert found("straight-lining", firms(lines=(("2",) * 5,))) == []  # all answer so: it is the firms


def test_numbers_that_end_in_0_and_5_more_than_elsewhere_are_heaped() -> None:
    usual = tuple(
        (f"/data/q{n}", float(value)) for n, value in enumerate((10, 11, 15, 17, 20, 22, 23, 25, 26, 28))
    )
    heaped = tuple((ref, value * 5) for ref, value in usual)
    (flag,) = found("heaping", with_last(firms(numbers=usual), numbers=heaped))
    assert (flag.value, flag.usual and flag.usual.median) == (100.0, 40.0)
    assert str(flag.message) == "100 % of the numbers end in 0 or 5; 40 % are usual."


def test_an_outlier_lies_beyond_three_widths_of_the_middle_half_as_a_ratio() -> None:
    # The others are 100 ... 200 in steps of 10: quartiles 125, 150, 175; as a ratio the outer fence is 175 * (175 / 125)^3 = 480.2.
    others = [replace(one, numbers=(("/data/wage", 100.0 + 10 * n),)) for n, one in enumerate(firms(11))]
    odd = replace(PLAIN, instance_id="odd", numbers=(("/data/wage", 481.0),))
    (flag,) = found("outlier", [*others, odd], wage="Daily wage")
    assert flag.usual is not None
    assert (flag.usual.low, flag.usual.median, flag.usual.high) == (125.0, 150.0, 175.0)
    assert str(flag.message) == "“Daily wage” is 481; the middle half is 125 to 175."
    assert found("outlier", [*others, replace(odd, numbers=(("/data/wage", 480.0),))]) == []
    (low,) = found("outlier", [*others, replace(odd, numbers=(("/data/wage", 45.0),))], wage="Daily wage")
    assert str(low.message).startswith("“Daily wage” is only 45;")


def test_zeros_small_counts_and_rows_of_one_firm_raise_no_crowd_of_flags() -> None:
    loans = [replace(one, numbers=(("/data/loan", 0.0),)) for one in firms(30)]
    few = [
        replace(one, instance_id=f"l{n}", numbers=(("/data/loan", 5e5 + n),))
        for n, one in enumerate(firms(4))
    ]
    assert found("outlier", [*loans, *few]) == []
    ones = firms(numbers=(("/data/idle", 1.0),))
    assert found("outlier", with_last(ones, numbers=(("/data/idle", 3.0),))) == []
    rows = (("/data/idle", 40.0), ("/data/idle", 50.0), ("/data/idle", 1.0))
    (flag,) = found("outlier", with_last(ones, numbers=rows))
    assert flag.value == 50.0


@pytest.mark.parametrize(
    ("rule", "usual", "odd", "value"),
    [
        ("dont-know", {"unknown": 2}, {"unknown": 9}, 9.0),
        ("skipped", {"empty": 1}, {"empty": 8}, 8.0),
        ("other", {"others": 1}, {"others": 10}, 50.0),
        ("checks-kept", {"checks_kept": 1}, {"checks_kept": 5}, 5.0),
    ],
)
def test_shares_far_above_the_others_are_flagged(
    rule: str, usual: dict[str, int], odd: dict[str, int], value: float
) -> None:
    (flag,) = found(rule, with_last(firms(**usual), **odd))
    assert (flag.instance_id, flag.value) == ("f11", value)
    assert found(rule, firms(**usual)) == []
    assert found(rule, with_last(firms(**dict.fromkeys(usual, 0)), **dict.fromkeys(usual, 2))) == []


def test_85_percent_of_the_answers_of_another_firm_are_a_near_duplicate() -> None:
    chance = Random(3)
    facts = [replace(one, answers={f"q{k}": chance.randrange(6) for k in range(40)}) for one in firms(30)]
    copied = dict(facts[4].answers) | {f"q{k}": "other" for k in range(6)}
    pair = found("duplicate", with_last(facts, answers=copied))
    assert {(flag.instance_id, flag.ref, flag.value) for flag in pair} == {
        ("f29", "f4", 85.0),
        ("f4", "f29", 85.0),
    }
    assert "those of Firm 4" in str(pair[-1].message)
    copied |= {"q6": "other"}
    assert found("duplicate", with_last(facts, answers=copied)) == []


def test_all_pairs_are_compared_as_one_by_one() -> None:
    chance = Random(5)
    answers = [{f"q{k}": chance.randrange(4) for k in range(30) if chance.random() < 0.9} for _n in range(40)]
    for number, twin in enumerate(twins(answers)):
        same = [
            sum(answers[number].get(q) == v for q, v in other.items()) if place != number else -1
            for place, other in enumerate(answers)
        ]
        assert twin is not None
        assert same[twin.of] == max(same)
        assert twin.percent == 100 * max(same) / max(len(answers[number]), len(answers[twin.of]))


def test_what_nearly_all_say_does_not_make_twins() -> None:
    assert found("duplicate", firms(30, answers={f"q{k}": "yes" for k in range(40)})) == []


def test_a_position_off_the_cluster_is_flagged() -> None:
    assert round(metres((12.8, 76.7), (12.81, 76.7))) == 1112  # 0.01 degrees of 6,371 km
    spread = [replace(one, place=(12.8 + n / 1000, 76.7)) for n, one in enumerate(firms())]
    (flag,) = found("off-cluster", with_last(spread, place=(12.9, 76.7)))
    assert flag.instance_id == "f11"
    assert str(flag.message) == "The position is 11 km from where the firms are."
    assert found("off-cluster", with_last(spread, place=(12.9, 76.7), firm_place=(12.9, 76.7))) == []


def test_a_position_more_than_half_a_kilometre_from_the_firm_in_the_register_is_flagged() -> None:
    spread = [replace(one, place=(12.8 + n / 1000, 76.7)) for n, one in enumerate(firms())]
    (own,) = found("off-firm", with_last(spread, place=(12.805, 76.7), firm_place=(12.8, 76.7)))
    assert str(own.message) == "The position is 556 m from the firm in the register."
    assert found("off-firm", with_last(spread, place=(12.804, 76.7), firm_place=(12.8, 76.7))) == []


def test_beside_a_position_off_the_firm_stands_how_far_the_others_are() -> None:
    # 0.001 degrees are 111.2 m: eleven others at 0, 11, 22 ... 111 m, their median the sixth.
    near = [
        replace(one, agent="Meena", place=(12.8 + n / 10_000, 76.7), firm_place=(12.8, 76.7))
        for n, one in enumerate(firms())
    ]
    (flag,) = found("off-firm", with_last(near, place=(12.85, 76.7)))
    assert str(flag.message) == "The position is 5.6 km from the firm in the register; 56 m are usual."
    assert flag.usual is not None
    assert (flag.usual.firms, round(flag.usual.low), round(flag.usual.high)) == (11, 28, 83)
    assert flag.own is not None
    assert flag.own.firms == 11


def test_interviews_at_night_are_flagged_by_the_clock_where_they_were() -> None:
    late = MORNING.replace(hour=20, minute=30)
    (flag,) = found("night", with_last(firms(), begun=late))
    assert str(flag.message) == "It was asked at 21:30, at night."
    assert found("night", with_last(firms(), begun=late, minutes=29.0)) == []
    assert len(found("night", with_last(firms(), begun=MORNING.replace(hour=5, minute=59)))) == 1


def test_an_older_version_after_a_newer_one_was_in_use_is_flagged() -> None:
    facts = [
        replace(one, version="1" if n < 5 else "2", begun=MORNING + timedelta(days=n))
        for n, one in enumerate(firms())
    ]
    assert found("version", facts) == []
    (flag,) = found("version", with_last(facts, version="1"))
    assert str(flag.message) == "It was filled with version 1 of the form; version 2 was in use already."


def test_an_agent_whose_answers_stand_apart_is_named_once_a_question() -> None:
    # Ten of one all above twelve of the others: U = 120, mean 60, variance 10 * 12 * 23 / 12 = 230, so z = 60 / 15.17 = 3.96.
    scores = rank_scores([("A", n) for n in range(100, 110)] + [("B", n) for n in range(12)])
    assert {name: round(score, 2) for name, score in scores.items()} == {"A": 3.96, "B": -3.96}
    apart = [
        replace(
            one,
            agent="Meena" if n < 15 else "Ravi",
            numbers=(("/data/wage", 400.0 + n + (90 if n < 15 else 0)),),
        )
        for n, one in enumerate(firms(30))
    ]
    told = {(flag.agent, flag.ref): flag for flag in found("enumerator", apart, wage="Daily wage")}
    assert set(told) == {("Meena", "/data/wage"), ("Ravi", "/data/wage")}
    flag = told["Meena", "/data/wage"]
    assert flag.instance_id == ""
    assert str(flag.message) == "Meena’s “Daily wage” stands apart: median 497, with the others 422."
    same = [replace(one, numbers=(("/data/wage", 400.0 + n % 7),)) for n, one in enumerate(apart)]
    assert found("enumerator", same) == []


def test_every_group_stands_above_the_others_by_each_pair_of_values() -> None:
    chance = Random(4)
    for size in (2, 9, 60):
        told = [(chance.choice("ABC"), float(chance.randrange(7))) for _n in range(size)]
        for group, score in rank_scores(told).items():
            own = [value for name, value in told if name == group]
            others = [value for name, value in told if name != group]
            wins = sum((a > b) + (a == b) / 2 for a in own for b in others)
            values = [value for _name, value in told]
            ties = sum(values.count(value) ** 3 - values.count(value) for value in set(values))
            variance = len(own) * len(others) / 12 * (size + 1 - ties / (size * (size - 1)))
            wanted = (wins - len(own) * len(others) / 2) / variance**0.5 if variance > 0 else 0.0
            assert score == pytest.approx(wanted)


def test_outliers_are_those_found_by_looking_at_each_number_among_all_others() -> None:
    chance = Random(6)
    facts = [
        replace(
            one,
            agent=chance.choice(("Meena", "Ravi", "")),
            stratum=chance.choice(("micro", "small", "")),
            numbers=tuple(
                (f"/data/q{k}", float(chance.choice((0, 3, 40, 41, 45, 50, chance.randrange(1, 4000)))))
                for k in (1, 1, 2, 3)
                if chance.random() < 0.8
            ),
        )
        for one in firms(120)
    ]
    told = {(flag.instance_id, flag.ref): (flag.value, flag.stratum) for flag in found("outlier", facts)}
    wanted: dict[tuple[str, str], tuple[float, str]] = {}
    distance: dict[tuple[str, str], float] = {}
    for one in facts:
        for ref, value in one.numbers:
            judged = _judged(one, ref, value, facts)
            if judged and judged[0] > distance.get((one.instance_id, ref), -1.0):
                distance[one.instance_id, ref] = judged[0]
                wanted[one.instance_id, ref] = value, judged[1]
    assert told == wanted
    assert len(told) > 10


def _judged(one: Facts, ref: str, value: float, facts: Sequence[Facts]) -> tuple[float, str] | None:
    """(distance from the median, among whom) of a number that lies far out, all of it reckoned anew."""
    for stratum in (one.stratum, ""):
        rest = [
            v for f in facts if not stratum or f.stratum == stratum for r, v in f.numbers if r == ref and v
        ]
        if not value or len(rest) <= FEWEST:
            continue
        rest.remove(value)
        low, middle, high = statistics.quantiles(rest, n=4, method="inclusive")
        width = max(math.log(high) - math.log(low), math.log(1.25))
        is_far = not math.log(low) - 3 * width <= math.log(value) <= math.log(high) + 3 * width
        is_small = value < 10 and middle == int(middle) and abs(value - middle) < 3
        return (abs(value - middle), stratum) if is_far and not is_small else None
    return None


def test_an_answer_nobody_else_gave_counts_among_those_compared() -> None:
    chance = Random(7)
    answers = [
        {f"q{k}": chance.choice((1, 2, 3, f"only {n} {k}")) for k in range(25) if chance.random() < 0.8}
        for n in range(40)
    ]
    for number, twin in enumerate(twins(answers)):
        same = {
            place: sum(answers[number].get(q) == v for q, v in other.items())
            for place, other in enumerate(answers)
            if place != number
        }
        most = max(same.values())
        fewest = min(len(answers[place]) for place, n in same.items() if n == most)
        assert twin is not None
        assert (same[twin.of], len(answers[twin.of])) == (most, fewest)
        assert twin.answers == max(len(answers[number]), fewest)
        assert twin.percent == 100 * most / twin.answers


def test_quartiles_leave_the_compared_value_out() -> None:
    chance = Random(1)
    for size in (2, 3, 11, 40):
        values = [float(chance.randrange(9)) for _n in range(size)]
        for value in values:
            rest = list(values)
            rest.remove(value)
            usual = Spread(values).without(value)
            assert usual is not None
            wanted = statistics.quantiles(rest, n=4, method="inclusive") if size > 2 else rest * 3
            assert [usual.low, usual.median, usual.high] == pytest.approx(wanted)


def test_the_table_of_rules_names_each_once() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names) == 16
