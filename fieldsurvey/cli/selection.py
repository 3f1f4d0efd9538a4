"""Verbs of the command line about the selection sheet: candidate clusters, scored and ranked. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say_data, say_row
from fieldsurvey.errors import StoreError
from fieldsurvey.records.selection import Consideration, Ranked
from fieldsurvey.study.set_up import sheet_of

_path = click.Path(path_type=Path)


@click.group()
def selection() -> None:
    """The clusters this one was chosen among."""


@selection.command("set")
@click.argument("study", type=_path)
@click.argument("sheet", type=_path)
def selection_set(study: Path, sheet: Path) -> None:
    """Keep a selection sheet from a JSON file: candidates with scores 0 to 5 and evidence, and weights.

    {"candidates": [{"name": ..., "state": ..., "product_group": ..., "scores": {"technology": 4, ...}, "evidence": {...}}],
    "weights": {"growth": 2}, "region": 1, "product": 1}; considerations: technology, infrastructure, institutions, growth,
    leadership, employment.
    """
    try:
        told = sheet_of(json.loads(sheet.read_text("utf-8-sig")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError("selection.not-understood", file=sheet.name) from error
    with open_study(study) as opened:
        opened.set_up.change(dataclasses.replace(opened.set_up.read(), selection=told))


@selection.command("show")
@click.argument("study", type=_path)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def selection_show(study: Path, as_json: bool) -> None:
    """The candidates, the first to be chosen first, with points of 100, and what has no score or no evidence."""
    with open_study(study) as opened:
        ranked = opened.set_up.ranking()
    if as_json:
        say_data([dataclasses.asdict(one) for one in ranked])
        return
    for one in ranked:
        say_row(one.rank, f"{one.points:.1f}", one.candidate.name, one.region, _said(one))


def _said(one: Ranked) -> str:
    told = ", ".join(
        f"{key} {one.candidate.scores[key]}" for key in Consideration if key in one.candidate.scores
    )
    lacks = [f"no score: {', '.join(one.unscored)}"] if one.unscored else []
    lacks += [f"no evidence: {', '.join(one.unproven)}"] if one.unproven else []
    return "; ".join(filter(None, (told, *lacks)))


VERBS = (selection,)
