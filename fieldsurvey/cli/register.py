"""Verbs of the command line about the register of firms. It prints and exits; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.terminal import open_study, say, say_data, say_row
from fieldsurvey.errors import RegisterError
from fieldsurvey.i18n import sentence
from fieldsurvey.records import Firm, FirmField, FirmFilter
from fieldsurvey.register.cleaning import RangeEnd

if TYPE_CHECKING:
    from fieldsurvey.register.import_plan import ImportPlan

_path = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")


@click.group()
def register() -> None:
    """The firms of the cluster."""


@register.command("import")
@click.argument("study", type=_path)
@click.argument("list_file", metavar="LIST", type=_path)
@click.option("--sheet", default="", help="Title of the sheet; without it, the fullest.")
@click.option("--head", type=int, default=0, help="Row of the head, where it is not found.")
@click.option(
    "--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="A field and its column: a name or a letter."
)
@click.option("--source", default="", help="What the list is called; without it, its file's name.")
@click.option(
    "--range",
    "range_end",
    type=click.Choice([end.value for end in RangeEnd]),
    default=RangeEnd.LOWER.value,
    help='Which number of "35-40" workers is kept.',
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")
@_as_json
def register_import(
    study: Path,
    list_file: Path,
    sheet: str,
    head: int,
    maps: Sequence[str],
    source: str,
    range_end: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take the firms of LIST (Excel or CSV) into the register. Nothing is taken twice; each row left out is named with its reason."""
    with open_study(study) as opened:
        plan = opened.register.plan_import(
            list_file, sheet=sheet, head_row=head, columns_of=_maps(maps), range_end=RangeEnd(range_end)
        )
        if not dry_run:
            opened.register.import_list(plan, source)
    told = _told(plan)
    if as_json:
        say_data(told)
    else:
        say("\n".join(_lines(plan)))


@register.command("list")
@click.argument("study", type=_path)
@click.option("--find", default="", help="Parts of words in name, phone, number, place; in any script.")
@_as_json
def register_list(study: Path, find: str, as_json: bool) -> None:
    """The firms of the register, by number."""
    with open_study(study) as opened:
        found = opened.register.listing(FirmFilter(find))
    if as_json:
        say_data([_firm(firm) for firm in found])
        return
    for firm in found:
        workers = "" if firm.workers is None else str(firm.workers)
        say_row(f"{firm.number:04d}", firm.name, firm.place, workers, firm.phone)


@register.command("lists")
@click.argument("study", type=_path)
@_as_json
def register_lists(study: Path, as_json: bool) -> None:
    """The lists that came into the register, the newest first: title, day, rows, firms that came with it."""
    with open_study(study) as opened:
        found = opened.register.sources()
    told = [(one.title, one.imported_at.date().isoformat(), one.rows, one.added) for one in found]
    if as_json:
        say_data([dict(zip(("title", "day", "rows", "added"), row, strict=True)) for row in told])
        return
    for row in told:
        say_row(*map(str, row))


@register.command("take-back")
@click.argument("study", type=_path)
@click.argument("list_title", metavar="[LIST]", default="")
def register_take_back(study: Path, list_title: str) -> None:
    """Take a LIST, or the last one, out of the register with the firms that came with it, as long as nothing was done with them."""
    with open_study(study) as opened:
        say(sentence(opened.register.take_list_back(list_title).message))


@register.command("duplicates")
@click.argument("study", type=_path)
@_as_json
def register_duplicates(study: Path, as_json: bool) -> None:
    """Two entries that may be one firm, the likeliest first, with what they have in common. Nothing is merged."""
    with open_study(study) as opened:
        found = opened.register.lookalikes()
    if as_json:
        told = [
            {
                "one": _firm(pair.one),
                "other": _firm(pair.other),
                "common": [common.value for common in pair.common],
                "likeness": pair.likeness,
            }
            for pair in found
        ]
        say_data(told)
        return
    for pair in found:
        common = ", ".join(one.value for one in pair.common)
        both = [f"{firm.number:04d} {firm.name}" for firm in (pair.one, pair.other)]
        say_row(*both, common, str(pair.likeness))


@register.command("merge")
@click.argument("study", type=_path)
@click.argument("kept")
@click.argument("merged")
@click.option("--undo", is_flag=True, help="Make two of them again.")
@click.option(
    "--apart",
    is_flag=True,
    help="They are two firms: do not propose them again; with --undo, they may be one.",
)
def register_merge(study: Path, kept: str, merged: str, undo: bool, apart: bool) -> None:
    """MERGED is the firm KEPT (ids or numbers): the kept one takes its sources, visits and what it lacked."""
    with open_study(study) as opened:
        kept_id, merged_id = opened.register.firm(kept).id, opened.register.firm(merged).id
        if undo and apart:
            opened.register.may_be_one(kept_id, merged_id)
        elif undo:
            opened.register.unmerge(merged_id)
        elif apart:
            opened.register.keep_apart(kept_id, merged_id)
        else:
            opened.register.merge(kept_id, merged_id)


def _maps(maps: Sequence[str]) -> dict[FirmField, str]:
    found = {}
    for one in maps:
        name, _, column = one.partition("=")
        if name.strip() not in set(FirmField):
            raise RegisterError("register.unknown-field", field=name.strip(), fields=", ".join(FirmField))
        found[FirmField(name.strip())] = column.strip()
    return found


def _firm(firm: Firm) -> dict[str, object]:
    return {"id": firm.id, "number": firm.number, FirmField.NAME.value: firm.name, **firm.properties}


def _told(plan: ImportPlan) -> dict[str, object]:
    return {
        "file": plan.file,
        "sheet": plan.sheet.title,
        "head": plan.head.first,
        "mapping": {
            plan.head.names[column]: meaning.value for column, meaning in sorted(plan.mapping.items())
        },
        "read": len(plan.rows),
        "new": len(plan.new),
        "same": [
            {"row": row.number, "firm": row.same_as, "like_row": row.same_row, "by": row.same_by}
            for row in plan.same
        ],
        "empty": plan.empty,
        "left_out": {reason.value: rows for reason, rows in plan.left_out.items()},
        "odd": {
            meaning.value: {oddity.value: count for oddity, count in counts.items()}
            for meaning, counts in plan.oddities().items()
        },
        "spellings": dict(plan.spellings),
        "formulas_without_value": plan.sheet.formulas_without_value,
    }


def _lines(plan: ImportPlan) -> list[str]:
    same, left_out = len(plan.same), sum(map(len, plan.left_out.values()))
    lines = [
        f"{len(plan.rows)} rows: {len(plan.new)} new, {same} the same as another, {left_out} left out, {plan.empty} empty"
    ]
    for reason, rows in plan.left_out.items():
        lines.append(f"left out, {reason.value}: rows {', '.join(map(str, rows))}")
    for meaning, counts in plan.oddities().items():
        lines += [f"{meaning.value}: {count} {oddity.value}" for oddity, count in counts.items()]
    if plan.sheet.formulas_without_value:
        lines.append(
            f"{plan.sheet.formulas_without_value} formulas without a value: open the list in Excel and save it"
        )
    return lines


VERBS = (register,)
