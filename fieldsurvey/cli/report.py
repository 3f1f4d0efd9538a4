"""`fieldsurvey report`: the printed reports. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, show_progress
from fieldsurvey.i18n import sentence

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.argument("kind", type=click.Choice(["cluster", "firm"]))
@click.argument("out", type=_path)
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
@click.option("--firm", default="", help="instanceID or name of the firm (for the firm report).")
def report(study: Path, kind: str, out: Path, language: str, firm: str) -> None:
    """Write the cluster report, or one firm's."""
    with open_study(study) as opened:
        if kind == "cluster":
            changed = opened.reports.write_cluster(out, language=language, progress=show_progress)
        else:
            changed = opened.reports.write_firm(out, firm, language=language)
        say(sentence(changed.message))


VERBS = (report,)
