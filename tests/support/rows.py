"""Rows of a study's file, read, changed or damaged past the program, through a connection of the test's own.

A study given open is left open; of a locked one that is closed, give the path and the passphrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldsurvey.store import Database, database
from fieldsurvey.study import Study

Row = tuple[object, ...]


@contextmanager
def connected(study: Study | Path, passphrase: str | None = None) -> Iterator[Database]:
    """The store's own connection to the file, for the store's own functions; what it writes is of the same laptop."""
    if isinstance(study, Study):
        db = database.connect(study.path, study.context.key, laptop=study.laptop)
    else:
        db = database.connect(study, database.key_for(study, passphrase))
    try:
        yield db
    finally:
        db.close()


def read(study: Study | Path, sql: str, *values: object, passphrase: str | None = None) -> list[Row]:
    """What a query gives."""
    with connected(study, passphrase) as db:
        found: list[Row] = db.execute(sql, values).fetchall()
        return found


def number(study: Study | Path, sql: str, *values: object, passphrase: str | None = None) -> int:
    """The one number a query gives."""
    ((found,),) = read(study, sql, *values, passphrase=passphrase)
    assert isinstance(found, int)
    return found


def count(study: Study | Path, table: str) -> int:
    """How many rows a table has."""
    return number(study, f"SELECT count(*) FROM {table}")


def change(study: Study | Path, *statements: str, passphrase: str | None = None) -> None:
    """Change rows as the schema allows it."""
    with connected(study, passphrase) as db:
        for statement in statements:
            db.execute(statement)


def damage(study: Study | Path, *statements: str, passphrase: str | None = None) -> None:
    """Change rows as only somebody can who has taken the guards of the schema away: its triggers, its foreign keys."""
    with connected(study, passphrase) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        guards = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in guards), *statements):
            db.execute(statement)


def set_pragma(study: Study, pragma: str) -> None:
    """Set what SQLite holds for the study's own connection alone: how long it waits, how large the file may grow."""
    study.context.db.execute(f"PRAGMA {pragma}")
