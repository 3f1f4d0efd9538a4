"""Erase an interview for good, and keep what must stay: that it was, when it was erased, by whom and why."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.records import Tombstone
from fieldsurvey.store import attachments, global_ids, history, outbox, search
from fieldsurvey.store.decoding import decoded

_STAY = ("interview", "history", "tombstone")
"""Tables that name an interview and keep their row: the history loses the values, the stone is what stays."""
_NAMING = """SELECT t.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
    WHERE t.schema = 'main' AND t.type = 'table' AND c.name = 'instance_id' ORDER BY t.name"""


def erase(db: Database, stone: Tombstone) -> None:
    """Take the interview out of every table and the values out of its history; part of the caller's transaction.

    A study that does not hold it keeps the stone alone. The bytes of its files go with
    `attachments.clear`, which belongs right after the transaction.
    """
    identity = stone.instance_id
    keep(db, stone)
    if not is_known(db, identity):
        return
    search.drop(db, identity)
    outbox.drop_sealed(db, identity)
    db.execute(
        "PRAGMA defer_foreign_keys = ON"
    )  # tables of one interview may refer to each other; all of them go
    for table in _holding(db):
        db.execute(f'DELETE FROM "{table}" WHERE instance_id = ?', (identity,))
    db.execute("DELETE FROM interview WHERE instance_id = ?", (identity,))
    attachments.drop_orphans(db)
    history.erase(db, identity)
    history.add(db, stone.at, "erased", instance_id=identity, who=stone.who)


def _holding(db: Database) -> list[str]:
    """Every table that holds something of one interview, also those of a later schema: asked of the schema, so none is forgotten."""
    return [name for (name,) in db.execute(_NAMING).fetchall() if name not in _STAY]


def is_known(db: Database, instance_id: str) -> bool:
    """Whether the study holds the interview."""
    return bool(db.execute("SELECT 1 FROM interview WHERE instance_id = ?", (instance_id,)).fetchone())


def keep(db: Database, stone: Tombstone) -> None:
    """Set the stone, here or as it came from elsewhere."""
    db.execute(
        "INSERT OR IGNORE INTO tombstone (instance_id, form_id, at, who, why, was_sent, version) "
        f"VALUES (?, ?, ?, ?, ?, ?, {global_ids.NEW_VERSION})",
        (
            *(stone.instance_id, stone.form_id, stone.at.isoformat()),
            *(stone.who, stone.why, stone.was_sent),
        ),
    )


def listing(db: Database) -> list[Tombstone]:
    """All of them, newest first."""
    rows = db.execute(
        "SELECT instance_id, form_id, at, who, why, was_sent FROM tombstone ORDER BY at DESC, instance_id"
    ).fetchall()
    with decoded():
        return [Tombstone(r[0], r[1], datetime.fromisoformat(r[2]), r[3], r[4], bool(r[5])) for r in rows]
