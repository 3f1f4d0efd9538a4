"""Verbs of the command line about a study's set-up, and about consents that were taken back. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from fieldsurvey.cli.terminal import open_study, say, say_data, say_row
from fieldsurvey.errors import StoreError
from fieldsurvey.i18n import sentence
from fieldsurvey.records import Cluster, Round
from fieldsurvey.records.set_up import LegalBase, MinimumWage, Purpose, SetUp, SpvMember
from fieldsurvey.study import Study

_path = click.Path(path_type=Path)
_FIXED = ("synthetic",)
_SETTLED = ("contact", "kept_for", "legal_base", "purposes", "rounds", "spv", "wages", "withdrawal_days")


@click.group()
def study() -> None:
    """What a study is set up with."""


@study.command("show")
@click.argument("study", type=_path)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def study_show(study: Path, as_json: bool) -> None:
    """Cluster, partners, rounds, wages, and what people are promised about their answers."""
    with open_study(study) as opened:
        told = {
            **dataclasses.asdict(opened.cluster),
            "region": opened.set_up.region(),
            **dataclasses.asdict(opened.set_up.read()),
        }
        lacks = opened.set_up.read().spv and not opened.set_up.read().has_government_member
    if as_json:
        say_data(told)
        return
    for name, value in json.loads(json.dumps(told, default=str)).items():
        say_row(name, value if not isinstance(value, list) else json.dumps(value, ensure_ascii=False))
    if lacks:
        say("The special purpose vehicle has no member of government; the scheme asks for one.", err=True)


@study.command("set")
@click.argument("study", type=_path)
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
def study_set(study: Path, values: Sequence[str]) -> None:
    """Change what the study is set up with; all of it or nothing.

    rounds=baseline:Baseline:2026-10-26:2026-12-15,followup:Follow-up::   spv=Name:government,Name:member
    wages=skilled:zone A:640.5,...   purposes=study,register   legal_base=consent
    """
    told = dict(_pair(value) for value in values)
    with open_study(study) as opened:
        cluster, settled = _changed(opened, told)
        if cluster != opened.cluster:
            opened.set_up.change_cluster(cluster)
        if settled != opened.set_up.read():
            opened.set_up.change(settled)


@click.command()
@click.argument("study", type=_path)
@click.argument("which", metavar="ID")
def withdraw(study: Path, which: str) -> None:
    """Seal an interview whose consent was taken back (its instanceID, or the code on the slip); it is destroyed on the day the study sets."""
    with open_study(study) as opened:
        identity = opened.withdrawals.find(which)
        opened.withdrawals.withdraw(identity)
        opened.destroy_due()


@click.command()
@click.argument("study", type=_path)
@click.argument("which", metavar="ID")
@click.argument("pdf", type=_path)
@click.option("--language", default="", help="en, hi or kn; else that of the interview.")
def slip(study: Path, which: str, pdf: Path, language: str) -> None:
    """Write the slip that is left with whoever was interviewed: the code that finds the interview, and how to take it back."""
    with open_study(study) as opened:
        changed = opened.papers.write_slip(pdf, opened.withdrawals.find(which), language)
    say(sentence(changed.message))


@click.command()
@click.argument("study", type=_path)
@click.argument("pdf", type=_path)
@click.option("--language", default="en", show_default=True, help="en, hi or kn.")
def breach(study: Path, pdf: Path, language: str) -> None:
    """Write a draft of the report that a breach of personal data needs within 72 hours: what the study holds is filled in."""
    with open_study(study) as opened:
        changed = opened.papers.write_breach_report(pdf, language)
    say(sentence(changed.message))


def _pair(value: str) -> tuple[str, str]:
    name, equals, text = value.partition("=")
    if not equals:
        raise StoreError("set-up.not-understood", text=value, form="FIELD=VALUE")
    return name.strip().replace("-", "_"), text.strip()


def _changed(opened: Study, told: dict[str, str]) -> tuple[Cluster, SetUp]:
    own = {one.name for one in dataclasses.fields(Cluster)} - set(_FIXED)
    unknown = [name for name in told if name not in own and name not in _SETTLED]
    if unknown:
        fields = ", ".join((*sorted(own), *_SETTLED))
        raise StoreError("set-up.unknown-field", field=unknown[0], fields=fields)
    texts: dict[str, object] = {name: text for name, text in told.items() if name in own}
    if "population" in texts:
        texts["population"] = _number(told["population"]) if told["population"] else None
    settled = {name: _READ[name](text) for name, text in told.items() if name in _SETTLED}
    cluster = dataclasses.replace(opened.cluster, **texts)  # type: ignore[arg-type]
    return cluster, dataclasses.replace(opened.set_up.read(), **settled)  # type: ignore[arg-type]


def _number(text: str) -> int:
    if not text.replace(",", "").isdecimal():
        raise StoreError("set-up.not-understood", text=text, form="412")
    return int(text.replace(",", ""))


def _rounds(text: str) -> tuple[Round, ...]:
    try:
        parts = [(*one.split(":"), "", "")[:4] for one in text.split(",")]
        return tuple(
            Round(key.strip(), name.strip(), _day(begins), _day(ends)) for key, name, begins, ends in parts
        )
    except ValueError as error:
        raise StoreError("set-up.not-understood", text=text, form="KEY:NAME:2026-10-26:2026-12-15") from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None


def _spv(text: str) -> tuple[SpvMember, ...]:
    pairs = [one.partition(":") for one in text.split(",") if one.strip()]
    return tuple(SpvMember(name.strip(), kind.strip() == "government") for name, _colon, kind in pairs)


def _wages(text: str) -> tuple[MinimumWage, ...]:
    try:
        parts = [one.split(":") for one in text.split(",") if one.strip()]
        return tuple(
            MinimumWage(skill.strip(), zone.strip(), float(per_day)) for skill, zone, per_day in parts
        )
    except ValueError as error:
        raise StoreError("set-up.not-understood", text=text, form="SKILL:ZONE:640.5") from error


def _chosen(text: str) -> tuple[Purpose, ...]:
    try:
        return tuple(Purpose(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise StoreError("set-up.unknown-choice", text=text, known=", ".join(Purpose)) from error


def _base(text: str) -> LegalBase | None:
    try:
        return LegalBase(text) if text else None
    except ValueError as error:
        raise StoreError("set-up.unknown-choice", text=text, known=", ".join(LegalBase)) from error


_READ: dict[str, Callable[[str], object]] = {
    "contact": str,
    "kept_for": str,
    "legal_base": _base,
    "purposes": _chosen,
    "rounds": _rounds,
    "spv": _spv,
    "wages": _wages,
    "withdrawal_days": _number,
}
VERBS = (study, slip, withdraw, breach)
