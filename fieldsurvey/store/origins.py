"""Origins: who writes a chain of the history. Two laptops, or two copies of one study, never write the same chain.

An origin is one laptop at one copy of a study, in one file. The laptop's id is kept in its settings, the copy's in the
study; the file is told by its place and its number on the disk, so that a copy made beside the program (in a file manager, from a
stick) begins a chain of its own, as a restored backup and a rescued study do. A chain more costs a few bytes; a chain
written twice could not be merged. One way to write it twice is left: an older copy laid over the file in place keeps its number on the
disk; merging refuses such a fork. The first line of a chain seals the heads of the others that no line sealed yet, the line that says that
one was added seals that one, and where laptops take turns, who goes on first seals what the other wrote: so the study's last line seals
everything before it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldsurvey.store import global_ids, settings
from fieldsurvey.store.decoding import decoded

COPY = "copy_id"
"""The setting that tells one copy of a study from another."""
_FIRST = "first-"
_COLUMNS = "id, name, laptop, copy, begun_at"


@dataclass(frozen=True, slots=True)
class Origin:
    """One chain's writer."""

    id: int
    """In this file."""
    name: str
    """The same wherever the chain travels."""
    laptop: str
    """"" where it is not known."""
    copy: str
    """The id of the copy of the study it was written in; "" for lines of the time before origins."""
    begun_at: datetime

    @property
    def start(self) -> bytes:
        """What the chain's first line seals, 32 bytes: the origin's name, or nothing in the time before there were names."""
        return bytes(32) if self.name.startswith(_FIRST) else hashlib.sha256(self.name.encode()).digest()


def copy_id(db: Database) -> str:
    """The id of this copy of the study, 32 hexadecimal digits; made with the file."""
    return settings.read(db, COPY)


def become_another_copy(db: Database) -> None:
    """From now on this file is a copy of its own: a backup that was restored, or what a rescue made."""
    settings.write(db, COPY, global_ids.new())


def marks(db: Database) -> frozenset[str]:
    """What tells whose history this is: a study and its backups share one, other studies none. Also of a file of before origins."""
    found: set[str] = set()
    if db["origin"].exists():
        found.update(text for origin in listing(db) for text in (origin.name, origin.copy))
        first = "SELECT hash FROM history WHERE number = 1"
    else:
        first = "SELECT hash FROM history ORDER BY id LIMIT 1"
    found.update(bytes(line_hash).hex() for (line_hash,) in db.execute(first).fetchall())
    return frozenset({*found, copy_id(db)} - {""})


def listing(db: Database) -> list[Origin]:
    """All origins the study has lines of, in the order they came."""
    return [_origin(row) for row in db.execute(f"SELECT {_COLUMNS} FROM origin ORDER BY id").fetchall()]


def named(db: Database, name: str) -> Origin | None:
    """The origin of that name; None when the study has no line of it."""
    row = db.execute(f"SELECT {_COLUMNS} FROM origin WHERE name = ?", (name,)).fetchone()
    return _origin(row) if row else None


def writing_here(db: Database) -> Origin | None:
    """The origin of what this connection writes; None while it has not written here yet."""
    connection: Any = db.conn
    row = db.execute(
        f"SELECT {_COLUMNS} FROM origin WHERE laptop = ? AND copy = ? AND file = ? ORDER BY id DESC LIMIT 1",
        (connection.laptop, copy_id(db), _file_of(connection.path)),
    ).fetchone()
    return _origin(row) if row else None


def begin(db: Database, at: datetime) -> Origin:
    """An origin for what this connection writes; part of the caller's transaction."""
    connection: Any = db.conn
    name, file = global_ids.new(), _file_of(connection.path)
    return _add(db, name, connection.laptop, copy_id(db), file, at)


def take_in(db: Database, origin: Origin) -> Origin:
    """The same origin in this file, added when it is not there; part of the caller's transaction."""
    return named(db, origin.name) or _add(db, origin.name, origin.laptop, origin.copy, "", origin.begun_at)


def _add(db: Database, name: str, laptop: str, copy: str, file: str, at: datetime) -> Origin:
    (identity,) = db.execute(
        "INSERT INTO origin (name, laptop, copy, file, begun_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (name, laptop, copy, file, at.isoformat()),
    ).fetchone()
    return Origin(identity, name, laptop, copy, at)


def _file_of(path: Path) -> str:
    """What tells this file from a copy of it on this laptop: 16 hexadecimal digits, which do not give its place away."""
    try:
        return global_ids.version_of(path.resolve(), path.stat().st_ino)
    except OSError:
        return ""


def _origin(row: Any) -> Origin:
    with decoded():
        return Origin(row[0], row[1], row[2], row[3], datetime.fromisoformat(row[4]))
