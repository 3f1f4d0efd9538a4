"""What the verbs of the command line share: how a study is opened there, and how long work is shown."""

from __future__ import annotations

import getpass
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from fieldsurvey import settings
from fieldsurvey.errors import FieldSurveyError, WrongPassphrase
from fieldsurvey.i18n import _
from fieldsurvey.security.passphrase_strength import strength
from fieldsurvey.study import Study
from fieldsurvey.system import paths

PASSPHRASE = "FIELDSURVEY_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
RECOVERY_KEY = "FIELDSURVEY_RECOVERY_KEY"


_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
"""Signs that order a terminal about, or turn a line round, or are none: nobody means them in a name or an answer."""
_SHOWN = "\N{REPLACEMENT CHARACTER}"

WEAK = click.option("--weak", is_flag=True, help="Take also a passphrase that is easy to guess.")


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


def new_passphrase(
    variable: str, prompt: str, known: Iterable[str], *, may_be_weak: bool, without: FieldSurveyError
) -> str:
    """A passphrase to lock with, from the environment or typed twice; one that is easy to guess wants a second word.

    `known` are texts of the study, whose words count as guessed. Raises `without` where nobody can be asked, FieldSurveyError else.
    """
    given = os.environ.get(variable)
    if not given and not sys.stdin.isatty():
        raise without
    first = given or getpass.getpass(prompt)
    judged = strength(first, known)
    if first and judged.is_weak and not may_be_weak:
        advice = " ".join(_(words) for words in judged.advice)
        if given:
            raise FieldSurveyError("command.weak-passphrase", advice=advice)
        word = _(judged.word)
        say(f"{word}. {advice}", err=True)
        click.confirm("Use it all the same?", abort=True, err=True)
    if not given and (not first or first != getpass.getpass("The same again: ")):
        raise FieldSurveyError("command.passphrases-differ")
    return first


def say(text: object, *, err: bool = False) -> None:
    """Print lines. What was typed, imported or sent by somebody orders the terminal nothing: its control signs show as a mark."""
    click.echo(_ORDERS.sub(_SHOWN, str(text)), err=err)


def say_row(*cells: object) -> None:
    """Print one line of cells with tabs between, whatever stands in them."""
    say("\t".join(" ".join(str(cell).split()) for cell in cells))


def say_data(data: object, indent: int = 1) -> None:
    """Print JSON for scripts; control signs are written as JSON escapes them."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    click.echo(_ORDERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def show_progress(done: int, total: int, what: str) -> None:
    """One line that is written over, only for a person at a terminal."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        shown = _ORDERS.sub(_SHOWN, what)[:50]
        click.echo(f"\r{done}/{total} {shown:50}{end}", err=True, nl=False)
