"""The donor's workbook: README, Data, a sheet per repeat, Codebook, Quality log. Written row by row, memory flat.

The interviews are read once: all sheets of data grow side by side, and what only the whole tells (how many, which hash) is
written into the README after them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from fieldsurvey.errors import ExportError
from fieldsurvey.export.codebook import codebook_rows
from fieldsurvey.export.disclosure import Profile, Released
from fieldsurvey.export.readme import About, readme
from fieldsurvey.export.sheet_writer import Cell, RowSheet, add_sheet, safe
from fieldsurvey.records import Column, Row, Table
from fieldsurvey.system.files import whole_file, why
from fieldsurvey.system.progress import Progress, silent

_HEAD_FONT = Font(name="Calibri", bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0B6B75")
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_LINE_HEIGHT = 15.0
_TOLD_EVERY = 100
"""Interviews after which progress is told."""

Log = Callable[[Collection[str]], Iterable[tuple[str, str, str]]]
"""KEYs of the interviews written -> the lines of the quality log."""


def write_workbook(
    path: Path,
    released: Released,
    about: Callable[[], About],
    profile: Profile,
    quality_log: Log,
    *,
    progress: Progress = silent,
) -> int:
    """Write the workbook whole or not at all; gives the number of interviews in it. Raises ExportError with a sentence.

    `about` is asked when every interview has been read.
    """
    try:
        with whole_file(path) as part:
            return _write(part, released, about, profile, quality_log, progress)
    except PermissionError as error:
        raise ExportError("export.open-elsewhere", file=path.name) from error
    except OSError as error:
        raise ExportError("file.not-written", file=path.name, why=why(error)) from error


def _write(
    path: Path,
    released: Released,
    about: Callable[[], About],
    profile: Profile,
    quality_log: Log,
    progress: Progress,
) -> int:
    book = Workbook(write_only=True)
    tables = released.dataset.tables
    try:
        first = add_sheet(book, "README")
        sheets = [
            _DataSheet(book, table, name) for table, name in zip(tables, _sheet_names(tables), strict=True)
        ]
        keys = _write_rows(released, sheets, progress)
        _fill_plain(first, ("Item", "What"), readme(released, len(keys), about(), profile), (36, 110))
        _write_codebook(book, released)
        _fill_plain(
            add_sheet(book, "Quality log"), ("KEY", "check", "comment"), quality_log(keys), (46, 30, 70)
        )
        book.save(path)
    except BaseException:
        for sheet in book.worksheets:  # what was written of a sheet so far lies in a temporary file
            if isinstance(sheet, RowSheet):
                with suppress(Exception):
                    sheet.discard()
        raise
    return len(keys)


def _write_rows(released: Released, sheets: Sequence[_DataSheet], progress: Progress) -> frozenset[str]:
    """Every row on its sheet, in one pass; the KEYs of the interviews."""
    keys, total = set[str](), len(released.found)
    for done, rows in enumerate(released.dataset.by_interview):
        if done % _TOLD_EVERY == 0:
            progress(done, total, "Data")
        for table, row in rows:
            sheets[table].append(row)
        keys.add(str(rows[0][1]["KEY"]))
    for sheet in sheets:
        sheet.end()
    return frozenset(keys)


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    names: list[str] = []
    for table in tables:
        wanted = re.sub(r"[\[\]:*?/\\]", "_", table.name if table.ref else "Data")[:28]
        name, number = wanted, 2
        while name.lower() in {n.lower() for n in (*names, "README", "Codebook", "Quality log")}:
            name, number = f"{wanted}{number}", number + 1
        names.append(name)
    return names


def _header(sheet: RowSheet, titles: Sequence[str]) -> list[Any]:
    cells = []
    for title in titles:
        cell: Any = WriteOnlyCell(sheet, value=title)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _WRAP
        cells.append(cell)
    return cells


class _DataSheet:
    """The sheet of one table, its head written."""

    def __init__(self, book: Workbook, table: Table, name: str) -> None:
        self.sheet = sheet = add_sheet(book, name)
        keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY",)
        self._fields = (*keys, *(column.name for column in table.columns))
        sheet.freeze_panes = "C2" if table.ref else "B2"
        for position, field in enumerate(self._fields, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = 44 if field in keys else 18
        _print_nicely(sheet)
        sheet.append(_header(sheet, (*keys, *(_title(c) for c in table.columns))))

    def append(self, row: Row) -> None:
        """Write a row below the last one."""
        self.sheet.append_values([row[field] for field in self._fields])

    def end(self) -> None:
        """Nothing follows: the filter may be set over all that was written."""
        last = f"{get_column_letter(len(self._fields))}{self.sheet.rows_written}"
        self.sheet.auto_filter.ref = f"A1:{last}"


def _title(column: Column) -> str:
    """The name, with the unit and period so that no figure stands without them."""
    question = column.question
    said = ", ".join(part for part in (question.unit, question.period) if part)
    return f"{column.name} ({said})" if said else column.name


def _write_codebook(book: Workbook, released: Released) -> None:
    rows = codebook_rows(released.dataset)
    widths = (16, 26, 14, 48, 48, 48, 14, 22, 60, 40, 16, 40, 14)
    _fill_plain(add_sheet(book, "Codebook"), rows[0], rows[1:], widths)


def _fill_plain(
    sheet: RowSheet, titles: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    _print_nicely(sheet)
    sheet.append(_header(sheet, titles))
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines(row, widths)
        cells = []
        for value in row:
            cell: Any = WriteOnlyCell(sheet)
            cell.value = safe(value)
            cell.alignment = _WRAP
            cells.append(cell)
        sheet.append(cells)


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the fullest cell of the row needs; programs that do not fit rows themselves show it whole."""
    needed = [
        sum(-(-len(line) // width) or 1 for line in str(value or "").split("\n"))
        for value, width in zip(row, widths, strict=False)
    ]
    return min(max(needed, default=1), 27)


def _print_nicely(sheet: Any) -> None:
    """On paper: landscape, one page wide, the head on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
