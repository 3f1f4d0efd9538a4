"""What was carried from one interview into another: where it comes from, and the draft it is taken out of again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from fieldsurvey.records import Savepoint
from fieldsurvey.store import search, undo_journal
from fieldsurvey.store.global_ids import NEW_VERSION


def rewrite(db: Database, savepoint: Savepoint) -> None:
    """Put it in the draft's place, a deleted one's too, and nothing that could be undone; part of the caller's transaction."""
    s = savepoint
    db.execute(
        f"""UPDATE interview SET firm = ?, xml = ?, completeness = ?, version = {NEW_VERSION}
        WHERE instance_id = ? AND stage = 'draft'""",
        (s.firm, s.xml, s.completeness, s.instance_id),
    )
    search.keep(db, s.instance_id, s.firm, s.words)
    undo_journal.drop(db, s.instance_id)


def texts(db: Database, instance_id: str) -> Iterator[tuple[str, str, str]]:
    """(form, version, answers) of an interview: as it stands, and as it was finalised each time."""
    rows = db.execute(
        """SELECT form_id, form_version, xml FROM interview WHERE instance_id = :one
        UNION ALL SELECT i.form_id, s.form_version, s.xml FROM submission s JOIN interview i USING (instance_id)
        WHERE instance_id = :one""",
        {"one": instance_id},
    ).fetchall()
    return ((str(form_id), str(version), str(xml)) for form_id, version, xml in rows)
