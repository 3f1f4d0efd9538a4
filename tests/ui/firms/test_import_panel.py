"""A messy list is taken in by hand: what each column becomes, what is odd, what is left out, and the one question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.records import Changed, FirmField, Topic
from fieldsurvey.ui.firms.importing.columns_table import BECOMES, ODD
from fieldsurvey.ui.firms.importing.import_panel import ImportPanel
from tests.support import messy_list
from tests.support.screen import button, buttons_on, press, words_on
from tests.ui.firms.desk import Room

EMPL, PHONE = 6, 4
"""Columns of the messy list, from 0."""
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """The panel, and what it told when it was left."""

    def __init__(self, room_: Room, path: Path) -> None:
        self.room, self.told = room_, list[Changed | None]()
        self.panel: ImportPanel = room_.show(ImportPanel(room_.desk, path, self.told.append))
        room_.rested()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.columns.table, key, modifier)

    def mean(self, column: int, words: str) -> None:
        """Choose from what a column may become."""
        menu = self.panel.columns.choices(column)
        next(action for action in menu.actions() if action.text().startswith(words)).trigger()

    def cell(self, column: int, which: int) -> str:
        """What stands beside a column of the list."""
        table = self.panel.columns
        row = table.columns.index(column)
        return str(table.model.index(row, which).data())

    def row(self, number: int) -> str:
        """The line of a row of the list, as Excel counts."""
        model = self.panel.rows.model
        lines = [
            [str(model.index(n, c).data()) for c in range(model.columnCount())]
            for n in range(model.rowCount())
        ]
        return " | ".join(next(line for line in lines if line[0] == str(number)))


@pytest.fixture
def units(tmp_path: Path) -> Path:
    return messy_list.write(tmp_path / "DIC_Mandya.xlsx")


@pytest.fixture
def opened(room: Room, units: Path) -> Hand:
    return Hand(room, units)


Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a workbook of these rows."""

    def write(*rows: list[object]) -> Path:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        path = tmp_path / "list.xlsx"
        book.save(path)
        return path

    return write


def test_the_sum_and_its_reasons_stand_beside_the_list(opened: Hand) -> None:
    words = words_on(opened.panel)
    assert "447 rows under the head in row 3" in words
    for said in ("412", "19", "16", "447", "rows 141, 288", "rows 52, 99, 194, 305, 420"):
        assert said in words
    assert "Import 412 firms" in buttons_on(opened.panel)
    assert opened.cell(PHONE, BECOMES) == "Telephone"
    assert opened.cell(PHONE, ODD) == "7 cut by Excel, left empty"
    assert opened.cell(3, ODD) == "12 spellings become 4"


def test_rows_stand_as_they_will_be(opened: Hand) -> None:
    assert opened.row(52).endswith("Left out sum or page line")
    assert opened.row(53).endswith("Ask workers")
    assert opened.row(54).endswith("Same firm as row 50")
    assert opened.row(57).endswith("Add telephone left empty")


def test_the_question_is_answered_by_a_digit_before_anything_comes_in(opened: Hand) -> None:
    opened.press(KEY.Key_Return, CTRL)
    assert "Say first which end" in opened.room.window.said[0]
    opened.press(KEY.Key_2)
    assert " | 37 | " in opened.row(53)
    assert opened.cell(EMPL, ODD).startswith("9 ranges: middle")
    opened.press(KEY.Key_Return, CTRL)
    opened.room.until(lambda: bool(opened.told))
    (changed,) = opened.told
    assert changed is not None
    assert Topic.REGISTER in changed.topics
    register = opened.room.study.register
    assert register.count() == messy_list.FIRMS
    assert register.sources()[0].title == "DIC Mandya"
    ranges = [firm for firm in register.listing() if firm.workers == (35 + 40) // 2]
    assert len(ranges) == len(messy_list.RANGES)


def test_after_it_came_in_is_said_what_to_do_next(opened: Hand) -> None:
    opened.press(KEY.Key_1)
    opened.press(KEY.Key_Return, CTRL)
    opened.room.until(lambda: len(opened.room.window.said) > 1)
    said = opened.room.window.said[-1]
    assert said.startswith("412 firms came into the register. 19 rows named a firm once more")
    assert "look at them under Duplicates" in said


def test_what_came_in_goes_again_by_undo(opened: Hand) -> None:
    opened.press(KEY.Key_1)
    opened.press(KEY.Key_Return, CTRL)
    room = opened.room
    room.until(lambda: bool(room.window.undo))
    assert room.study.register.count() == messy_list.FIRMS
    room.window.undo[0]()
    room.until(lambda: room.study.register.count() == 0)
    room.until(lambda: room.window.said[-1] == "The list “DIC Mandya” is taken back, and 412 firms with it.")
    assert room.study.register.sources() == []


def test_a_column_that_becomes_something_else_is_planned_anew_at_once(opened: Hand) -> None:
    opened.mean(PHONE, "Leave out")
    assert opened.cell(PHONE, BECOMES) == "Leave out"
    plan = opened.panel.plan
    assert plan is not None
    assert FirmField.PHONE not in plan.mapping.values()
    opened.mean(EMPL, "Telephone")
    assert opened.panel.mapping[EMPL] is FirmField.PHONE
    assert opened.cell(EMPL, BECOMES) == "Telephone"


def test_a_field_goes_from_one_column_to_another(opened: Hand) -> None:
    opened.mean(2, "Firm name (now column B)")
    assert (opened.cell(2, BECOMES), opened.cell(1, BECOMES)) == ("Firm name", "Leave out")


def test_without_a_name_nothing_comes_in_and_the_page_says_why(opened: Hand) -> None:
    opened.panel.columns.go_to(1)
    opened.press(KEY.Key_Delete)
    assert "No column of DIC_Mandya.xlsx is said to hold the firm's name" in words_on(opened.panel)
    assert not button(opened.panel, "Import").isEnabled()
    opened.mean(1, "Firm name")
    assert button(opened.panel, "Import 412 firms").isEnabled()


def test_ctrl_down_goes_from_fault_to_fault(opened: Hand) -> None:
    def here() -> str:
        rows = opened.panel.rows
        return str(rows.model.index(rows.table.currentIndex().row(), 0).data())

    found = []
    for _each in range(4):
        opened.press(KEY.Key_Down, CTRL)
        found.append(int(here()))
    assert found == sorted(set(found))
    plan = opened.panel.plan
    assert plan is not None
    by_number = {row.number: row for row in plan.rows}
    assert all(not by_number[n].is_new or by_number[n].oddities for n in found)


def test_another_sheet_is_another_list(opened: Hand) -> None:
    press(opened.panel, "Closed  31")
    assert "Import 31 firms" in buttons_on(opened.panel)
    press(opened.panel, "Sheet3  empty")
    assert "Nothing stands in the sheet Sheet3" in words_on(opened.panel)


def test_escape_takes_nothing_in(opened: Hand) -> None:
    opened.press(KEY.Key_Escape)
    assert opened.told == [None]
    assert opened.room.study.register.count() == 0


def test_a_list_without_a_head_asks_for_its_row(room: Room, written: Written) -> None:
    path = written(["brass", "units"], ["Kind", "What it is called"], ["x", "Sharma Brass"], ["y", "Verma"])
    hand = Hand(room, path)
    assert "Click the row that does" in words_on(hand.panel)
    choice = hand.panel.choice
    choice.table.setCurrentIndex(choice.model.index(1, 1))
    QTest.keyClick(choice.table, KEY.Key_Return)
    hand.mean(1, "Firm name")
    assert "Import 2 firms" in buttons_on(hand.panel)


def test_a_head_of_two_rows_is_named(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name of the unit", "Workers", None], [None, "Men", "Women"], ["Sharma Brass", 4, 2]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "two.xlsx")
    hand = Hand(room, tmp_path / "two.xlsx")
    assert "under the head in rows 1 and 2" in words_on(hand.panel)


def test_of_three_hundred_columns_those_without_a_meaning_fold(room: Room, written: Written) -> None:
    names = ["Name of the unit", "Area", *(f"extra {n}" for n in range(298))]
    hand = Hand(room, written(names, ["Sharma Brass", "Old market", *range(298)]))
    columns = hand.panel.columns
    assert columns.model.rowCount() == 3
    assert columns.model.index(2, 1).data() == "298 more columns are left out: show them"
    columns.table.setCurrentIndex(columns.model.index(2, 1))
    QTest.keyClick(columns.table, KEY.Key_Return)
    assert columns.model.rowCount() == 300


def test_a_file_that_is_no_list_is_a_sentence_with_a_way_out(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    hand = Hand(room, path)
    assert "cannot be read as a list" in words_on(hand.panel)
    press(hand.panel, "Back to the firms")
    assert hand.told == [None]


def test_a_list_that_came_in_before_has_nothing_new(opened: Hand, units: Path) -> None:
    opened.press(KEY.Key_1)
    opened.press(KEY.Key_Return, CTRL)
    opened.room.until(lambda: bool(opened.told))
    again = Hand(opened.room, units)
    assert "Nothing new to import" in buttons_on(again.panel)
    assert "columns as they were chosen last" in words_on(again.panel)


def test_a_long_list_is_planned_beside_the_window_and_can_be_stopped(room: Room, written: Written) -> None:
    rows = [["Name of the unit", "Area"], *([f"Firm {n}", "Old market"] for n in range(3000))]
    path = written(*rows)
    told: list[Changed | None] = []
    panel: ImportPanel = room.show(ImportPanel(room.desk, path, told.append))
    assert "Reading list.xlsx" in words_on(panel)
    press(panel, "Stop")
    room.until(lambda: bool(told) or panel.plan is not None)
    again = Hand(room, path)
    room.until(lambda: again.panel.plan is not None)
    assert "Import 3,000 firms" in buttons_on(again.panel) or "Import 3000 firms" in buttons_on(again.panel)
