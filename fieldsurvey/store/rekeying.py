"""Give a copy of a study another key, and see that it is still the same study. The study itself is only read.

A study under a key is copied page by page (`copies`) and the copy is keyed anew, so that nothing in it moves. A plain one
is written out row by row, because pages can only be copied between files of one key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.store import database
from fieldsurvey.store.keys import Key

_PATIENCE_MS = 1000


@contextmanager
def alone(path: Path, key: Key | None) -> Iterator[Database]:
    """The study with nobody beside us; all of it stands in the one file meanwhile. Raises StudyInUse and its kin."""
    db = database.connect(path, key)
    try:
        with database.translated(path):
            db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")
        yield db
    finally:
        db.close()


def rekey(path: Path, old: Key, new: Key) -> None:
    """Give a file that may be thrown away another key, salt and all."""
    with _opened(path, old) as connection, database.translated(path):
        connection.execute(
            "PRAGMA journal_mode = OFF"
        )  # a way back would double its size; the first file is it
        connection.execute(f'PRAGMA rekey = "{new.pragma}"')


def export(db: Database, target: Path, key: Key) -> None:
    """All rows of a plain study, in a new file under `key`."""
    with database.translated(target):
        db.execute(f'ATTACH ? AS locked KEY "{key.pragma}"', (str(target),))
        try:
            db.execute("PRAGMA locked.journal_mode = MEMORY")
            db.execute("SELECT sqlcipher_export('locked')")
            db.execute(f"PRAGMA locked.application_id = {database.APPLICATION_ID}")
            (version,) = db.execute("PRAGMA main.user_version").fetchone()
            db.execute(f"PRAGMA locked.user_version = {version:d}")
        finally:
            db.execute("DETACH locked")


def compare(db: Database, path: Path, key: Key) -> None:
    """Raise StoreError unless the file at `path` opens with `key`, is sound, and holds as many rows in every table."""
    with _opened(path, key) as connection, database.translated(path):
        faults = connection.execute("PRAGMA integrity_check").fetchall()
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        counts = _counts(connection)
    if faults != [("ok",)] or mark != database.APPLICATION_ID or counts != _counts(db):
        raise StoreError("study.other-copy")


def _counts(connection: Any) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
        if not name.startswith("sqlite_")
    }


@contextmanager
def _opened(path: Path, key: Key) -> Iterator[Any]:
    """A bare connection: no write-ahead log, no schema looked at."""
    with database.translated(path):
        connection: Any = dbapi2.connect(str(path), isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f'PRAGMA key = "{key.pragma}"')
            connection.execute("PRAGMA temp_store = MEMORY")
            yield connection
        finally:
            connection.close()
