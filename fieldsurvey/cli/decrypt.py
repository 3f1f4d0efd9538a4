"""Verbs of the command line about submissions outside a study. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import say
from fieldsurvey.errors import EncryptionError
from fieldsurvey.i18n import sentence

_PASSWORD = "FIELDSURVEY_KEY_PASSWORD"  # noqa: S105 - the variable's name, not a secret
_FAULT = 2
_path = click.Path(path_type=Path)


@click.command()
@click.argument("paths", metavar="FOLDER_OR_FILES...", type=_path, nargs=-1, required=True)
@click.option("--key", type=_path, required=True, help="The private key, a PEM file.")
@click.option(
    "--out", type=_path, required=True, help="Folder for what is opened; made when it is not there."
)
def decrypt(paths: tuple[Path, ...], key: Path, out: Path) -> None:
    """Open encrypted submissions with the private key, each into a folder of its own.

    A locked key asks for its password, or takes it from the variable FIELDSURVEY_KEY_PASSWORD.
    """
    from fieldsurvey.sync.decrypt import open_envelopes, read_key

    faults = 0
    for outcome in open_envelopes(paths, read_key(key, lambda: _password(key)), out):
        if outcome.folder is None:
            faults += 1
            say(f"{outcome.manifest}: {sentence(outcome.fault)}", err=True)
            continue
        say(outcome.folder)
        if not outcome.is_sealed:
            say(f"{outcome.manifest}: it has no signature, so a change would not be seen.", err=True)
    if faults:
        sys.exit(_FAULT)


def _password(key: Path) -> str:
    given = os.environ.get(_PASSWORD)
    if given:
        return given
    if not sys.stdin.isatty():
        raise EncryptionError("command.key-password", file=key.name, variable=_PASSWORD)
    return getpass.getpass(f"Password of {key.name}: ")


VERBS = (decrypt,)
