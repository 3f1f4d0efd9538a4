"""A connection whose faults are sentences wherever they rise: a damaged page shows only when its rows are fetched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Self

from sqlcipher3 import dbapi2

Translated = Callable[[], AbstractContextManager[None]]
"""What turns a fault of SQLite that rises inside it into a sentence."""


_FAULTS = (dbapi2.DatabaseError, UnicodeDecodeError)
"""The second rises where a damaged file makes SQLite quote bytes that are no text."""


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """SQLite's own cursor; the faults of every step pass through its connection's `translated`."""

    def execute(self, *arguments: Any) -> Self:
        """As the library's."""
        try:
            super().execute(*arguments)
        except _FAULTS:
            with self.connection.translated():
                raise
        return self

    def executemany(self, *arguments: Any) -> Self:
        """As the library's."""
        try:
            super().executemany(*arguments)
        except _FAULTS:
            with self.connection.translated():
                raise
        return self

    def fetchone(self) -> Any:
        """As the library's."""
        try:
            return super().fetchone()
        except _FAULTS:
            with self.connection.translated():
                raise

    def fetchmany(self, *arguments: Any) -> Any:
        """As the library's."""
        try:
            return super().fetchmany(*arguments)
        except _FAULTS:
            with self.connection.translated():
                raise

    def fetchall(self) -> Any:
        """As the library's."""
        try:
            return super().fetchall()
        except _FAULTS:
            with self.connection.translated():
                raise

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except _FAULTS:
            with self.connection.translated():
                raise


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """SQLite's own connection, with cursors of ours. `translated` is set by who opens it."""

    translated: Translated

    def cursor(self, *arguments: Any) -> Cursor:
        """A cursor of ours; another kind cannot be asked for."""
        made: Cursor = super().cursor(Cursor)
        return made

    def execute(self, *arguments: Any) -> Cursor:
        """As the library's own, which would pass over `cursor`."""
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments: Any) -> Cursor:
        """As the library's own."""
        return self.cursor().executemany(*arguments)
