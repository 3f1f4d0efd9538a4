"""Verbs of the command line about who gets in: another passphrase, and the recovery sheet. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, show_progress
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import sentence
from fieldsurvey.security import unlocking
from fieldsurvey.security.passphrase_strength import known_words, strength

_NEW = "FIELDSURVEY_NEW_PASSPHRASE"
_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
def passphrase(study: Path) -> None:
    """Change the passphrase of a locked STUDY, or lock a plain one.

    The old passphrase is asked for or taken from FIELDSURVEY_PASSPHRASE (or the recovery sheet from
    FIELDSURVEY_RECOVERY_KEY); the new one is asked for or taken from FIELDSURVEY_NEW_PASSPHRASE.
    """
    with open_study(study) as opened:
        is_locked, sheet, cluster = opened.is_encrypted, opened.safety.recovery_key, opened.cluster
    new = _new_passphrase((study.stem, *known_words(cluster)))
    if is_locked:
        kept = unlocking.change_passphrase(study, new, recovery_key=sheet, progress=show_progress)
        click.echo(f"{study} has its new passphrase; its recovery sheet of before is void.")
        click.echo(
            f"{kept} is the file as it was, with the old passphrase. Delete it once the new one opens."
        )
    else:
        unlocking.lock(study, new, progress=show_progress)
        click.echo(f"{study} is locked.")


@click.command("recovery-sheet")
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
def recovery_sheet(study: Path, out: Path, language: str) -> None:
    """Write the sheet that opens STUDY without its passphrase, as a PDF. Print it, lock it away, delete the file."""
    with open_study(study) as opened:
        changed = opened.safety.write_recovery_sheet(out, language)
        click.echo(sentence(changed.message))


def _new_passphrase(known: tuple[str, ...]) -> str:
    given = os.environ.get(_NEW)
    if given:
        return given
    if not sys.stdin.isatty():
        raise FieldSurveyError("command.new-passphrase", variable=_NEW)
    first = getpass.getpass("New passphrase: ")
    judged = strength(first, known)
    if first and judged.is_weak:
        click.echo("\n".join((f"{judged.word}.", *judged.advice)), err=True)
        click.confirm("Use it all the same?", abort=True, err=True)
    if not first or first != getpass.getpass("The same again: "):
        raise FieldSurveyError("command.passphrases-differ")
    return first


VERBS = (
    passphrase,
    recovery_sheet,
)
