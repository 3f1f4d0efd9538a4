"""A firm that was met: what it may be is shown before it is in the register."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.records import FirmField, FirmFilter
from fieldsurvey.study import Study
from tests.support import messy_list, screen
from tests.support.fixtures_firms import Firms

Open = Callable[[Study], Firms]


@pytest.fixture
def firms(firms_page: Open, surveyed: Study) -> Firms:
    page = firms_page(surveyed)
    screen.press(page.page, "Add a firm")
    return page


def fill(firms: Firms, **told: str) -> Firms:
    for name, text in told.items():
        screen.field(firms.tab.pane, name).setFocus()
        firms.type(text)
    return firms


def test_a_new_firm_is_added_with_what_is_told_of_it(firms: Firms) -> None:
    fill(firms, Name="Vaishnavi Enterprises", Place="Old market", Phone="98860 12345")
    screen.press(firms.tab.pane, "More fields")
    firms.settled()
    fill(firms, Workers="6", Note="call between 2 and 4")
    firms.press(Qt.Key.Key_Return).settled()
    (firm,) = firms.study.register.listing(FirmFilter("vaishnavi"))
    assert (firm.phone, firm.place, firm.workers, firm.get(FirmField.NOTE)) == (
        *("9886012345", "Old market", 6),
        "call between 2 and 4",
    )
    assert not firms.tab.pane.is_busy
    row = firms.tab.chosen()
    assert row is not None
    assert row.firm.id == firm.id
    assert "call between 2 and 4" in firms.pane


def test_whom_it_may_be_is_shown_while_one_types_and_can_be_opened(firms: Firms) -> None:
    known = firms.study.register.listing()[10]
    fill(firms, Name="Something else", Phone=known.phone)
    firms.program.bot.waitUntil(lambda: "May be in the register already" in firms.pane, timeout=20000)
    assert "same phone" in firms.pane
    screen.press(firms.tab.pane, "Open")
    row = firms.settled().tab.chosen()
    assert row is not None
    assert row.firm.id == known.id
    assert firms.study.register.count() == messy_list.FIRMS


def test_enter_pressed_before_the_firms_were_compared_adds_nothing_unasked(firms: Firms) -> None:
    known = firms.study.register.listing()[10]
    fill(firms, Name="Something else", Phone=known.phone)
    firms.press(Qt.Key.Key_Return).settled()
    assert firms.study.register.count() == messy_list.FIRMS
    assert f"{known.number:04d} {known.name}" in firms.pane
    screen.press(firms.tab.pane, "Add it anyway")
    firms.settled()
    assert firms.study.register.count() == messy_list.FIRMS + 1


def test_what_was_shown_for_other_words_holds_for_those_alone(firms: Firms) -> None:
    first, second = firms.study.register.listing()[10:12]
    fill(firms, Name="Something else", Phone=first.phone)
    firms.press(Qt.Key.Key_Return).settled()
    phone = screen.field(firms.tab.pane, "Phone")
    phone.setFocus()
    phone.selectAll()
    firms.type(second.phone).press(Qt.Key.Key_Return).settled()
    assert firms.study.register.count() == messy_list.FIRMS
    assert second.name in firms.pane


def test_a_firm_without_a_name_is_not_added_and_the_pane_says_why(firms: Firms) -> None:
    firms.press(Qt.Key.Key_Return).settled()
    assert "A firm needs a name" in firms.pane
    assert firms.study.register.count() == messy_list.FIRMS


def test_escape_leaves_the_form(firms: Firms) -> None:
    fill(firms, Name="Vaishnavi")
    firms.press(Qt.Key.Key_Escape)
    QTest.qWait(300)
    assert not firms.tab.pane.is_busy
    assert firms.study.register.count() == messy_list.FIRMS
