"""What can be undone and done again in an interview under way, kept with each savepoint; the engine writes and reads it."""

from __future__ import annotations

from sqlite_utils import Database


def save(db: Database, instance_id: str, text: str) -> None:
    """Keep the journal as it stands; an empty one is dropped."""
    if text:
        db.execute(
            "INSERT OR REPLACE INTO undo_journal (instance_id, text) VALUES (?, ?)", (instance_id, text)
        )
    else:
        drop(db, instance_id)


def read(db: Database, instance_id: str) -> str:
    """The journal, "" when there is none."""
    row = db.execute("SELECT text FROM undo_journal WHERE instance_id = ?", (instance_id,)).fetchone()
    return str(row[0]) if row else ""


def drop(db: Database, instance_id: str) -> None:
    """Nothing can be undone any more."""
    db.execute("DELETE FROM undo_journal WHERE instance_id = ?", (instance_id,))
