"""Verbs of the command line about the study file as a whole. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.terminal import show_progress

_PASSPHRASE = "FIELDSURVEY_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
_INCOMPLETE = 1
_path = click.Path(path_type=Path)


@click.command()
@click.argument("broken", type=_path)
@click.argument("out", type=_path)
@click.option(
    "--form", "forms", type=_path, multiple=True, help="Workbook of a lost form; may be given again."
)
@click.option("--like", type=_path, help="A backup of the same study, when the beginning of BROKEN is lost.")
def rescue(broken: Path, out: Path, forms: tuple[Path, ...], like: Path | None) -> None:
    """Save every readable interview of a damaged study into a new one; BROKEN is left as it is.

    Exit code 0: all was saved. 1: something is lost, and is listed. 2: nothing could be done.
    """
    from fieldsurvey.custody.rescue import rescue as save
    from fieldsurvey.xlsform import load_questionnaire

    questionnaires = [load_questionnaire(form) for form in forms]
    given = os.environ.get(_PASSPHRASE)
    try:
        report = save(broken, out, given, like=like, forms=questionnaires, progress=show_progress)
    except WrongPassphrase:
        if given or not sys.stdin.isatty():
            raise
        passphrase = getpass.getpass(f"Passphrase of {broken.stem}: ")
        report = save(broken, out, passphrase, like=like, forms=questionnaires, progress=show_progress)
    click.echo("\n".join(report.sentences))
    if not report.is_complete:
        sys.exit(_INCOMPLETE)
