"""What a row of each table must look like, learned from the schema: the way to tell whose row a stray page holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.recovery.cells import LOST, Lost, Value, Values
from fieldsurvey.store.table_layouts import TableLayout, every_schema, layouts_of

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
    "history.state": re.compile(r"[0-9a-f]{64}$"),
    "stage": re.compile(r"(draft|finalised)$"),
    "review": re.compile(r"(none|returned|resubmitted|approved)$"),
    "kind": re.compile(r"(check|comment|flag|lock|remark|note)$"),
    "submission.version": re.compile(r"[0-9a-f]{64}$"),
    "interview.version": re.compile(r"[0-9a-f]{16}$"),
    "annotation.version": re.compile(r"[0-9a-f]{16}$"),
    "attachment.version": re.compile(r"[0-9a-f]{16}$"),
    "narrative.version": re.compile(r"[0-9a-f]{16}$"),
    "firm.version": re.compile(r"[0-9a-f]{16}$"),
    "firm_case.version": re.compile(r"[0-9a-f]{16}$"),
    "visit.version": re.compile(r"[0-9a-f]{16}$"),
    "firm_merge.version": re.compile(r"[0-9a-f]{16}$"),
    "moved": re.compile(r"\{"),
    "draw.version": re.compile(r"[0-9a-f]{16}$"),
    "properties": re.compile(r"\{"),
    "record": re.compile(r"\{"),
    "left_out": re.compile(r"\{"),
    "mapping": re.compile(r"\{"),
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
    """One table as its rows look: how they are stored, and how some values begin."""

    layout: TableLayout

    @property
    def name(self) -> str:
        """The table's name."""
        return self.layout.name

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in the order they are stored."""
        return self.layout.columns

    @property
    def has_rowid(self) -> bool:
        """Whether its rows stand under a number of their own."""
        return self.layout.has_rowid

    def row(self, rowid: int, values: Values) -> dict[str, Value | Lost]:
        """Column -> value; columns added after the row was written are left out."""
        row = {name: _clean(name, value) for name, value in zip(self.columns, values, strict=False)}
        if self.layout.alias is not None:
            row[self.columns[self.layout.alias]] = rowid
        return row

    def fits(self, values: Values) -> bool:
        """Whether a row of this table may hold these values."""
        if not self.layout.least <= len(values) <= len(self.columns):
            return False
        return all(self._suits(index, value) for index, value in enumerate(values))

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

    def _suits(self, index: int, value: Value | Lost) -> bool:
        if index == self.layout.alias:
            return value is None
        if value is None:
            return not self.layout.is_required[index]
        return isinstance(value, _OF_AFFINITY.get(self.layout.affinities[index], (object,)))


@dataclass(frozen=True, slots=True)
class Level:
    """The tables a study has after some steps of the schema."""

    applied: tuple[str, ...]
    shapes: Mapping[str, Shape]

    def agrees_with(self, shapes: Mapping[str, Shape]) -> bool:
        """Whether these tables are those of this level, large lists aside."""
        return all(shape == shapes.get(name) for name, shape in self.shapes.items())


def shapes_of(statements: Iterable[str]) -> dict[str, Shape]:
    """The tables these statements of a schema make; one that makes no sense is left out."""
    return _shaped(layouts_of(statements))


def levels() -> list[Level]:
    """Every schema a study may have, today's first."""
    return [Level(applied, _shaped(layouts)) for applied, layouts in every_schema()]


def _shaped(layouts: Mapping[str, TableLayout]) -> dict[str, Shape]:
    return {name: Shape(layout) for name, layout in layouts.items()}


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
