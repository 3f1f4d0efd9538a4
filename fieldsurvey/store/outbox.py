"""What is to be sent: the exact bytes, kept until the server has acknowledged them."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


def queue(db: Database, instance_id: str, xml: bytes, at: datetime) -> None:
    """Freeze the submission's bytes; every try sends these."""
    db.execute(
        "INSERT OR REPLACE INTO outbox (instance_id, xml, queued_at) VALUES (?, ?, ?)",
        (instance_id, xml, at.isoformat()),
    )


def unqueue(db: Database, instance_id: str) -> None:
    """Take back a submission that was never acknowledged (the interview is opened again)."""
    db.execute("DELETE FROM outbox WHERE instance_id = ? AND acknowledged_at IS NULL", (instance_id,))


def waiting(db: Database) -> list[str]:
    """instanceIDs not acknowledged yet, oldest first."""
    rows = db.execute(
        "SELECT instance_id FROM outbox WHERE acknowledged_at IS NULL ORDER BY queued_at, instance_id"
    ).fetchall()
    return [row[0] for row in rows]


def bytes_of(db: Database, instance_id: str) -> bytes:
    """The frozen submission."""
    (xml,) = db.execute("SELECT xml FROM outbox WHERE instance_id = ?", (instance_id,)).fetchone()
    return bytes(xml)


def was_tried(db: Database, instance_id: str) -> bool:
    """Whether it may have reached the server."""
    row = db.execute("SELECT attempts FROM outbox WHERE instance_id = ?", (instance_id,)).fetchone()
    return bool(row and row[0])


def attempted(db: Database, instance_id: str, at: datetime) -> bool:
    """Note a try before it leaves: from here on it may have arrived unseen. False when it waits no longer."""
    found = db.execute(
        "UPDATE outbox SET attempts = attempts + 1, tried_at = ?, error = '' "
        "WHERE instance_id = ? AND acknowledged_at IS NULL",
        (at.isoformat(), instance_id),
    )
    return bool(found.rowcount)


def failed(db: Database, instance_id: str, error: str) -> None:
    """Keep the sentence that says why the last try failed."""
    db.execute("UPDATE outbox SET error = ? WHERE instance_id = ?", (error, instance_id))


def acknowledge(db: Database, instance_id: str, at: datetime) -> None:
    """The server has the XML."""
    db.execute(
        "UPDATE outbox SET acknowledged_at = ?, error = '' WHERE instance_id = ?",
        (at.isoformat(), instance_id),
    )
