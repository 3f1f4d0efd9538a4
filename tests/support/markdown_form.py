"""Forms as tests write them: Markdown tables, made into the workbook a form's designer would hand over.

    | survey  |         |            |                  |
    |         | type    | name       | label            |
    |         | text    | firm       | Name of the firm |
    | choices |         |            |                  |
    |         | ...

A sheet's name stands in the first cell, its header in the next line, then its rows. Any sheet a form may have can be written:
survey, choices, settings, entities, checks, indicators. A bar inside a cell is written `\\|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

_BAR = re.compile(r"(?<!\\)\|")


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in _BAR.split(line.strip())[1:-1]]


def sheets(*forms: str) -> dict[str, list[list[str]]]:
    """Name -> rows of each sheet; a sheet that a later form writes stands instead of an earlier one's."""
    found: dict[str, list[list[str]]] = {}
    for form in forms:
        written: dict[str, list[list[str]]] = {}
        name = ""
        for line in form.splitlines():
            if line.lstrip().startswith("|"):
                first, *row = _cells(line)
                name = first or name
                rows = written.setdefault(name, [])
                if any(row):
                    rows.append(row)
        assert "" not in written, f"the table begins without the name of a sheet: {form[:200]}"
        found |= written
    return found


def write_form(path: Path, *forms: str) -> Path:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets(*forms).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def without(form: str, *names: str) -> str:
    """The form without the rows of these questions, choices, checks or indicators."""
    return "\n".join(line for line in form.splitlines() if not _has_any(_cells(line), names))


def _has_any(cells: list[str], names: Iterable[str]) -> bool:
    return len(cells) > 2 and cells[2] in names
