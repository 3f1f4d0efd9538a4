"""The recorded cases of three peers. Where the engine differs from them is known, with the reason; the list only shrinks."""

from __future__ import annotations

import pytest

from tests import conformance

pytestmark = pytest.mark.skipif(
    not conformance.FOLDER.is_dir(), reason="the recorded cases are not beside the project"
)

XPATH_FLOOR = 0.995
SCENARIO_FLOOR = 0.98


def test_expressions_give_what_the_peers_give_but_for_the_known_differences() -> None:
    wrong = {expression: got for expression, right, got in conformance.xpath_verdicts() if not right}
    assert set(wrong) == set(conformance.differences("expression")), wrong


@pytest.mark.slow
def test_scenarios_run_as_they_did_with_the_peers_but_for_the_known_differences() -> None:
    wrong = {case: bad for case, right, bad in conformance.scenario_verdicts() if not right}
    assert set(wrong) == set(conformance.differences("scenario")), wrong


def test_at_least_995_of_1000_expressions_agree() -> None:
    verdicts = [right for _expression, right, _got in conformance.xpath_verdicts()]
    assert sum(verdicts) >= XPATH_FLOOR * len(verdicts)


@pytest.mark.slow
def test_at_least_98_of_100_scenarios_agree_with_their_peer_or_with_javarosa() -> None:
    verdicts = [right for _case, right in conformance.agreeing_scenarios()]
    assert sum(verdicts) >= SCENARIO_FLOOR * len(verdicts)
