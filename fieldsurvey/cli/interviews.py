"""Verbs of the command line about interviews. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study

_path = click.Path(path_type=Path)


@click.group()
def interview() -> None:
    """Add interviews."""


@interview.command("add")
@click.argument("study", type=_path)
@click.argument("form")
@click.option("--answers", type=_path, required=True, help='JSON: {"/data/question": "answer", ...}')
def interview_add(study: Path, form: str, answers: Path) -> None:
    """Record one finalised interview of FORM from a file and print its instanceID."""
    from fieldsurvey.interviews.submissions import read_answers

    given = read_answers(answers)
    with open_study(study) as opened:
        click.echo(opened.interviews.add(form, given))


VERBS = (interview,)
