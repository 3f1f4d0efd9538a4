"""Rows written in one piece are the rows openpyxl would have written, byte for byte."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from fieldsurvey.export.sheet_writer import add_sheet, plain_cell
from fieldsurvey.records import Missing, Value

_SHEET = "xl/worksheets/sheet1.xml"
_INDIA = timezone(timedelta(hours=5, minutes=30))


def _head(sheet: Any) -> list[Any]:
    cell: Any = WriteOnlyCell(sheet, value="KEY")
    cell.font = Font(bold=True)
    return [cell, "plain"]


def _parts(path: Path) -> tuple[bytes, bytes]:
    with zipfile.ZipFile(path) as book:
        return book.read(_SHEET), book.read("xl/styles.xml")


def theirs(path: Path, rows: Sequence[Sequence[Value]]) -> tuple[bytes, bytes]:
    """The sheet and the styles as openpyxl writes them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(_head(sheet))
    for row in rows:
        sheet.append([None if value is None else plain_cell(sheet, value) for value in row])
    book.save(path)
    return _parts(path)


def ours(path: Path, rows: Sequence[Sequence[Value]]) -> tuple[bytes, bytes]:
    """The same, each row in one piece."""
    book = Workbook(write_only=True)
    sheet = add_sheet(book, "Data")
    sheet.append(_head(sheet))
    for row in rows:
        sheet.append_values(row)
    book.save(path)
    return _parts(path)


HOSTILE: tuple[Value, ...] = (
    *("", " ", " before", "after\n", "\tboth\t", "in  side", "a\nb", "a\r\nb", "\r", "\x85", "\u00a0x", "\u2028"),
    *("<b>", "a & b", "&amp;", "]]>", "\"'", "<!--", "<![CDATA[x]]>", "&#10;", "</t></is></c>"),
    *("=1+1", "=", "+91", "-5", "@x", "'quoted", "#N/A", "#REF!", "#N/A ", "#none", "true", "007", "1e5", "NaN"),
    *("a\x00\x07\x0b\x1fb", "\ufffe\uffff", "\ud800", "\x7f", "कि", "ಹಿ", "a\u200db", "🏭", "\U0010ffff", "x" * 32_767),
    *("\x1f=", "\x00-5", "_x000D_", "ab" * 12, "ab" * 13, "é" * 32_000),
    *(0, -0.0, 5, -7, 10**15, 10**16, 123_456_789_012_345_678, 0.1, 1 / 3, 1e-7, 1e22, 5e-324, 1.5, 100.0),
    *(float("nan"), float("inf"), float("-inf"), True, False),
    *(date(2026, 11, 3), date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1899, 12, 30), date(1, 1, 1)),
    *(datetime(2026, 11, 3, 9, 30, tzinfo=_INDIA), datetime(2026, 11, 3, tzinfo=UTC), time(9, 30, tzinfo=_INDIA), time(0)),
    *(datetime(1899, 12, 31, 23, tzinfo=_INDIA), datetime(2026, 11, 3, 9, 30, 15, 250_000, UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
    *(("a", "b"), (), ("=a",), ("a<",), Missing.DONT_KNOW, Missing.REFUSED, None),
)  # fmt: skip


def test_a_row_of_hostile_values_is_the_one_openpyxl_writes(tmp_path: Path) -> None:
    rows = [HOSTILE, (), (None, None), HOSTILE[::-1]]
    assert ours(tmp_path / "ours.xlsx", rows) == theirs(tmp_path / "theirs.xlsx", rows)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_each_alone_is_the_one_openpyxl_writes(tmp_path: Path, value: Value) -> None:
    assert ours(tmp_path / "ours.xlsx", [[value]]) == theirs(tmp_path / "theirs.xlsx", [[value]])


_ANY: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.text(), st.integers(-(10**20), 10**20), st.floats(), st.dates(), st.lists(st.text()).map(tuple)
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_ANY, max_size=40), max_size=6))
def test_any_rows_are_those_openpyxl_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Value]]
) -> None:
    folder = tmp_path_factory.mktemp("books")
    assert ours(folder / "ours.xlsx", rows) == theirs(folder / "theirs.xlsx", rows)
