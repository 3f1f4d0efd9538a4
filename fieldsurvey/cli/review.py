"""Verbs of the command line about the review: what waits, approve, return, who leads. It prints and exits; it decides nothing."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

import click

from fieldsurvey.cli.terminal import WEAK, new_passphrase, open_study, say_data, say_row
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.records import Verdict
from fieldsurvey.study import Study
from fieldsurvey.study.review import LeadKey

LEAD_PASSPHRASE = "FIELDSURVEY_LEAD_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
NEW_LEAD_PASSPHRASE = "FIELDSURVEY_NEW_LEAD_PASSPHRASE"  # noqa: S105
_path = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")


@click.group()
def review() -> None:
    """What waits for the review; approve it, or return it with remarks.

    Where the study has a lead, the lead's passphrase is taken from FIELDSURVEY_LEAD_PASSPHRASE."""


@review.command("queue")
@click.argument("study", type=_path)
@_as_json
def review_queue(study: Path, as_json: bool) -> None:
    """The interviews that wait, those with flags first."""
    with open_study(study) as opened:
        rows = opened.review.queue(opened.quality.undecided())
    if as_json:
        told = [dataclasses.asdict(row) | {"minutes": row.minutes} for row in rows]
        say_data(told)
        return
    for row in rows:
        said = (row.instance_id, row.firm, row.interviewer, row.review.value, str(row.flags))
        say_row(*said)


@review.command("approve")
@click.argument("study", type=_path)
@click.argument("identities", metavar="ID...", nargs=-1, required=True)
def review_approve(study: Path, identities: Sequence[str]) -> None:
    """Approve interviews, all of them or none."""
    with open_study(study) as opened:
        opened.review.approve(*identities, key=lead_key(opened))


@review.command("return")
@click.argument("study", type=_path)
@click.argument("identities", metavar="ID...", nargs=-1, required=True)
@click.option("--why", default="", help="What is to be corrected, for the interview as a whole.")
@click.option(
    "--remark", "remarks", multiple=True, metavar="REF=TEXT", help="What is to be corrected at a question."
)
def review_return(study: Path, identities: Sequence[str], why: str, remarks: Sequence[str]) -> None:
    """Give interviews back to be corrected; until they are finalised anew, what was finalised counts."""
    said = dict(_remark(one) for one in remarks)
    with open_study(study) as opened:
        key = lead_key(opened)
        for identity in identities:
            opened.review.return_interview(identity, why, said, key=key)


@review.command("changes")
@click.argument("study", type=_path)
@click.argument("identity", metavar="ID")
@_as_json
def review_changes(study: Path, identity: str, as_json: bool) -> None:
    """What differs between the last two times an interview was finalised."""
    with open_study(study) as opened:
        found = opened.review.changes(identity)
    if as_json:
        say_data([dataclasses.asdict(one) for one in found])
        return
    for one in found:
        say_row(one.ref, one.label, one.before, one.after)


@review.command("settle")
@click.argument("study", type=_path)
@click.argument("about", metavar="ID|AGENT")
@click.argument("rule")
@click.option("--ref", help="Of the question, section or measure, where a rule raises several flags.")
@click.option("--right", default="", metavar="WHY", help="It is right as it is.")
@click.option(
    "--taken-up", default="", metavar="WHAT", help="It was taken up with the agent, or is asked again."
)
@click.option("--take-back", is_flag=True, help="Nobody has decided on it any more.")
def review_settle(
    study: Path, about: str, rule: str, ref: str | None, right: str, taken_up: str, take_back: bool
) -> None:
    """Decide on a flag of an interview or of an agent as a whole, as `quality` lists them."""
    if bool(right.strip()) + bool(taken_up.strip()) + take_back != 1:
        raise FieldSurveyError("command.settle-one")
    verdict = None if take_back else Verdict.RIGHT if right.strip() else Verdict.ASK
    with open_study(study) as opened:
        key = lead_key(opened)
        forms = dict.fromkeys(form_id for form_id, _version, _title in opened.forms.listing())
        flags = (flag for form_id in forms for flag in opened.quality.flags(form_id))
        found = [
            flag
            for flag in flags
            if flag.rule == rule and about == (flag.instance_id or flag.agent) and ref in (None, flag.ref)
        ]
        if not found:
            raise FieldSurveyError("command.no-flag", rule=rule, about=about)
        if len(found) > 1:
            refs = ", ".join(flag.ref for flag in found)
            raise FieldSurveyError("command.several-flags", rule=rule, about=about, refs=refs)
        opened.quality.decide(found[0], verdict, right or taken_up, key=key)


@review.command("compare")
@click.argument("study", type=_path)
@click.argument("identity", metavar="ID")
@click.argument("other", metavar="OTHER")
@click.option("--all", "with_same", is_flag=True, help="Also what is the same in both.")
@click.option(
    "--language", default="", help='Of the labels, as the form names it or its code: "Hindi (hi)", hi.'
)
@_as_json
def review_compare(
    study: Path, identity: str, other: str, with_same: bool, language: str, as_json: bool
) -> None:
    """Two interviews side by side: a line for each question they answered otherwise.

    What a respondent answered alone is not shown."""
    with open_study(study) as opened:
        found = opened.review.compared(identity, other, language)
    shown = [one for one in found if with_same or not one.is_same]
    if as_json:
        say_data([dataclasses.asdict(one) for one in shown])
        return
    for one in shown:
        say_row("same" if one.is_same else "differs", one.ref, one.label, one.one, one.other)


@review.command("lead")
@click.argument("study", type=_path)
@click.option("--name", default="", help="Whom others are told to ask.")
@WEAK
def review_lead(study: Path, name: str, weak: bool) -> None:
    """From now on approving takes a passphrase of its own, typed twice or from FIELDSURVEY_NEW_LEAD_PASSPHRASE.

    Changing it takes the old one, from FIELDSURVEY_LEAD_PASSPHRASE. Nobody can bring back one that is lost."""
    with open_study(study) as opened:
        old = lead_key(opened)
        known = (opened.cluster.name, study.stem)
        missing = FieldSurveyError("command.new-passphrase", variable=NEW_LEAD_PASSPHRASE)
        passphrase = new_passphrase(
            NEW_LEAD_PASSPHRASE, "New passphrase of the lead: ", known, may_be_weak=weak, without=missing
        )
        opened.review.set_lead(passphrase, name=name, old=old)


def lead_key(opened: Study) -> LeadKey | None:
    """The lead's key, where the environment gives its passphrase."""
    passphrase = os.environ.get(LEAD_PASSPHRASE)
    return opened.review.unlock(passphrase) if passphrase and opened.review.has_lead else None


def _remark(text: str) -> tuple[str, str]:
    ref, _equals, said = text.partition("=")
    if not said.strip():
        raise FieldSurveyError("command.no-remark", text=text)
    return ref.strip(), said.strip()


VERBS = (review,)
