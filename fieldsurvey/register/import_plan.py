"""What importing a list would do, row by row, before anything is done: new firms, rows that name a firm once more, rows left out with reason."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.records import Firm, FirmField
from fieldsurvey.register import columns, identifiers, names
from fieldsurvey.register.cleaning import Cleaned, Oddity, RangeEnd, clean
from fieldsurvey.register.columns import Head
from fieldsurvey.register.list_file import Cell, ListRow, ListSheet, text_of
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.system.transliteration import words

EMPTY = "empty"
"""Why a row in which nothing stands is left out, among the reasons of `LeftOut`."""


class LeftOut(StrEnum):
    """Why a row is no firm."""

    HEAD_AGAIN = "head repeated"
    SUM = "sum or page line"
    NO_NAME = "no firm name"
    NOT_A_NAME = "no name but a number or a date"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the list, and what becomes of it: exactly one of `is_new`, `same_as`, `left_out`."""

    number: int
    """As Excel counts."""
    firm: Firm
    """As it would be kept; its number is 0 until it is."""
    digest: str
    """Of what the row says, whichever file it stands in."""
    is_new: bool = False
    same_as: str = ""
    """Id of the firm, of the register or of this list, that the row names once more."""
    same_row: int = 0
    """The row of this list that named it first; 0 where the register knew it."""
    same_by: str = ""
    """What the two have in common: "imported" (this very row), or a field of the register."""
    left_out: LeftOut | None = None
    oddities: Mapping[FirmField, Oddity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing would do."""

    file: str
    sheet: ListSheet
    head: Head
    mapping: Mapping[int, FirmField]
    range_end: RangeEnd
    rows: Sequence[PlannedRow]
    empty: int
    """Rows between the first and the last in which nothing stands."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Place as it is written -> as it is kept, where the two differ."""

    @property
    def new(self) -> list[PlannedRow]:
        """Rows that become firms."""
        return [row for row in self.rows if row.is_new]

    @property
    def same(self) -> list[PlannedRow]:
        """Rows that name a firm once more."""
        return [row for row in self.rows if row.same_as]

    @property
    def empty_rows(self) -> list[int]:
        """Rows between the head and the last in which nothing stands."""
        stand = {row.number for row in self.rows}
        last = self.rows[-1].number if self.rows else self.head.last
        return [number for number in range(self.head.last + 1, last) if number not in stand]

    @property
    def left_out(self) -> dict[LeftOut, list[int]]:
        """Reason -> rows."""
        found: dict[LeftOut, list[int]] = {}
        for row in self.rows:
            if row.left_out:
                found.setdefault(row.left_out, []).append(row.number)
        return found

    @property
    def asks_range(self) -> list[int]:
        """Rows whose workers are a range, so that somebody must say which end is kept."""
        return [
            row.number
            for row in self.rows
            if not row.left_out and row.oddities.get(FirmField.WORKERS) is Oddity.RANGE
        ]

    def oddities(self) -> dict[FirmField, Counter[Oddity]]:
        """Field -> how often which oddity."""
        found: dict[FirmField, Counter[Oddity]] = {}
        for row in self.rows:
            if row.left_out:
                continue
            for meaning, oddity in row.oddities.items():
                found.setdefault(meaning, Counter())[oddity] += 1
        return found


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows already."""

    firms: Sequence[Firm] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """Digest of every imported row -> its firm."""


_STEP = 200
"""Rows after which is told how far the plan is."""


def _new_id() -> str:
    return str(uuid.uuid4())


def make(
    file: str,
    sheet: ListSheet,
    head: Head,
    mapping: Mapping[int, FirmField],
    known: Known = Known(),
    *,
    range_end: RangeEnd = RangeEnd.LOWER,
    new_id: Callable[[], str] = _new_id,
    progress: Progress = silent,
) -> ImportPlan:
    """Read the rows under the head. `mapping`: column (from 0) -> field; a column that is not in it is left out."""
    below = [row for row in sheet.rows if row.number > head.last]
    localities = _localities(below, mapping)
    reader = _Reader(head, mapping, range_end, localities, new_id)
    identities = _Identities(known)
    planned = []
    for done, row in enumerate(below):
        if done % _STEP == 0:
            progress(done, len(below), "")
        read = reader.read(row)
        planned.append(read if read.left_out else identities.judged(read))
    last = below[-1].number if below else head.last
    kept = {one: other for one, other in localities.items() if one != other}
    return ImportPlan(file, sheet, head, mapping, range_end, planned, last - head.last - len(below), kept)


def again(plan: ImportPlan, known: Known, *, new_id: Callable[[], str] = _new_id) -> ImportPlan:
    """The same plan over what the register knows by now: the rows are read already, only who was met is asked anew."""
    identities = _Identities(known)
    rows = [row if row.left_out else identities.judged(_under(new_id(), row)) for row in plan.rows]
    return dataclasses.replace(plan, rows=rows)


def _under(firm_id: str, row: PlannedRow) -> PlannedRow:
    firm = row.firm
    told = Firm(firm_id, firm.number, firm.name, firm.properties)
    return PlannedRow(row.number, told, row.digest, oddities=row.oddities)


def _localities(rows: Iterable[ListRow], mapping: Mapping[int, FirmField]) -> dict[str, str]:
    column = next((c for c, meaning in mapping.items() if meaning is FirmField.PLACE), None)
    return names.one_spelling(row.text(column) for row in rows) if column is not None else {}


class _Reader:
    """Reads row after row of one list."""

    def __init__(
        self,
        head: Head,
        mapping: Mapping[int, FirmField],
        range_end: RangeEnd,
        localities: Mapping[str, str],
        new_id: Callable[[], str],
    ) -> None:
        self._head, self._mapping, self._range_end = head, tuple(mapping.items()), range_end
        self._localities, self._new_id = localities, new_id
        self._name = next((c for c, meaning in mapping.items() if meaning is FirmField.NAME), None)

    def read(self, row: ListRow) -> PlannedRow:
        """The firm a row tells of, and why it is none."""
        cells = row.cells
        texts = [text_of(cell) for cell in cells]
        told = {
            meaning: clean(meaning, cells[column], self._range_end, texts[column])
            for column, meaning in self._mapping
            if column < len(cells)
        }
        firm = Firm(self._new_id(), 0, *self._said(told))
        odd = {meaning: cleaned.oddity for meaning, cleaned in told.items() if cleaned.oddity}
        name = cells[self._name] if self._name is not None and self._name < len(cells) else None
        why = _reason(self._head, texts, name)
        return PlannedRow(row.number, firm, _digest(firm), left_out=why, oddities=odd)

    def _said(self, told: Mapping[FirmField, Cleaned]) -> tuple[str, dict[str, str]]:
        """Name and properties of the firm."""
        texts = {str(meaning): cleaned.text for meaning, cleaned in told.items() if cleaned.text}
        name = texts.pop(FirmField.NAME, "")
        if place := texts.get(FirmField.PLACE):
            texts[FirmField.PLACE] = self._localities.get(place, place)
        if beside := [one.beside for one in told.values() if one.beside]:
            texts[FirmField.NOTE] = "; ".join(filter(None, (texts.get(FirmField.NOTE), *beside)))
        return name, texts


def _reason(head: Head, texts: Sequence[str], name: Cell) -> LeftOut | None:
    if columns.is_head_again(head, texts):
        return LeftOut.HEAD_AGAIN
    if _is_sum(texts):
        return LeftOut.SUM
    text = text_of(name)
    if not text:
        return LeftOut.NO_NAME
    if not isinstance(name, str) or not any(map(str.isalpha, text)):
        return LeftOut.NOT_A_NAME
    return None


_SUM_WORDS = {"total", "subtotal", "sum", "grand", "page", "carried", "brought", "कुल", "योग", "ಒಟ್ಟು", "ಪುಟ"}
_SUM_BESIDE = {"total", "sub", "page", "no", "over", "forward", "down", "of"}


def _is_sum(texts: Sequence[str]) -> bool:
    """Whether a row adds up or counts pages: its only words say so."""
    told = " ".join(texts).casefold()
    if not any(word in told for word in _SUM_WORDS):
        return False
    said = [word for word in words(told) if not word.isdigit()]
    return bool(said) and bool(set(said) & _SUM_WORDS) and set(said) <= _SUM_WORDS | _SUM_BESIDE


def _digest(firm: Firm) -> str:
    """SHA-256 over what a row says of the firm, so that it is known again in whichever file, at whichever number it comes."""
    said = {name: text for name, text in firm.properties.items() if name != FirmField.NUMBER}
    told = [firm.name, *sorted(f"{name}={text}" for name, text in said.items())]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


class _Identities:
    """Who was met already, in the register and further up in the list."""

    def __init__(self, known: Known) -> None:
        self._digests = dict(known.digests)
        self._firms: dict[tuple[str, ...], tuple[str, int]] = {}
        self._names = {firm.id: firm for firm in known.firms}
        for firm in known.firms:
            for key in _keys(firm):
                self._firms.setdefault(key, (firm.id, 0))

    def judged(self, row: PlannedRow) -> PlannedRow:
        """The row as new, or as one that names a firm once more."""
        known = self._digests.get(row.digest)
        if known in self._names and known is not None:
            return _again(row, known, 0, "imported")
        keys = tuple(_keys(row.firm))
        for key in keys:
            if (met := self._firms.get(key)) and not _contradict(self._names[met[0]], row.firm):
                return _again(row, *met, key[0])
        self._names[row.firm.id] = row.firm
        for key in keys:
            self._firms.setdefault(key, (row.firm.id, row.number))
        return PlannedRow(row.number, row.firm, row.digest, is_new=True, oddities=row.oddities)


def _again(row: PlannedRow, firm_id: str, first: int, by: str) -> PlannedRow:
    return PlannedRow(
        row.number, row.firm, row.digest, same_as=firm_id, same_row=first, same_by=by, oddities=row.oddities
    )


def _keys(firm: Firm) -> Iterator[tuple[str, ...]]:
    """What makes two rows one firm without a question: a number that can be right, or the whole name with telephone or place.

    A telephone alone does not: one accountant's stands on many firms. Nor does a name alone.
    """
    for meaning, is_right in (
        (FirmField.UDYAM, identifiers.is_udyam),
        (FirmField.GSTIN, identifiers.is_gstin),
    ):
        if is_right(firm.get(meaning)):
            yield (meaning, firm.get(meaning))
    name = names.plain(firm.name)
    if firm.phone:
        yield (FirmField.PHONE, firm.phone, name)
    if firm.place:
        yield (FirmField.PLACE, firm.place.casefold(), name)


def _contradict(one: Firm, other: Firm) -> bool:
    """Whether two firms name different certificates of one kind: then they are two, whatever else they share."""
    pairs = [(one.get(m), other.get(m)) for m in (FirmField.UDYAM, FirmField.GSTIN)]
    checks = (identifiers.is_udyam, identifiers.is_gstin)
    return any(a != b and right(a) and right(b) for (a, b), right in zip(pairs, checks, strict=True))
