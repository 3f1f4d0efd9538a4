"""Verbs of the command line about interviews. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, say_data

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
    if as_json:
        say_data(as_data(reading))
    else:
        say("\n".join(lines_of(reading)))


VERBS = (interview,)
