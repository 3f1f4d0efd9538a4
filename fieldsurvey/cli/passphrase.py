"""Verbs of the command line about who gets in: another passphrase, and the recovery sheet. It prints and exits; it decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import WEAK, laptop, new_passphrase, open_study, say, show_progress
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import sentence
from fieldsurvey.security import unlocking
from fieldsurvey.security.passphrase_strength import known_words
from fieldsurvey.study import Study

_NEW = "FIELDSURVEY_NEW_PASSPHRASE"
_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@WEAK
@click.option(
    "--remove-copies", is_flag=True, help="Delete the backups and files put aside that anyone can read."
)
def passphrase(study: Path, weak: bool, remove_copies: bool) -> None:
    """Change the passphrase of a locked STUDY, or lock a plain one. Copies of before the lock are named, or deleted when told so.

    The old passphrase is asked for or taken from FIELDSURVEY_PASSPHRASE (or the recovery sheet from
    FIELDSURVEY_RECOVERY_KEY); the new one is asked for or taken from FIELDSURVEY_NEW_PASSPHRASE.
    """
    with open_study(study) as opened:
        is_locked, sheet, cluster = opened.is_encrypted, opened.safety.recovery_key, opened.cluster
    new = new_passphrase(
        _NEW,
        "New passphrase: ",
        (study.stem, *known_words(cluster)),
        may_be_weak=weak,
        without=FieldSurveyError("command.new-passphrase", variable=_NEW),
    )
    if is_locked:
        kept = unlocking.change_passphrase(
            study, new, recovery_key=sheet, laptop=laptop(), progress=show_progress
        )
        say(f"{study} has its new passphrase; its recovery sheet of before is void.")
        say(f"{kept} is the file as it was, with the old passphrase. Delete it once the new one opens.")
    else:
        unlocking.lock(study, new, laptop=laptop(), progress=show_progress)
        say(f"{study} is locked.")
    _deal_with_copies(study, new, remove=remove_copies)


def _deal_with_copies(study: Path, passphrase: str, *, remove: bool) -> None:
    """Name the copies that anyone can read, or delete them."""
    with Study.open(study, passphrase, read_only=True) as opened:
        copies = opened.safety.readable_copies()
        problems = opened.safety.remove_copies(copies) if remove else []
    for problem in problems:
        say(sentence(problem), err=True)
    if not copies:
        return
    if remove:
        say(f"{len(copies) - len(problems)} readable copies of it are deleted.")
        return
    say("Anyone can still read these copies of it; --remove-copies deletes them:", err=True)
    for copy in copies:
        say(f"  {copy}", err=True)


@click.command("recovery-sheet")
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
def recovery_sheet(study: Path, out: Path, language: str) -> None:
    """Write the sheet that opens STUDY without its passphrase, as a PDF. Print it, lock it away, delete the file."""
    with open_study(study) as opened:
        changed = opened.safety.write_recovery_sheet(out, language)
        say(sentence(changed.message))


VERBS = (
    passphrase,
    recovery_sheet,
)
