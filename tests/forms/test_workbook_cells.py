"""The cells of a workbook are those openpyxl reads, and pyxform is given what its own reader would give it."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from pyxform.xls2json_backends import xlsx_to_dict

from fieldsurvey.errors import FormError
from fieldsurvey.forms.xlsform import cells, load_questionnaire
from fieldsurvey.forms.xlsform.books import as_pyxform_reads

ROWS = (
    ("type", "name", "label", " hint ", "default", None, "note"),
    ("date", "when", "When?", "a\u00a0b", datetime.date(2024, 2, 29), None, True),
    ("time", "at", "  spaced  ", "", datetime.time(9, 30), "no header", False),
    (),
    ("decimal", "much", CellRichText("plain ", TextBlock(InlineFont(b=True), "bold")), None, 0.25, None, 7),
    ("text", "whole", "=1+1", "#N/A", 3.0, None, datetime.timedelta(hours=30)),
    (None, None, None, "x005F_ _x000D_ <&> \"'", None, None, -1e300),
    *[()] * 3,
    ("text", "last", "Last", "line\nline", "007"),
)


def written(folder: Path, *, write_only: bool) -> Path:
    """The rows in a workbook whose strings are shared, or stand in their cells and whose sheet does not tell its size."""
    book = Workbook(write_only=write_only)
    for title in ("Survey", "other", "choices"):
        sheet = book.create_sheet(title)
        for row in ROWS:
            sheet.append(
                [str(cell) if write_only and isinstance(cell, CellRichText) else cell for cell in row]
            )
    if not write_only:
        del book["Sheet"]
    path = folder / "form.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("write_only", [True, False])
def test_cells_are_those_openpyxl_reads(tmp_path: Path, write_only: bool) -> None:
    same(written(tmp_path, write_only=write_only))


@pytest.mark.parametrize("name", ["firm_diagnostic", "cluster_profile"])
def test_the_forms_that_ship_are_read_the_same(name: str) -> None:
    same(Path(__file__).parents[2] / "forms" / f"{name}.xlsx")


def same(path: Path) -> None:
    read = cells.read(path)
    theirs = load_workbook(path, read_only=True, data_only=True)
    assert {title: [tuple(row) for row in rows] for title, rows in read.tables.items()} == {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in theirs.worksheets
    }
    theirs.close()
    assert as_pyxform_reads(path, read) == {**xlsx_to_dict(path), "fallback_form_name": path.stem}


def test_a_sheet_whose_xml_ends_in_the_middle_is_told_in_a_sentence(tmp_path: Path) -> None:
    path, broken = written(tmp_path, write_only=False), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as half:
        for name in whole.namelist():
            content = whole.read(name)
            half.writestr(name, content[: len(content) // 2] if name.endswith("sheet1.xml") else content)
    with pytest.raises(FormError) as told:
        load_questionnaire(broken)
    assert told.value.message.code == "workbook.damaged"
