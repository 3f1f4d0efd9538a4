"""What a row of each table must look like, learned from the schema: the way to tell whose row a stray page holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlcipher3 import dbapi2

from fieldsurvey.recovery.cells import LOST, Lost, Value, Values
from fieldsurvey.store import Database, migrations

_OF_AFFINITY: dict[str, tuple[type, ...]] = {
    "TEXT": (str, Lost),
    "INTEGER": (int, Lost),
    "REAL": (int, float, Lost),
    "BLOB": (bytes, str, Lost),
}
_LOOKED_AT = 12  # rows of a page that say whose it is
_ANY = 1000
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_MARKS: dict[str, re.Pattern[str]] = {
    "at": _TIME,
    "sha256": re.compile(r"[0-9a-f]{64}$"),
    "instance_id": re.compile(r"uuid:."),
    "state": re.compile(r"(draft|finalised|returned|approved|sent)$"),
    "stage": re.compile(r"(draft|finalised)$"),
    "review": re.compile(r"(none|returned|resubmitted|approved)$"),
    "kind": re.compile(r"(check|comment|flag|lock|remark|note)$"),
    "submission.version": re.compile(r"[0-9a-f]{64}$"),
    "interview.version": re.compile(r"[0-9a-f]{16}$"),
    "annotation.version": re.compile(r"[0-9a-f]{16}$"),
    "attachment.version": re.compile(r"[0-9a-f]{16}$"),
    "narrative.version": re.compile(r"[0-9a-f]{16}$"),
    "tombstone.version": re.compile(r"[0-9a-f]{16}$"),
    "xml": re.compile(r"\s*<"),
    "envelope": re.compile(r"\s*<"),
    "xform": re.compile(r"\s*<"),
    "row": re.compile(r"\{"),
    "extra": re.compile(r"\{"),
    "columns": re.compile(r"\["),
    "undo_journal.text": re.compile(r"[\[{]"),
    "audit_log.text": re.compile(r"(?![\[{])"),
    "migration_set": re.compile(r"fieldsurvey$"),
    "language": re.compile(r"[\w-]{0,40}( \([\w-]+\))?$"),
}
"""How the values of some columns begin, wherever the column stands, or in one table."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its columns in the order they are stored."""

    name: str
    columns: tuple[str, ...]
    affinities: tuple[str, ...]
    is_required: tuple[bool, ...]
    alias: int | None
    """Place of the column that is the rowid under another name."""
    has_rowid: bool
    least: int
    """Values a row has at least: columns added later allow none, or have a default."""

    def row(self, rowid: int, values: Values) -> dict[str, Value | Lost]:
        """Column -> value; columns added after the row was written are left out."""
        row = {name: _clean(name, value) for name, value in zip(self.columns, values, strict=False)}
        if self.alias is not None:
            row[self.columns[self.alias]] = rowid
        return row

    def fits(self, values: Values) -> bool:
        """Whether a row of this table may hold these values."""
        if not self.least <= len(values) <= len(self.columns):
            return False
        return all(self._suits(place, value) for place, value in enumerate(values))

    def likeness(self, values: Values) -> int:
        """How many values look as those of this table do; -1 when one looks otherwise."""
        if not self.fits(values):
            return -1
        found = 0
        for name, value in zip(self.columns, values, strict=False):
            mark = _MARKS.get(f"{self.name}.{name}") or _MARKS.get("at" if _is_time(name) else name)
            if mark is not None and value not in (None, LOST, "", b""):
                if not mark.match(_beginning(value)):
                    return -1
                found += 1
        return found

    def _suits(self, place: int, value: Value | Lost) -> bool:
        if place == self.alias:
            return value is None
        if value is None:
            return not self.is_required[place]
        return isinstance(value, _OF_AFFINITY.get(self.affinities[place], (object,)))


def shapes_in(db: Database) -> dict[str, Shape]:
    """The tables of an open study; what a search index keeps for itself is left out."""
    tables = db.execute(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: _shape(db, name, has_rowid=not wr) for name, wr in tables}


def shapes_of(statements: Iterable[str]) -> dict[str, Shape]:
    """The tables these statements of a schema make; one that makes no sense is left out."""
    db = _memory()
    try:
        for statement in statements:
            if re.match(r"CREATE TABLE\b", statement):
                _try(db, statement)
        return shapes_in(db)
    finally:
        db.close()


@dataclass(frozen=True, slots=True)
class Level:
    """The tables a study has after some steps of the schema."""

    applied: tuple[str, ...]
    shapes: Mapping[str, Shape]

    def agrees_with(self, shapes: Mapping[str, Shape]) -> bool:
        """Whether these tables are those of this level, large lists aside."""
        return all(shape == shapes.get(name) for name, shape in self.shapes.items())


def levels() -> list[Level]:
    """Every schema a study may have, today's first."""
    names = migrations.names()
    db = _memory()
    try:
        found = []
        for number in range(1, len(names) + 1):
            migrations.apply(db, stop_before=names[number : number + 1])
            found.append(Level(names[:number], shapes_in(db)))
        return found[::-1]
    finally:
        db.close()


def likest(shapes: Sequence[Shape], rows: Sequence[Values]) -> Shape | None:
    """The one table whose rows these can be; None when no table, or more than one, is meant."""
    best: list[Shape] = []
    most = -1
    for shape in shapes:
        score = _score(shape, rows)
        if score > most:
            best, most = [shape], score
        elif score == most and score >= 0:
            best.append(shape)
    return best[0] if len(best) == 1 else None


def _score(shape: Shape, rows: Sequence[Values]) -> int:
    least = _ANY
    for values in rows[:_LOOKED_AT]:
        least = min(least, shape.likeness(values))
        if least < 0:
            break
    return least if rows else -1


def _memory() -> Database:
    return Database(dbapi2.connect(":memory:", isolation_level=None), execute_plugins=False)


def _try(db: Database, statement: str) -> None:
    try:
        db.execute(statement)
    except dbapi2.Error:
        return


def _shape(db: Database, name: str, *, has_rowid: bool) -> Shape:
    quoted = name.replace('"', '""')
    columns = {row[0]: row for row in db.execute(f'PRAGMA table_info("{quoted}")').fetchall()}
    order = list(columns) if has_rowid else list(_stored_order(db, quoted))
    keys = [number for number, row in columns.items() if row[5]]
    is_alias = has_rowid and len(keys) == 1 and columns[keys[0]][2].upper() == "INTEGER"
    required = [bool(columns[n][3]) or (not has_rowid and bool(columns[n][5])) for n in order]
    indispensable = [n for n, must in enumerate(required) if must and columns[order[n]][4] is None]
    return Shape(
        name=name,
        columns=tuple(columns[number][1] for number in order),
        affinities=tuple(columns[number][2].upper() for number in order),
        is_required=tuple(required),
        alias=order.index(keys[0]) if is_alias else None,
        has_rowid=has_rowid,
        least=max(indispensable, default=0) + 1,
    )


def _stored_order(db: Database, quoted: str) -> Iterator[int]:
    """A table without rowid is stored as its primary key is: the key first, then the rest."""
    (index,) = db.execute(f"SELECT name FROM pragma_index_list('{quoted}') WHERE origin = 'pk'").fetchone()
    for _place, number, *_rest in db.execute(f'PRAGMA index_xinfo("{index}")').fetchall():
        yield int(number)


def _clean(name: str, value: Value | Lost) -> Value | Lost:
    """LOST for what cannot have been written: a text with zeros in it, a time that is none."""
    if isinstance(value, str) and ("\0" in value or (_is_time(name) and value and not _tells_time(value))):
        return LOST
    return value


def _is_time(name: str) -> bool:
    return name == "at" or name.endswith("_at")


def _tells_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _beginning(value: Value | Lost) -> str:
    if isinstance(value, bytes):
        return value[:200].decode("utf-8", "replace")
    return str(value)
