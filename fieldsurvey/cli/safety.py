"""Verbs of the command line about the study file as a whole. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from functools import partial
from pathlib import Path

import click

from fieldsurvey.cli.terminal import (
    PASSPHRASE,
    RECOVERY_KEY,
    laptop,
    open_study,
    say,
    say_data,
    show_progress,
)
from fieldsurvey.errors import FieldSurveyError, WrongPassphrase
from fieldsurvey.i18n import sentence
from fieldsurvey.study import SecondWord, Verdict, is_seal, restore_backup

_INCOMPLETE = 1
_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--seal", default="", help="A seal noted earlier; the history up to it must be the same.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one object.")
def verify(study: Path, seal: str, as_json: bool) -> None:
    """Check that STUDY is whole: the file, the history's chain, every attachment, every interview against its form.

    Exit code 0: it is whole. 1: something is not, and is listed. 2: it cannot be opened.
    """
    if seal and not is_seal(seal):
        raise FieldSurveyError("verify.no-seal", seal=seal)
    with open_study(study) as opened:
        verdict = opened.safety.verify(seal, show_progress)
    if as_json:
        say_data(_record(verdict), indent=2)
    else:
        say(_in_words(verdict))
    if not verdict.is_whole:
        sys.exit(_INCOMPLETE)


def _record(verdict: Verdict) -> dict[str, object]:
    return {
        "whole": verdict.is_whole,
        "faults": [sentence(fault) for fault in verdict.faults],
        "interviews": verdict.interviews,
        "attachments": verdict.attachments,
        "lines": verdict.lines,
        "seal": verdict.seal,
    }


def _in_words(verdict: Verdict) -> str:
    looked_at = (
        f"{verdict.interviews} interviews, {verdict.attachments} attachments and {verdict.lines} lines of history "
        "were looked at."
    )
    found = (
        ("Everything is whole.",)
        if verdict.is_whole
        else (
            "1 fault was found:" if len(verdict.faults) == 1 else f"{len(verdict.faults)} faults were found:",
            *(f"  {sentence(fault)}" for fault in verdict.faults),
        )
    )
    return "\n".join((looked_at, *found, f"Seal: {verdict.seal or 'none yet, the history is empty'}"))


@click.command("backup")
@click.argument("study", type=_path)
@click.option("--to", "folder", type=_path, help="Another folder from now on; kept in the study.")
def back_up(study: Path, folder: Path | None) -> None:
    """Make a backup of STUDY now, also while it is in use; older ones thin out."""
    with open_study(study) as opened:
        if folder is not None:
            opened.safety.set_backup_folder(folder.resolve())
        changed = opened.safety.back_up(show_progress)
        say(sentence(changed.message))


@click.command()
@click.argument("study", type=_path)
@click.argument("to", type=_path)
@click.option("--over", is_flag=True, help="Replace a file that is there and is no other study.")
def copy(study: Path, to: Path, over: bool) -> None:
    """Save a whole copy of STUDY as the one file TO, also while it is in use. A locked one stays locked with the same passphrase."""
    with open_study(study) as opened:
        say(sentence(opened.safety.save_copy(to, show_progress, over=over).message))


@click.command()
@click.argument("study", type=_path)
@click.argument("backup", type=_path)
@click.option("--unlock", is_flag=True, help="Also where BACKUP is not locked and STUDY is.")
@click.option("--other-study", is_flag=True, help="Also where BACKUP is no backup of STUDY.")
def restore(study: Path, backup: Path, unlock: bool, other_study: bool) -> None:
    """Put BACKUP in the place of STUDY; the study as it is now stays beside it under another name.

    The passphrase is the one BACKUP opens with; where STUDY has another one by now, FIELDSURVEY_RECOVERY_KEY holds the rows of its sheet.
    """
    given, sheet = os.environ.get(PASSPHRASE), os.environ.get(RECOVERY_KEY) or None
    put = partial(
        restore_backup,
        study,
        backup,
        laptop=laptop(),
        recovery_key=sheet,
        said=SecondWord(unlock, other_study),
    )
    try:
        aside = put(given)
    except WrongPassphrase:
        if given or not sys.stdin.isatty():
            raise
        aside = put(getpass.getpass(f"Passphrase of {backup.stem}: "))
    say(f"{study} is as it was in {backup.name}.")
    if aside is not None:
        say(f"{aside} is the study as it was before.")


VERBS = (verify, back_up, copy, restore)
