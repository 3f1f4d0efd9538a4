"""Lists as offices keep them are read whatever their kind; what cannot be read is one sentence."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from fieldsurvey.errors import RegisterError
from fieldsurvey.register import list_file


def workbook(path: Path, *rows: tuple[object, ...], merge: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for span in merge:
        sheet.merge_cells(span)
    book.save(path)
    return path


def test_rows_keep_the_number_excel_shows_and_empty_ones_are_gone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Name",), (), ("  Verma\u00a0 Works ",))
    (sheet,) = list_file.read(path).sheets
    assert [(row.number, row.text(0)) for row in sheet.rows] == [(1, "Name"), (3, "Verma Works")]


def test_a_value_made_one_down_the_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("Place", "Name"),
        ("Old market", "A"),
        (None, "B"),
        (None, "C"),
        merge=("A2:A4",),
    )
    (sheet,) = list_file.read(path).sheets
    assert [row.text(0) for row in sheet.rows] == ["Place", "Old market", "Old market", "Old market"]


def test_formulas_nobody_computed_are_counted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Name", "Workers"), ("A", "=2+3"), ("B", "=1+1"))
    (sheet,) = list_file.read(path).sheets
    assert sheet.formulas_without_value == 2
    assert [row.text(1) for row in sheet.rows[1:]] == ["", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_with_its_own_mark_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(("Name", "Place")) + "\n" + delimiter.join(("ತುಂಗಾ", "ಊರು")), encoding)
    (sheet,) = list_file.read(path).sheets
    assert [sheet.rows[1].text(0), sheet.rows[1].text(1)] == ["ತುಂಗಾ", "ಊರು"]


def test_a_csv_of_another_encoding_is_refused_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Name\nCafé".encode("cp1252"))
    with pytest.raises(RegisterError, match="not UTF-8"):
        list_file.read(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Nothing stands in"),
        (b"PK\x03\x04 no archive", "cannot be read as a list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no book", "cannot be read as a list"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        (b"a\0b", "cannot be read as a list"),
    ],
)
def test_what_is_no_list_is_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(RegisterError, match=said):
        list_file.read(path)


def test_a_file_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be opened"):
        list_file.read(tmp_path / "gone.xlsx")


def test_a_workbook_with_a_sheet_torn_out_is_one_sentence(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", ("Name",), ("A",))
    torn = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(torn, "w") as target:
        for part in source.infolist():
            if "sheet1" not in part.filename:
                target.writestr(part, source.read(part))
    with pytest.raises(RegisterError, match="Nothing stands in"):
        list_file.read(torn)


def test_more_columns_than_a_list_has_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", tuple(range(301)))
    with pytest.raises(RegisterError, match="more than 300 columns"):
        list_file.read(path)


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(100 << 20)
    with pytest.raises(RegisterError, match="larger than 64 MB"):
        list_file.read(path)


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    read = list_file.read(workbook(tmp_path / "a.xlsx", ("Name",)))
    with pytest.raises(RegisterError, match="Its sheets are: Sheet"):
        read.sheet("Units")


def test_a_workbook_whose_sheet_ends_in_the_middle_is_one_sentence(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", ("Name",), ("A",))
    half = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(half, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, content[: len(content) // 2] if "sheet1" in part.filename else content)
    with pytest.raises(RegisterError, match="cannot be read as a list"):
        list_file.read(half)


_START = datetime.combine(date(1901, 1, 1), time())  # Excel knows no zones
_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(min_value=date(1901, 1, 1), max_value=date(2200, 1, 1)),
    st.integers(1, 90_000 * 1440).map(lambda minutes: _START + timedelta(minutes=minutes)),
    st.sampled_from(["=1+1", "#N/A", "  two  words ", "a\u00a0b", "ತುಂಗಾ", "line\nline", "007", "x", "<&>"]),
)


@pytest.mark.parametrize("write_only", [True, False])
@given(rows=st.lists(st.lists(_CELLS, max_size=6), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_cell_is_what_openpyxl_reads(
    tmp_path_factory: pytest.TempPathFactory, write_only: bool, rows: list[list[object]]
) -> None:
    """With strings that are shared and a sheet that tells its size, and without."""
    book = Workbook(write_only=write_only)
    sheet = book.create_sheet("List", 0)
    for row in (["Name"], *rows):
        sheet.append(row)
    path = tmp_path_factory.mktemp("list") / "a.xlsx"
    book.save(path)
    read = list_file.read(path).sheet("List")
    theirs = load_workbook(path, read_only=True, data_only=True)
    told = [_without_end([_tidy(v) for v in row]) for row in theirs["List"].iter_rows(values_only=True)]
    theirs.close()
    assert [(row.number, list(row.cells)) for row in read.rows] == [
        (number, row) for number, row in enumerate(told, start=1) if row
    ]


def _tidy(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.replace("\u00a0", " ").split()) or None
    return value if isinstance(value, bool | int | float | date) or value is None else str(value)


def _without_end(cells: list[object]) -> list[object]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells
