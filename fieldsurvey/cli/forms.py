"""`fieldsurvey form ...`: look at a form before it goes to the field. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sized
from pathlib import Path

import click

from fieldsurvey.cli.terminal import say, say_data, show_progress
from fieldsurvey.forms import compatibility
from fieldsurvey.records import Questionnaire
from fieldsurvey.study import load_questionnaire, load_with_form

_FOUND = 1
_NOT_ASKED = ("note", "setgeopoint", "recordaudio")
_path = click.Path(path_type=Path)


@click.group()
def form() -> None:
    """Look at forms."""


@form.command("check")
@click.argument("workbook", type=_path)
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def form_check(workbook: Path, as_json: bool) -> None:
    """Say what WORKBOOK asks and how it works here, and every fault with its sheet, row and column.

    Exit code 1 when something in it is not supported, 2 when it cannot be used.
    """
    questionnaire, definition = load_with_form(workbook)
    report = compatibility.compatibility_of(questionnaire, definition)
    if as_json:
        say_data(report.record())
    else:
        say("\n".join(_said(questionnaire, report)))
    if not report.is_supported:
        sys.exit(_FOUND)


def _said(questionnaire: Questionnaire, report: compatibility.Compatibility) -> Iterator[str]:
    asked = [q for q in report.questions if q.type not in _NOT_ASKED]
    repeats = {q.repeat for q in questionnaire.questions if q.repeat}
    languages = [language for language in questionnaire.languages if language != "default"]
    yield f"{questionnaire.title} ({questionnaire.form_id}, version {questionnaire.version or 'none'})"
    yield (
        f"{_many(asked, 'question')}, {_many(repeats, 'repeat')}, {_many(questionnaire.checks, 'check')}, "
        f"{_many(questionnaire.indicators, 'indicator')}, languages: {', '.join(languages) or 'one'}"
    )
    yield compatibility.summary(report)
    for heading, lines in compatibility.text_of(report):
        yield f"\n{heading} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _many(found: Sized, name: str) -> str:
    return f"{len(found)} {name}" + ("" if len(found) == 1 else "s")


@form.command("simulate")
@click.argument("workbook", type=_path)
@click.option(
    "--count", default=100, show_default=True, type=click.IntRange(1, 100_000), help="How many interviews."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same interviews.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def form_simulate(workbook: Path, count: int, seed: int, as_json: bool) -> None:
    """Let invented respondents walk through WORKBOOK and say what they stumbled over. Exit code 1 when they did."""
    from fieldsurvey.forms import simulation

    report = simulation.simulate(load_questionnaire(workbook), count, seed, progress=show_progress)
    if as_json:
        record = dataclasses.asdict(report)
        for entry, finding in zip(record["findings"], report.findings, strict=True):
            entry |= {"name": finding.name, "sentence": simulation.said(finding)}
        say_data(record)
    else:
        say("\n".join(simulation.text_of(report)))
    if not report.is_clean:
        sys.exit(_FOUND)


VERBS = (form,)
