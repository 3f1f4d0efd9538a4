"""Photos, sounds and files of an interview: kept once by content, in parts, named as the XML names them.

A file comes in by short writes, so that savepoints need not wait for it, and counts with the last of them, which links it
to its interview. What a power cut leaves is cleared away when the next file comes in.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.store import global_ids, parts
from fieldsurvey.store.database import writing

Source = bytes | Path | BinaryIO
"""What an attachment may be given as; a file is read in portions."""


def add(db: Database, study: Path, instance_id: str, name: str, source: Source) -> None:
    """Keep a file under `name`; the same name again replaces it. Call it outside a transaction.

    Raises StoreError when the file cannot be read, or the study not be written; then nothing is kept of it.
    """
    with _reading(source) as stream:
        if _known(db, stream):
            with writing(db, study):
                _link(db, instance_id, name, _digest(stream))
            return
        storing = Storing(db, study, instance_id, name)
        try:
            for portion in parts.portions(stream):
                storing.keep(portion)
            storing.finish()
        except BaseException:
            storing.drop()
            raise


class Storing:
    """One file on its way into the study, a portion at a time; each call is one short write.

    One of a single portion is one write altogether. It belongs to its connection's thread.
    """

    def __init__(self, db: Database, study: Path, instance_id: str, name: str) -> None:
        self._db, self._study, self._instance_id, self._name = db, study, instance_id, name
        self._digest = hashlib.sha256()
        self._number: int | None = None
        self._size = 0
        self._next = b""

    def keep(self, portion: bytes) -> None:
        """Take the next portion, not longer than `parts.PART`."""
        if self._next:
            if self._number is None:
                parts.clear(self._db, self._study, parts.BESIDE_SAVEPOINTS)
            with writing(self._db, self._study):
                self._write()
        self._next = portion
        self._digest.update(portion)

    def finish(self) -> None:
        """The file is whole: from here on the interview has it."""
        sha256 = self._digest.hexdigest()
        with writing(self._db, self._study) as db:
            known = db.execute("SELECT 1 FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
            if known and self._number is not None:
                parts.let_go(db, self._number)
            elif not known:
                self._write()
                db.execute(
                    "INSERT INTO blob (sha256, number, size) VALUES (?, ?, ?)",
                    (sha256, self._number, self._size),
                )
                parts.settle(db, self._number or 0)
            _link(db, self._instance_id, self._name, sha256)
        self._number = None
        parts.clear(self._db, self._study, parts.BESIDE_SAVEPOINTS)

    def drop(self) -> None:
        """The file does not come: its parts are left over."""
        if self._number is None:
            return
        with contextlib.suppress(StoreError):  # a disk that is full; closing the study tries once more
            with writing(self._db, self._study) as db:
                parts.let_go(db, self._number)
            self._number = None

    def _write(self) -> None:
        if self._number is None:
            self._number = parts.begin(self._db)
        parts.keep(self._db, self._number, self._size, self._next)
        self._size += len(self._next)
        self._next = b""


def opened(db: Database, instance_id: str, name: str) -> BinaryIO | None:
    """One attachment as a file to read, or None."""
    row = db.execute(
        "SELECT b.number, b.size FROM attachment a JOIN blob b USING (sha256) WHERE a.instance_id = ? AND a.name = ?",
        (instance_id, name),
    ).fetchone()
    return parts.opened(db, *row) if row else None


def read(db: Database, instance_id: str, name: str) -> bytes | None:
    """The bytes of one attachment, whole, or None: for photos and the like."""
    file = opened(db, instance_id, name)
    return None if file is None else file.read()


def unsent(db: Database, instance_id: str) -> dict[str, int]:
    """Name -> size in bytes of those the server has not acknowledged yet."""
    rows = db.execute(
        "SELECT a.name, b.size FROM attachment a JOIN blob b USING (sha256) "
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


def acknowledge(db: Database, instance_id: str, names: list[str], at: datetime) -> None:
    """The server has these."""
    with db.atomic():
        for name in names:
            db.execute(
                "UPDATE attachment SET acknowledged_at = ? WHERE instance_id = ? AND name = ?",
                (at.isoformat(), instance_id, name),
            )


# --- letting go --------------------------------------------------------------------------------------------------


def discard_except(db: Database, instance_id: str, kept: Collection[str]) -> None:
    """Drop attachments no answer names any more (a photo taken again); part of the caller's transaction."""
    for name in names(db, instance_id):
        if name not in kept:
            (sha256,) = db.execute(
                "DELETE FROM attachment WHERE instance_id = ? AND name = ? RETURNING sha256",
                (instance_id, name),
            ).fetchone()
            _forget(db, sha256)


def drop_orphans(db: Database) -> None:
    """Let go of contents no attachment names; part of the caller's transaction, and short however much they hold.

    The bytes themselves go with `clear`, which belongs right after the transaction.
    """
    for (sha256,) in db.execute(
        "SELECT sha256 FROM blob b WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = b.sha256)"
    ).fetchall():
        _forget(db, sha256)


def clear(db: Database, study: Path) -> None:
    """Take away all bytes nothing names any more, in short writes; what comes in right now stays."""
    parts.clear(db, study)


def clear_some(db: Database, study: Path) -> None:
    """The same where savepoints wait in this lane: a part of them, the rest another time."""
    parts.clear(db, study, parts.BESIDE_SAVEPOINTS)


def _forget(db: Database, sha256: str) -> None:
    """Let go of a content when no other attachment has it."""
    if db.execute("SELECT 1 FROM attachment WHERE sha256 = ?", (sha256,)).fetchone():
        return
    row = db.execute("DELETE FROM blob WHERE sha256 = ? RETURNING number", (sha256,)).fetchone()
    if row is not None:
        parts.let_go(db, row[0])


def _link(db: Database, instance_id: str, name: str, sha256: str) -> None:
    before = db.execute(
        "SELECT sha256 FROM attachment WHERE instance_id = ? AND name = ?", (instance_id, name)
    ).fetchone()
    db.execute(
        "INSERT OR REPLACE INTO attachment (instance_id, name, sha256, id, version) "
        f"VALUES (?, ?, ?, ?, {global_ids.NEW_VERSION})",
        (instance_id, name, sha256, global_ids.derived("attachment", instance_id, name)),
    )
    if before is not None:
        _forget(db, before[0])


# --- looking after -----------------------------------------------------------------------------------------------


def number(db: Database) -> int:
    """How many attachments the study holds."""
    return int(db.execute("SELECT count(*) FROM attachment").fetchone()[0])


def check(db: Database) -> Iterator[Message]:
    """One message for each attachment whose bytes are missing or are not those that were stored."""
    for instance_id, name, _sha256, fault in faulty(db):
        yield Message("verify.attachment", name=name, interview=instance_id, fault=fault)


def faulty(db: Database) -> Iterator[tuple[str, str, str, Message]]:
    """(instanceID, name, sha256, what is wrong) of each of those."""
    looked_at: str = ""
    fault: Message | None = None
    for sha256, number, size, instance_id, name in db.execute(
        "SELECT a.sha256, b.number, b.size, a.instance_id, a.name FROM attachment a "
        "LEFT JOIN blob b USING (sha256) ORDER BY a.sha256, a.instance_id, a.name"
    ):
        if sha256 != looked_at:
            looked_at, fault = sha256, _fault(db, sha256, number, size)
        if fault is not None:
            yield instance_id, name, sha256, fault


def disown(db: Database, sha256: str) -> None:
    """Take a content that is not whole from every interview that names it."""
    db.execute("DELETE FROM attachment WHERE sha256 = ?", (sha256,))
    drop_orphans(db)


def _fault(db: Database, sha256: str, number: int | None, size: int | None) -> Message | None:
    """What is wrong with a content, as the middle of a sentence; None when nothing is."""
    if number is None or size is None:
        return Message("verify.attachment-missing")
    try:
        found = _digest(parts.opened(db, number, size))
    except StoreError:
        return Message("verify.attachment-cut")
    return None if found == sha256 else Message("verify.attachment-other")


# --- what comes in -----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _reading(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream, with the faults of a file in words."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                yield stream
        else:
            yield source
    except OSError as error:
        raise StoreError("file.attachment-cut") from error


def _known(db: Database, stream: BinaryIO) -> bool:
    """Whether the study holds this content already; the stream is read for that only when one of its size is there."""
    if not stream.seekable():
        return False
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if not db.execute("SELECT 1 FROM blob WHERE size = ?", (size,)).fetchone():
        return False
    return bool(db.execute("SELECT 1 FROM blob WHERE sha256 = ?", (_digest(stream),)).fetchone())


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    for portion in parts.portions(stream):
        digest.update(portion)
    stream.seek(0)
    return digest.hexdigest()
