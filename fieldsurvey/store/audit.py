"""The audit log of an interview under way, kept with each savepoint until it travels with the submission."""

from __future__ import annotations

from sqlite_utils import Database


def save(db: Database, instance_id: str, text: str) -> None:
    """Keep the log as it stands."""
    db.execute("INSERT OR REPLACE INTO audit_log (instance_id, text) VALUES (?, ?)", (instance_id, text))


def read(db: Database, instance_id: str) -> str | None:
    """The log so far, "" while there is none; None for an interview the study does not hold."""
    row = db.execute(
        "SELECT coalesce(l.text, '') FROM interview i LEFT JOIN audit_log l USING (instance_id) "
        "WHERE i.instance_id = ?",
        (instance_id,),
    ).fetchone()
    return str(row[0]) if row else None
