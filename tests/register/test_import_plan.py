"""A plan made row after row is the plan made cell by cell, and made over again what a new one would be."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest

from fieldsurvey.records import Firm, FirmField
from fieldsurvey.register import columns, import_plan
from fieldsurvey.register.cleaning import clean
from fieldsurvey.register.import_plan import ImportPlan, Known, LeftOut, PlannedRow
from fieldsurvey.register.list_file import Cell, ListRow, ListSheet

HEAD = ("Sl", "Name of the unit", "Place", "Phone", "Udyam", "Workers", "Remarks")
NAMES: tuple[Cell, ...] = (
    "Verma Works",
    "M/s Verma Wks",
    "Sharma & Sons",
    "ತುಂಗಾ ಲೋಹ",
    "Total",
    "",
    None,
    417,
)
PLACES: tuple[Cell, ...] = ("Old market", "OLD MARKET", "Ind. Ar", "Industrial area", None)
PHONES: tuple[Cell, ...] = ("98450 12345", "9845012345 / 9845054321", "12", 9.845e9, None)
UDYAMS: tuple[Cell, ...] = ("UDYAM-KR-18-0000001", "udyam-kr-18-0000002", "UDYAM-1", None)
WORKERS: tuple[Cell, ...] = (4, "5-9", "about 7", "many", None)


def listed(seed: int, rows: int = 60) -> ListSheet:
    """A list as offices keep it: firms twice, heads again, sums, empty cells."""
    chance = random.Random(seed)
    told = [ListRow(1, HEAD)]
    for number in range(2, rows):
        cells: list[Cell] = [number, *map(chance.choice, (NAMES, PLACES, PHONES, UDYAMS, WORKERS)), None]
        if chance.random() < 0.05:
            cells = list(HEAD)
        if chance.random() < 0.1:
            cells = cells[: chance.randrange(1, 6)]
        if chance.random() < 0.9:
            told.append(ListRow(number, cells))
    return ListSheet("List", told)


def counter(start: int = 0) -> Callable[[], str]:
    numbers = itertools.count(start)
    return lambda: f"id{next(numbers)}"


def planned(sheet: ListSheet, known: Known | None = None, start: int = 0) -> ImportPlan:
    head = columns.find_head(sheet)
    assert head is not None
    return import_plan.make(
        "a.xlsx", sheet, head, columns.propose(head, {}), known or Known(), new_id=counter(start)
    )


def said(row: PlannedRow) -> tuple[object, ...]:
    """What a row says and what becomes of it, whatever ids were given."""
    met = row.same_row or (row.same_as if row.same_as.startswith("known") else bool(row.same_as))
    return (
        *(row.number, row.firm.name, row.firm.properties, row.digest, row.is_new, row.left_out),
        *(met, row.same_by, row.oddities),
    )


@pytest.mark.parametrize("seed", range(20))
def test_what_a_row_says_is_what_its_cells_say_one_by_one(seed: int) -> None:
    sheet = listed(seed)
    plan = planned(sheet)
    rows = {row.number: row for row in sheet.rows}
    assert [row.number for row in plan.rows] == list(rows)[1:]
    for row in plan.rows:
        cells = rows[row.number].cells
        told = {m: clean(m, cells[c] if c < len(cells) else None) for c, m in plan.mapping.items()}
        assert row.firm.name == told[FirmField.NAME].text
        assert row.oddities == {m: one.oddity for m, one in told.items() if one.oddity}
        place = told[FirmField.PLACE].text
        assert row.firm.place == plan.spellings.get(place, place)
        beside = "; ".join(filter(None, (told[FirmField.NOTE].text, *(one.beside for one in told.values()))))
        assert row.firm.get(FirmField.NOTE) == beside
        for meaning in set(told) - {FirmField.NAME, FirmField.PLACE, FirmField.NOTE}:
            assert row.firm.get(meaning) == told[meaning].text
        repeats = [
            c for c, name in enumerate(HEAD) if c < len(cells) and str(cells[c]).casefold() == name.casefold()
        ]
        assert (row.left_out is LeftOut.HEAD_AGAIN) == (len(repeats) >= 4)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_made_over_again_is_a_new_plan(seed: int) -> None:
    sheet, chance = listed(seed), random.Random(seed)
    first = planned(sheet)
    taken = [row for row in first.rows if not row.left_out and chance.random() < 0.3]
    firms = [Firm(f"known{n}", n, row.firm.name, row.firm.properties) for n, row in enumerate(taken, start=1)]
    digests = {row.digest: firm.id for row, firm in zip(taken, firms, strict=True) if chance.random() < 0.5}
    known = Known(firms, digests)
    fresh, over = planned(sheet, known, 1000), import_plan.again(first, known, new_id=counter(1000))
    assert list(map(said, over.rows)) == list(map(said, fresh.rows))
    assert (over.empty_rows, over.spellings, over.mapping) == (
        fresh.empty_rows,
        fresh.spellings,
        fresh.mapping,
    )
    assert not {row.firm.id for row in over.new} & {row.firm.id for row in first.rows}
    assert any(row.same_as for row in over.rows)
