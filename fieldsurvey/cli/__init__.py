"""The command line: the same verbs as the window, for scripts and tests. It prints and exits; it decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from fieldsurvey import __version__
from fieldsurvey.cli import (
    back_checks,
    decrypt,
    demo,
    export,
    fieldwork,
    forms,
    history,
    interviews,
    passphrase,
    quality,
    recovery,
    register,
    report,
    review,
    safety,
    selection,
    set_up,
    study,
    sync,
)
from fieldsurvey.cli.terminal import say
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import sentences
from fieldsurvey.system import core_dumps

_FAULT = 2
_FAMILIES = (
    study,
    set_up,
    selection,
    demo,
    forms,
    interviews,
    history,
    register,
    fieldwork,
    review,
    quality,
    back_checks,
    export,
    report,
    sync,
    safety,
    recovery,
    passphrase,
    decrypt,
)
"""Each module holds a family of verbs; to add one: a file with `VERBS`, and its name here."""


class _Verbs(click.Group):
    """`fieldsurvey STUDY` opens the window on it: a first word that is no verb is a study."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((a for a in args if not a.startswith("-")), None)
        if not args or (first is not None and first == args[0] and first not in self.commands):
            args = ["open", *args]
        return super().parse_args(ctx, args)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: faults a person can act on are sentences on stderr and exit code 2."""
    core_dumps.turn_off()
    try:
        fieldsurvey.main(args=list(arguments) if arguments is not None else None, prog_name="fieldsurvey")
    except FieldSurveyError as error:
        say("\n  ".join(sentences(error)), err=True)
        sys.exit(_FAULT)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def fieldsurvey() -> None:
    """Record a cluster's firms offline; leave with the data, the donor's workbook and the diagnostic report.

    `fieldsurvey [STUDY]` opens the window. A locked study asks for its passphrase, or takes it from the
    variable FIELDSURVEY_PASSPHRASE.
    """


for family in _FAMILIES:
    for verb in family.VERBS:
        fieldsurvey.add_command(verb)
