"""Erase an interview for good, wherever it left something: its tables, its history's values, the entities it made."""

from __future__ import annotations

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.form_cache import FormCache
from fieldsurvey.records import Tombstone
from fieldsurvey.store import Database, entities, interviews, tombstones
from fieldsurvey.xforms import FormEntry


def erase(db: Database, stone: Tombstone) -> None:
    """Erase it here, or where the study does not hold it, keep the stone alone; part of the caller's transaction."""
    for dataset, identity in _entities(db, stone.instance_id):
        entities.drop(db, dataset, identity)
    tombstones.erase(db, stone)


def _entities(db: Database, instance_id: str) -> list[tuple[str, str]]:
    """(dataset, id) of what the interview created or changed; none when its answers or its form cannot be read."""
    interview = interviews.read(db, instance_id)
    if interview is None:
        return []
    try:
        form = FormCache(db).form(interview.form_id, interview.form_version)
        found = FormEntry.record(form, interview.xml).entities()
    except FieldSurveyError:
        return []
    return [(entity.dataset, entity.entity_id) for entity in found]
