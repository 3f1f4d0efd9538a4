"""`fieldsurvey sync`: send what waits. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, show_progress
from fieldsurvey.i18n import sentence
from fieldsurvey.study import Server

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.option("--server", default="", help="Address of the server; kept in the study.")
@click.option("--peer", default="openrosa", show_default=True, help="What kind of server it is.")
@click.option("--username", default="", help="Name for a server that asks for one.")
@click.option(
    "--synthetic-too", is_flag=True, help="Send the invented firms of a demo study to a real server."
)
def sync(study: Path, server: str, peer: str, username: str, synthetic_too: bool) -> None:
    """Send every finalised interview that waits."""
    with open_study(study) as opened:
        if server:
            password = getpass.getpass("Password of the server: ") if username else ""
            opened.sync.set_server(Server(server, username, password, peer))
        result = opened.sync.send(synthetic_too=synthetic_too, progress=show_progress)
    say(f"{len(result.sent)} sent, {result.waiting} waiting.")
    for identity, message in (*result.refused.items(), *result.remarks.items()):
        say(f"  {identity}: {sentence(message)}", err=True)
    if result.stopped is not None:
        say(sentence(result.stopped), err=True)
    if result.stopped or result.refused:
        sys.exit(1)


VERBS = (sync,)
