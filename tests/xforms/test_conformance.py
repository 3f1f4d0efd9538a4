"""The recorded cases of three peers: how many the engine answers as they do. The floors only rise."""

from __future__ import annotations

import pytest

from tests import conformance

pytestmark = pytest.mark.skipif(
    not conformance.FOLDER.is_dir(), reason="the recorded cases are not beside the project"
)

XPATH_FLOOR = 0.98
SCENARIO_FLOOR = 0.93


def test_expressions_give_what_the_peers_give() -> None:
    verdicts = list(conformance.xpath_verdicts())
    wrong = [(expression, got) for expression, right, got in verdicts if not right]
    assert len(wrong) <= (1 - XPATH_FLOOR) * len(verdicts), wrong


def test_scenarios_run_as_they_did_with_the_peers() -> None:
    verdicts = list(conformance.scenario_verdicts())
    wrong = [(case, bad) for case, right, bad in verdicts if not right]
    assert len(wrong) <= (1 - SCENARIO_FLOOR) * len(verdicts), wrong
