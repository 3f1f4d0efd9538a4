"""Large lists of choices in the study: each file once, its rows in a table, indexed on the columns forms compare.

A file is stored in many short transactions, so that savepoints need not wait for it; until the last one it does not
count, and what a power cut left is cleared away before the next file is stored. Its bytes are kept beside the rows,
compressed, because a form's file is sent and exported as it was given.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from sqlite_utils import Database

from fieldsurvey.errors import FormError, StoreError
from fieldsurvey.store.database import writing
from fieldsurvey.store.decoding import decoded
from fieldsurvey.system.csv_reader import CsvFile
from fieldsurvey.system.progress import Progress, silent

_PORTION = 20_000  # rows in one transaction, about a tenth of a second
_PART = 1 << 20  # bytes read at a time
_FETCHED = 256
_MOST_LETTERS = 4_000_000
_MOST_COLUMNS = 1000
_SHORT_ROW = 300  # bytes; an index of shorter rows carries them whole: finding them reads no other page
_LARGEST_CARRIED = (
    200_000_000  # bytes of a file; an index is sorted in memory, so those of larger files carry nothing
)

Key = str | float | bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the engine reads and writes numbers; a text that spells one otherwise, as 007, is noted when it is indexed."""

    number: Callable[[str], float]
    """NaN for what is none."""
    written: Callable[[float], str]

    def odd(self, text: str) -> float | None:
        """The number in a text that does not write it as we do."""
        number = self.number(text)
        return None if math.isnan(number) or self.written(number) == text else number


class TableRows(Protocol):
    """A table that can be read row by row."""

    columns: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Each row, as long as the header."""
        ...


def store(db: Database, study: Path, name: str, stream: BinaryIO, progress: Progress = silent) -> int:
    """The list of a CSV file, stored unless it is there already. Raises FormError; then nothing is kept."""
    digest, size = _digest(stream)
    kept = _kept(db, digest)
    if kept is not None:
        return kept
    stream.seek(0)
    file = CsvFile(name, stream)
    if len(file.columns) > _MOST_COLUMNS:
        raise FormError("list.too-many-columns", file=name, most=_MOST_COLUMNS)
    with _new_list(db, study, digest, size, file.columns) as number:
        count = _fill(db, study, number, file, lambda: progress(stream.tell(), size, name))
        stream.seek(0)
        if _keep_bytes(db, study, number, stream) != digest:
            raise StoreError("list.changed-while-read", file=name)
        _finish(db, study, number, count)
    return number


def store_rows(db: Database, study: Path, name: str, rows: TableRows, progress: Progress = silent) -> int:
    """The list of rows that are no file; the same rows are stored once. What they come from is kept elsewhere."""
    digest, size = digest_of(rows)
    kept = _kept(db, digest)
    if kept is not None:
        return kept
    with _new_list(db, study, digest, size, rows.columns) as number:
        _finish(db, study, number, _fill(db, study, number, rows, lambda: progress(0, 0, name)))
    return number


def _kept(db: Database, digest: str) -> int | None:
    """The list of this content, where it is stored whole."""
    row = db.execute("SELECT id FROM list WHERE sha256 = ? AND is_whole", (digest,)).fetchone()
    return int(row[0]) if row is not None else None


@contextmanager
def _new_list(db: Database, study: Path, digest: str, size: int, columns: Sequence[str]) -> Iterator[int]:
    """A list that is being stored, in short writes; where the block does not end well nothing of it stays."""
    with writing(db, study):
        _clear_unfinished(db)
        number = _begin(db, digest, size, columns)
    try:
        yield number
    except BaseException:
        with writing(db, study):
            _clear_unfinished(db)
        raise


def _finish(db: Database, study: Path, number: int, count: int) -> None:
    with writing(db, study):
        db.execute("UPDATE list SET is_whole = 1, rows = ? WHERE id = ?", (count, number))


def index(
    db: Database, study: Path, number: int, compared: Iterable[Sequence[str]], spelling: Spelling
) -> None:
    """Make the list quick to search by each group of columns that are compared together."""
    columns, count, size = _known(db, number)
    wanted = _groups(columns, compared)
    is_carried = size <= min(_SHORT_ROW * max(count, 1), _LARGEST_CARRIED)
    width = range(len(columns)) if is_carried else range(0)
    for group in sorted(wanted, key=len, reverse=True):
        made = _indexes(db, number)
        if any(set(keys[: len(group)]) == group for keys in made):
            continue
        keys = sorted(group, key=lambda index: (-sum(index in other for other in wanted), index))
        carried = [index for index in width if index not in group]
        name = f"list_{number}_by_{'_'.join(map(str, keys))}"
        made_of = ", ".join(filter(None, (_cells(keys), "place", _cells(carried))))
        with writing(db, study):
            db.execute(f"CREATE INDEX {name} ON {_table(number)} ({made_of})")
            for index in group.difference(*made):
                _note_spellings(db, number, index, spelling)


def original(db: Database, number: int) -> Iterator[bytes]:
    """The file as it was given, in portions. Raises StoreError where damage is met."""
    unpacked = zlib.decompressobj()
    for (data,) in db.execute("SELECT data FROM list_part WHERE list = ? ORDER BY place", (number,)):
        try:
            yield unpacked.decompress(data)
        except zlib.error as error:
            raise StoreError("study.damaged-value") from error
    yield unpacked.flush()


class OriginalFile(io.RawIOBase):
    """The same as a stream."""

    def __init__(self, db: Database, number: int) -> None:
        self._portions, self._left = original(db, number), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as is at hand; 0 at the end."""
        while not self._left and (portion := next(self._portions, None)) is not None:
            self._left = portion
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def digest_given(db: Database, number: int) -> str:
    """The SHA-256 of a list as it was stored, 64 hexadecimal digits."""
    return str(db.execute("SELECT sha256 FROM list WHERE id = ?", (number,)).fetchone()[0])


class AllRows:
    """A stored list as a table that can be read row by row."""

    def __init__(self, db: Database, number: int) -> None:
        self.columns, _count, _size = _known(db, number)
        self._db, self._number = db, number

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        cells = _cells(range(len(self.columns)))
        rows = _fetched(self._db.execute(f"SELECT {cells} FROM {_table(self._number)} ORDER BY place"))
        return (tuple([str(cell) for cell in row]) for row in rows)


class StoredRows:
    """The rows of one list, asked by what stands in their columns: the engine's port, fulfilled by a table.

    It asks the connection it was made with, and so belongs to that connection's thread.
    """

    def __init__(self, db: Database, number: int, spelling: Spelling) -> None:
        self.columns, self._count, _size = _known(db, number)
        self._db, self._number, self._spelling = db, number, spelling
        self._spelled = {index for keys in _indexes(db, number) for index in keys}

    def matching(self, conditions: Sequence[tuple[str, Key]]) -> Iterator[tuple[Any, ...]]:
        """The rows that fulfil all the conditions in the order of the file: their cells, and at the end their place."""
        rows = self._selected(range(len(self.columns)), conditions)
        tried = self._tried(conditions)
        return (cells for cells in rows if self._fit(cells, tried)) if tried else rows

    def texts(
        self, conditions: Sequence[tuple[str, Key]], indexes: Sequence[int]
    ) -> Iterator[tuple[Any, ...]]:
        """What stands in some columns of these rows."""
        if self._tried(conditions):
            return (tuple([cells[index] for index in indexes]) for cells in self.matching(conditions))
        return (cells[:-1] for cells in self._selected(indexes, conditions))

    def count(self, conditions: Sequence[tuple[str, Key]]) -> int:
        """How many there are."""
        if not conditions:
            return self._count
        if self._tried(conditions):
            return sum(1 for _cells in self.matching(conditions))
        where, values = self._where(conditions)
        (found,) = self._db.execute(f"SELECT count(*) FROM {_table(self._number)} {where}", values).fetchone()
        return int(found)

    def _selected(
        self, indexes: Sequence[int], conditions: Sequence[tuple[str, Key]]
    ) -> Iterator[tuple[Any, ...]]:
        where, values = self._where(conditions)
        sql = f"SELECT {_cells(indexes)}, place FROM {_table(self._number)} {where} ORDER BY place"
        return _fetched(self._db.execute(sql, values))

    def _where(self, conditions: Sequence[tuple[str, Key]]) -> tuple[str, list[str]]:
        parts: list[str] = []
        values: list[str] = []
        for column, key in conditions:
            indexes = self._places(column)
            if isinstance(key, bool):
                parts.append(" OR ".join(f"c{index} <> ''" for index in indexes) or "0")
                parts[-1] = f"({parts[-1]}) = {int(key)}"
            elif not indexes:
                parts.append("1" if key == "" else "0")
            elif isinstance(key, str):
                parts.append("(" + " OR ".join(f"c{index} = ?" for index in indexes) + ")")
                values.extend([key] * len(indexes))
            elif self._spelled.issuperset(indexes):
                texts = [self._texts(index, key) for index in indexes]
                tests = (f"c{p} IN ({_marks(len(t))})" for p, t in zip(indexes, texts, strict=True))
                parts.append("(" + " OR ".join(tests) + ")")
                values.extend(text for one in texts for text in one)
        return ("WHERE " + " AND ".join(parts) if parts else ""), values

    def _places(self, column: str) -> list[int]:
        return [index for index, name in enumerate(self.columns) if name == column]

    def _texts(self, index: int, number: float) -> list[str]:
        """All spellings of a number in a column."""
        odd = self._db.execute(
            "SELECT text FROM list_spelling WHERE list = ? AND place = ? AND number = ?",
            (self._number, index, number),
        ).fetchall()
        return [self._spelling.written(number), *(text for (text,) in odd)] if math.isfinite(number) else []

    def _tried(self, conditions: Sequence[tuple[str, Key]]) -> list[tuple[list[int], float]]:
        """Numbers compared in columns no index was made for: each row must be read and tried."""
        numbers = [
            (self._places(column), key) for column, key in conditions if not isinstance(key, str | bool)
        ]
        return [(indexes, key) for indexes, key in numbers if not self._spelled.issuperset(indexes)]

    def _fit(self, cells: Sequence[str], tried: Sequence[tuple[list[int], float]]) -> bool:
        number = self._spelling.number
        return all(any(number(cells[index]) == key for index in indexes) for indexes, key in tried)


# --- storing


def _digest(stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while part := stream.read(_PART):
        digest.update(part)
        size += len(part)
    return digest.hexdigest(), size


def digest_of(rows: TableRows) -> tuple[str, int]:
    """The digest of a table's header and rows, and how many bytes it was made of."""
    digest, size = hashlib.sha256(), 0
    for cells in (rows.columns, *rows):
        line = json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass")
        digest.update(line)
        size += len(line)
    return digest.hexdigest(), size


def _clear_unfinished(db: Database) -> None:
    for (number,) in db.execute("SELECT id FROM list WHERE NOT is_whole").fetchall():
        db.execute(f"DROP TABLE {_table(number)}")
        db.execute("DELETE FROM list_part WHERE list = ?", (number,))
        db.execute("DELETE FROM list WHERE id = ?", (number,))


def _begin(db: Database, digest: str, size: int, columns: Sequence[str]) -> int:
    named = json.dumps(columns, ensure_ascii=False)
    db.execute("INSERT INTO list (sha256, size, columns) VALUES (?, ?, ?)", (digest, size, named))
    (number,) = db.execute("SELECT last_insert_rowid()").fetchone()
    cells = ", ".join(f"c{index} TEXT NOT NULL" for index in range(len(columns)))
    db.execute(f"CREATE TABLE {_table(number)} (place INTEGER PRIMARY KEY, {cells})")
    return int(number)


def _fill(db: Database, study: Path, number: int, file: TableRows, tell: Callable[[], None]) -> int:
    width = len(file.columns)
    insert = f"INSERT INTO {_table(number)} ({_cells(range(width))}) VALUES ({_marks(width)})"
    count = 0
    for portion in _portions(file):
        with writing(db, study):
            db.conn.executemany(insert, portion)
        count += len(portion)
        tell()
    return count


def _portions(file: TableRows) -> Iterator[list[tuple[str, ...]]]:
    """So many rows at a time, fewer when they are long: what is held does not grow with the file."""
    portion: list[tuple[str, ...]] = []
    letters = 0
    for cells in file:
        portion.append(cells)
        letters += sum(map(len, cells))
        if len(portion) >= _PORTION or letters >= _MOST_LETTERS:
            yield portion
            portion, letters = [], 0
    if portion:
        yield portion


def _keep_bytes(db: Database, study: Path, number: int, stream: BinaryIO) -> str:
    """Keep the file as it is; returns its digest."""
    packer, digest = zlib.compressobj(3), hashlib.sha256()
    index = 0
    while True:
        part = stream.read(_PART)
        digest.update(part)
        packed = packer.compress(part) if part else packer.flush()
        with writing(db, study):
            db.execute("INSERT INTO list_part (list, place, data) VALUES (?, ?, ?)", (number, index, packed))
        index += 1
        if not part:
            return digest.hexdigest()


def _note_spellings(db: Database, number: int, index: int, spelling: Spelling) -> None:
    texts = _fetched(db.execute(f"SELECT DISTINCT c{index} FROM {_table(number)}"))
    odd = ((number, index, spelled, text) for (text,) in texts if (spelled := spelling.odd(text)) is not None)
    while portion := list(islice(odd, _PORTION)):
        db.conn.executemany(
            "INSERT INTO list_spelling (list, place, number, text) VALUES (?, ?, ?, ?)", portion
        )


# --- what is known of a list


def _known(db: Database, number: int) -> tuple[tuple[str, ...], int, int]:
    row = db.execute("SELECT columns, rows, size FROM list WHERE id = ?", (number,)).fetchone()
    there = db.execute("SELECT name FROM pragma_table_info(?)", (_table(number),)).fetchall()
    with decoded():
        columns, count, size = json.loads(row[0]), int(row[1]), int(row[2])
        if sum(name[1:].isdecimal() for (name,) in there) != len(columns):
            raise ValueError(number)
        return tuple(columns), count, size


def _indexes(db: Database, number: int) -> list[tuple[int, ...]]:
    """The columns each index of the list is searched by; its name says them."""
    rows = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (_table(number),)
    ).fetchall()
    return [tuple(map(int, name.partition("_by_")[2].split("_"))) for (name,) in rows]


def _groups(columns: Sequence[str], compared: Iterable[Sequence[str]]) -> set[frozenset[int]]:
    """Columns compared together, by their places; one whose name stands twice is searched on its own."""
    groups: set[frozenset[int]] = set()
    for names in compared:
        indexes = [[index for index, name in enumerate(columns) if name == wanted] for wanted in names]
        groups.add(frozenset(one[0] for one in indexes if len(one) == 1))
        groups.update(frozenset((index,)) for one in indexes if len(one) > 1 for index in one)
    return groups - {frozenset()}


def _table(number: int) -> str:
    return f"list_{number}"


def _cells(indexes: Iterable[int]) -> str:
    return ", ".join(f"c{index}" for index in indexes)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _fetched(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(_FETCHED):
        yield from rows
