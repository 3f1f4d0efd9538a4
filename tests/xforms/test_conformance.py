"""The recorded cases of three peers. Where the engine differs from them is known, with the reason; the list only shrinks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools import conformance

pytestmark = pytest.mark.skipif(
    not conformance.FOLDER.is_dir(), reason="the recorded cases are not beside the project"
)

DIFFERENCES = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "known_differences.toml").read_text(encoding="utf-8")
)
XPATH_FLOOR = 0.99
SCENARIO_FLOOR = 0.95


def _known(kind: str) -> set[str]:
    return {name for one in DIFFERENCES[kind] for name in one["cases"]}


def test_expressions_give_what_the_peers_give_but_for_the_known_differences() -> None:
    wrong = {expression: got for expression, right, got in conformance.xpath_verdicts() if not right}
    assert set(wrong) == _known("expression"), wrong


@pytest.mark.slow
def test_scenarios_run_as_they_did_with_the_peers_but_for_the_known_differences() -> None:
    wrong = {case: bad for case, right, bad in conformance.scenario_verdicts() if not right}
    assert set(wrong) == _known("scenario"), wrong


def test_at_least_99_of_100_expressions_agree() -> None:
    verdicts = [right for _expression, right, _got in conformance.xpath_verdicts()]
    assert sum(verdicts) >= XPATH_FLOOR * len(verdicts)


@pytest.mark.slow
def test_at_least_95_of_100_scenarios_agree() -> None:
    verdicts = [right for _case, right, _bad in conformance.scenario_verdicts()]
    assert sum(verdicts) >= SCENARIO_FLOOR * len(verdicts)
