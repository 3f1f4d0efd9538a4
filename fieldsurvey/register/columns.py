"""Where a list has its head, and what each of its columns means for a firm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from fieldsurvey.records import FirmField
from fieldsurvey.register.list_file import ListRow, ListSheet
from fieldsurvey.system import paths
from fieldsurvey.system.transliteration import words

_LOOKED_AT = 40
"""Rows in which a head is sought; above it stand the office's name, a title, a date."""
_LEAST_KNOWN = 2
"""Columns of a head that must be understood."""


@dataclass(frozen=True, slots=True)
class Head:
    """The row that names the columns, or two rows that do it together."""

    first: int
    """Its row as Excel counts."""
    last: int
    """The same where one row is all."""
    names: tuple[str, ...]
    """From column A; "" for a column without a name."""

    @property
    def rows(self) -> range:
        """The rows it fills."""
        return range(self.first, self.last + 1)


@cache
def _known() -> tuple[tuple[FirmField, tuple[str, ...]], ...]:
    """(field, words of one entry) of every way a column may be headed."""
    told = tomllib.loads((paths.resources() / "register" / "columns.toml").read_text("utf-8"))
    return tuple(
        (FirmField(name), tuple(words(entry))) for name, entries in told.items() for entry in entries
    )


def field_of(name: str) -> FirmField | None:
    """What a column of that name means; None when no word of it is known."""
    said = words(name.replace(".", " "))
    best: tuple[int, FirmField] | None = None
    for meaning, entry in _known():
        if entry and set(entry) <= set(said) and (best is None or len(entry) > best[0]):
            best = (len(entry), meaning)
    return best[1] if best else None


def find_head(sheet: ListSheet) -> Head | None:
    """The head of a list, told by the names it holds; None where no row names two columns that are understood."""
    best: tuple[int, int] | None = None
    for index, row in enumerate(sheet.rows[:_LOOKED_AT]):
        score = _meanings(row)
        if score >= _LEAST_KNOWN and (best is None or score > best[0]):
            best = (score, index)
    return head_at(sheet, sheet.rows[best[1]].number) if best else None


def head_at(sheet: ListSheet, number: int) -> Head | None:
    """The head that stands in this row as Excel counts, with the row below where that goes on naming; None for an empty row."""
    index = next((n for n, row in enumerate(sheet.rows) if row.number == number), None)
    if index is None:
        return None
    row = sheet.rows[index]
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else None
    if below is None or below.number != number + 1 or not _goes_on(sheet, row, below):
        return Head(number, number, tuple(row.text(column) for column in range(len(row.cells))))
    width = max(len(row.cells), len(below.cells))
    return Head(number, below.number, tuple(_joined(sheet, row, below, column) for column in range(width)))


def is_head_again(head: Head, texts: Sequence[str]) -> bool:
    """Whether a row (its texts from column A) repeats the head, as at the top of each printed page."""
    said = _folded(head)
    same, left = 0, len(said)
    for column, name in said:
        same += column < len(texts) and texts[column].casefold() == name
        left -= 1
        if (same + left) * 2 <= len(said):
            return False
    return same >= _LEAST_KNOWN


@lru_cache(maxsize=8)
def _folded(head: Head) -> tuple[tuple[int, str], ...]:
    return tuple((column, name.casefold()) for column, name in enumerate(head.names) if name)


def propose(head: Head, remembered: Mapping[str, str]) -> dict[int, FirmField]:
    """Column (from 0) -> field: as it was chosen for a list with such a head before, else by its words. No field stands twice."""
    found: dict[int, FirmField] = {}
    for column, name in enumerate(head.names):
        known = remembered.get(name.casefold())
        meaning = (
            (FirmField(known) if known in set(FirmField) else None) if known is not None else field_of(name)
        )
        if meaning is not None and meaning not in found.values():
            found[column] = meaning
        elif meaning is not None and _is_better(head, column, meaning, found):
            found = {c: m for c, m in found.items() if m is not meaning} | {column: meaning}
    return found


def _is_better(head: Head, column: int, meaning: FirmField, found: Mapping[int, FirmField]) -> bool:
    """Whether a later column says the same in more words: "Name of the unit" after "Name"."""
    before = next(c for c, m in found.items() if m is meaning)
    return _entry_length(head.names[column], meaning) > _entry_length(head.names[before], meaning)


def _entry_length(name: str, meaning: FirmField) -> int:
    said = set(words(name.replace(".", " ")))
    return max(
        (len(entry) for known, entry in _known() if known is meaning and set(entry) <= said), default=0
    )


def _meanings(row: ListRow) -> int:
    """How many different fields a row names; a row with numbers names none."""
    texts = [row.text(column) for column in range(len(row.cells))]
    if any(re.fullmatch(r"[\d.,/ -]+", text) for text in texts if text):
        return 0
    return len({field_of(text) for text in texts if text and len(text) < 60} - {None})


def _goes_on(sheet: ListSheet, row: ListRow, below: ListRow) -> bool:
    """Whether the row under the head names parts of its columns: it stands below cells made one, and holds no number."""
    spans = [one for one in sheet.merged if one[1] == row.number]
    wide = {n for a, _r, c, _last in spans for n in range(a, c + 1) if c > a}
    tall = {n for a, _r, c, last in spans for n in range(a, c + 1) if last > row.number}
    filled = {n + 1 for n in range(len(below.cells)) if below.text(n)}
    if not wide or any(below.text(n - 1).replace(".", "").isdigit() for n in filled):
        return False
    return bool(filled & wide) and filled <= wide | tall


def _joined(sheet: ListSheet, row: ListRow, below: ListRow, column: int) -> str:
    above = row.text(column)
    for first, top, last, _bottom in sheet.merged:
        if top == row.number and first <= column + 1 <= last:
            above = row.text(first - 1)
    part = below.text(column)
    return f"{above} {part}".strip() if part and part != above else above


def named(head: Head, mapping: Mapping[int, FirmField]) -> dict[str, str]:
    """A mapping as it is remembered: head in small letters -> field, "" for a column that is left out."""
    return {name.casefold(): mapping.get(column, "") for column, name in enumerate(head.names) if name}


def columns_named(head: Head, wanted: Sequence[str]) -> list[int]:
    """The columns (from 0) with these names or letters of Excel; -1 for one that is not there."""
    folded = [name.casefold() for name in head.names]
    return [_column(folded, name) for name in wanted]


def _column(folded: Sequence[str], name: str) -> int:
    if name.casefold() in folded:
        return folded.index(name.casefold())
    if re.fullmatch(r"[A-Za-z]{1,2}", name):
        number = 0
        for letter in name.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        return number - 1 if number <= len(folded) else -1
    return -1
