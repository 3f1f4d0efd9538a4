"""The donor's workbook: README, Data, a sheet per repeat, Codebook, Quality log. Written row by row, memory flat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
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
from fieldsurvey.records import Column, Missing, Table, Value
from fieldsurvey.system.files import whole_file, why
from fieldsurvey.system.progress import Progress, silent

_HEAD_FONT = Font(name="Calibri", bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0B6B75")
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_LINE_HEIGHT = 15.0
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL_LIMIT = 32_767

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class About:
    """What the README sheet says of the study."""

    study: str
    place: str
    agency: str
    donor: str
    design: str
    synthetic: bool
    made_at: datetime
    program: str
    content_hash: str
    """SHA-256 over the submissions exported, so that two workbooks can be told apart."""
    population: int | None = None
    seal: str = ""
    """The history's seal at that moment: kept by the donor, it shows later whether the history was rewritten."""


def write_workbook(
    path: Path,
    released: Released,
    about: About,
    profile: Profile,
    quality_log: Iterable[tuple[str, str, str]] = (),
    *,
    progress: Progress = silent,
) -> None:
    """Write the workbook whole or not at all. Raises ExportError with a sentence."""
    try:
        with whole_file(path) as part:
            _write(part, released, about, profile, quality_log, progress)
    except PermissionError as error:
        raise ExportError(
            f"{path.name} cannot be written: it is open in another program, or you may not write there. "
            "Close it or choose another folder."
        ) from error
    except OSError as error:
        raise ExportError(f"{path.name} cannot be written: {why(error)}.") from error


def _write(
    path: Path,
    released: Released,
    about: About,
    profile: Profile,
    quality_log: Iterable[tuple[str, str, str]],
    progress: Progress,
) -> None:
    book = Workbook(write_only=True)
    dataset = released.dataset
    try:
        _write_readme(book, released, about, profile)
        done, total = 0, sum(len(table.rows) for table in dataset.tables)
        for table, name in zip(dataset.tables, _sheet_names(dataset.tables), strict=True):
            done = _write_table(book, table, name, progress, done, total)
        _write_codebook(book, released)
        _write_plain(book, "Quality log", ("KEY", "check", "comment"), quality_log, (46, 30, 70))
        book.save(path)
    except BaseException:
        for sheet in book.worksheets:  # what was written of a sheet so far lies in a temporary file
            with suppress(Exception):
                sheet.close()
        raise


def safe(value: Value) -> Cell:
    """The value as a cell that stores what was said and can never run as a formula.

    Codes of missing answers stay as text (`dk`, `refused`) so that no sum counts them.
    """
    if isinstance(value, Missing):
        return value.value
    if isinstance(value, tuple):
        value = " ".join(value)
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="seconds")  # Excel knows no time zones: ISO text keeps them
    if isinstance(value, str):
        text = _CONTROL.sub("", value)[: _CELL_LIMIT - 1]
        return f"'{text}" if text.startswith(_RISKY) else text
    return value


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    names: list[str] = []
    for table in tables:
        wanted = re.sub(r"[\[\]:*?/\\]", "_", table.name if table.ref else "Data")[:28]
        name, number = wanted, 2
        while name.lower() in {n.lower() for n in (*names, "README", "Codebook", "Quality log")}:
            name, number = f"{wanted}{number}", number + 1
        names.append(name)
    return names


def _header(sheet: Any, titles: Sequence[str]) -> list[Any]:
    cells = []
    for title in titles:
        cell = WriteOnlyCell(sheet, value=title)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _WRAP
        cells.append(cell)
    return cells


def _write_table(book: Workbook, table: Table, name: str, progress: Progress, done: int, total: int) -> int:
    sheet = book.create_sheet(name)
    keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY",)
    fields = (*keys, *(c.name for c in table.columns))
    titles = (*keys, *(_title(c) for c in table.columns))
    sheet.freeze_panes = "C2" if table.ref else "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(table.rows) + 1}"
    for position, field in enumerate(fields, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = 44 if field in keys else 18
    _print_nicely(sheet)
    sheet.append(_header(sheet, titles))
    for row in table.rows:
        sheet.append([safe(row[field]) for field in fields])
        done += 1
        if done % 500 == 0:
            progress(done, total, name)
    return done


def _title(column: Column) -> str:
    """The name, with the unit and period so that no figure stands without them."""
    question = column.question
    said = ", ".join(part for part in (question.unit, question.period) if part)
    return f"{column.name} ({said})" if said else column.name


def _write_readme(book: Workbook, released: Released, about: About, profile: Profile) -> None:
    dataset = released.dataset
    questionnaire = dataset.questionnaire
    lines: list[tuple[str, Cell]] = [
        ("Study", about.study),
        ("Place", about.place),
        ("Agency", about.agency),
        ("Donor", about.donor),
        (
            "Data",
            "SYNTHETIC, for demonstration: no firm in it exists"
            if about.synthetic
            else "Interviews with firms",
        ),
        ("Firms in the cluster", about.population if about.population is not None else "not recorded"),
        ("How firms were chosen", about.design),
        ("Interviews here", len(dataset.tables[0].rows)),
        ("Interviews left out for want of consent", released.dropped_rows),
        (
            "Questionnaire",
            f"{questionnaire.title} ({questionnaire.form_id}, version {questionnaire.version})",
        ),
        ("Profile", profile.value),
        ("Columns left out", ", ".join(released.withheld) or "none"),
        ("Columns masked", ", ".join(released.masked) or "none"),
        ("Made at", about.made_at.isoformat(timespec="seconds")),
        ("Made with", about.program),
        ("Hash of the submissions (SHA-256)", about.content_hash),
        ("Seal of the study's history", about.seal or "none"),
    ]
    lines += [("", ""), ("How to read it", "")]
    lines += [
        (
            "Sheets",
            "Data has one row a firm; each repeat has a sheet of its own, tied by PARENT_KEY to the KEY of its row above.",
        ),
        (
            "Missing",
            "dk = did not know, refused = did not want to say; an empty cell was not asked or not answered.",
        ),
        ("Money", "Whole rupees unless the column's head says otherwise. The period stands in the head."),
        (
            "Disclosure",
            "Columns only: rows are not yet generalised for k-anonymity. Do not publish the rows.",
        ),
        (
            "Text",
            "Text that begins with = + - or @ has an apostrophe before it, so that it cannot run as a formula.",
        ),
    ]
    _write_plain(book, "README", ("Item", "What"), [(a, safe(b)) for a, b in lines], (36, 110))


def _write_codebook(book: Workbook, released: Released) -> None:
    rows = codebook_rows(released.dataset)
    _write_plain(book, "Codebook", rows[0], rows[1:], (16, 26, 14, 48, 48, 48, 14, 22, 60, 40, 16, 40, 14))


def _write_plain(
    book: Workbook, name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(name)
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
