"""What the verbs of the command line share: how a study is opened there, and how long work is shown."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey import settings
from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.study import Study
from fieldsurvey.system import paths

PASSPHRASE = "FIELDSURVEY_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
RECOVERY_KEY = "FIELDSURVEY_RECOVERY_KEY"


def laptop() -> str:
    """The id of this laptop, from the settings it shares with the window."""
    return settings.of_this_laptop(paths.settings_file()).laptop


def has_key() -> bool:
    """Whether the environment names a passphrase or a recovery sheet."""
    return bool(os.environ.get(PASSPHRASE) or os.environ.get(RECOVERY_KEY))


def open_with_environment(path: Path) -> Study:
    """Open a study without asking; a recovery sheet in the environment goes before a passphrase."""
    recovery_key = os.environ.get(RECOVERY_KEY) or None
    return Study.open(path, os.environ.get(PASSPHRASE), recovery_key=recovery_key, laptop=laptop())


def open_study(path: Path) -> Study:
    """Open a study; ask for the passphrase only when it is locked."""
    try:
        return open_with_environment(path)
    except WrongPassphrase:
        if has_key() or not sys.stdin.isatty():
            raise
    return Study.open(path, getpass.getpass(f"Passphrase of {path.stem}: "), laptop=laptop())


def show_progress(done: int, total: int, what: str) -> None:
    """One line that is written over, only for a person at a terminal."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        click.echo(f"\r{done}/{total} {what[:50]:50}{end}", err=True, nl=False)
