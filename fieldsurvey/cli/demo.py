"""`fieldsurvey demo`: a study of invented firms. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import say, show_progress

_path = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=_path)
@click.option(
    "--interviews", default=60, show_default=True, type=click.IntRange(1, 5000), help="How many firms."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same firms.")
def demo(folder: Path, interviews: int, seed: int) -> None:
    """Make a study of synthetic firms in FOLDER, its workbook and its reports."""
    from fieldsurvey.demo.study import make_demo

    for path in make_demo(folder, interviews=interviews, seed=seed, progress=show_progress):
        say(path)


VERBS = (demo,)
