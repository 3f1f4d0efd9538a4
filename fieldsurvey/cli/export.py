"""`fieldsurvey export`: the donor's workbook. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, show_progress
from fieldsurvey.i18n import sentence
from fieldsurvey.study import ExportOptions, Profile

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--form", "form_id", default="", help="Which form; the study's first when not named.")
@click.option(
    "--profile",
    type=click.Choice([p.value for p in Profile]),
    default=Profile.RESEARCH.value,
    show_default=True,
)
@click.option("--format", "format_", default="workbook", show_default=True, help="In which format.")
@click.option("--sensitive", is_flag=True, help="With the sensitive module.")
def export(study: Path, out: Path, form_id: str, profile: str, format_: str, sensitive: bool) -> None:
    """Write the donor's workbook."""
    with open_study(study) as opened:
        changed = opened.exports.write(
            out,
            ExportOptions(
                format=format_, form_id=form_id, profile=Profile(profile), with_sensitive=sensitive
            ),
            progress=show_progress,
        )
        click.echo(sentence(changed.message))


VERBS = (export,)
