"""The verb of the command line about quality checks. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say_data, say_row, show_progress
from fieldsurvey.i18n import sentence
from fieldsurvey.records import AgentProfile, Flag, TypicalRange

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--form", "form_id", default="", help="Form's id; without it, the study's first.")
@click.option("--language", default="", help="Of the labels, as the form names it.")
@click.option(
    "--agents", "by_agent", is_flag=True, help="Agents beside one another instead: a line a measure."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def quality(study: Path, form_id: str, language: str, by_agent: bool, as_json: bool) -> None:
    """What is unusual in the interviews: one line a flag, with its rule, the value and how others stand.

    A flag is no fault before somebody looked; what was decided on it stands at the end of its line. `review settle` decides."""
    if by_agent:
        _say_agents(study, form_id, language, as_json=as_json)
        return
    with open_study(study) as opened:
        flags = opened.quality.flags(form_id, language, show_progress)
        firms = {row.instance_id: row.firm for row in opened.interviews.listing()}
    if as_json:
        told = [_data(flag, firms.get(flag.instance_id, "")) for flag in flags]
        say_data(told)
        return
    for flag in flags:
        decided = f"{flag.decision.verdict.value}: {flag.decision.reason}" if flag.decision else ""
        about = firms.get(flag.instance_id, "") or flag.agent
        say_row(flag.rule, flag.instance_id, about, sentence(flag.message), decided)


def _say_agents(study: Path, form_id: str, language: str, *, as_json: bool) -> None:
    """Agent, interviews, flagged, measure, then its quartiles: the agent's and everybody else's."""
    with open_study(study) as opened:
        profiles = opened.quality.by_agent(form_id, language, show_progress)
    if as_json:
        say_data([_profile(one) for one in profiles])
        return
    for one in profiles:
        head = (one.agent or "*", str(one.interviews), str(one.flagged))
        for name, own in one.own.items():
            say_row(*head, name, *_quartiles(own), *_quartiles(one.others.get(name)))
        for flag in one.flags:
            say_row(*head, flag.key, sentence(flag.message))


def _profile(one: AgentProfile) -> dict[str, object]:
    return {
        "agent": one.agent,
        "interviews": one.interviews,
        "flagged": one.flagged,
        "measures": {
            name: {"own": _spread(own), "others": _spread(one.others.get(name))}
            for name, own in one.own.items()
        },
        "flags": [_data(flag, "") for flag in one.flags],
    }


def _quartiles(usual: TypicalRange | None) -> tuple[str, ...]:
    if usual is None:
        return ("", "", "")
    return tuple(f"{value:.4g}" for value in (usual.low, usual.median, usual.high))


def _data(flag: Flag, firm: str) -> dict[str, object]:
    decision = flag.decision
    return {
        "rule": flag.rule,
        "interview": flag.instance_id,
        "firm": firm,
        "agent": flag.agent,
        "ref": flag.ref,
        "value": flag.value,
        "stratum": flag.stratum,
        "others": _spread(flag.usual),
        "own": _spread(flag.own),
        "sentence": sentence(flag.message),
        "decision": None
        if decision is None
        else dataclasses.asdict(decision) | {"at": decision.at.isoformat()},
    }


def _spread(usual: TypicalRange | None) -> dict[str, float] | None:
    if usual is None:
        return None
    return {"n": usual.firms, "low": usual.low, "median": usual.median, "high": usual.high}


VERBS = (quality,)
