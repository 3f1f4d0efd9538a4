"""A connection whose faults are sentences wherever they rise: a damaged page shows only when its rows are fetched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

Translated = Callable[[], AbstractContextManager[None]]
"""What turns a fault of SQLite that rises inside it into a sentence."""


_FAULTS = (dbapi2.DatabaseError, UnicodeDecodeError)
"""The second rises where a damaged file makes SQLite quote bytes that are no text."""


def _translating(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step of SQLite's cursor whose faults pass through its connection's `translated`."""

    @wraps(step)
    def translating(cursor: Any, *arguments: Any) -> Any:
        try:
            return step(cursor, *arguments)
        except _FAULTS:
            with cursor.connection.translated():
                raise

    return translating


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """SQLite's own cursor; the faults of every step are sentences."""

    execute = _translating(dbapi2.Cursor.execute)
    executemany = _translating(dbapi2.Cursor.executemany)
    fetchone = _translating(dbapi2.Cursor.fetchone)
    fetchmany = _translating(dbapi2.Cursor.fetchmany)
    fetchall = _translating(dbapi2.Cursor.fetchall)
    __next__ = _translating(dbapi2.Cursor.__next__)


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """SQLite's own connection, with cursors of ours. `translated` and `path` are set by who opens it."""

    translated: Translated
    path: Path
    """Of the file it reads and writes."""
    identity: tuple[int, int] | None = None
    """Disk and number of the file that was opened to be written; None where nobody writes."""
    before_commit: Callable[[], None] | None = None
    """What `database.writing` does at the end of each transaction; None for nothing."""
    laptop: str = ""
    """The id of the laptop that writes through it; "" where nobody said."""

    def cursor(self, *arguments: Any) -> Cursor:
        """A cursor of ours; another kind cannot be asked for."""
        made: Cursor = super().cursor(Cursor)
        return made

    def execute(self, *arguments: Any) -> Cursor:
        """As the library's own, which would pass over `cursor`."""
        done: Cursor = self.cursor().execute(*arguments)
        return done

    def executemany(self, *arguments: Any) -> Cursor:
        """As the library's own."""
        done: Cursor = self.cursor().executemany(*arguments)
        return done
