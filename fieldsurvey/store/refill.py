"""Fill a new study with rows read from a damaged one: by the columns both have, parents first, what does not fit left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from fieldsurvey.store import (
    attachments,
    database,
    migrations,
    origins,
    outbox,
    parts,
    record_seals,
    submissions,
)
from fieldsurvey.store.database import How
from fieldsurvey.store.keys import Key
from fieldsurvey.store.table_layouts import layouts_in

_PORTION = 32_000_000  # bytes in one transaction


class Refill:
    """A study under construction; `upgrade` and `close` make it a whole one."""

    def __init__(self, path: Path, key: Key | None, applied: Collection[str]) -> None:
        """`applied`: the steps the damaged study has had, so that what is newer is made from its rows afterwards."""
        stop = migrations.unknown_to(applied)
        self.path = path
        self.db: Database = database.create(path, key, stop_before=stop)
        self.db.execute("PRAGMA synchronous = OFF")  # nobody relies on the file before `close`
        self._columns = {name: set(one.columns) for name, one in layouts_in(self.db).items()}
        self._open, self._size = False, 0

    def tables(self) -> list[str]:
        """The tables, each after those it refers to."""
        parents = {
            name: {row[2] for row in self.db.execute(f'PRAGMA foreign_key_list("{name}")')} - {name}
            for name in self._columns
        }
        return list(_parents_first(parents))

    def take(self, table: str, row: Mapping[str, Any], *, newer_by: str = "") -> bool:
        """Insert a row; False when it is there already, or belongs to one that is lost.

        `newer_by`: a row with the same key gives way when this column says that it is older.
        """
        columns = [name for name in row if name in self._columns.get(table, ())]
        if not columns:
            return False
        self._begin()
        self._size += sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        try:
            return bool(
                self.db.execute(_insert(table, columns, newer_by), [row[c] for c in columns]).rowcount > 0
            )
        except dbapi2.IntegrityError:
            return False

    def take_last(self, table: str, row: Mapping[str, Any]) -> bool:
        """Insert a row that stands after all others where the table keeps an order."""
        last = {
            name: self.db.execute(f'SELECT coalesce(max("{name}"), 0) FROM "{table}"').fetchone()[0]
            for name in ("sequence", "number")
            if name in self._columns[table]
        }
        return self.take(table, {**row, **{name: number + 1 for name, number in last.items()}})

    def faulty_files(self) -> list[tuple[str, str]]:
        """(instanceID, name) of attachments whose bytes are not whole; they are taken out. Asked after `upgrade`."""
        self.pause()
        found = list(attachments.faulty(self.db))
        for sha256 in {one[2] for one in found}:
            attachments.disown(self.db, sha256)
        return [(instance_id, name) for instance_id, name, _sha256, _fault in found]

    def has(self, table: str, **key: Any) -> bool:
        """Whether a row with these values is there."""
        where = " AND ".join(f"{name} = ?" for name in key)
        return bool(self.db.execute(f"SELECT 1 FROM {table} WHERE {where}", list(key.values())).fetchone())

    def form_versions(self) -> list[tuple[str, str]]:
        """(form_id, version) of every form that is there, the newest last."""
        return [(r[0], r[1]) for r in self.db.execute("SELECT form_id, version FROM form ORDER BY added_at")]

    def drop_form(self, form_id: str, version: str) -> None:
        """Take a form back that cannot be read; nothing belongs to it yet."""
        self.db.execute("DELETE FROM form WHERE form_id = ? AND version = ?", (form_id, version))

    def pause(self) -> None:
        """Commit, so that others may write through the same connection."""
        if self._open:
            self.db.execute("COMMIT")
        self._open, self._size = False, 0

    def upgrade(self, now: datetime) -> None:
        """Bring it to today's schema. Interviews whose words are lost wait for theirs, as after an update."""
        self.pause()
        migrations.apply(self.db)
        origins.become_another_copy(self.db)
        submissions.add_missing(self.db, now)
        self.db.execute(
            "INSERT INTO searchable (number, firm, words) SELECT number, firm, NULL FROM interview "
            "WHERE number NOT IN (SELECT number FROM searchable)"
        )
        parts.abandon(self.db)

    def seal(self, now: datetime) -> None:
        """Seal what was put together as it stands; the last step before `close`."""
        record_seals.seal_missing(self.db, now, again=True)

    def wait_again(self, instance_ids: Collection[str]) -> list[str]:
        """Let the last submission of each of these wait where the outbox has lost it; gives whose. Asked after `upgrade`.

        What is sent in an envelope cannot wait without it: that interview becomes a draft, to be finalised anew.
        """
        return [one for one in sorted(instance_ids) if outbox.queue_lost(self.db, one)]

    def close(self) -> None:
        """Put it on the disk in one file."""
        self.pause()
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.db.close()

    def _begin(self) -> None:
        if self._size > _PORTION:
            self.pause()
        if not self._open:
            self.db.execute("BEGIN")
            self._open = True


def is_sound(path: Path, key: Key | None) -> bool:
    """Whether SQLite finds no fault in a study. It writes the log's pages into it: hand in a copy."""
    db = database.connect(path, key, How.READ)
    try:
        with database.translated(path):
            is_sound = next(database.check(db), None) is None
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return is_sound
    finally:
        db.close()


def size_of(path: Path, key: Key | None) -> tuple[int, int, int]:
    """Pages, pages lost (none), and interviews of a sound study."""
    db = database.connect(path, key, How.READ)
    try:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        (interviews,) = db.execute("SELECT count(*) FROM interview").fetchone()
        return int(pages), 0, int(interviews)
    finally:
        db.close()


def _insert(table: str, columns: list[str], newer_by: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    if not newer_by:
        return f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    return (
        f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT DO UPDATE SET {changes} '
        f'WHERE excluded."{newer_by}" > "{table}"."{newer_by}"'
    )


def _parents_first(parents: Mapping[str, set[str]]) -> Iterator[str]:
    placed: set[str] = set()
    while len(placed) < len(parents):
        ready = sorted(n for n in parents if n not in placed and parents[n].intersection(parents) <= placed)
        for name in ready or sorted(set(parents) - placed):
            placed.add(name)
            yield name
