"""Verbs of the command line about a study as a document: make one, open the window on one. It prints and exits; it decides nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import (
    PASSPHRASE,
    WEAK,
    has_key,
    laptop,
    new_passphrase,
    open_with_environment,
    say,
    show_progress,
)
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.records import Cluster
from fieldsurvey.security.passphrase_strength import known_words
from fieldsurvey.study import Study, load_questionnaire

_path = click.Path(path_type=Path)


@click.command("open")
@click.argument("study", type=_path, required=False)
def open_window(study: Path | None) -> None:
    """Open the window, on STUDY when named; it asks for the passphrase itself."""
    try:
        from fieldsurvey import app
    except ImportError as error:  # a library of the system that Qt needs
        raise FieldSurveyError("screen.library-missing", reason=error.msg) from error
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
@WEAK
def new(study: Path, forms: tuple[Path, ...], name: str, plain: bool, weak: bool) -> None:
    """Make a new STUDY with these forms."""
    questionnaires = [load_questionnaire(form) for form in forms]
    cluster = Cluster(name=name or study.stem)
    passphrase = None if plain else _passphrase(study, cluster, may_be_weak=weak)
    with Study.create(
        study, cluster, questionnaires, passphrase=passphrase, laptop=laptop(), progress=show_progress
    ):
        say(f"{study} is ready." + (" It is not locked." if plain else ""))


def _passphrase(study: Path, cluster: Cluster, *, may_be_weak: bool) -> str:
    without = FieldSurveyError("command.study-passphrase", variable=PASSPHRASE)
    known = (study.stem, *known_words(cluster))
    prompt = "Passphrase for the new study: "
    return new_passphrase(PASSPHRASE, prompt, known, may_be_weak=may_be_weak, without=without)


VERBS = (
    open_window,
    new,
)
