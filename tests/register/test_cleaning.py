"""Cells are kept as the register keeps them, and what is odd about them is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldsurvey.records import FirmField
from fieldsurvey.register import identifiers
from fieldsurvey.register.cleaning import Oddity, RangeEnd, clean
from fieldsurvey.register.list_file import Cell


@pytest.mark.parametrize(
    ("meaning", "cell", "text", "oddity"),
    [
        (FirmField.PHONE, 9845012345, "9845012345", None),
        (FirmField.PHONE, 9845012345.0, "9845012345", None),
        (FirmField.PHONE, "+91 98450 12345", "9845012345", None),
        (FirmField.PHONE, "098450-12345", "9845012345", None),
        (FirmField.PHONE, "08234-220011", "8234220011", None),
        (FirmField.PHONE, "9.8E+09", "", Oddity.CUT),
        (FirmField.PHONE, "9845012345 / 9845012346", "9845012345", Oddity.SEVERAL),
        (FirmField.PHONE, "9845012345 9845012346", "9845012345", Oddity.SEVERAL),
        (FirmField.PHONE, "12", "", Oddity.TOO_SHORT),
        (FirmField.WORKERS, 14, "14", None),
        (FirmField.WORKERS, 14.0, "14", None),
        (FirmField.WORKERS, "1,200", "1200", None),
        (FirmField.WORKERS, "abt 5", "5", Oddity.ABOUT),
        (FirmField.WORKERS, "35-40", "35", Oddity.RANGE),
        (FirmField.WORKERS, "35 to 40", "35", Oddity.RANGE),
        (FirmField.WORKERS, datetime(2025, 10, 5), "", Oddity.IS_DATE),  # noqa: DTZ001
        (FirmField.WORKERS, "many", "", Oddity.NOT_A_NUMBER),
        (FirmField.WORKERS, 2.5, "", Oddity.NOT_A_NUMBER),
        (FirmField.WORKERS, -3, "", Oddity.NOT_A_NUMBER),
        (FirmField.WORKERS, "NA", "", None),
        (FirmField.WORKERS, "9" * 22, "", Oddity.NOT_A_NUMBER),
        (FirmField.WORKERS, "9" * 5000, "", Oddity.NOT_A_NUMBER),
        (FirmField.WORKERS, f"5-{'9' * 5000}", "", Oddity.NOT_A_NUMBER),
        (FirmField.INVESTMENT, "9" * 5000, "", Oddity.NOT_A_NUMBER),
        (FirmField.INVESTMENT, 3.5, "3.5", None),
        (FirmField.INVESTMENT, "2 cr", "200", Oddity.ABOUT),
        (FirmField.GSTIN, "27aapfu0939f1zv", "27AAPFU0939F1ZV", None),
        (FirmField.GSTIN, "22AAAAA0000A1Z5", "22AAAAA0000A1Z5", Oddity.FAILS_CHECK),
        (FirmField.UDYAM, "udyam–KR–18–0041276", "UDYAM-KR-18-0041276", None),
        (FirmField.UDYAM, "UAM old form", "UAMOLDFORM", Oddity.FAILS_CHECK),
        (FirmField.ADDRESS, " 4th  Cross ", " 4th  Cross ", None),
    ],
)
def test_a_cell_is_kept(meaning: FirmField, cell: Cell, text: str, oddity: Oddity | None) -> None:
    cleaned = clean(meaning, cell)
    assert (cleaned.text, cleaned.oddity) == (text, oddity)


@pytest.mark.parametrize(
    ("end", "text"),
    [(RangeEnd.LOWER, "35"), (RangeEnd.MIDDLE, "37"), (RangeEnd.UPPER, "40"), (RangeEnd.LATER, "")],
)
def test_a_range_keeps_the_end_that_was_asked_for(end: RangeEnd, text: str) -> None:
    assert clean(FirmField.WORKERS, "40-35", end).text == text


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("27AAPFU0939F1ZV", True),
        ("22AAAAA0000A1Z5", False),
        ("27AAPFU0939F1ZW", False),
        ("00AAPFU0939F1ZV", False),
        ("", False),
    ],
)
def test_a_gstin_is_checked_by_its_last_character(text: str, is_right: bool) -> None:
    assert identifiers.is_gstin(text) is is_right


@pytest.mark.parametrize("state", ["38", "97"])
def test_states_made_later_are_known(state: str) -> None:
    body = f"{state}AAPFU0939F1Z"
    assert sum(identifiers.is_gstin(body + last) for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1


def test_the_pan_of_a_firm_stands_in_its_gstin() -> None:
    assert identifiers.pan_of("27AAPFU0939F1ZV") == "AAPFU0939F"
    assert identifiers.pan_of("22AAAAA0000A1Z5") == ""
