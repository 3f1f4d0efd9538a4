"""Agents beside one another: quartiles of each measure reckoned by hand, each agent against all others."""

from __future__ import annotations

from dataclasses import replace

from fieldsurvey.analysis.agents import MEASURES, apart, profiles
from fieldsurvey.analysis.field_facts import Facts
from fieldsurvey.records import Flag, TypicalRange
from tests.analysis.test_field_checks import firms


def two_agents(number: int = 12, **ravi: object) -> list[Facts]:
    """As many interviews of Meena, then of Ravi, whose say so."""
    both = [replace(one, agent="Meena" if n < number else "Ravi") for n, one in enumerate(firms(2 * number))]
    return [*both[:number], *(replace(one, **ravi) for one in both[number:])]  # type: ignore[arg-type]


def told(facts: list[Facts]) -> dict[tuple[str, str], Flag]:
    return {(flag.agent, flag.ref): flag for flag in apart(facts, lambda ref: ref)}


def test_all_come_first_then_each_agent_beside_all_others() -> None:
    facts = [replace(one, minutes=40.0 + n) for n, one in enumerate(two_agents(3))]
    facts.append(replace(facts[0], instance_id="x", agent="", minutes=100.0))
    everyone, meena, ravi = profiles(facts)
    assert (everyone.agent, everyone.interviews, everyone.others) == ("", 7, {})
    assert everyone.own["minutes"] == TypicalRange(7, 41.5, 43.0, 44.5)
    assert (meena.agent, meena.interviews, ravi.agent, ravi.interviews) == ("Meena", 3, "Ravi", 3)
    assert meena.own["minutes"] == TypicalRange(3, 40.5, 41.0, 41.5)
    assert meena.others["minutes"] == TypicalRange(
        4, 43.75, 44.5, 58.75
    )  # of Ravi, and of nobody that is named
    assert "from-firm" not in meena.own


def test_a_measure_that_stands_apart_is_told_of_both() -> None:
    found = told(two_agents(12, minutes=20.0))
    assert set(found) == {("Meena", "minutes"), ("Ravi", "minutes")}
    assert (
        str(found["Ravi", "minutes"].message) == "Ravi’s interviews take 20 minutes, those of the others 60."
    )
    assert told(two_agents(9, minutes=20.0)) == {}  # fewer than ten say nothing


def test_who_asks_far_from_the_firms_or_notes_other_stands_apart() -> None:
    near = [replace(one, place=(12.8, 76.7), firm_place=(12.8, 76.7)) for one in two_agents()]
    away = [*near[:12], *(replace(one, place=(12.83, 76.7)) for one in near[12:])]
    flag = told(away)["Ravi", "from-firm"]
    assert str(flag.message) == "Ravi asks 3.3 km from the firm’s position in the register, the others 0 m."
    other = told(two_agents(12, others=5))["Ravi", "other"]
    assert str(other.message) == "With Ravi 25 % of the choices are “other”, with the others 0 %."


def test_each_measure_is_named_once() -> None:
    assert len({one.name for one in MEASURES}) == len({one.words for one in MEASURES}) == len(MEASURES)
