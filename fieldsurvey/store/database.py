"""Open the study file: key, pragmas, refusals in whole sentences. No table is named here."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from fieldsurvey.errors import NewerStudy, NotAStudy, StoreError, StudyInUse, WrongPassphrase
from fieldsurvey.messages import Message
from fieldsurvey.store import keys, left_beside, migrations
from fieldsurvey.store.connection import Connection
from fieldsurvey.store.keys import Key
from fieldsurvey.store.left_beside import side_files as side_files  # noqa: PLC0414 - asked for here too
from fieldsurvey.system.files import is_special

APPLICATION_ID = 0x46535631  # "FSV1" in the file's header, so that `file` and we know our own
_PAGE = 4096
_CACHE_KIB = 32_000
"""A register of 20,000 firms stands in it: a list that is searched letter by letter is deciphered once."""
_PATIENCE_MS = 5_000
_SIDE_FILE = 32_768
_MEANINGS: dict[int, Callable[[str], StoreError]] = {
    dbapi2.SQLITE_FULL: lambda _study: StoreError("study.disk-full"),
    dbapi2.SQLITE_READONLY: lambda study: StoreError("study.cannot-write", study=study),
    dbapi2.SQLITE_CANTOPEN: lambda study: StoreError("study.cannot-open", study=study),
    dbapi2.SQLITE_BUSY: lambda study: StudyInUse("study.busy", study=study),
    dbapi2.SQLITE_LOCKED: lambda study: StudyInUse("study.busy", study=study),
    dbapi2.SQLITE_CORRUPT: lambda study: StoreError("study.damaged", study=study),
    dbapi2.SQLITE_NOTADB: lambda study: WrongPassphrase("study.wrong-passphrase", study=study),
    dbapi2.SQLITE_IOERR: lambda study: StoreError("study.disk-fault", study=study),
}
"""SQLite's primary result code (https://sqlite.org/rescode.html) -> what it means for the study of that name."""
_LONGEST_NAME = 200
"""Bytes of a new study's name, so that there is room for those of its side files and backups, of 255 in all."""
_PRIMARY, _GENERAL = 0xFF, 1
_IN_WORDS: dict[str, int] = {
    "could not decode": dbapi2.SQLITE_CORRUPT,
    "vtable constructor": dbapi2.SQLITE_CORRUPT,
    "no such table": dbapi2.SQLITE_CORRUPT,
    "no such column": dbapi2.SQLITE_CORRUPT,
    "disk is full": dbapi2.SQLITE_FULL,
}
"""Faults without a code of their own: a table of the schema that is gone, text that is no UTF-8, an index that cannot be set up, SQLCipher's export onto a full disk."""


def create(
    path: Path, key: Key | None, *, any_thread: bool = False, stop_before: Collection[str] = ()
) -> Database:
    """A new, empty study file with today's schema, or the one before these steps; `path` must not exist."""
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise StoreError("file.not-written", file=path.name, why=Message("disk.name-too-long"))
    if path.exists():
        raise StoreError("study.exists", study=path.name)
    if not path.parent.is_dir():
        raise StoreError("study.no-folder", folder=str(path.parent))
    left_beside.refuse(path)
    try:
        with translated(path):
            db = _connect(path, key, any_thread=any_thread)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db, stop_before=stop_before)
    except StoreError:
        _discard(path)
        raise
    return db


def connect_new(path: Path, key: Key | None) -> Database:
    """A connection to an empty or a new file that is to become the copy of a study."""
    if path.exists() and path.stat().st_size:
        raise StoreError("study.exists", study=path.name)
    return _connect(path, key)


def temporary() -> tuple[Database, Path]:
    """A study-like file for work that keeps nothing, locked with a key nobody knows; `close_temporary` ends it."""
    path = Path(tempfile.mkdtemp(prefix="fieldsurvey-")) / "temporary.study"
    key = Key(secrets.token_bytes(32), secrets.token_bytes(16))
    return create(path, key, any_thread=True), path


def close_temporary(db: Database, path: Path) -> None:
    """Close it and leave nothing behind."""
    db.close()
    shutil.rmtree(path.parent, ignore_errors=True)


def discard(path: Path) -> None:
    """Remove a study whose creation failed halfway, with its side files."""
    _discard(path)


def key_for(path: Path, passphrase: str | None, recovery_text: str | None = None) -> Key | None:
    """The key to open `path` with; None for a plain study. Raises NotAStudy, WrongPassphrase, WrongRecoveryKey or StoreError."""
    size, plain = _look_at(path)
    if plain:
        return None
    if size == 0 or size % _PAGE:
        raise NotAStudy("study.no-study", study=path.name)
    if recovery_text:
        return keys.recovered_key(path, recovery_text)
    if not passphrase:
        raise WrongPassphrase("study.locked", study=path.name)
    return keys.key_of(path, passphrase)


def _look_at(path: Path) -> tuple[int, bool]:
    """The bytes of the file, and whether it is a plain study."""
    if is_special(path):
        raise NotAStudy("file.special", path=str(path))
    try:
        return path.stat().st_size, keys.is_plain(path)
    except FileNotFoundError as error:
        raise StoreError("study.missing", path=str(path)) from error
    except IsADirectoryError as error:
        raise NotAStudy("study.is-folder", path=str(path)) from error
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENAMETOOLONG):
            raise StoreError("file.unreadable", path=str(path), reason=error.strerror or "") from error
        raise StoreError("study.no-right-to-read", path=str(path)) from error


class How(StrEnum):
    """How a study is opened."""

    WRITE = "write"
    READ = "read"
    """Beside somebody who writes: what they do is seen."""
    FROZEN = "frozen"
    """On a disk that cannot be written: without the side files SQLite needs, so nobody may write."""


def connect(path: Path, key: Key | None, how: How = How.WRITE, *, laptop: str = "") -> Database:
    """A connection to an existing study; it belongs to the thread that opened it. `laptop` is whose history it writes.

    An older study must be brought up to date before (`upgrade`), or its tables are not those the program asks.
    """
    with translated(path):
        try:
            if how is not How.FROZEN and left_beside.is_of_another(path):
                _connect(path, key, How.FROZEN).close()  # without its log it is a study of its own
                raise left_beside.put_aside(path)
            db = _connect(path, key, how)
        except WrongPassphrase as error:
            if key is None:  # no passphrase is at fault
                raise StoreError("study.damaged", study=path.name) from error
            raise
        try:
            _refuse_strangers(db, path)
            if how is not How.WRITE:
                only_read(db)
            connection: Any = db.conn
            connection.laptop = laptop
            connection.identity = _identity(path) if how is not How.FROZEN else None
        except BaseException:
            db.close()
            raise
        return db


def is_old(db: Database) -> bool:
    """Whether the study is older than the program."""
    return migrations.pending(db)


def check(db: Database) -> Iterator[Message]:
    """What SQLite and SQLCipher find wrong with the file, one message a fault; nothing when it is whole."""
    told = {"cipher_integrity_check": _page_damaged, "integrity_check": _file_damaged}
    for pragma, damaged in told.items():
        try:
            found = [row[0] for row in db.execute(f"PRAGMA {pragma}").fetchall()]
        except (dbapi2.DatabaseError, StoreError) as error:
            found = [str(error.__cause__ or error)]
        yield from (damaged(str(fault)) for fault in found if fault != "ok")
    try:
        strays = db.execute("PRAGMA foreign_key_check").fetchall()
    except (dbapi2.DatabaseError, StoreError):
        return  # the damage was told above
    for row in strays:
        yield Message("verify.stray-row", table=row[0], other=row[2])


def _page_damaged(reason: str) -> Message:
    return Message("verify.page-damaged", reason=reason)


def _file_damaged(reason: str) -> Message:
    return Message("verify.file-damaged", reason=reason)


def gather(db: Database) -> None:
    """Put everything into the one file and leave no side files, so that it can be moved. Raises StudyInUse when somebody else has it open."""
    db.execute("PRAGMA busy_timeout = 500")
    mode = db.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        (_number, _schema, path) = db.execute("PRAGMA database_list").fetchone()
        raise StudyInUse("study.busy", study=Path(path).name)


def only_read(db: Database) -> None:
    """From now on this connection refuses to write."""
    db.execute("PRAGMA query_only = ON")


@contextmanager
def writing(db: Database, path: Path) -> Iterator[Database]:
    """One transaction that takes the write lock at once, so that two lanes wait for each other instead of failing."""
    refuse_other_file(db, path)
    with translated(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            connection: Any = db.conn
            if connection.before_commit is not None:
                connection.before_commit()
            db.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:  # also where COMMIT was refused, or no later write could begin
                db.execute("ROLLBACK")
            raise


def refuse_other_file(db: Database, path: Path) -> None:
    """Raise StoreError where the study's name is gone, or another file bears it now: what SQLite wrote would be found by nobody."""
    connection: Any = db.conn
    found = _identity(path)
    if found is None:
        raise StoreError("study.moved", study=path.name, folder=str(path.parent))
    if connection.identity is not None and found != connection.identity:
        raise StoreError("study.replaced", study=path.name)


def _identity(path: Path) -> tuple[int, int] | None:
    """The disk and the number of the file that bears this name, (0, 0) of an empty one; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size else (0, 0)


def settle(db: Database, path: Path) -> None:
    """Put what stands in the side file into the file itself and empty it, so that a copy of the file alone holds everything.

    Where somebody reads just now it is left for the next time. Nothing is done to a file that took the study's place.
    """
    refuse_other_file(db, path)
    with translated(path):
        db.execute("PRAGMA busy_timeout = 0")
        try:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """One picture of the study for all that is read inside; what others write meanwhile is not seen, and they do not wait."""
    if db.conn.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")


def forget_freed(db: Database) -> None:
    """Leave nothing of what was erased in the side file either: freed pages are zeroed as they are freed."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into the sentences above; anything unknown rises as the bug it is."""
    try:
        yield
    except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
        code = _code_of(error)
        if code == dbapi2.SQLITE_IOERR and _is_full(path):
            code = dbapi2.SQLITE_FULL
        if code not in _MEANINGS:
            raise
        raise _MEANINGS[code](path.name) from error


def _code_of(error: Exception) -> int:
    """SQLite's primary result code; of what it tells by the general one alone, the code that says what it is. 0 for what has none."""
    if isinstance(error, UnicodeDecodeError):
        return int(dbapi2.SQLITE_CORRUPT)
    code = int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY
    if code in (0, _GENERAL):
        return next((meant for words, meant in _IN_WORDS.items() if words in str(error).lower()), code)
    return code


def _is_full(path: Path) -> bool:
    """Whether there is no room for the side files either; SQLite calls that a fault of the disk."""
    try:
        return shutil.disk_usage(path.parent).free < _SIDE_FILE
    except OSError:
        return False


def _connect(path: Path, key: Key | None, how: How = How.WRITE, *, any_thread: bool = False) -> Database:
    name = str(path) if how is not How.FROZEN else f"{path.resolve().as_uri()}?immutable=1"
    connection: Any = dbapi2.connect(
        name,
        uri=how is How.FROZEN,
        timeout=_PATIENCE_MS / 1000,
        isolation_level=None,
        check_same_thread=not any_thread,
        factory=Connection,
    )
    connection.translated, connection.path = partial(translated, path), path
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")  # its complaints become our sentences
            connection.execute(f'PRAGMA key = "{key.pragma}"')
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA temp_store = MEMORY")
        if how is not How.FROZEN:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def _refuse_strangers(db: Database, path: Path) -> None:
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        raise NotAStudy("study.other-database", study=path.name)
    if not migrations.are_told(db):
        raise StoreError("study.damaged-schema", study=path.name)
    if migrations.is_newer(db):
        raise NewerStudy("study.newer", study=path.name)


def _discard(path: Path) -> None:
    for file in (path, *side_files(path)):
        file.unlink(missing_ok=True)
