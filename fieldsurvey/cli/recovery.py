"""`fieldsurvey rescue`: what can still be read of a damaged study. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import PASSPHRASE, RECOVERY_KEY, has_key, say, show_progress
from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.i18n import sentence

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
    from fieldsurvey.forms.xlsform import load_questionnaire
    from fieldsurvey.recovery.report import RescueReport
    from fieldsurvey.recovery.rescue import rescue as save

    questionnaires = [load_questionnaire(form) for form in forms]
    sheet = os.environ.get(RECOVERY_KEY) or None

    def run(passphrase: str | None) -> RescueReport:
        return save(
            broken,
            out,
            passphrase,
            recovery_key=sheet,
            like=like,
            forms=questionnaires,
            progress=show_progress,
        )

    try:
        report = run(os.environ.get(PASSPHRASE))
    except WrongPassphrase:
        if has_key() or not sys.stdin.isatty():
            raise
        report = run(getpass.getpass(f"Passphrase of {broken.stem}: "))
    say("\n".join(map(sentence, report.messages)))
    if not report.is_complete:
        sys.exit(_INCOMPLETE)


VERBS = (rescue,)
