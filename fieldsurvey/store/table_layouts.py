"""How SQLite stores the rows of each table: its columns in order, and what may stand in them. Read from a schema, or learned step by step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from fieldsurvey.store import migrations


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: its columns in the order they are stored."""

    name: str
    columns: tuple[str, ...]
    affinities: tuple[str, ...]
    is_required: tuple[bool, ...]
    alias: int | None
    """Index of the column that is the rowid under another name."""
    has_rowid: bool
    least: int
    """Values a row has at least: columns added later allow none, or have a default."""


def layouts_in(db: Database) -> dict[str, TableLayout]:
    """The tables of an open study; what a search index keeps for itself is left out."""
    tables = db.execute(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: _layout(db, name, has_rowid=not wr) for name, wr in tables}


def layouts_of(statements: Iterable[str]) -> dict[str, TableLayout]:
    """The tables these statements of a schema make; one that makes no sense is left out."""
    db = _memory()
    try:
        for statement in statements:
            if re.match(r"CREATE TABLE\b", statement):
                _try(db, statement)
        return layouts_in(db)
    finally:
        db.close()


def every_schema() -> list[tuple[tuple[str, ...], Mapping[str, TableLayout]]]:
    """Every schema a study may have, today's first: (steps it has had, its tables by name)."""
    names = migrations.names()
    db = _memory()
    try:
        found: list[tuple[tuple[str, ...], Mapping[str, TableLayout]]] = []
        for number in range(1, len(names) + 1):
            migrations.apply(db, stop_before=names[number : number + 1])
            found.append((names[:number], layouts_in(db)))
        return found[::-1]
    finally:
        db.close()


def _memory() -> Database:
    return Database(dbapi2.connect(":memory:", isolation_level=None), execute_plugins=False)


def _try(db: Database, statement: str) -> None:
    try:
        db.execute(statement)
    except (dbapi2.Error, ValueError):  # the latter is said of a null character
        return


def _layout(db: Database, name: str, *, has_rowid: bool) -> TableLayout:
    quoted = name.replace('"', '""')
    columns = {row[0]: row for row in db.execute(f'PRAGMA table_info("{quoted}")').fetchall()}
    order = list(columns) if has_rowid else list(_stored_order(db, quoted))
    keys = [number for number, row in columns.items() if row[5]]
    is_alias = has_rowid and len(keys) == 1 and columns[keys[0]][2].upper() == "INTEGER"
    required = [bool(columns[n][3]) or (not has_rowid and bool(columns[n][5])) for n in order]
    indispensable = [n for n, must in enumerate(required) if must and columns[order[n]][4] is None]
    return TableLayout(
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
    for _index, number, *_rest in db.execute(f'PRAGMA index_xinfo("{index}")').fetchall():
        yield int(number)
