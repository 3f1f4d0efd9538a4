"""The head of a list is found where it stands, in one row or two, and its columns are understood in three languages."""

from __future__ import annotations

import pytest

from fieldsurvey.records import FirmField
from fieldsurvey.register import columns
from fieldsurvey.register.list_file import Cell, ListRow, ListSheet


def sheet(*rows: tuple[Cell, ...], merged: tuple[tuple[int, int, int, int], ...] = ()) -> ListSheet:
    return ListSheet("Units", [ListRow(n, cells) for n, cells in enumerate(rows, start=1)], merged)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Name of the Unit", FirmField.NAME),
        ("NAME OF ENTERPRISE", FirmField.NAME),
        ("Owner Name", FirmField.CONTACT),
        ("Mob. No.", FirmField.PHONE),
        ("Empl.", FirmField.WORKERS),
        ("Invest (L)", FirmField.INVESTMENT),
        ("GST No", FirmField.GSTIN),
        ("Sl. No", FirmField.NUMBER),
        ("इकाई का नाम", FirmField.NAME),
        ("मोबाइल", FirmField.PHONE),
        ("ಘಟಕದ ಹೆಸರು", FirmField.NAME),
        ("ವಿಳಾಸ", FirmField.ADDRESS),
        ("Horoscope", None),
    ],
)
def test_a_column_is_understood_by_its_words(name: str, meaning: FirmField | None) -> None:
    assert columns.field_of(name) is meaning


def test_the_head_is_found_below_titles() -> None:
    found = columns.find_head(
        sheet(("DIC, Mandya",), ("as on 31.08.2025",), ("Sl No", "Name", "Mobile"), (1, "Verma", 98450))
    )
    assert found is not None
    assert (found.first, found.names) == (3, ("Sl No", "Name", "Mobile"))


def test_a_head_of_two_rows_is_one() -> None:
    found = columns.find_head(
        sheet(
            ("Name of the Unit", "Address", "Workers", None),
            (None, None, "Male", "Female"),
            ("Verma", "4th Cross", 3, 2),
            merged=((3, 1, 4, 1), (1, 1, 1, 2)),
        )
    )
    assert found is not None
    assert (found.first, found.last) == (1, 2)
    assert found.names == ("Name of the Unit", "Address", "Workers Male", "Workers Female")


def test_a_list_without_a_head_has_none() -> None:
    assert columns.find_head(sheet(("Verma", 3), ("Sharma", 4))) is None


def test_no_field_is_given_to_two_columns_and_the_fuller_name_wins() -> None:
    head = columns.Head(1, 1, ("Name", "Name of the Unit", "Mobile", "Phone"))
    assert columns.propose(head, {}) == {1: FirmField.NAME, 2: FirmField.PHONE}


def test_what_was_chosen_before_goes_before_words() -> None:
    head = columns.Head(1, 1, ("Name", "Unit", "Mobile"))
    remembered = {"name": "contact", "unit": "label", "mobile": ""}
    assert columns.propose(head, remembered) == {0: FirmField.CONTACT, 1: FirmField.NAME}


def test_columns_are_told_by_name_or_letter() -> None:
    head = columns.Head(1, 1, ("Name", "Unit"))
    assert columns.columns_named(head, ["unit", "A", "B", "C", "Horoscope"]) == [1, 0, 1, -1, -1]
