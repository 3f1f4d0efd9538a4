"""Agents of a study beside one another; what stands apart is decided on with a reason, until it stands farther apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey.cli import fieldsurvey
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.records import AgentProfile, Flag, Verdict
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.field_form import ask, field_study, numbers_of, two_agents

LEAD = "three brass lamps of Anand"


@pytest.fixture
def agents(tmp_path: Path) -> Iterator[Study]:
    """Meena asks as others do; all of Ravi's numbers end in 0."""
    with field_study(tmp_path) as study:
        two_agents(study)
        yield study


def ravi(study: Study) -> AgentProfile:
    return next(one for one in study.quality.by_agent() if one.agent == "Ravi")


def heaping(study: Study) -> Flag:
    return next(flag for flag in ravi(study).flags if flag.ref == "heaping")


def test_each_agent_stands_beside_all_others_with_what_is_apart(agents: Study) -> None:
    everyone, meena, last = agents.quality.by_agent()
    assert [(one.agent, one.interviews) for one in (everyone, meena, last)] == [
        ("", 24),
        ("Meena", 12),
        ("Ravi", 12),
    ]
    assert last.own["heaping"].median == 100
    assert last.others["heaping"] == meena.own["heaping"]
    assert heaping(agents).is_open
    assert last.open_flags == len(last.flags)
    assert everyone.flagged == sum(one.flagged for one in (meena, last)) == len(agents.quality.undecided())


def test_a_decision_stands_with_its_reason_also_when_more_interviews_come(agents: Study) -> None:
    agents.who = lambda: "Anand"
    agents.quality.decide(heaping(agents), Verdict.ASK, "Shown on 5 November how to note a number")
    decision = heaping(agents).decision
    assert decision is not None
    assert (decision.verdict, decision.reason, decision.who) == (
        Verdict.ASK,
        "Shown on 5 November how to note a number",
        "Anand",
    )
    ask(agents, "Firm 24", "Meena", numbers_of(24))
    assert not heaping(agents).is_open
    assert sum(one.decision is not None for one in ravi(agents).flags) == 1
    line = next(one for one in reversed(agents.interviews.history("")) if one.event == "flag decided")
    assert (line.ref, line.new, line.why) == ("Ravi: enumerator heaping", "ask", decision.reason)
    assert agents.safety.verify().is_whole
    agents.quality.decide(heaping(agents), None)
    assert heaping(agents).is_open


def test_it_comes_back_when_the_agent_stands_clearly_farther_from_the_others(agents: Study) -> None:
    flag = heaping(agents)
    assert flag.usual is not None
    nearer = flag.usual.median + (flag.value - flag.usual.median) / 1.2
    farther = flag.usual.median + (flag.value - flag.usual.median) / 1.3
    other_side = flag.usual.median - 5
    for value, stands in ((nearer, True), (farther, False), (other_side, False)):
        then = Flag(**{name: getattr(flag, name) for name in flag.__dataclass_fields__} | {"value": value})
        agents.quality.decide(then, Verdict.RIGHT, "He asks at the weekly market")
        assert heaping(agents).is_open is not stands


def test_it_takes_a_reason_and_the_leads_key(agents: Study) -> None:
    for verdict in Verdict:
        with pytest.raises(StoreError, match="Say why it is right"):
            agents.quality.decide(heaping(agents), verdict, " ")
    agents.review.set_lead(LEAD, name="Anand")
    with pytest.raises(StoreError, match="Anand has it"):
        agents.quality.decide(heaping(agents), Verdict.RIGHT, "True")
    agents.quality.decide(heaping(agents), Verdict.RIGHT, "True", key=agents.review.unlock(LEAD))
    assert not heaping(agents).is_open


def test_a_decision_is_sealed(agents: Study) -> None:
    agents.quality.decide(heaping(agents), Verdict.RIGHT, "He asks at the weekly market")
    assert agents.safety.verify().is_whole
    rows.damage(
        agents, "UPDATE setting SET value = replace(value, 'weekly', 'daily') WHERE key = 'agent_flags'"
    )
    assert not agents.safety.verify().is_whole


def test_the_command_line_lists_agents_and_decides(agents: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    run, path = CliRunner(), str(agents.path)
    told = json.loads(run.invoke(fieldsurvey, ["quality", path, "--agents", "--json"]).output)
    assert [one["agent"] for one in told] == ["", "Meena", "Ravi"]
    assert told[2]["measures"]["heaping"]["own"] == {"n": 12, "low": 100, "median": 100, "high": 100}
    lines = run.invoke(fieldsurvey, ["quality", path, "--agents"]).output.splitlines()
    assert any(line.startswith("Ravi\t12\t0\theaping\t100\t100\t100\t") for line in lines)

    settle = ["review", "settle", path]
    for wrong, said in (
        (["Ravi", "enumerator"], "command.settle-one"),
        (["Ravi", "enumerator", "--right", "x", "--take-back"], "command.settle-one"),
        (["Meera", "enumerator", "--right", "x"], "command.no-flag"),
        (["Ravi", "enumerator", "--ref", "minutes", "--right", "x"], "command.no-flag"),
    ):
        fault = run.invoke(fieldsurvey, [*settle, *wrong]).exception
        assert isinstance(fault, FieldSurveyError)
        assert fault.message.code == said
    one = [*settle, "Ravi", "enumerator", "--ref", "heaping"]
    assert run.invoke(fieldsurvey, [*one, "--taken-up", "Shown how to note a number"]).exit_code == 0
    assert heaping(agents).decision is not None
    listed = run.invoke(fieldsurvey, ["quality", path]).output.splitlines()
    assert any(line.endswith("ask: Shown how to note a number") for line in listed)
    assert run.invoke(fieldsurvey, [*one, "--take-back"]).exit_code == 0
    assert heaping(agents).is_open
    agents.review.set_lead(LEAD, name="Anand")
    assert isinstance(run.invoke(fieldsurvey, [*one, "--right", "x"]).exception, StoreError)
    monkeypatch.setenv("FIELDSURVEY_LEAD_PASSPHRASE", LEAD)
    assert run.invoke(fieldsurvey, [*one, "--right", "x"]).exit_code == 0
    assert not heaping(agents).is_open
