"""What is to be sent: the exact bytes, kept until the server has acknowledged them.

The submission of an encrypted form waits as its envelope: the manifest in its place, and its sealed files beside it.
What was sealed is never sent otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from sqlite_utils import Database

from fieldsurvey.store import parts


def queue(db: Database, instance_id: str, xml: bytes, at: datetime, *, is_sealed: bool = False) -> None:
    """Freeze the submission's bytes; every try sends these. `is_sealed`: they are an envelope's manifest."""
    db.execute(
        "INSERT OR REPLACE INTO outbox (instance_id, xml, queued_at, is_sealed) VALUES (?, ?, ?, ?)",
        (instance_id, xml, at.isoformat(), is_sealed),
    )


def keep_sealed(db: Database, instance_id: str, name: str, portions: Iterable[bytes]) -> None:
    """Keep the next file of an envelope."""
    number, size = parts.store(db, portions)
    db.execute(
        "INSERT INTO sealed_file (instance_id, place, name, number, size) "
        "SELECT ?, count(*), ?, ?, ? FROM sealed_file WHERE instance_id = ?",
        (instance_id, name, number, size, instance_id),
    )


def drop_sealed(db: Database, instance_id: str) -> None:
    """The files of an envelope are not needed, or not any more; their bytes go with the next `parts.clear`."""
    for (number,) in db.execute(
        "DELETE FROM sealed_file WHERE instance_id = ? RETURNING number", (instance_id,)
    ).fetchall():
        parts.let_go(db, number)


def unqueue(db: Database, instance_id: str) -> None:
    """Take back a submission that was never acknowledged (the interview is opened again)."""
    with db.atomic():
        found = db.execute(
            "DELETE FROM outbox WHERE instance_id = ? AND acknowledged_at IS NULL", (instance_id,)
        )
        if found.rowcount:
            drop_sealed(db, instance_id)


def is_sealed(db: Database, instance_id: str) -> bool:
    """Whether an envelope waits in the submission's place."""
    row = db.execute("SELECT is_sealed FROM outbox WHERE instance_id = ?", (instance_id,)).fetchone()
    return bool(row and row[0])


def sealed_files(db: Database, instance_id: str) -> dict[str, int]:
    """Name -> bytes of the envelope's files the server has not acknowledged yet."""
    rows = db.execute(
        "SELECT name, size FROM sealed_file WHERE instance_id = ? AND acknowledged_at IS NULL ORDER BY place",
        (instance_id,),
    ).fetchall()
    return dict(rows)


def sealed_file(db: Database, instance_id: str, name: str) -> BinaryIO:
    """One file of the envelope, to be read."""
    row = db.execute(
        "SELECT number, size FROM sealed_file WHERE instance_id = ? AND name = ?", (instance_id, name)
    ).fetchone()
    return parts.opened(db, *row)


def acknowledge_sealed(db: Database, instance_id: str, names: list[str], at: datetime) -> None:
    """The server has these files of the envelope."""
    with db.atomic():
        for name in names:
            db.execute(
                "UPDATE sealed_file SET acknowledged_at = ? WHERE instance_id = ? AND name = ?",
                (at.isoformat(), instance_id, name),
            )


def waiting(db: Database) -> list[str]:
    """instanceIDs not acknowledged yet, oldest first."""
    rows = db.execute(
        "SELECT o.instance_id FROM outbox o JOIN interview i USING (instance_id) "
        "WHERE o.acknowledged_at IS NULL AND i.deleted_at IS NULL ORDER BY o.queued_at, o.instance_id"
    ).fetchall()
    return [row[0] for row in rows]


def number_waiting(db: Database) -> int:
    """How many they are."""
    row = db.execute(
        "SELECT (SELECT count(*) FROM outbox WHERE acknowledged_at IS NULL) - "
        "(SELECT count(*) FROM interview i JOIN outbox o USING (instance_id) "
        "WHERE i.deleted_at IS NOT NULL AND o.acknowledged_at IS NULL)"
    ).fetchone()
    return int(row[0])


def bytes_of(db: Database, instance_id: str) -> bytes:
    """The frozen submission."""
    (xml,) = db.execute("SELECT xml FROM outbox WHERE instance_id = ?", (instance_id,)).fetchone()
    return bytes(xml)


def frozen(db: Database, instance_id: str) -> bytes | None:
    """The frozen submission, where it is not an envelope; None when there is none."""
    row = db.execute(
        "SELECT xml FROM outbox WHERE instance_id = ? AND NOT is_sealed", (instance_id,)
    ).fetchone()
    return bytes(row[0]) if row else None


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
    """The server has it whole; the files of an envelope have done their work."""
    with db.atomic():
        db.execute(
            "UPDATE outbox SET acknowledged_at = ?, error = '' WHERE instance_id = ?",
            (at.isoformat(), instance_id),
        )
        drop_sealed(db, instance_id)
