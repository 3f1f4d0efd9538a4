"""The verb of the command line about quality checks. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say_data, say_row, show_progress
from fieldsurvey.i18n import sentence
from fieldsurvey.records import Flag, TypicalRange

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--form", "form_id", default="", help="Form's id; without it, the study's first.")
@click.option("--language", default="", help="Of the labels, as the form names it.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def quality(study: Path, form_id: str, language: str, as_json: bool) -> None:
    """What is unusual in the interviews: one line a flag, with its rule, the value and how others stand.

    A flag is no fault before somebody looked; what was decided on it stands at the end of its line."""
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
