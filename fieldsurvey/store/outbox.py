"""What is to be sent: for each submission that waits or was sent, how it stands with the server.

The bytes are those of the submission, which never change. The submission of an encrypted form leaves in its envelope: the
manifest stands here, and its sealed files beside it; what was sealed is never sent otherwise. One submission of an
interview waits at a time, and none leaves while the interview is a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.store import parts

_ALL = b""
"""Stands in `reduced` where it is settled that all of a submission leaves, or all that its envelope holds."""
_LAST = "instance_id = ? ORDER BY queued_at DESC, rowid DESC LIMIT 1"


def queue(
    db: Database, instance_id: str, submission_id: str, at: datetime, *, envelope: bytes | None = None
) -> None:
    """Let a submission wait; every try sends the same bytes. `envelope` is the manifest that is sent in its place.

    It takes the place of one that still waits, and what was tried of that counts as tried of this one. What leaves of an
    envelope is settled with it.
    """
    before = db.execute(
        "DELETE FROM outbox WHERE instance_id = ? AND acknowledged_at IS NULL RETURNING attempts, tried_at",
        (instance_id,),
    ).fetchall()
    attempts, tried_at = before[0] if before else (0, None)
    db.execute(
        "INSERT INTO outbox (submission_id, instance_id, queued_at, attempts, tried_at, envelope, reduced) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            submission_id,
            instance_id,
            at.isoformat(),
            attempts,
            tried_at,
            envelope,
            None if envelope is None else _ALL,
        ),
    )


def queue_lost(db: Database, instance_id: str) -> bool:
    """Let an interview's last submission wait where nothing tells how it stands with the server; False where something does.

    One of an encrypted form would leave without its envelope: its interview is a draft again instead.
    """
    row = db.execute(
        """SELECT s.id, s.finalised_at, f.xform FROM interview i JOIN submission s USING (instance_id)
        JOIN form f ON f.form_id = i.form_id AND f.version = s.form_version
        WHERE i.instance_id = ? AND i.stage = 'finalised' ORDER BY s.number DESC LIMIT 1""",
        (instance_id,),
    ).fetchone()
    if row is None or db.execute("SELECT 1 FROM outbox WHERE submission_id = ?", (row[0],)).fetchone():
        return False
    if "base64RsaPublicKey" in row[2]:
        db.execute("UPDATE interview SET stage = 'draft' WHERE instance_id = ?", (instance_id,))
    else:
        db.execute(
            "INSERT INTO outbox (submission_id, instance_id, queued_at) VALUES (?, ?, ?)",
            (row[0], instance_id, row[1]),
        )
    return True


def keep_sealed(db: Database, instance_id: str, name: str, portions: Iterable[bytes]) -> None:
    """Keep the next file of an envelope."""
    number, size = parts.store(db, portions)
    db.execute(
        "INSERT INTO sealed_file (instance_id, position, name, number, size) "
        "SELECT ?, count(*), ?, ?, ? FROM sealed_file WHERE instance_id = ?",
        (instance_id, name, number, size, instance_id),
    )


def drop_sealed(db: Database, instance_id: str) -> None:
    """The files of an envelope are not needed, or not any more; their bytes go with the next `parts.clear`."""
    for (number,) in db.execute(
        "DELETE FROM sealed_file WHERE instance_id = ? RETURNING number", (instance_id,)
    ).fetchall():
        parts.let_go(db, number)


def take_back(db: Database, instance_id: str) -> None:
    """Take a submission back, so that it can be corrected. Raises StoreError when it was tried at the server."""
    if was_tried(db, instance_id):
        raise StoreError("interview.on-its-way")
    unqueue(db, instance_id)


def unqueue(db: Database, instance_id: str) -> None:
    """Take back a submission that was never acknowledged (the interview is opened again)."""
    with db.atomic():
        found = db.execute(
            "DELETE FROM outbox WHERE instance_id = ? AND acknowledged_at IS NULL", (instance_id,)
        )
        if found.rowcount:
            drop_sealed(db, instance_id)


def settle(db: Database, instance_id: str, reduced: bytes) -> None:
    """At the first try, or at the first by a program that settles: the bytes that leave in place of the submission.

    They leave because some of it stays here; b"" for all of it.
    """
    db.execute(
        "UPDATE outbox SET reduced = ? WHERE instance_id = ? AND acknowledged_at IS NULL AND envelope IS NULL "
        "AND (attempts = 1 OR reduced IS NULL)",
        (reduced, instance_id),
    )


def seal_again(db: Database, instance_id: str, envelope: bytes) -> None:
    """Another envelope in the place of one that an earlier program sealed; `keep_sealed` has its files."""
    db.execute(
        "UPDATE outbox SET envelope = ?, reduced = ? WHERE instance_id = ? AND acknowledged_at IS NULL",
        (envelope, _ALL, instance_id),
    )


def is_settled(db: Database, instance_id: str) -> bool:
    """Whether it was decided what leaves of the last submission; not where a program tried or sealed it that withheld nothing."""
    return _says(db, "reduced IS NOT NULL", instance_id)


def is_reduced(db: Database, instance_id: str) -> bool:
    """Whether other bytes leave in the last submission's place."""
    return _says(db, "length(reduced) > 0", instance_id)


def has_arrived(db: Database, instance_id: str) -> bool:
    """Whether the server is known to hold some of it, though not all."""
    tables = ("attachment", "sealed_file")
    held = (
        f"SELECT 1 FROM {table} WHERE instance_id = ? AND acknowledged_at IS NOT NULL LIMIT 1"
        for table in tables
    )
    return any(db.execute(sql, (instance_id,)).fetchone() for sql in held)


def is_sealed(db: Database, instance_id: str) -> bool:
    """Whether an envelope leaves in the last submission's place."""
    return _says(db, "envelope IS NOT NULL", instance_id)


def _says(db: Database, what: str, instance_id: str) -> bool:
    row = db.execute(f"SELECT {what} FROM outbox WHERE {_LAST}", (instance_id,)).fetchone()
    return bool(row and row[0])


def sealed_files(db: Database, instance_id: str) -> dict[str, int]:
    """Name -> bytes of the envelope's files the server has not acknowledged yet."""
    rows = db.execute(
        "SELECT name, size FROM sealed_file WHERE instance_id = ? AND acknowledged_at IS NULL ORDER BY position",
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


def forget_portions(db: Database) -> None:
    """Another server has none of what this one acknowledged: of what still waits, all files are to be sent again."""
    waits = "instance_id IN (SELECT instance_id FROM outbox WHERE acknowledged_at IS NULL)"
    for table in ("sealed_file", "attachment"):
        db.execute(f"UPDATE {table} SET acknowledged_at = NULL WHERE {waits}")


def waiting(db: Database) -> list[str]:
    """instanceIDs of the finalised interviews whose submission is not acknowledged yet, oldest first."""
    rows = db.execute(
        "SELECT o.instance_id FROM outbox o JOIN interview i USING (instance_id) "
        "WHERE o.acknowledged_at IS NULL AND i.deleted_at IS NULL AND i.stage = 'finalised' "
        "ORDER BY o.queued_at, o.instance_id"
    ).fetchall()
    return [row[0] for row in rows]


def number_waiting(db: Database) -> int:
    """How many they are."""
    row = db.execute(
        "SELECT (SELECT count(*) FROM outbox WHERE acknowledged_at IS NULL) - "
        "(SELECT count(*) FROM interview i CROSS JOIN outbox o USING (instance_id) "
        "WHERE (i.deleted_at IS NOT NULL OR i.stage = 'draft') AND o.acknowledged_at IS NULL)"
    ).fetchone()
    return int(row[0])


def number_arrived(db: Database) -> int:
    """Of how many interviews a server acknowledged something, at any time."""
    row = db.execute(
        "SELECT count(DISTINCT instance_id) FROM outbox WHERE acknowledged_at IS NOT NULL"
    ).fetchone()
    return int(row[0])


def bytes_of(db: Database, instance_id: str) -> bytes:
    """What is sent: the XML as it was finalised, what of it may leave, or its envelope's manifest."""
    (data,) = db.execute(
        "SELECT coalesce(o.envelope, nullif(o.reduced, x''), CAST(s.xml AS BLOB)) FROM outbox o JOIN submission s ON s.id = o.submission_id "
        "WHERE o.instance_id = ? ORDER BY o.queued_at DESC, o.rowid DESC LIMIT 1",
        (instance_id,),
    ).fetchone()
    return bytes(data)


def was_tried(db: Database, instance_id: str) -> bool:
    """Whether something of the interview may have reached the server."""
    row = db.execute(
        "SELECT 1 FROM outbox WHERE instance_id = ? AND attempts > 0 LIMIT 1", (instance_id,)
    ).fetchone()
    return row is not None


def attempted(db: Database, instance_id: str, at: datetime) -> bool:
    """Note a try before it leaves: from here on it may have arrived unseen. False when it waits no longer."""
    found = db.execute(
        "UPDATE outbox SET attempts = attempts + 1, tried_at = ?, error = '' "
        "WHERE instance_id = ? AND acknowledged_at IS NULL",
        (at.isoformat(), instance_id),
    )
    return bool(found.rowcount)


def did_not_leave(db: Database, instance_id: str) -> None:
    """Take back the note of a try of which no byte left; why it failed stays."""
    db.execute(
        "UPDATE outbox SET attempts = max(attempts - 1, 0), tried_at = CASE WHEN attempts > 1 THEN tried_at END "
        "WHERE instance_id = ? AND acknowledged_at IS NULL",
        (instance_id,),
    )


def form_of(db: Database, instance_id: str) -> str:
    """The id of the form an interview was filled in."""
    (form_id,) = db.execute("SELECT form_id FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
    return str(form_id)


def failed(db: Database, instance_id: str, error: str) -> None:
    """Keep the sentence that says why the last try failed."""
    db.execute(
        "UPDATE outbox SET error = ? WHERE instance_id = ? AND acknowledged_at IS NULL", (error, instance_id)
    )


def acknowledge(db: Database, instance_id: str, at: datetime, remark: str = "") -> None:
    """The server has it; the files of an envelope have done their work. `remark` says what is amiss all the same."""
    with db.atomic():
        db.execute(
            "UPDATE outbox SET acknowledged_at = ?, error = ?, reduced = NULL WHERE instance_id = ? AND acknowledged_at IS NULL",
            (at.isoformat(), remark, instance_id),
        )
        drop_sealed(db, instance_id)


def any_refused(db: Database) -> bool:
    """Whether a try to send one failed, or left something to be known, so that the list has a reason to show."""
    row = db.execute("SELECT 1 FROM outbox WHERE error <> '' LIMIT 1").fetchone()
    return row is not None
