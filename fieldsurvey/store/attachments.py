"""Photos, sounds and files of an interview: kept once by content, named as the XML names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database


def add(db: Database, instance_id: str, name: str, data: bytes) -> None:
    """Keep `data` under `name`; the same name again replaces it."""
    digest = hashlib.sha256(data).hexdigest()
    with db.atomic():
        db.execute("INSERT OR IGNORE INTO blob (sha256, data) VALUES (?, ?)", (digest, data))
        db.execute(
            "INSERT OR REPLACE INTO attachment (instance_id, name, sha256) VALUES (?, ?, ?)",
            (instance_id, name, digest),
        )


def read(db: Database, instance_id: str, name: str) -> bytes | None:
    """The bytes of one attachment, or None."""
    row = db.execute(
        "SELECT b.data FROM attachment a JOIN blob b USING (sha256) WHERE a.instance_id = ? AND a.name = ?",
        (instance_id, name),
    ).fetchone()
    return bytes(row[0]) if row else None


def unsent(db: Database, instance_id: str) -> dict[str, int]:
    """Name -> size in bytes of those the server has not acknowledged yet."""
    rows = db.execute(
        "SELECT a.name, length(b.data) FROM attachment a JOIN blob b USING (sha256) "
        "WHERE a.instance_id = ? AND a.acknowledged_at IS NULL ORDER BY a.name",
        (instance_id,),
    ).fetchall()
    return dict(rows)


def names(db: Database, instance_id: str) -> list[str]:
    """All attachment names of the interview."""
    rows = db.execute(
        "SELECT name FROM attachment WHERE instance_id = ? ORDER BY name", (instance_id,)
    ).fetchall()
    return [row[0] for row in rows]


def discard_except(db: Database, instance_id: str, kept: set[str]) -> None:
    """Drop attachments no answer names any more (a photo taken again)."""
    for name in names(db, instance_id):
        if name not in kept:
            db.execute("DELETE FROM attachment WHERE instance_id = ? AND name = ?", (instance_id, name))
    drop_orphans(db)


def drop_orphans(db: Database) -> None:
    """Drop the bytes no interview names any more."""
    db.execute("DELETE FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM attachment)")


def acknowledge(db: Database, instance_id: str, names: list[str], at: datetime) -> None:
    """The server has these."""
    with db.atomic():
        for name in names:
            db.execute(
                "UPDATE attachment SET acknowledged_at = ? WHERE instance_id = ? AND name = ?",
                (at.isoformat(), instance_id, name),
            )


def number(db: Database) -> int:
    """How many attachments the study holds."""
    return int(db.execute("SELECT count(*) FROM attachment").fetchone()[0])


def check(db: Database) -> Iterator[str]:
    """A sentence for each attachment whose bytes are missing or are not those that were kept."""
    for identity, name, digest in db.execute("SELECT instance_id, name, sha256 FROM attachment").fetchall():
        if hashlib.sha256(read(db, identity, name) or b"").hexdigest() != digest:
            yield f"Attachment {name} of interview {identity} is damaged or missing."
