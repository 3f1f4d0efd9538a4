"""Whole copies of a study: consistent while somebody writes, under the same key, put in place whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.store import database, left_beside, migrations, record_seals
from fieldsurvey.store.keys import Key
from fieldsurvey.system.files import copied, make_empty, why
from fieldsurvey.system.progress import Progress, silent

_PAGES = 4_000  # some 16 MB a step
_ROOM = 1.1


def copy(db: Database, source: Path, key: Key | None, target: Path, progress: Progress = silent) -> None:
    """Copy the open study `db` to `target`, a new or an empty file, as it stands at this moment. Raises StoreError.

    One read transaction is held, so what others write meanwhile neither waits nor appears.
    """
    _want_room(db, target)
    try:
        with database.translated(target):
            if not target.exists():
                make_empty(target, like=source)
            other = database.connect_new(target, key)
            try:
                # Nobody relies on the copy before it is synced as a whole, so nothing of it is written twice.
                database.gather(other)
                other.execute("PRAGMA synchronous = OFF")
                db.execute("BEGIN")
                try:
                    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    with database.translated(source):
                        db.conn.backup(other.conn, pages=_PAGES, progress=_told(progress, target.name))
                finally:
                    db.execute("COMMIT")
                database.gather(other)
            finally:
                other.close()
        _synced(target)
    except BaseException:
        database.discard(target)
        raise


def part_of(path: Path) -> Path:
    """What is filled before it takes the place of `path`."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file beside `path` to be filled; it takes the place of `path` when the block ends well, and is readable to no more people.

    `path` must lie alone, without side files (`database.gather`). Cut anywhere, one of the two stands whole.
    """
    part = part_of(path)
    database.discard(part)
    try:
        if path.exists():
            make_empty(part, like=path)
        yield part
        if path.exists():
            shutil.copymode(path, part)
        _sync(part)
        left_beside.refuse(path)
        part.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise StoreError("file.stays", file=path.name, why=why(error)) from error
    finally:
        database.discard(part)


def keep_aside(path: Path, name: str) -> Path:
    """Another name for the file as it stands, under which it stays when a new one takes its place."""
    aside = free_name(path.with_name(name))
    try:
        os.link(path, aside)
    except OSError:
        try:
            copied(path, aside)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise StoreError("file.stays", file=path.name, why=why(error)) from error
    return aside


def free_name(path: Path) -> Path:
    """The name, or the next free one: "a.study", "a (2).study"."""
    number, found = 2, path
    while found.exists():
        found, number = path.with_name(f"{path.stem} ({number}){path.suffix}"), number + 1
    return found


def is_old(path: Path, key: Key | None) -> bool:
    """Whether the study at `path` is older than the program."""
    db = database.connect(path, key)
    try:
        return database.is_old(db)
    finally:
        db.close()


def upgrade(path: Path, key: Key | None, progress: Progress = silent) -> None:
    """Bring an older study up to today's schema: on a copy, which takes its place when it is whole. Raises StoreError, StudyInUse."""
    db = database.connect(path, key)
    try:
        with database.translated(path), replacing(path) as part:
            database.gather(db)
            copy(db, path, key, part, progress)
            newer = database.connect(part, key)
            try:
                # Nobody relies on the copy before it is synced as a whole; where a step fails it is thrown away.
                newer.execute("PRAGMA journal_mode = OFF")
                newer.execute("PRAGMA synchronous = OFF")
                before = _numbers(newer)
                migrations.apply(newer)
                with database.writing(newer, part):
                    record_seals.seal_missing(newer, datetime.now(UTC).astimezone())
                faults = [*database.check(newer)]
                is_less = any(now < then for now, then in zip(_numbers(newer), before, strict=True))
                if faults or is_less:
                    raise StoreError(
                        "study.not-upgraded",
                        study=path.name,
                        fault=(faults or [Message("study.would-lose")])[0],
                    )
                database.gather(newer)
            finally:
                newer.close()
            db.close()
    finally:
        db.close()


def _numbers(db: Database) -> tuple[int, ...]:
    """Rows of the tables of which an update may take none. Each line of an outbox of before has become a submission."""
    frozen = "submission" if db["submission"].exists() else "outbox"
    return tuple(
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("interview", "form", "history", "attachment", frozen)
    )


def _want_room(db: Database, target: Path) -> None:
    """Reckoned by the open study: its file may have gone from its name."""
    (pages,), (size,) = (db.execute(f"PRAGMA {what}").fetchone() for what in ("page_count", "page_size"))
    try:
        wanted = int(int(pages) * int(size) * _ROOM)  # SQLCipher tells the size as a text
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise StoreError("file.not-written", file=target.name, why=why(error)) from error
    if free < wanted:
        raise StoreError(
            "study.no-space", folder=str(target.parent), free=free // 1000000, wanted=wanted // 1000000 + 1
        )


def _told(progress: Progress, what: str) -> Callable[[int, int, int], None]:
    return lambda _status, left, total: progress(total - left, total, what)


def _synced(path: Path) -> None:
    try:
        _sync(path)
    except OSError as error:
        raise StoreError("file.not-written", file=path.name, why=why(error)) from error


def _sync(path: Path) -> None:
    """Wait until the disk has it; folders only where the system can."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
