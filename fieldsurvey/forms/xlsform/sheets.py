"""The sheets of a workbook as rows that know their place, and the faults their text alone shows."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import xlrd

from fieldsurvey.errors import FormError
from fieldsurvey.forms.xlsform import cells
from fieldsurvey.forms.xlsform.cells import Table, Workbook
from fieldsurvey.messages import Message

STUMBLES = (
    ArithmeticError, AssertionError, AttributeError, EOFError, ExpatError, LookupError, NameError, OSError, RuntimeError,
    TypeError, ValueError, zipfile.BadZipFile,
)  # fmt: skip
"""What a library that reads workbooks lets through when it meets what it does not expect."""
_LARGEST_UNPACKED = 256 * 1024 * 1024
REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row of a sheet: its number as Excel shows it, and its cells by lower-case header."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        return next((self.cells[n] for n in names if self.cells.get(n)), "")

    def texts(self, column: str) -> dict[str, str]:
        """The cell in every language: `label::Hindi (hi)` -> {"Hindi (hi)": ...}; a bare `label` -> "default".

        A dash is no text where there are languages: it stands for what is not translated, for pyxform as for the engine.
        """
        found = {}
        for header, text in self.cells.items():
            name, separator, language = header.partition("::")
            if not separator:
                name, separator, language = header.partition(":")
            if name.strip() == column and text:
                found[language.strip() or "default"] = text
        if not found.keys() - {"default"}:
            return found
        return {language: text for language, text in found.items() if text != "-"}

    def cell(self, column: str) -> Message:
        """Where the row has this column, to be said in front of a fault."""
        return Message("sheet.cell", sheet=self.sheet, row=self.number, column=column)


def read_workbook(path: Path) -> Workbook | None:
    """The cells of a new workbook; None for one of the old kind, which is small. Raises FormError when it is no workbook."""
    if is_old_excel(path):
        return None
    _check_unpacked(path)
    return cells.read(path)


def read_sheets(path: Path, book: Workbook | None) -> dict[str, list[Row]]:
    """Every sheet as filled rows. Raises FormError when the file is no workbook or has no survey sheet.

    A single sheet with a column type is a survey, whatever the sheet is called.
    """
    tables = _by_title(book.tables.items()) if book is not None else _read_old(path)
    only = next(iter(tables.values())) if len(tables) == 1 else ()
    if only and "type" in map(header_of, only[0]):
        tables = {"survey": only}
    sheets = {name: list(_rows(name, iter(rows))) for name, rows in tables.items()}
    if "survey" not in sheets:
        raise FormError("workbook.no-survey", file=path.name, sheets=", ".join(sheets))
    return sheets


def is_old_excel(path: Path) -> bool:
    """Whether the file is a workbook of the old kind (.xls), told by its first bytes, whatever it is called.

    Raises FormError for a new workbook behind a password, which begins like an old one.
    """
    with path.open("rb") as stream:
        if stream.read(8) != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return False
        stream.seek(0)
        if "EncryptedPackage".encode("utf-16-le") in stream.read():
            raise FormError("workbook.has-password", file=path.name)
    return True


def _by_title(tables: Iterable[tuple[str, Table]]) -> dict[str, Table]:
    return {title.strip().lower(): rows for title, rows in tables}


def _read_old(path: Path) -> dict[str, Table]:
    """A workbook of Excel 97 to 2003; its numbers, dates and yes or no as `_text` wants them."""
    try:
        book = xlrd.open_workbook(path, logfile=io.StringIO(), on_demand=True)
        return _by_title(
            (
                sheet.name,
                [
                    [_old_value(cell, book.datemode) for cell in sheet.row(number)]
                    for number in range(sheet.nrows)
                ],
            )
            for sheet in book.sheets()
        )
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, *STUMBLES) as error:
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise FormError("workbook.has-password", file=path.name) from error
        raise FormError("workbook.damaged", file=path.name) from error


def _old_value(cell: Any, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value


def _check_unpacked(path: Path) -> None:
    """Refuse a workbook that is small on disk and would fill the memory."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # told in a sentence by whoever reads it
    if size > _LARGEST_UNPACKED:
        raise FormError("workbook.unpacked-too-large", file=path.name, most=_LARGEST_UNPACKED >> 20)


def _rows(sheet: str, table: Iterator[Sequence[object]]) -> Iterator[Row]:
    headers = [header_of(c) for c in next(table, ())]
    for number, row in enumerate(table, start=2):
        filled = {
            h: text for h, v in zip(headers, row, strict=False) if h and v is not None and (text := _text(v))
        }
        if filled:
            yield Row(sheet, number, filled)


def header_of(value: object) -> str:
    """Lower-case the column's name but keep the language as written."""
    name, separator, language = _text(value).partition("::")
    return name.strip().lower() + separator + language.strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def missing_columns(sheets: Mapping[str, Sequence[Row]]) -> Iterator[Message]:
    """What to say about columns without which a sheet says nothing."""
    wanted = {
        "survey": ("type",),
        "checks": ("name", "question", "check"),
        "indicators": ("name", "section", "statistic"),
    }
    for sheet, columns in wanted.items():
        rows = sheets.get(sheet, [])
        present = {header for row in rows for header in row.cells}
        if sheet == "survey" and not rows:
            yield Message("sheet.empty-survey")
        yield from (
            Message("sheet.column-missing", sheet=sheet, column=column)
            for column in columns
            if rows and column not in present
        )


def unknown_references(sheets: Mapping[str, Sequence[Row]]) -> Iterator[Message]:
    """What to say about `${name}` where no question has that name."""
    names = {row.get("name") for row in sheets["survey"]}
    for sheet in ("survey", "checks", "indicators"):
        for row in sheets.get(sheet, []):
            for column, text in row.cells.items():
                for name in REFERENCE.findall(text):
                    if name not in names:
                        fault = Message("sheet.unknown-reference", reference=f"${{{name}}}")
                        yield Message("sheet.fault", cell=row.cell(column), fault=fault)
