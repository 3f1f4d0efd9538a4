"""Duplicates in the window: side by side, decided by digit, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.records import FirmField
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.duplicates_tab import DuplicatesTab
from tests.support import screen
from tests.support.fixtures_firms import Firms
from tests.support.small_form import PASSPHRASE

Open = Callable[[Study], Firms]


@pytest.fixture
def twins(study: Study) -> Study:
    """Four entries, of which two and two may be one firm."""
    study.register.add("Sri Manjunatha Brass", {FirmField.PHONE: "9845100047", FirmField.PLACE: "Old market"})
    study.register.add("Manjunath Brass", {FirmField.PHONE: "9845100047", FirmField.WORKERS: "4"})
    study.register.add("Gowri Lamps", {FirmField.PHONE: "9845100099"})
    study.register.add("Gouri Lamp", {FirmField.PHONE: "9845100099"})
    return study


@pytest.fixture
def firms(firms_page: Open, twins: Study) -> Firms:
    return firms_page(twins)


def tab_of(firms: Firms) -> DuplicatesTab:
    found = firms.page.show_tab("duplicates")
    assert isinstance(found, DuplicatesTab)
    return found


def ids(firms: Firms) -> list[str]:
    return [firm.id for firm in firms.study.register.listing()]


def test_a_key_shows_the_pair_of_the_firm_with_its_reasons(firms: Firms) -> None:
    third = ids(firms)[2]
    firms.choose(third)
    firms.press(Qt.Key.Key_D)
    words = screen.words_on(firms.page)
    assert "same phone" in words
    assert ("Gowri Lamps" in words, "Gouri Lamp" in words) == (True, True)
    assert "Duplicates  2" in screen.buttons_on(firms.page)
    pair = tab_of(firms).chosen()
    assert pair is not None
    assert third in (pair.one.id, pair.other.id)


def test_a_firm_without_a_likeness_says_so(firms: Firms) -> None:
    firms.study  # noqa: B018 - open
    assert firms.program.window.tasks is not None
    firms.program.window.tasks.write(lambda study: study.register.add("Zubin Polishers"))
    firms.settled()
    firms.choose(ids(firms)[-1])
    firms.press(Qt.Key.Key_D)
    assert "No entry looks like Zubin Polishers." in firms.program.sentence


def test_what_differs_is_marked_by_a_sign(firms: Firms) -> None:
    tab = tab_of(firms)
    tab.show_pair(*ids(firms)[:2])
    words = screen.words_on(tab.pair).split("\n")
    signs = {words[at + 1]: words[at] for at in range(len(words) - 1) if words[at] in ("", "≠")}
    assert (signs["Name"], signs["Workers"], signs["Phone"]) == ("≠", "≠", "")


@pytest.mark.parametrize(("key", "stays"), [(Qt.Key.Key_1, 0), (Qt.Key.Key_2, 1)])
def test_one_of_two_is_kept_and_that_can_be_undone(firms: Firms, key: Qt.Key, stays: int) -> None:
    two = ids(firms)[:2]
    tab = tab_of(firms)
    tab.show_pair(*two)
    firms.press(key).settled()
    gone = two[1 - stays]
    assert (two[stays] in ids(firms), gone in ids(firms)) == (True, False)
    assert firms.study.register.firm(two[stays]).workers == 4
    pair = tab.chosen()
    assert pair is not None
    assert gone not in (pair.one.id, pair.other.id)
    assert "with its visits and sources" in firms.program.sentence
    firms.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier).settled()
    assert gone in ids(firms)


def test_two_firms_are_not_proposed_again(firms: Firms) -> None:
    tab = tab_of(firms)
    for _each in range(2):
        firms.press(Qt.Key.Key_3).settled()
    assert len(ids(firms)) == 4
    firms.program.bot.waitUntil(lambda: not firms.page.lookalikes.pairs, timeout=20000)
    assert "No two entries of the register look like one firm." in screen.words_on(tab)


def test_that_two_are_two_firms_can_be_undone(firms: Firms) -> None:
    tab = tab_of(firms)
    before = len(tab.model.pairs)
    firms.press(Qt.Key.Key_3).settled()
    assert len(tab.model.pairs) == before - 1
    firms.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier).settled()
    firms.compared()
    assert len(tab.model.pairs) == before


def test_two_that_are_both_drawn_cannot_become_one_and_that_is_said(firms: Firms) -> None:
    two = ids(firms)[:2]
    assert firms.program.window.tasks is not None
    firms.program.window.tasks.write(lambda study: study.fieldwork.choose(two))
    tab = tab_of(firms)
    tab.show_pair(*two)
    firms.press(Qt.Key.Key_1).settled()
    assert "are both drawn in one round" in firms.program.sentence
    assert len(ids(firms)) == 4


def test_escape_leads_back_to_the_firm(firms: Firms) -> None:
    third = ids(firms)[2]
    firms.choose(third).press(Qt.Key.Key_D).press(Qt.Key.Key_Escape).settled()
    row = firms.tab.chosen()
    assert row is not None
    assert row.firm.id == third
    assert firms.tab.table.hasFocus()


def test_in_a_study_that_is_only_read_nothing_is_decided(firms_page: Open, twins: Study) -> None:
    path = twins.path
    twins.close()
    with Study.open(path, PASSPHRASE, read_only=True) as opened:
        firms = firms_page(opened)
        tab_of(firms)
        for key in (Qt.Key.Key_1, Qt.Key.Key_3):
            firms.press(key).settled()
        assert len(ids(firms)) == 4
        assert not screen.button(firms.page, "3  Two firms").isEnabled()
        firms.program.window.close()
