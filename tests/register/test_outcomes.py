"""Coverage, response rates and weights of the mock-up's cluster, against figures reckoned by hand."""

from __future__ import annotations

import pytest

from fieldsurvey.records import Case, CaseRole, Outcome
from fieldsurvey.records.design import Coverage, Design, Method, Stratum, StratumCoverage
from fieldsurvey.register import outcomes
from fieldsurvey.register.outcomes import Unknown
from tests.support.small_form import NOW

SAMPLE = {"Household": (268, 49), "Workshop": (122, 23), "Factory": (22, 22)}
ENDED = {
    "Household": (30, 5, 2, 1),
    "Workshop": (16, 1, 1, 0),
    "Factory": (15, 1, 0, 1),
}
"""Done, refused, closed, not found: as the Overview of the mock-ups has them."""
_KINDS = (Outcome.COMPLETED, Outcome.REFUSED, Outcome.CLOSED, Outcome.NOT_FOUND)


def covered() -> Coverage:
    cases, found = [], dict[str, Outcome]()
    for name, (_population, drawn) in SAMPLE.items():
        states = [kind for kind, count in zip(_KINDS, ENDED[name], strict=True) for _ in range(count)]
        for number in range(drawn):
            firm = f"{name} {number}"
            cases.append(Case(firm, "baseline", CaseRole.DRAWN, name, number + 1, agent="Meena"))
            if number < len(states):
                found[firm] = states[number]
        cases.append(Case(f"{name} reserve", "baseline", CaseRole.RESERVE, name, drawn + 1))
    return outcomes.coverage(
        "baseline", cases, found, 139, {name: size for name, (size, _n) in SAMPLE.items()}
    )


def design() -> Design:
    strata = tuple(Stratum(name, (), Method.SIMPLE, size, n) for name, (size, n) in SAMPLE.items())
    return Design("d", "baseline", NOW, "Anand", 1, strata)


def test_the_counts_add_up() -> None:
    found = covered()
    whole = found.whole
    assert (whole.drawn, whole.completed, whole.refused, whole.closed, whole.not_found, whole.to_visit) == (
        94, 61, 7, 3, 2, 21,
    )  # fmt: skip
    assert [one.to_visit for one in found.strata] == [11, 5, 5]
    assert found.by_agent == {"Meena": 61}


def test_response_rates_are_those_of_the_mock_up() -> None:
    found = covered()
    rates = [outcomes.rate(one) for one in (*found.strata, found.whole)]
    assert [round(100 * rate) for rate in rates if rate is not None] == [83, 94, 88, 87]


@pytest.mark.parametrize(
    ("unknown", "weight"),
    [
        # Household: 35 eligible, 2 not, 12 never met (1 not found, 11 to visit) of 49; N = 268, C = 30.
        (Unknown.LIKE_THE_KNOWN, 268 * (35 / 37) / 30),
        (Unknown.OUT, 268 * (35 / 49) / 30),
        (Unknown.IN, 268 * (47 / 49) / 30),
    ],
)
def test_a_completed_case_stands_for_the_eligible_firms_of_its_stratum(
    unknown: Unknown, weight: float
) -> None:
    assert outcomes.weights(design(), covered(), unknown)["Household"] == pytest.approx(weight, rel=1e-12)


def test_a_sample_nobody_drew_by_chance_has_no_weights() -> None:
    strata = tuple(Stratum(name, (), Method.PURPOSIVE, size, n) for name, (size, n) in SAMPLE.items())
    assert outcomes.weights(Design("d", "baseline", NOW, "", 1, strata), covered()) == {}


def test_firms_to_be_tried_again_count_when_the_round_is_over() -> None:
    found = StratumCoverage(
        "all", 100, 20, completed=10, refused=2, closed=3, not_found=1, away=2, to_visit=4
    )
    e = 14 / 17
    assert outcomes.rate(found) == pytest.approx(10 / (12 + e * 1))
    assert outcomes.rate(found, is_over=True) == pytest.approx(10 / (12 + 2 + e * 3))


def test_nothing_is_said_of_a_round_nobody_was_out_for() -> None:
    found = StratumCoverage("all", 100, 20, to_visit=20)
    assert (outcomes.rate(found), outcomes.eligible_population(found)) == (None, None)


def test_a_case_stands_as_its_interview_then_as_its_last_visit() -> None:
    assert outcomes.outcome_of(None) is None
    assert outcomes.outcome_of(Outcome.REFUSED) is Outcome.REFUSED
    assert outcomes.outcome_of(Outcome.REFUSED, is_completed=True) is Outcome.COMPLETED
    assert outcomes.outcome_of(Outcome.REFUSED, is_partial=True) is Outcome.PARTIAL
