"""`fieldsurvey history`: what was done with a study, and with one interview. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--interview", default="", help="instanceID; without it, what concerns the study as a whole.")
def history(study: Path, interview: str) -> None:
    """Who did what and when, oldest first: one line each, its values between tabs."""
    with open_study(study) as opened:
        if interview:
            opened.interviews.read(interview)
        for line in opened.interviews.history(interview):
            values = (
                line.at.isoformat(timespec="seconds"),
                line.who,
                line.event,
                line.ref,
                line.old,
                line.new,
            )
            click.echo("\t".join(" ".join(value.split()) for value in (*values, line.why)))


VERBS = (history,)
