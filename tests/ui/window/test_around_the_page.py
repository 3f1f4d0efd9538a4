"""What stands around a page: messages that move nothing, the rail in a narrow window, the keys, and a way back from deleting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from fieldsurvey.study import Study
from fieldsurvey.ui.firms.firms_page import FirmsPage
from fieldsurvey.ui.firms.tabs import TABS
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.shell.key_bar import KeyBar
from fieldsurvey.ui.shell.key_sheet import KeySheet
from fieldsurvey.ui.window.pages import PAGES
from fieldsurvey.ui.window.study_frame import StudyFrame
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.support.small_form import ANSWERS

LONG = "The server does not answer. Check the network and try again; everything is safe on this laptop."


@pytest.fixture
def opened(program: Program, study: Study) -> Program:
    for number in range(30):
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": f"Firm {number:02}"})
    program.open(study).rested()
    program.window.resize(1366, 728)
    QApplication.processEvents()
    return program


def frame_of(program: Program) -> StudyFrame:
    assert program.window.frame is not None
    return program.window.frame


def places(frame: StudyFrame) -> dict[QWidget, QPoint]:
    """Where every button of the page and the rail stands, but those of the message itself."""
    buttons = frame.findChildren(QAbstractButton)
    return {
        one: one.mapTo(frame, QPoint(0, 0))
        for one in buttons
        if one.isVisible() and not frame.banner.isAncestorOf(one)
    }


@pytest.mark.parametrize("width", [1366, 911])
@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_a_message_moves_nothing_and_covers_no_button(opened: Program, key: str, width: int) -> None:
    opened.window.resize(width, 728 if width > 1000 else 512)
    opened.window.show_page(key)
    QApplication.processEvents()
    opened.rested()  # what a page looks for beside the window brings buttons of its own
    frame = frame_of(opened)
    before = places(frame)
    seen = {one: one.visibleRegion().boundingRect().translated(at) for one, at in before.items()}
    opened.window.say(LONG)
    QApplication.processEvents()
    assert places(frame) == before
    bar = frame.banner
    lies = bar.rect().translated(bar.mapTo(frame, QPoint(0, 0)))
    covered = [
        one.text()
        for one, place in seen.items()
        if lies.intersects(place) and not frame.foot.isAncestorOf(one)
    ]
    assert covered == []


def test_a_narrow_rail_keeps_numbers_and_words_and_says_that_something_waits(opened: Program) -> None:
    opened.window.resize(911, 512)
    QApplication.processEvents()
    rail = frame_of(opened).rail
    assert rail.width() == 56
    assert [one.toolTip() for one in rail.findChildren(QPushButton)] == rail.words
    numbers = {one.toolTip(): one.number for one in rail.findChildren(QPushButton) if one.number}
    assert numbers == {"Review": 30, "Sync": 30}
    told = [
        w.toolTip() for w in rail.findChildren(QWidget) if w.isVisible() and "not sent yet" in w.toolTip()
    ]
    assert told == ["30 interviews are not sent yet"]


def test_while_alt_is_held_a_narrow_rail_shows_its_words_and_the_page_stays(opened: Program) -> None:
    opened.window.resize(911, 512)
    QApplication.processEvents()
    frame = frame_of(opened)
    before = places(frame)[frame.foot.findChildren(QAbstractButton)[0]]
    QTest.keyPress(frame, Qt.Key.Key_Alt)
    assert "Interviews" in [one.text() for one in frame.rail.findChildren(QPushButton)]
    assert places(frame)[frame.foot.findChildren(QAbstractButton)[0]] == before
    QTest.keyRelease(frame, Qt.Key.Key_Alt)
    assert frame.rail.width() == 56


@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_f1_shows_every_key_a_page_listens_to(opened: Program, key: str) -> None:
    opened.window.show_page(key)
    frame = frame_of(opened)
    frame.show_keys()
    sheet = frame.findChildren(KeySheet)[-1]
    told = " ".join(keys for _heading, block in frame.all_keys() for keys, _meaning in block)
    sheet.accept()
    page = frame.page(key)
    assert page is not None
    bound = {
        one.key().toString(QKeySequence.SequenceFormat.PortableText)
        for holder in (frame, page)
        for one in holder.findChildren(QShortcut)
    }
    bound -= {f"Ctrl+{number}" for number in range(2, 9)}  # told as Ctrl+1 … Ctrl+9
    names = [*told.replace("←", "Left").replace("→", "Right").replace("+9,", "+9").split(), "Space"]
    assert [one for one in bound if one not in names] == []


def test_the_keys_lead_from_page_to_page(opened: Program) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert frame_of(opened).page_name == "interviews"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert frame_of(opened).page_name == "study"


@pytest.mark.parametrize("key", ["firms", "interviews"])
def test_after_an_interview_the_page_has_the_keyboard_again(opened: Program, key: str) -> None:
    opened.window.show_page(key)
    page = frame_of(opened).page(key)
    assert page is not None
    opened.new_interview().entry.left.emit("")
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is page or page.isAncestorOf(focused)


def deleted(program: Program) -> InterviewsPage:
    """The first interview of the list is deleted by its key."""
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    program.rested()
    assert program.window.tasks is not None
    program.window.tasks.wait_for_writes()
    QApplication.processEvents()
    return page


def test_what_was_deleted_comes_back_with_undo(opened: Program) -> None:
    page = deleted(opened)
    assert page.table.model().rowCount() == 29
    assert "can be restored" in opened.sentence
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.tasks is not None
    opened.window.tasks.wait_for_writes()
    QApplication.processEvents()
    assert page.table.model().rowCount() == 30


def test_undo_is_offered_for_a_while_and_not_for_what_is_said_next(opened: Program) -> None:
    page = deleted(opened)
    opened.window.say("Something else.")
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.tasks is not None
    opened.window.tasks.wait_for_writes()
    assert page.table.model().rowCount() == 29


def test_a_list_ends_with_a_whole_row(opened: Program) -> None:
    opened.window.show_page("interviews")
    page = opened.window.findChild(InterviewsPage)
    assert page is not None
    for height in range(600, 640, 7):
        opened.window.resize(1366, height)
        QApplication.processEvents()
        table = page.table
        assert table.viewport().height() % table.verticalHeader().defaultSectionSize() == 0


def keys_at_the_foot(program: Program) -> list[str]:
    """What the foot of the page tells just now."""
    bar = frame_of(program).foot.findChildren(KeyBar)
    return [words for one in bar if one.isVisible() for words in words_on(one).split("\n")]


def test_the_foot_tells_the_keys_of_the_tab_that_is_shown(opened: Program) -> None:
    opened.window.show_page("firms")
    page = opened.window.findChild(FirmsPage)
    assert page is not None
    told = {}
    for tab in TABS:
        page.show_tab(tab.key)
        told[tab.key] = keys_at_the_foot(opened)
    assert "add a visit" in told["register"]
    assert "another seed" in told["sample"]
    assert "they are two firms" in told["duplicates"]
    assert "add a visit" not in [*told["sample"], *told["visits"], *told["duplicates"]]
    opened.window.show_page("interviews")
    opened.window.show_page("firms")
    assert keys_at_the_foot(opened) == told["duplicates"]
