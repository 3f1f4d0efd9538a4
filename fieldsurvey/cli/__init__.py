"""The command line: the same verbs as the window, for scripts and tests. It prints and exits; it decides nothing."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from fieldsurvey import __version__
from fieldsurvey.cli import forms as cli_form
from fieldsurvey.cli import passphrase as cli_locks
from fieldsurvey.cli import safety
from fieldsurvey.cli.submissions import decrypt
from fieldsurvey.cli.terminal import PASSPHRASE, has_key, open_study, open_with_environment, show_progress
from fieldsurvey.errors import AnswerError, FieldSurveyError, FormError, StoreError
from fieldsurvey.records import Cluster
from fieldsurvey.study import Profile, Server, Study, load_questionnaire

_FAULT = 2
_path = click.Path(path_type=Path)


class _Verbs(click.Group):
    """`fieldsurvey STUDY` opens the window on it: a first word that is no verb is a study."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((a for a in args if not a.startswith("-")), None)
        if not args or (first is not None and first == args[0] and first not in self.commands):
            args = ["open", *args]
        return super().parse_args(ctx, args)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: faults a person can act on are sentences on stderr and exit code 2."""
    try:
        fieldsurvey.main(args=list(arguments) if arguments is not None else None, prog_name="fieldsurvey")
    except (FormError, AnswerError) as error:
        click.echo("\n".join((str(error), *(f"  {p}" for p in error.problems))), err=True)
        sys.exit(_FAULT)
    except FieldSurveyError as error:
        click.echo(str(error), err=True)
        sys.exit(_FAULT)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def fieldsurvey() -> None:
    """Record a cluster's firms offline; leave with the data, the donor's workbook and the diagnostic report.

    `fieldsurvey [STUDY]` opens the window. A locked study asks for its passphrase, or takes it from the
    variable FIELDSURVEY_PASSPHRASE.
    """


@fieldsurvey.command("open")
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


@fieldsurvey.command()
@click.argument("folder", type=_path)
@click.option(
    "--interviews", default=60, show_default=True, type=click.IntRange(1, 5000), help="How many firms."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same firms.")
def demo(folder: Path, interviews: int, seed: int) -> None:
    """Make a study of synthetic firms in FOLDER, its workbook and its reports."""
    from fieldsurvey.demo.study import make_demo

    for path in make_demo(folder, interviews=interviews, seed=seed, progress=show_progress):
        click.echo(path)


@fieldsurvey.command()
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
    with Study.create(study, cluster, questionnaires, passphrase=passphrase, progress=show_progress):
        click.echo(f"{study} is ready." + (" It is not locked." if plain else ""))


fieldsurvey.add_command(cli_form.form)


@fieldsurvey.group()
def interview() -> None:
    """Add interviews."""


@interview.command("add")
@click.argument("study", type=_path)
@click.argument("form")
@click.option("--answers", type=_path, required=True, help='JSON: {"/data/question": "answer", ...}')
def interview_add(study: Path, form: str, answers: Path) -> None:
    """Record one finalised interview of FORM from a file and print its instanceID."""
    from fieldsurvey.interviews.submissions import read_answers

    given = read_answers(answers)
    with open_study(study) as opened:
        click.echo(opened.add_interview(form, given))


@fieldsurvey.command()
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--form", "form_id", default="", help="Which form; the study's first when not named.")
@click.option(
    "--profile",
    type=click.Choice([p.value for p in Profile]),
    default=Profile.RESEARCH.value,
    show_default=True,
)
@click.option("--sensitive", is_flag=True, help="With the sensitive module.")
def export(study: Path, out: Path, form_id: str, profile: str, sensitive: bool) -> None:
    """Write the donor's workbook."""
    with open_study(study) as opened:
        changed = opened.export_workbook(
            out, form_id=form_id, profile=Profile(profile), with_sensitive=sensitive, progress=show_progress
        )
        click.echo(changed.message)


@fieldsurvey.command()
@click.argument("study", type=_path)
@click.argument("kind", type=click.Choice(["cluster", "firm"]))
@click.argument("out", type=_path)
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
@click.option("--firm", default="", help="instanceID or name of the firm (for the firm report).")
def report(study: Path, kind: str, out: Path, language: str, firm: str) -> None:
    """Write the cluster report, or one firm's."""
    with open_study(study) as opened:
        if kind == "cluster":
            changed = opened.write_cluster_report(out, language=language, progress=show_progress)
        else:
            changed = opened.write_firm_report(out, firm, language=language)
        click.echo(changed.message)


@fieldsurvey.command()
@click.argument("study", type=_path)
@click.option("--server", default="", help="Address of the OpenRosa server; kept in the study.")
@click.option("--username", default="", help="Name for a server that asks for one.")
def sync(study: Path, server: str, username: str) -> None:
    """Send every finalised interview that waits."""
    with open_study(study) as opened:
        if server:
            password = getpass.getpass("Password of the server: ") if username else ""
            opened.set_server(Server(server, username, password))
        result = opened.send(progress=show_progress)
    click.echo(f"{len(result.sent)} sent, {result.waiting} waiting.")
    for identity, sentence in result.refused.items():
        click.echo(f"  {identity}: {sentence}", err=True)
    if result.stopped:
        click.echo(result.stopped, err=True)
    if result.stopped or result.refused:
        sys.exit(1)


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise FieldSurveyError(f"A study is locked with a passphrase. Set {PASSPHRASE}, or say --plain.")
    first = getpass.getpass("Passphrase for the new study: ")
    if not first or first != getpass.getpass("The same again: "):
        raise FieldSurveyError("The two passphrases differ or are empty. Nothing was made; try again.")
    return first


fieldsurvey.add_command(decrypt)
fieldsurvey.add_command(cli_locks.passphrase)
fieldsurvey.add_command(cli_locks.recovery_sheet)
for verb in (safety.verify, safety.back_up, safety.restore, safety.rescue):
    fieldsurvey.add_command(verb)
