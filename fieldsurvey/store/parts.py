"""Bytes in parts: long files in the study, stored in short writes and read like files, never whole in memory.

A run of parts has a number. While it comes in, `intake` names it with the run of the program that stores it; once
something else in the study names it (a blob, a sealed file), it leaves the intake. What stands there of another run of
the program, or of none, is left over and is cleared in short writes.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.store.database import writing

PART = 1 << 18
"""Bytes in one part: storing one takes 3 ms, and 13 where the log is carried over into the file."""
_RUN = secrets.token_hex(8)
_LEFT_OVER = ""
_CLEARED_AT_ONCE = 2
BESIDE_SAVEPOINTS = 40
"""Parts that are cleared where savepoints wait in the same lane: a tenth of a second."""


def begin(db: Database) -> int:
    """The number of a new run that comes in; part of the caller's transaction."""
    (number,) = db.execute("INSERT INTO intake (run) VALUES (?) RETURNING number", (_RUN,)).fetchone()
    return int(number)


def keep(db: Database, number: int, offset: int, data: bytes) -> None:
    """Keep the part that begins at byte `offset`. Raises StoreError when the run was cleared away meanwhile."""
    if not db.execute("SELECT 1 FROM intake WHERE number = ? AND run <> ''", (number,)).fetchone():
        raise StoreError("file.not-stored")
    db.execute("INSERT INTO blob_part (number, offset, data) VALUES (?, ?, ?)", (number, offset, data))


def settle(db: Database, number: int) -> None:
    """The run is whole, and named by something else in the study from here on."""
    db.execute("DELETE FROM intake WHERE number = ?", (number,))


def store(db: Database, portions: Iterable[bytes]) -> tuple[int, int]:
    """A whole run at once, within the caller's transaction: its number and size."""
    number, size = begin(db), 0
    for portion in portions:
        keep(db, number, size, portion)
        size += len(portion)
    settle(db, number)
    return number, size


def let_go(db: Database, number: int) -> None:
    """Nothing names the run any more; its bytes go with the next `clear`."""
    db.execute("INSERT OR REPLACE INTO intake (number, run) VALUES (?, ?)", (number, _LEFT_OVER))


def abandon(db: Database) -> None:
    """Let go of every run that nothing names, as after a rescue that found parts and not what they belong to."""
    db.execute(
        "INSERT OR REPLACE INTO intake (number, run) SELECT DISTINCT number, ? FROM blob_part "
        "WHERE number NOT IN (SELECT number FROM blob UNION SELECT number FROM sealed_file)",
        (_LEFT_OVER,),
    )


def clear(db: Database, study: Path, most: int | None = None) -> None:
    """Take away what is left over, a few parts at a time, so that savepoints of another lane need not wait.

    `most` parts are taken at once where savepoints wait in the same lane; the rest goes another time. Call it outside a
    transaction.
    """
    left_over = db.execute("SELECT number FROM intake WHERE run <> ?", (_RUN,)).fetchall()
    if not left_over:
        return
    with writing(db, study):
        db.execute("UPDATE intake SET run = ? WHERE run <> ?", (_LEFT_OVER, _RUN))
    steps = None if most is None else most // _CLEARED_AT_ONCE
    for (number,) in left_over:
        while steps is None or steps > 0:
            steps = steps if steps is None else steps - 1
            if not _clear_some(db, study, number):
                break


def _clear_some(db: Database, study: Path, number: int) -> bool:
    with writing(db, study):
        found = db.execute(
            "DELETE FROM blob_part WHERE number = ? AND offset IN "
            "(SELECT offset FROM blob_part WHERE number = ? ORDER BY offset LIMIT ?)",
            (number, number, _CLEARED_AT_ONCE),
        ).rowcount
        if not found:
            settle(db, number)
    return bool(found)


def portions(stream: BinaryIO) -> Iterator[bytes]:
    """What a file holds, in portions as long as a part; the last may be shorter."""
    while data := stream.read(PART):
        while len(data) < PART and (more := stream.read(PART - len(data))):
            data += more
        yield data


def opened(db: Database, number: int, size: int) -> BinaryIO:
    """A run as a file to read: one part in memory at a time. It belongs to its connection's thread.

    Reading raises StoreError when bytes are missing.
    """
    return cast(BinaryIO, _StoredFile(db, number, size))


class _StoredFile(io.RawIOBase):
    """Bytes of one run, wherever they are asked for."""

    def __init__(self, db: Database, number: int, size: int) -> None:
        self._db, self._number, self.size = db, number, size
        self._at = 0
        self._from, self._part = 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self.size or not len(view):
            return 0
        if not self._from <= self._at < self._from + len(self._part):
            self._fetch()
        begin = self._at - self._from
        portion = self._part[begin : begin + len(view)]
        view[: len(portion)] = portion
        self._at += len(portion)
        return len(portion)

    def _fetch(self) -> None:
        row = self._db.execute(
            "SELECT offset, data FROM blob_part WHERE number = ? AND offset <= ? ORDER BY offset DESC LIMIT 1",
            (self._number, self._at),
        ).fetchone()
        if row is None or row[0] + len(row[1]) <= self._at:
            raise StoreError("file.bytes-missing")
        self._from, self._part = row
