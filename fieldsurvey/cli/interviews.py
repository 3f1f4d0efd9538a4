"""Verbs of the command line about interviews. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, say_data, say_row
from fieldsurvey.records import INTERVIEWS_OF, InterviewFilter, Status

_path = click.Path(path_type=Path)


@click.group()
def interview() -> None:
    """Add interviews, and read them."""


@interview.command("add")
@click.argument("study", type=_path)
@click.argument("form")
@click.option("--answers", type=_path, required=True, help='JSON: {"/data/question": "answer", ...}')
def interview_add(study: Path, form: str, answers: Path) -> None:
    """Record one finalised interview of FORM from a file and print its instanceID."""
    from fieldsurvey.interviews.submissions import read_answers

    given = read_answers(answers)
    with open_study(study) as opened:
        say(opened.interviews.add(form, given))


@interview.command("show")
@click.argument("study", type=_path)
@click.argument("identity", metavar="ID")
@click.option(
    "--language", default="", help='Of the labels, as the form names it or its code: "Hindi (hi)", hi.'
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def interview_show(study: Path, identity: str, language: str, as_json: bool) -> None:
    """Read one interview as it was last finalised. Nothing is opened again by it.

    What a respondent answered alone is not shown."""
    from fieldsurvey.cli.reading import as_data, lines_of

    with open_study(study) as opened:
        reading = opened.interviews.reading(identity, language)
        away = opened.quality.from_firm(identity)
    if as_json:
        say_data(as_data(reading, away))
    else:
        say("\n".join(lines_of(reading, away)))


@interview.command("list")
@click.argument("study", type=_path)
@click.option(
    "--state",
    type=click.Choice([*(one.value for one in INTERVIEWS_OF), "deleted"]),
    help="How they stand; those not deleted, if not said.",
)
@click.option("--text", default="", help="Beginnings of words in the firm's name or an answer.")
@click.option("--agent", help='Who held them; "" for those nobody is named for.')
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Begun on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Begun on this day or before.")
@click.option("--round", "round_key", default="", help="Of firms in this round, by its key.")
@click.option("--stratum", default="", help="Of firms in this stratum.")
@click.option("--partial/--not-partial", default=None, help="Closed as partial, or not.")
@click.option("--flagged", is_flag=True, help="With a flag nobody decided on; reads every interview.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def interview_list(
    study: Path,
    state: str | None,
    text: str,
    agent: str | None,
    since: datetime | None,
    until: datetime | None,
    round_key: str,
    stratum: str,
    partial: bool | None,
    flagged: bool,
    as_json: bool,
) -> None:
    """The interviews, last touched first: identity, state, day, firm. Several conditions hold together."""
    with open_study(study) as opened:
        chosen = dataclasses.replace(
            InterviewFilter(deleted=state == "deleted")
            if state not in tuple(Status)
            else INTERVIEWS_OF[Status(state)],
            text=text,
            interviewer=agent,
            since=since.date().isoformat() if since else "",
            until=until.date().isoformat() if until else "",
            round=round_key,
            stratum=stratum,
            is_partial=partial,
            only=frozenset(opened.quality.undecided()) if flagged else None,
        )
        found = opened.interviews.page(chosen, 0, opened.interviews.number(chosen))
    told = [(one.instance_id, str(one.status), one.started_at.date().isoformat(), one.firm) for one in found]
    if as_json:
        names = ("instance_id", "state", "day", "firm")
        say_data([dict(zip(names, row, strict=True)) for row in told])
        return
    for row in told:
        say_row(*row)


VERBS = (interview,)
