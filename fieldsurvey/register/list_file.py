"""A list of firms as somebody kept it: an Excel workbook, old or new, or a CSV file; its sheets as rows that know their number."""

from __future__ import annotations

import csv
import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlrd
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from fieldsurvey.errors import RegisterError
from fieldsurvey.system.progress import Progress, silent
from fieldsurvey.system.workbook_cells import Cells

Cell = str | int | float | bool | date | None
"""What may stand in a cell; text without blanks around it, and None where nothing stands."""
MOST_COLUMNS = 300
MOST_ROWS = 200_000
_STEP = 200
"""Rows after which is told how far the reading is."""
_LARGEST = 64 << 20
_LARGEST_UNPACKED = 512 << 20
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAULTS = (
    InvalidFileException, zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, KeyError, OSError, ValueError, TypeError,
    AttributeError, IndexError, NotImplementedError, struct.error,
)  # fmt: skip
"""What the readers of workbooks let through when a file is damaged."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row in which something stands: its number as Excel counts, and its cells from column A."""

    number: int
    cells: Sequence[Cell]

    def text(self, column: int) -> str:
        """What stands in a column (from 0), as a person reads it; "" where nothing does."""
        return text_of(self.cells[column]) if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet, without its empty rows."""

    title: str
    rows: Sequence[ListRow]
    merged: Sequence[tuple[int, int, int, int]] = ()
    """First column, first row, last column, last row of cells that were made one, all from 1; the value stands in each already."""
    formulas_without_value: int = 0
    """Cells whose formula nobody computed: they are empty here."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file that holds lists."""

    name: str
    sheets: Sequence[ListSheet] = field(default_factory=tuple)

    def sheet(self, title: str = "") -> ListSheet:
        """The sheet of that title; without one, the fullest. Raises RegisterError when there is none."""
        if not title:
            return max(self.sheets, key=lambda one: len(one.rows))
        found = next((one for one in self.sheets if one.title.casefold() == title.strip().casefold()), None)
        if found is None:
            titles = ", ".join(one.title for one in self.sheets)
            raise RegisterError("list-file.no-sheet", file=self.name, sheet=title, sheets=titles)
        return found


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without a point, days as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read(path: Path, progress: Progress = silent) -> ListFile:
    """The file with all its sheets. `progress` hears of the rows read, and may stop it.

    Raises RegisterError with one sentence when the file is no list, is damaged, or too large.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            begins = stream.read(8)
    except OSError as error:
        raise RegisterError("list-file.cannot-open", file=path.name) from error
    if size > _LARGEST:
        raise RegisterError("list-file.too-large", file=path.name, most=_LARGEST >> 20)
    reader = _read_old if begins == _OLD else _read_new if begins[:2] == b"PK" else _read_csv
    found = ListFile(path.name, tuple(reader(path, progress)))
    if not any(sheet.rows for sheet in found.sheets):
        raise RegisterError("list-file.empty", file=path.name)
    return found


def _read_new(path: Path, progress: Progress) -> Iterator[ListSheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # styles and pictures that openpyxl leaves out are no part of a list
            with zipfile.ZipFile(path) as packed:
                if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                    raise RegisterError("list-file.too-large", file=path.name, most=_LARGEST_UNPACKED >> 20)
                book = Cells(path, read_only=True, data_only=True)
                with book.archive:
                    book.read()
                    for title, place in book.places.items():
                        yield _sheet(path, title, book.rows(title), _Markup.of(packed, place), progress)
    except _FAULTS as error:
        raise RegisterError("list-file.damaged", file=path.name) from error


@dataclass(frozen=True, slots=True)
class _Markup:
    """What a sheet's own XML says that rows of values do not."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncomputed: int = 0

    @classmethod
    def of(cls, packed: zipfile.ZipFile, name: str) -> _Markup:
        name = name.lstrip("/")
        if name not in packed.namelist():
            return cls()
        merged, uncomputed, rest = [], 0, b""
        with packed.open(name) as stream:
            while part := stream.read(1 << 20):
                text = rest + part
                merged += re.findall(rb'<mergeCell ref="([A-Z0-9:]+)"', text)
                uncomputed += len(_UNCOMPUTED.findall(text))
                cut = text.rfind(b"<c ", max(0, len(text) - 4096))
                cut = max(cut, text.rfind(b"<mergeCell ", max(0, len(text) - 4096)))
                closed = cut < 0 or text.find(b"</c>", cut) >= 0 or text.find(b"/>", cut) >= 0
                rest = b"" if closed else text[cut:]
        ranges = [range_boundaries(one.decode()) for one in dict.fromkeys(merged)]
        return cls(tuple((a, b, c, d) for a, b, c, d in ranges if a and b and c and d), uncomputed)


_UNCOMPUTED = re.compile(rb"(?:</f>|<f[^>]*/>)(?:<v></v>|<v/>)?</c>")


def _read_old(path: Path, progress: Progress) -> Iterator[ListSheet]:
    """A workbook of Excel 97 to 2003."""
    try:
        book = xlrd.open_workbook(path, logfile=io.StringIO(), formatting_info=False)
        for sheet in book.sheets():
            rows = ([_old_value(cell, book.datemode) for cell in sheet.row(n)] for n in range(sheet.nrows))
            merged = tuple((c1 + 1, r1 + 1, c2, r2) for r1, r2, c1, c2 in sheet.merged_cells)
            yield _sheet(path, sheet.name, rows, _Markup(merged), progress)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_FAULTS) as error:
        if isinstance(error, RegisterError):
            raise
        if "encrypted" in str(error) or "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise RegisterError("list-file.has-password", file=path.name) from error
        raise RegisterError("list-file.damaged", file=path.name) from error


def _old_value(cell: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    empty = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR)
    return None if cell.ctype in empty else cell.value


def _read_csv(path: Path, progress: Progress) -> Iterator[ListSheet]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RegisterError("list-file.not-utf8", file=path.name) from error
    if "\0" in text:
        raise RegisterError("list-file.damaged", file=path.name)
    head = text[:4096]
    delimiter = max(",;\t|", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RegisterError("list-file.damaged", file=path.name) from error
    yield _sheet(path, path.stem, iter(rows), _Markup(), progress)


def _sheet(
    path: Path, title: str, rows: Iterator[Sequence[Any]], markup: _Markup, progress: Progress
) -> ListSheet:
    kept: list[ListRow] = []
    for number, cells in enumerate(rows, start=1):
        if number % _STEP == 0:
            progress(number, 0, title)
        told = [_cell(value) for value in cells]
        while told and told[-1] is None:
            told.pop()
        if len(told) > MOST_COLUMNS:
            raise RegisterError("list-file.too-many-columns", file=path.name, sheet=title, most=MOST_COLUMNS)
        if told:
            kept.append(ListRow(number, told))
        if len(kept) > MOST_ROWS:
            raise RegisterError("list-file.too-many-rows", file=path.name, sheet=title, most=MOST_ROWS)
    return ListSheet(title.strip(), _spread(kept, markup.merged), markup.merged, markup.uncomputed)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return " ".join(value.replace("\u00a0", " ").split()) or None
    if isinstance(value, bool | int | float | date) or value is None:
        return value
    return str(value)


def _spread(rows: list[ListRow], merged: Sequence[tuple[int, int, int, int]]) -> list[ListRow]:
    """The rows, the value of cells that were made one in each of their rows; across columns it stays in the first."""
    by_number: Mapping[int, int] = {row.number: index for index, row in enumerate(rows)}
    for column, first, _last_column, last in merged:
        if last == first or first not in by_number or last - first > MOST_ROWS:
            continue
        above = rows[by_number[first]]
        value = above.cells[column - 1] if column <= len(above.cells) else None
        for number in range(first + 1, last + 1):
            if value is not None and number in by_number:
                _set(rows, by_number[number], column - 1, value)
    return rows


def _set(rows: list[ListRow], index: int, column: int, value: Cell) -> None:
    cells = list(rows[index].cells)
    cells += [None] * (column + 1 - len(cells))
    if cells[column] is None:
        cells[column] = value
    rows[index] = ListRow(rows[index].number, cells)
