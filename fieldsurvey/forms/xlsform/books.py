"""A workbook as pyxform reads it, made of the cells that were read already; one of the old kind it reads itself."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyxform import constants
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import (
    get_excel_column_headers,
    get_excel_rows,
    is_empty,
    xls_to_dict,
    xlsx_value_to_str,
)

from fieldsurvey.errors import FormError
from fieldsurvey.forms.xlsform.cells import Workbook
from fieldsurvey.forms.xlsform.sheets import STUMBLES

Book = dict[str, Any]
"""A workbook as pyxform reads it: sheet -> rows (header -> text), and `SHEET_header`; row n of the sheet stands at n - 2."""


def as_pyxform_reads(path: Path, workbook: Workbook | None) -> Book:
    """The workbook as pyxform's own reader gives it. Raises FormError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Book = xls_to_dict(path) if workbook is None else _book(workbook)
    except (PyXFormError, *STUMBLES) as error:
        raise FormError("workbook.damaged", file=path.name) from error
    book["fallback_form_name"] = path.stem
    return book


def _book(workbook: Workbook) -> Book:
    book: Book = {"sheet_names": list(workbook.titles)}
    for title, table in workbook.tables.items():
        name = title.lower()
        if name not in constants.SUPPORTED_SHEET_NAMES:
            if len(workbook.titles) > 1:
                continue
            name = constants.SURVEY
        headers = get_excel_column_headers(table[0] if table else ())
        book[name] = get_excel_rows(headers, map(_cells, table[1:]), _text_of)
        present = {str(header): None for header in headers if header is not None}
        book[f"{name}_header"] = [present] if present else []
    return book


@dataclass(slots=True)
class _Cell:
    """What pyxform wants of a cell."""

    value: object


def _cells(row: Sequence[object]) -> tuple[_Cell, ...]:
    return tuple([_Cell(value) for value in row])


def _text_of(cell: _Cell, _row: int, _column: str) -> str | None:
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
    return None if is_empty(value) else str(xlsx_value_to_str(value))
