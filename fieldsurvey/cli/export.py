"""`fieldsurvey export`: the workbook; `fieldsurvey sensitive`: what of the sensitive may leave. It prints and decides nothing."""

from __future__ import annotations

from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, say_row, show_progress
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import sentence
from fieldsurvey.study import ExportOptions, Profile

_path = click.Path(path_type=Path)


@click.command()
@click.argument("study", type=_path)
@click.argument("out", type=_path)
@click.option("--form", "form_id", default="", help="Which form; the study's first when not named.")
@click.option(
    "--profile",
    type=click.Choice([p.value for p in Profile]),
    default=Profile.RESEARCH.value,
    show_default=True,
)
@click.option("--format", "format_", default="workbook", show_default=True, help="In which format.")
@click.option(
    "--sensitive", is_flag=True, help="With the sensitive modules that the study's set-up lets leave."
)
@click.option(
    "--confirm-roles",
    is_flag=True,
    help="Of a form that does not mark its questions: you have looked at what is proposed, and confirm it.",
)
@click.option("--leaves", multiple=True, metavar="COLUMN", help="With --confirm-roles: this column leaves.")
@click.option(
    "--stays", multiple=True, metavar="COLUMN", help="With --confirm-roles: this column stays here."
)
def export(
    study: Path,
    out: Path,
    form_id: str,
    profile: str,
    format_: str,
    sensitive: bool,
    confirm_roles: bool,
    leaves: tuple[str, ...],
    stays: tuple[str, ...],
) -> None:
    """Write the interviews that count to a file: the donor's workbook, or another format."""
    with open_study(study) as opened:
        changed = opened.exports.write(
            out,
            ExportOptions(
                format=format_,
                form_id=form_id,
                profile=Profile(profile),
                with_sensitive=sensitive,
                confirms_roles=confirm_roles,
                leaves={**dict.fromkeys(leaves, True), **dict.fromkeys(stays, False)},
            ),
            progress=show_progress,
        )
        say(sentence(changed.message))


@click.command()
@click.argument("study", type=_path)
@click.option("--allow", "names", multiple=True, help="A module that may leave as rows; may be given again.")
@click.option("--none", "nothing", is_flag=True, help="No module may leave.")
def sensitive(study: Path, names: tuple[str, ...], nothing: bool) -> None:
    """Show the sensitive modules of a study, or say by name which of them may leave as rows."""
    if names and nothing:
        raise FieldSurveyError("command.allow-or-none")
    with open_study(study) as opened:
        if names or nothing:
            opened.exports.allow_modules(names)
        allowed = opened.exports.allowed_modules
        for form_id, _version, _title in opened.forms.listing():
            for module in opened.exports.sensitive_modules(form_id):
                says = "may leave" if module.name in allowed else "stays here"
                say_row(form_id, module.name, says, len(module.refs))


VERBS = (export, sensitive)
