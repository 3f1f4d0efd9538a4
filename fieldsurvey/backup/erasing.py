"""Erase an interview for good, wherever it left something: its tables, its history's values, the entities it made."""

from __future__ import annotations

import dataclasses
from contextlib import suppress

from fieldsurvey.backup import erasing_rounds
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.messages import Message
from fieldsurvey.records import Tombstone
from fieldsurvey.store import Database, entities, interviews, outbox, submissions, tombstones
from fieldsurvey.xforms import FormEntry


def erase(db: Database, stone: Tombstone) -> tuple[Message, ...]:
    """Erase it here, or where the study does not hold it, keep the stone alone; part of the caller's transaction.

    Its back-checks, in which its answers stand once more, go with it: those of this file, be it the study or a copy of another
    day. What of it may still stand in a round that was begun from it is told.
    """
    told: tuple[Message, ...] = ()
    for identity, form_id in interviews.back_checks_of(db, stone.instance_id).items():
        was_sent = outbox.was_tried(db, identity)
        told += _erase(
            db, dataclasses.replace(stone, instance_id=identity, form_id=form_id, was_sent=was_sent)
        )
    return told + _erase(db, stone)


def _erase(db: Database, stone: Tombstone) -> tuple[Message, ...]:
    for dataset, identity in _entities(db, stone.instance_id):
        entities.drop(db, dataset, identity)
    told = erasing_rounds.forget(db, stone)
    tombstones.erase(db, stone)
    return told


def _entities(db: Database, instance_id: str) -> list[tuple[str, str]]:
    """(dataset, id) of what the interview created or changed; none when its answers or its form cannot be read."""
    interview = interviews.read(db, instance_id)
    if interview is None:
        return []
    shelf, found = FormCache(db), dict[tuple[str, str], None]()
    for one in submissions.of_interview(db, instance_id):
        with suppress(FieldSurveyError):
            record = FormEntry.record(shelf.form(interview.form_id, one.form_version), one.xml)
            found.update(dict.fromkeys((entity.dataset, entity.entity_id) for entity in record.entities()))
    return list(found)
