"""The history: who changed what, when, from what to what, and why. Lines are added, never edited; each seals the one before.

A line's `digest` is SHA-256 over a random salt and the values; its `hash` is SHA-256 over the hash of the line before, what the
line is about, and the digest. So erasing a person's values (salt and values go, the digest stays) leaves the chain whole, and
without the salt nobody can try out values against the digest.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

_COLUMNS = "id, instance_id, at, who, event, ref, old, new, why, salt, digest, hash"
_SALT_BYTES = 16
_CLOCK = "clock went back"
_PATIENCE = timedelta(minutes=5)
START = bytes(32)
"""What the first line seals."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history as it is kept."""

    id: int
    instance_id: str
    """"" for what concerns the study as a whole."""
    at: str
    who: str
    event: str
    ref: str
    old: str
    new: str
    why: str
    salt: bytes
    """Empty once the values are erased."""
    digest: bytes
    hash: bytes

    @property
    def is_erased(self) -> bool:
        """Whether the values were erased."""
        return not self.salt


def add(
    db: Database,
    at: datetime,
    event: str,
    *,
    instance_id: str = "",
    who: str = "",
    ref: str = "",
    old: str = "",
    new: str = "",
    why: str = "",
) -> int:
    """Add one line, sealed onto the last; part of the caller's transaction. Gives its number.

    Lines stand in the order they came. Where the laptop's clock went back, a line of its own says so.
    """
    before = db.execute("SELECT id, hash, at FROM history ORDER BY id DESC LIMIT 1").fetchone()
    if before and event != _CLOCK and at < datetime.fromisoformat(before[2]) - _PATIENCE:
        add(db, at, _CLOCK, old=before[2], new=at.isoformat())
        before = db.execute("SELECT id, hash FROM history ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (before[0] + 1, bytes(before[1])) if before else (1, START)
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = digest_of(salt, old, new, why)
    line = Line(number, instance_id, at.isoformat(), who, event, ref, old, new, why, salt, digest, b"")
    db.execute(
        f"INSERT INTO history ({_COLUMNS}) VALUES ({', '.join('?' * 12)})",
        (
            *(number, instance_id, line.at, who, event, ref, old, new, why, salt, digest),
            seal(previous, line),
        ),
    )
    return number


def digest_of(salt: bytes, old: str, new: str, why: str) -> bytes:
    """The digest of a line's values, 32 bytes."""
    return hashlib.sha256(salt + _written(old, new, why)).digest()


def seal(previous: bytes, line: Line) -> bytes:
    """The hash of a line that follows one with the hash `previous`, 32 bytes."""
    head = _written(str(line.id), line.instance_id, line.at, line.who, line.event, line.ref)
    return hashlib.sha256(previous + head + line.digest).digest()


def _written(*texts: str) -> bytes:
    """Texts as bytes that no other texts give."""
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()


def lines(db: Database, instance_id: str | None = None) -> Iterator[Line]:
    """The lines of one interview, or of the whole study, oldest first, one at a time."""
    where, values = ("", ()) if instance_id is None else ("WHERE instance_id = ?", (instance_id,))
    return (Line(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM history {where} ORDER BY id", values))


def head(db: Database) -> tuple[int, str]:
    """The number and the hash (64 hexadecimal digits) of the last line; 0 and "" when there is none."""
    row = db.execute("SELECT id, hash FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], bytes(row[1]).hex()) if row else (0, "")


def hash_of(db: Database, number: int) -> str:
    """The hash of one line in hexadecimal digits, "" when there is none."""
    row = db.execute("SELECT hash FROM history WHERE id = ?", (number,)).fetchone()
    return bytes(row[0]).hex() if row else ""


def erase(db: Database, instance_id: str) -> None:
    """Take the values and reasons out of an interview's lines; that something was changed, when and by whom stays."""
    db.execute(
        "UPDATE history SET old = '', new = '', why = '', salt = x'' WHERE instance_id = ?", (instance_id,)
    )


def broken(db: Database) -> Iterator[str]:
    """What in the chain does not hold, one sentence a fault; nothing when it is whole."""
    previous, expected = START, 1
    for line in lines(db):
        if line.id != expected:
            yield f"History: {line.id - expected} lines before line {line.id} are missing."
        if seal(previous, line) != line.hash:
            yield f"History: line {line.id} ({line.at}) was changed, or one before it."
        elif not line.is_erased and digest_of(line.salt, line.old, line.new, line.why) != line.digest:
            yield f"History: the values in line {line.id} ({line.at}) were changed."
        elif line.is_erased and (line.old or line.new or line.why):
            yield f"History: line {line.id} ({line.at}) is marked as erased and holds values."
        previous, expected = line.hash, line.id + 1


def chain_up(db: Database) -> None:
    """Seal lines that were kept before there was a chain; for the migration only."""
    previous = START
    unsealed = db.execute("SELECT id, instance_id, at, event, ref, old, new FROM old_history ORDER BY id")
    for number, (_id, instance_id, at, event, ref, old, new) in enumerate(unsealed, 1):
        salt = secrets.token_bytes(_SALT_BYTES)
        digest = digest_of(salt, old, new, "")
        line = Line(number, instance_id, at, "", event, ref, old, new, "", salt, digest, b"")
        previous = seal(previous, line)
        db.execute(
            f"INSERT INTO history ({_COLUMNS}) VALUES ({', '.join('?' * 12)})",
            (number, instance_id, at, "", event, ref, old, new, "", salt, digest, previous),
        )
