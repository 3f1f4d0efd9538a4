"""What the verbs of the command line share: how long work is shown at a terminal."""

from __future__ import annotations

import sys

import click


def show_progress(done: int, total: int, what: str) -> None:
    """One line that is written over, only for a person at a terminal."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        click.echo(f"\r{done}/{total} {what[:50]:50}{end}", err=True, nl=False)
