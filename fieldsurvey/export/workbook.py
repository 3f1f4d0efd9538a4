"""The donor's workbook: README, Data, a sheet per repeat, Codebook, Quality log. Written row by row, memory flat.

The interviews are read once: all sheets of data grow side by side, and what only the whole tells (how many, which hash) is
written into the README after them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from fieldsurvey.errors import ExportError
from fieldsurvey.export.codebook import Codebook, SheetFields
from fieldsurvey.export.disclosure import Released
from fieldsurvey.export.layout import Field, Part, fields_of, row_maker
from fieldsurvey.export.long_texts import LongTexts
from fieldsurvey.export.profiles import Profile
from fieldsurvey.export.readme import About, Written, readme
from fieldsurvey.export.sheet_names import CODEBOOK, CODES, QUALITY_LOG, README, next_name, sheet_names
from fieldsurvey.export.sheet_writer import Cell, RowSheet, add_sheet, carried, plain_cell
from fieldsurvey.forms.whole_form import LongList
from fieldsurvey.records import Choice, Row
from fieldsurvey.system.files import whole_file, why
from fieldsurvey.system.progress import Progress, silent

_HEAD_FONT = Font(name="Calibri", bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0B6B75")
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_LINE_HEIGHT = 15.0
_TOLD_EVERY = 100
"""Interviews after which progress is told."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet."""

Log = Callable[[Collection[str]], Iterable[tuple[str, str, str, str]]]
"""KEYs of the interviews written -> the lines of the quality log."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written."""

    released: Released
    about: Callable[[], About]
    """Asked when every interview has been read."""
    profile: Profile
    quality_log: Log
    is_synthetic: bool = False
    """Nobody in it exists, and every sheet says so."""
    long_lists: Mapping[str, LongList] = field(default_factory=dict)
    """Ref -> the list a question chooses from, where it is too long to be told whole."""


def write_workbook(path: Path, order: Order, *, progress: Progress = silent) -> int:
    """Write the workbook whole or not at all; gives the number of interviews in it. Raises ExportError with a sentence."""
    texts = LongTexts(path)
    try:
        with whole_file(path, replaces=b"PK") as part:
            written = _Book(order, texts).write(part, progress)
            texts.finish()
    except PermissionError as error:
        raise ExportError("export.open-elsewhere", file=path.name) from error
    except OSError as error:
        raise ExportError("file.not-written", file=path.name, why=why(error)) from error
    finally:
        texts.discard()
    return written


class _Book:
    """One workbook while it is written."""

    def __init__(self, order: Order, texts: LongTexts) -> None:
        self._order, self._texts = order, texts
        self._book = Workbook(write_only=True)
        self._first = add_sheet(self._book, README)
        tables = order.released.dataset.tables
        several = len({version for table in tables for c in table.columns for version in c.asked}) > 1
        names = sheet_names(tables)
        self._sheets = [
            _DataSheet(self._book, name, fields_of(table, with_version=several), texts, order, names)
            if table.columns or not table.ref
            else None
            for table, name in zip(tables, names, strict=True)
        ]

    def write(self, part: Path, progress: Progress) -> int:
        """Everything, to `part`; how many interviews."""
        order, released = self._order, self._order.released
        try:
            keys = self._write_rows(progress)
            data = [sheet for sheet in self._sheets if sheet is not None]
            used = {ref: choices for sheet in data for ref, choices in sheet.used_codes()}
            codebook = Codebook(
                [SheetFields(sheet.name, sheet.fields) for sheet in data],
                released.dataset.questionnaire.languages,
                released.unread,
                used,
                released.months,
            )
            log = list(order.quality_log(keys)) if order.profile is not Profile.REGISTER else []
            self._plain(add_sheet(self._book, CODEBOOK), codebook.head(), codebook.rows(), codebook.widths())
            codes = list(codebook.codes())
            if codes:
                self._plain(add_sheet(self._book, CODES), codebook.codes_head(), codes, (26, 26, 48, 48, 48))
            if order.profile is not Profile.REGISTER:
                head = ("KEY", "check", "severity", "comment")
                self._plain(add_sheet(self._book, QUALITY_LOG), head, log, (46, 30, 12, 70))
            rows = {name: number for sheet in data for name, number in sheet.rows.items()}
            written = Written(rows, self._texts.number, bool(used))
            about = order.about()
            self._name(about)
            lines = readme(released, written, about, order.profile)
            self._plain(self._first, ("Item", "What"), lines, (40, 110))
            self._book.save(part)
        except BaseException:
            for sheet in self._book.worksheets:  # what was written of a sheet so far lies in a temporary file
                if isinstance(sheet, RowSheet):
                    with suppress(Exception):
                        sheet.discard()
            raise
        return len(keys)

    def _name(self, about: About) -> None:
        """What a program shows of the file without opening it."""
        properties = self._book.properties
        properties.creator = properties.lastModifiedBy = carried(about.agency or about.program)
        properties.title, properties.subject = carried(about.study), str(self._order.profile)
        properties.keywords = "synthetic" if about.synthetic else None

    def _write_rows(self, progress: Progress) -> frozenset[str]:
        """Every row on its sheet, in one pass; the KEYs of the interviews."""
        released, sheets = self._order.released, self._sheets
        keys, total = set[str](), len(released.found)
        for done, rows in enumerate(released.dataset.by_interview):
            if done % _TOLD_EVERY == 0:
                progress(done, total, "Data")
            for table, row in rows:
                sheet = sheets[table]
                if sheet is not None:
                    sheet.append(row)
            keys.add(str(rows[0][1]["KEY"]))
        for sheet in sheets:
            if sheet is not None:
                sheet.end()
        return frozenset(keys)

    def _plain(
        self, sheet: RowSheet, titles: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
    ) -> None:
        """A sheet for reading: wrapped, each row as high as its text."""
        sheet.freeze_panes = "A2"
        for position, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        _print_nicely(sheet)
        sheet.append(_header(sheet, titles, is_synthetic=self._order.is_synthetic))
        for number, row in enumerate(rows, start=2):
            sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines(row, widths)
            cells = []
            for title, value in zip(titles, row, strict=False):
                told = (
                    self._texts.cell(f"{sheet.title}-{number}", title, value)
                    if isinstance(value, str)
                    else value
                )
                cell = plain_cell(sheet, told)
                cell.alignment = _WRAP
                cells.append(cell)
            sheet.append(cells)


def _header(sheet: Any, titles: Sequence[str], *, is_synthetic: bool) -> list[Any]:
    """The head of a sheet; where nobody in it exists, a column after the last says so, and the page that is printed, and the tab."""
    if is_synthetic:
        sheet.sheet_properties.tabColor = _WARNING
        sheet.oddHeader.center.text = SYNTHETIC
        sheet.column_dimensions[get_column_letter(len(titles) + 1)].width = len(SYNTHETIC) + 4
    cells = []
    for title in (*titles, SYNTHETIC) if is_synthetic else titles:
        cell = plain_cell(sheet, title)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _WRAP
        cells.append(cell)
    return cells


class _DataSheet:
    """The sheet of one table, its head written; where it is full, the sheets that go on."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        fields: tuple[Field, ...],
        texts: LongTexts,
        order: Order,
        names: list[str],
    ) -> None:
        """`names` are those of all sheets of data. Raises ExportError where a sheet cannot have so many columns."""
        if len(fields) > MOST_COLUMNS:
            raise ExportError("export.too-many-columns", sheet=name, count=len(fields), most=MOST_COLUMNS)
        self.name, self.fields = name, fields
        self.rows: dict[str, int] = {}
        """Sheet -> rows below its head, known at the end."""
        self._book, self._names, self._texts = book, names, texts
        self._is_synthetic, lists = order.is_synthetic, order.long_lists
        self._cells = row_maker(fields)
        self._wordy = [
            number for number, one in enumerate(fields) if one.part is Part.VALUE and _may_be_long(one)
        ]
        self._listed = {
            one.column.question.ref: (number, lists[one.column.question.ref], set[str]())
            for number, one in enumerate(fields)
            if one.part is Part.VALUE and one.column is not None and _is_listed(one, lists)
        }
        self._begin(name)

    def _begin(self, name: str) -> None:
        self.sheet = sheet = add_sheet(self._book, name)
        keys = sum(one.part is Part.KEY for one in self.fields)
        sheet.freeze_panes = f"{get_column_letter(keys + 1)}2"
        for position, one in enumerate(self.fields, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = 44 if one.part is Part.KEY else 18
        _print_nicely(sheet)
        sheet.append(_header(sheet, [one.head for one in self.fields], is_synthetic=self._is_synthetic))
        sheet.keys = sum(one.name in ("KEY", "PARENT_KEY") for one in self.fields)

    def append(self, row: Row) -> None:
        """Write a row below the last one."""
        if self.sheet.rows_written == MOST_ROWS:
            self.end()
            self._begin(next_name(self.name, len(self.rows) + 1, (*self._names, *self.rows)))
        cells = self._cells(row)
        for number in self._wordy:
            value = cells[number]
            if isinstance(value, str) and len(value) > _LONG:
                cells[number] = self._texts.cell(str(cells[0]), self.fields[number].name, value)
        for number, _list, used in self._listed.values():
            value = cells[number]
            if value is not None:
                used.update(value if isinstance(value, tuple) else (str(value),))
        self.sheet.append_values(cells)

    def end(self) -> None:
        """Nothing follows: the filter may be set over all that was written."""
        last = f"{get_column_letter(len(self.fields))}{self.sheet.rows_written}"
        self.sheet.auto_filter.ref = f"A1:{last}"
        self.rows[str(self.sheet.title)] = self.sheet.rows_written - 1

    def used_codes(self) -> Iterable[tuple[str, list[Choice]]]:
        """(ref, codes) of each question whose list is too long to be told whole."""
        for ref, (_number, of, used) in self._listed.items():
            yield ref, list(of.choices(sorted(used)))


SYNTHETIC = "SYNTHETIC: nobody in it exists"
_WARNING = "E0A030"
_LONG = 16_000
"""Characters below which no text is too long for a cell, however they are counted."""
_NEVER_LONG = frozenset({"integer", "decimal", "range", "select_one", "date", "time", "datetime"})


def _may_be_long(one: Field) -> bool:
    return one.column is None or one.column.question.type not in _NEVER_LONG


def _is_listed(one: Field, lists: Mapping[str, LongList]) -> bool:
    return one.column is not None and not one.column.question.choices and one.column.question.ref in lists


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
