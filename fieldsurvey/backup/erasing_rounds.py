"""What an erased interview left in the rounds that were begun from it: answers carried over that nobody gave anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextlib import suppress

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.interviews.submissions import has, savepoint_of
from fieldsurvey.records import Tombstone
from fieldsurvey.store import Database, history, interviews
from fieldsurvey.xforms import FormContext, FormEntry

BEGUN_FROM_ERASED = "round before erased"
"""The event that says in a round's history that the interview it was begun from is no more."""


def forget(db: Database, stone: Tombstone) -> None:
    """Take them out of each round begun from it, and say so in its history; part of the transaction that erases.

    A round that was finalised keeps its answers: with them somebody has closed it, and a submission never changes. The answers that
    could not be carried over go from its history, too.
    """
    rounds = interviews.begun_from(db, stone.instance_id)
    if not rounds:
        return
    shelf = FormCache(db)
    told = _answers(db, shelf, stone.instance_id)
    for identity in rounds:
        history.erase(db, identity, event="not carried")
        if interviews.submitted(db, identity) is None:
            _clear(db, shelf, identity, told, stone)
        history.add(
            db, stone.at, BEGUN_FROM_ERASED, instance_id=identity, who=stone.who, old=stone.instance_id
        )


def _answers(db: Database, shelf: FormCache, instance_id: str) -> dict[str, str]:
    """What was said in the interview as it was last finalised; nothing where that cannot be read."""
    with suppress(FieldSurveyError):
        found = interviews.submitted(db, instance_id)
        if found is not None:
            record = FormEntry.record(shelf.form(found.form_id, found.form_version), found.xml)
            return {one.ref: one.value for one in record.standings() if one.value}
    return {}


def _clear(db: Database, shelf: FormCache, identity: str, told: Mapping[str, str], stone: Tombstone) -> None:
    found = interviews.read(db, identity)
    if found is None:
        return
    form = shelf.form(found.form_id, found.form_version)
    entry = FormEntry.restore(
        form, found.xml, language=found.language or None, now=lambda: stone.at, surroundings=FormContext()
    )
    given = {line.ref for line in history.lines(db, identity) if line.event == "answered"}
    carried = {
        one.ref
        for one in entry.standings()
        if one.value and told.get(one.ref) == one.value and one.ref not in given
    }
    for ref in carried:
        if has(entry, ref) and not entry.readonly(ref):
            entry.answer(ref, "")
    made = savepoint_of(entry, found.updated_at, cursor=found.cursor, interviewer=found.interviewer)
    interviews.save(db, dataclasses.replace(made, journal=""))
