"""Verbs of the command line about back-checks. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from fieldsurvey.cli.review import lead_key
from fieldsurvey.cli.terminal import open_study, say, say_data, say_row

_path = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
_form = click.option("--form", "form_id", default="", help="Form's id; without it, the study's first.")


@click.group()
def backcheck() -> None:
    """Interviews drawn by chance of which somebody else asks a few questions again: those the column back_check marks."""


@backcheck.command("draw")
@click.argument("study", type=_path)
@click.option("--seed", type=int, required=True, help="The same seed and interviews always draw the same.")
@click.option(
    "--percent", type=float, default=10.0, show_default=True, help="Of each agent's interviews, at least one."
)
@_form
def back_check_draw(study: Path, seed: int, percent: float, form_id: str) -> None:
    """Draw; prints the interviews that were drawn now."""
    with open_study(study) as opened:
        for identity in opened.back_checks.draw(seed, percent, form_id, key=lead_key(opened)).ids:
            say(identity)


@backcheck.command("begin")
@click.argument("study", type=_path)
@click.argument("identity", metavar="ID")
@click.option("--agent", required=True, help="Who asks again: somebody else than the interviewer.")
def back_check_begin(study: Path, identity: str, agent: str) -> None:
    """Begin the back-check of the drawn interview ID; prints the draft's id."""
    with open_study(study) as opened:
        say(opened.back_checks.begin(identity, agent).instance_id)


@backcheck.command("list")
@click.argument("study", type=_path)
@_form
@_as_json
def back_check_list(study: Path, form_id: str, as_json: bool) -> None:
    """What was drawn, and what differs: one line an interview."""
    with open_study(study) as opened:
        found = opened.back_checks.listing(form_id)
    if as_json:
        told = [dataclasses.asdict(one) for one in found]
        say_data(told)
        return
    for one in found:
        differs = f"{len(one.differences)}/{len(one.compared)}" if one.compared else ""
        say_row(one.instance_id, one.firm, one.agent, one.state.value, one.checker, differs)


@backcheck.command("rates")
@click.argument("study", type=_path)
@_form
@_as_json
def back_check_rates(study: Path, form_id: str, as_json: bool) -> None:
    """Error rates by kind of question, for all agents and for each."""
    with open_study(study) as opened:
        found = opened.back_checks.rates(form_id)
    if as_json:
        told = [dataclasses.asdict(one) | {"share": one.share, "is_high": one.is_high} for one in found]
        say_data(told)
        return
    for one in found:
        said = (one.agent, one.kind, one.checks, one.compared, one.different, f"{one.share or 0:.1%}")
        say_row(*said)


VERBS = (backcheck,)
