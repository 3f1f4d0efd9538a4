"""Verbs of the command line about a study as a document: make one, open the window on one. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import PASSPHRASE, has_key, laptop, open_with_environment, show_progress
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire

_path = click.Path(path_type=Path)


@click.command("open")
@click.argument("study", type=_path, required=False)
def open_window(study: Path | None) -> None:
    """Open the window, on STUDY when named; it asks for the passphrase itself."""
    from fieldsurvey import app

    opened, locked = None, None
    if study is not None:
        try:
            opened = open_with_environment(study)
        except StoreError:
            if has_key() or study.suffix != ".study":
                raise
            locked = study  # the window asks for the passphrase, or offers what helps
    sys.exit(app.run(opened, locked))


@click.command()
@click.argument("study", type=_path)
@click.option(
    "--form", "forms", type=_path, multiple=True, required=True, help="An XLSForm; may be given again."
)
@click.option("--name", default="", help="Name of the cluster.")
@click.option("--plain", is_flag=True, help="Without a passphrase: anyone who has the file can read it.")
def new(study: Path, forms: tuple[Path, ...], name: str, plain: bool) -> None:
    """Make a new STUDY with these forms."""
    questionnaires = [load_questionnaire(form) for form in forms]
    passphrase = None if plain else _new_passphrase()
    cluster = Cluster(name=name or study.stem)
    with Study.create(
        study, cluster, questionnaires, passphrase=passphrase, laptop=laptop(), progress=show_progress
    ):
        click.echo(f"{study} is ready." + (" It is not locked." if plain else ""))


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise FieldSurveyError("command.study-passphrase", variable=PASSPHRASE)
    first = getpass.getpass("Passphrase for the new study: ")
    if not first or first != getpass.getpass("The same again: "):
        raise FieldSurveyError("command.nothing-made")
    return first


VERBS = (
    open_window,
    new,
)
