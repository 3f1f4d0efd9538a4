"""The tab Sample: the plan with its numbers, what is wrong in its place, the note as it is printed, the draw and its undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.records import CaseRole, FirmField, Outcome
from fieldsurvey.records.design import Method
from fieldsurvey.ui.firms.sample.sample_tab import SampleTab
from fieldsurvey.ui.firms.sample.strata_card import DRAW, FIRMS, NAME, RESERVE, SURE, TAKE
from tests.support import screen
from tests.support.screen import button, buttons_on, press, words_on
from tests.ui.firms.desk import Room

KEY = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLACES = ("Old market", "Kumbara street", "Industrial area", "Bellur road")
SIZES = (("3", 268), ("9", 122), ("38", 22))


class Hand:
    """The tab, used by hand."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.tab: SampleTab = room.show(SampleTab(room.desk))

    def cell(self, row: int, column: int) -> str:
        return str(self.tab.plan.strata.model.index(row, column).data())

    def column(self, column: int) -> list[str]:
        return [self.cell(row, column) for row in range(self.tab.plan.strata.model.rowCount())]

    def type(self, row: int, column: int, text: str) -> None:
        """Type into a cell of the strata."""
        table = self.tab.plan.strata.table
        table.setCurrentIndex(self.tab.plan.strata.model.index(row, column))
        table.setFocus()
        table.edit(table.currentIndex())
        field = screen.found(table.viewport(), type(screen.field(self.tab, "Seed")))
        field.setText(text)
        QTest.keyClick(field, KEY.Key_Return)
        QApplication.processEvents()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the strata are."""
        table = self.tab.plan.strata.table
        table.setFocus()
        QTest.keyClick(table, key, modifier)

    def toggle(self, row: int) -> None:
        """Space on how a stratum is taken."""
        table = self.tab.plan.strata.table
        table.setCurrentIndex(self.tab.plan.strata.model.index(row, TAKE))
        self.key(KEY.Key_Space)

    def choose_way(self, words: str) -> None:
        box = screen.choice(self.tab, "How firms are chosen")
        box.setCurrentIndex(box.findText(words))
        box.activated.emit(box.currentIndex())

    def draw(self) -> None:
        self.key(KEY.Key_Return, CTRL)
        self.room.rested()

    @property
    def note(self) -> str:
        return self.tab.paper.text


Fill = Callable[..., Hand]


@pytest.fixture
def filled(room: Room) -> Fill:
    """A register of so many firms by size, spread over four places, and its tab."""

    def fill(*sizes: tuple[str, int]) -> Hand:
        number = 0
        for workers, count in sizes:
            for _each in range(count):
                number += 1
                told = {FirmField.PLACE: PLACES[number % 4], FirmField.WORKERS: workers}
                room.study.register.add(f"Firm {number}", told)
        return Hand(room)

    return fill


@pytest.fixture
def small(filled: Fill) -> Hand:
    """Thirty household units and ten factories."""
    return filled(("3", 30), ("9", 20), ("38", 10))


def test_the_numbers_of_the_plan_are_those_of_the_formulas(filled: Fill) -> None:
    hand = filled(*SIZES)
    hand.toggle(2)
    assert hand.column(DRAW) == ["49", "23", "22", "94"]
    assert hand.column(FIRMS) == ["268", "122", "22", "412"]
    assert hand.column(RESERVE) == ["16", "8", "0", "24"]
    assert hand.column(SURE) == ["± 11", "± 16", "exact", "± 8.3"]
    words = words_on(hand.tab)
    assert (
        "94 firms give ± 8.3, not ± 7.5. 13 firms more (Household 58, Workshop 27) would give ± 7.5." in words
    )
    assert "Draw 94 firms" in buttons_on(hand.tab)
    press(hand.tab, "Use 107")
    assert hand.column(DRAW) == ["58", "27", "22", "107"]
    assert hand.cell(3, SURE) == "± 7.5"
    assert "Use 107" not in buttons_on(hand.tab)
    assert "within ± 7.5 points" in hand.note


def test_what_is_kept_is_not_said_again(filled: Fill) -> None:
    hand = filled(*SIZES)
    hand.toggle(2)
    press(hand.tab, "Keep 94")
    assert "Keep 94" not in buttons_on(hand.tab)
    assert hand.cell(3, DRAW) == "94"


def test_another_precision_is_another_size_with_its_weeks(filled: Fill) -> None:
    hand = filled(*SIZES)
    assert "6 weeks" in words_on(hand.tab)
    screen.field(hand.tab, "Interviews a week").setText("30")
    assert "3 weeks" in words_on(hand.tab)
    hand.key(KEY.Key_4, ALT)
    assert hand.cell(3, DRAW) == "164"


def test_numbers_are_typed_and_what_cannot_be_is_said_at_the_table(small: Hand) -> None:
    small.type(0, DRAW, "31")
    assert "The stratum Household has 30 firms, so 31 cannot be drawn" in words_on(small.tab)
    assert not small.tab.draw.isEnabled()
    assert (small.note, small.cell(3, SURE)) == ("", "")
    small.type(0, DRAW, "12")
    assert small.tab.draw.isEnabled()
    assert "12 of 30 in Household" in small.note
    small.type(0, RESERVE, "19")
    assert "18 firms are left for the reserve" in words_on(small.tab)
    small.type(0, RESERVE, "5")
    small.type(1, DRAW, "1")
    assert "One firm of the stratum Workshop does not tell how its firms differ" in words_on(small.tab)
    assert small.tab.draw.isEnabled()


def test_an_empty_stratum_is_said_and_other_bounds_mend_it(filled: Fill) -> None:
    hand = filled(("3", 30), ("38", 10), ("", 4))
    assert "No firm of the register stands in the stratum Workshop" in words_on(hand.tab)
    assert hand.cell(3, NAME) == "Workers: not known"
    bounds = screen.field(hand.tab, "Lower ends of the size classes")
    bounds.setText("20")
    bounds.editingFinished.emit()
    assert hand.column(NAME)[:3] == ["0–19 workers", "20 workers and more", "Workers: not known"]
    assert hand.tab.draw.isEnabled()


def test_a_stratum_keeps_the_name_it_was_given(small: Hand) -> None:
    small.type(0, NAME, "Home units")
    assert small.cell(0, NAME) == "Home units 0–4 workers"
    assert "in Home units" in small.note
    small.type(0, DRAW, "9")
    assert small.cell(0, NAME).startswith("Home units")
    small.type(1, NAME, "Home units")
    assert "Give each stratum a name of its own" in words_on(small.tab)


def test_cut_by_place_each_place_is_drawn_for_itself(small: Hand) -> None:
    box = screen.choice(small.tab, "Strata by")
    box.setCurrentIndex(box.findData("place"))
    box.activated.emit(box.currentIndex())
    assert set(small.column(NAME)) == {*PLACES, "All"}


def test_the_draw_is_that_of_the_seed_and_can_be_taken_back_until_a_visit(small: Hand) -> None:
    seed = screen.field(small.tab, "Seed")
    seed.setText("20261020")
    seed.editingFinished.emit()
    planned = small.note
    small.draw()
    fieldwork = small.room.study.fieldwork
    design = fieldwork.design()
    assert design is not None
    assert (design.seed, design.spread_over, design.confidence) == (20261020, "place", 90)
    assert "seed 20261020" in words_on(small.tab)
    mark = f" The mark of the frame is {design.frame[:12]}."
    assert small.note.replace(mark, "") == planned
    first = [case.firm_id for case in fieldwork.cases()]
    press(small.tab, "Take the draw back")
    small.room.rested()
    assert fieldwork.design() is None
    small.draw()
    assert [case.firm_id for case in fieldwork.cases()] == first
    drawn = next(case for case in fieldwork.cases() if case.role is CaseRole.DRAWN)
    small.room.tasks.write(lambda study: study.fieldwork.add_visit(drawn.firm_id, Outcome.CLOSED))
    small.room.rested()
    assert not button(small.tab, "Take the draw back").isEnabled()


def test_substitutes_are_shown_with_whom_they_stand_for(small: Hand) -> None:
    small.draw()
    fieldwork, register = small.room.study.fieldwork, small.room.study.register
    gone = next(
        case for case in fieldwork.cases() if case.role is CaseRole.DRAWN and case.stratum == "Household"
    )
    number = register.firm(gone.firm_id).number
    small.room.tasks.write(lambda study: study.fieldwork.add_visit(gone.firm_id, Outcome.CLOSED))
    small.room.tasks.write(lambda study: study.fieldwork.substitute(gone.firm_id, "closed since March"))
    small.room.rested()
    press(small.tab, "Took another's place  1")
    model = small.tab.drawn.model
    assert model.index(0, 5).data() == f"for {number:04d}: closed since March"
    assert f"took the place of firm {number:04d}: closed since March" in small.note


def test_every_one_is_a_census(small: Hand) -> None:
    small.choose_way("Every one")
    assert "Every firm is asked, so chance moves no figure" in small.note
    small.draw()
    design = small.room.study.fieldwork.design()
    assert design is not None
    assert [(one.method, one.drawn) for one in design.strata] == [(Method.CENSUS, 60)]


@pytest.mark.parametrize(
    ("words", "role", "said"),
    [
        ("Chosen by us", CaseRole.CHOSEN, "1 firm was chosen by us: the largest (1)."),
        ("They come by themselves", CaseRole.VOLUNTEER, "1 firm came by itself: the largest (1)."),
    ],
)
def test_firms_come_in_without_a_draw_and_the_note_keeps_to_them(
    small: Hand, words: str, role: CaseRole, said: str
) -> None:
    small.choose_way(words)
    chosen = small.tab.chosen
    screen.field(small.tab, "Search firms").setText("firm 60")
    chosen.table.setCurrentIndex(chosen.model.index(0, 0))
    chosen.table.setFocus()
    QTest.keyClick(chosen.table, KEY.Key_Space)
    screen.field(small.tab, "Why these firms").setText("the largest")
    assert said in small.note
    assert "Figures speak of the firms surveyed only, not of the cluster." in small.note
    press(small.tab, "Take 1 firm in")
    small.room.rested()
    (case,) = small.room.study.fieldwork.cases()
    assert (case.role, case.reason) == (role, "the largest")
    assert said in small.note


def test_an_empty_register_says_what_belongs_here(room: Room) -> None:
    hand = Hand(room)
    assert "The sample is drawn from the register" in words_on(hand.tab)
    assert not hand.tab.draw.isVisibleTo(hand.tab)


def test_the_note_is_copied_as_it_is_printed(small: Hand) -> None:
    press(small.tab, "Copy")
    assert QApplication.clipboard().text() == small.note
    assert "Stratum\tN\tn\tWeight" in small.note


def test_call_sheets_are_printed_once_firms_have_agents(small: Hand, tmp_path: Path) -> None:
    small.draw()
    assert not button(small.tab, "Print the call sheets").isEnabled()
    ids = [case.firm_id for case in small.room.study.fieldwork.cases() if case.role is CaseRole.DRAWN][:3]
    small.room.tasks.write(lambda study: study.fieldwork.assign("Meena", ids, planned_on=date(2026, 11, 27)))
    small.room.rested()
    press(small.tab, "Print the call sheets")
    box = screen.choice(small.tab, "In which language")
    box.setCurrentIndex(box.findData("kn"))
    small.tab.sheets.write(tmp_path / "sheets.pdf")
    small.room.rested()
    assert "sheets.pdf" in small.tab.sheets.work.words
    words = PdfReader(tmp_path / "sheets.pdf").pages[0].extract_text()
    assert "Meena" in words
    assert "ಹಾಳೆ" in words
