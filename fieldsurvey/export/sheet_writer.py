"""A sheet of openpyxl's write-only workbook that takes a row of plain values as one piece of XML.

openpyxl builds an object, a dictionary and a dozen calls for each cell. Here a row is one string, put into openpyxl's own stream
between what it wrote before and what follows, so that the sheet is the one openpyxl would have written, byte for byte (a test
holds both writers equal), in a fraction of the time. Heads and what has a style go through openpyxl's `append` as ever.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter, create_temporary_file

from fieldsurvey.records import Missing, Value

Cell = str | int | float | bool | date | datetime | time | None

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NUMBERED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot carry."""
_KEPT = 4096
"""Dates and short texts whose cells are remembered: choices come again and again."""
_SHORT = 24
_FIRST_YEAR = 1900
"""Before it a spreadsheet knows no dates."""


def safe(value: Value) -> Cell:
    """The value as a cell that stores what was said.

    Codes of missing answers are text (`dk`, `refused`), so that no sum counts them. Times are those of the clock where it was
    asked: a spreadsheet knows no time zones. Dates it does not know either, before 1900, are ISO text.
    """
    if isinstance(value, Missing):
        return value.value
    if isinstance(value, tuple):
        value = " ".join(value)
    if isinstance(value, datetime | time):
        value = value.replace(tzinfo=None)
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return value.isoformat()
    if isinstance(value, str):
        return _safe_text(value)
    return value


def carried(text: str) -> str:
    """The text without what XML cannot hold."""
    return text if text.isprintable() else _NOT_CARRIED.sub("", text)


def _safe_text(text: str) -> str:
    """What XML cannot hold goes; what a spreadsheet would read as a character by its number (ECMA-376, ST_Xstring) is escaped."""
    text = carried(text)
    return _NUMBERED.sub("_x005F_", text) if "_x" in text else text


def looks_like_formula(text: str) -> bool:
    """Whether a program may take the text for a formula when a person edits the cell."""
    return text.startswith(_RISKY)


def plain_cell(sheet: Any, value: Value) -> Any:
    """A cell of openpyxl's that holds the value as `safe` has it: a text is a text, whatever it looks like."""
    cell: Any = WriteOnlyCell(sheet)
    made = safe(value)
    if not isinstance(made, str):
        cell.value = made
        return cell
    cell._value, cell.data_type = made, "s"  # its setter would make formulas and faults of some texts
    if looks_like_formula(made):
        cell.quotePrefix = True
    return cell


class RowSheet(WriteOnlyWorksheet):
    """A write-only sheet with a second door for rows that are values and have no style but that of dates."""

    # openpyxl's own, of which its stubs do not tell
    _writer: Any
    _values_to_row: Any
    column_dimensions: Any
    row_dimensions: Any
    auto_filter: Any

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self.rows_written = 0
        """Rows so far, heads among them."""
        self.keys = 0
        """How many cells at the beginning of a row hold texts that never come again."""
        self._file: Any = None
        self._heads: list[str] = []
        self._styles: dict[Value, str] = {}

    def append_values(self, values: Iterable[Value]) -> None:
        """Write one row, each value as `safe` makes it; the next call writes the row below."""
        self.append(self._row_of(values))

    def close(self) -> None:
        """Write what follows the rows; nothing can be appended any more."""
        super().close()
        if self._file is not None:
            self._file.close()

    def discard(self) -> None:
        """Close the sheet of a workbook that is not saved, and remove what was written of it."""
        if self._writer is not None:
            if not self.closed:
                self.close()
            self._writer.cleanup()

    def _row_of(self, values: Iterable[Value]) -> _Row:
        number = self.rows_written + 1
        row = list(values)
        while len(self._heads) < len(row):
            self._heads.append(f'<c r="{get_column_letter(len(self._heads) + 1)}')
        keys = self.keys
        cells = [
            f'{head}{number}"{_text(_safe_text(str(value)))}'
            for head, value in zip(self._heads[:keys], row[:keys], strict=False)
        ]
        cells += [
            f'{head}{number}"{self._cell(value)}'
            for head, value in zip(self._heads[keys:], row[keys:], strict=False)
            if value is not None
        ]
        return _Row((f'<row r="{number}">{"".join(cells)}</row>'.encode("ascii", "xmlcharrefreplace"),))

    def _cell(self, value: Value) -> str:
        """All of the cell's element that follows its address."""
        kind = type(value)
        if kind is str:
            return self._text_cell(value)  # type: ignore[arg-type]
        if kind is int or kind is float:
            return f' t="n"><v>{_digits(value)}</v></c>'  # type: ignore[arg-type]
        if kind is tuple:
            return self._text_cell(" ".join(value))  # type: ignore[arg-type]
        cell = safe(value)
        if isinstance(cell, str):
            return self._text_cell(cell)
        if isinstance(cell, bool):
            return f' t="b"><v>{cell:d}</v></c>'
        if isinstance(cell, date | time):
            return f' s="{self._style_of(_EXAMPLES[type(cell)])}" t="n"><v>{_days(cell)}</v></c>'
        return f' t="n"><v>{_digits(cell)}</v></c>'  # type: ignore[arg-type]

    def _text_cell(self, text: str) -> str:
        text = _safe_text(text)  # what is dropped may have stood before what looks like a formula
        if looks_like_formula(text):
            return f' s="{self._style_of("=")}"{_text(text)}'
        return _short_text(text) if len(text) <= _SHORT else _text(text)

    def _style_of(self, example: Value) -> str:
        """openpyxl's own style of such a value, noted in the workbook when the first one is written."""
        found = self._styles.get(example)
        if found is None:
            found = self._styles[example] = str(plain_cell(self, example).style_id)
        return found

    def _get_writer(self) -> None:
        """openpyxl's own, but that the stream goes to a file which is open here too."""
        if self._writer is None:
            path = create_temporary_file()
            self._file = Path(path).open("wb")  # noqa: SIM115 - closed with the sheet
            self._writer = WorksheetWriter(self, out=self._file)
            self._writer.out = path
            self._writer.write_top()

    def _write_rows(self) -> Generator[None, Any, None]:
        """openpyxl's own, but that a finished row goes to the stream as it is."""
        stream = self._writer.xf.send(True)
        with stream.element("sheetData"):
            try:
                while True:
                    row = yield
                    self.rows_written += 1
                    if isinstance(row, _Row):
                        stream.flush()
                        self._file.write(row[0])
                    else:
                        cells = self._values_to_row(row, self.rows_written)
                        self._writer.write_row(stream, cells, self.rows_written)
            except GeneratorExit:
                pass
        self._writer.xf.send(None)


_EXAMPLES: dict[type, Value] = {
    date: date(2000, 1, 1),
    datetime: datetime(2000, 1, 1, 1),  # noqa: DTZ001 - as a spreadsheet has it
    time: time(1),
}
"""One value of each kind that has a style."""


class _Row(tuple[bytes]):
    """A row's element, written."""

    __slots__ = ()


@lru_cache(_KEPT)
def _short_text(text: str) -> str:
    return _text(text)


def _text(text: str) -> str:
    """The cell of a text that is safe already."""
    if not text:
        return ' t="inlineStr"></c>'
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _digits(number: float) -> str:
    return f"{number:.16g}" if isfinite(number) else ""


@lru_cache(_KEPT)
def _days(day: date | time) -> str:
    return f"{to_excel(day):.16g}"  # type: ignore[no-untyped-call]


def add_sheet(book: Workbook, title: str) -> RowSheet:
    """A new sheet at the end of a write-only workbook."""
    sheet = RowSheet(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined]
    return sheet
