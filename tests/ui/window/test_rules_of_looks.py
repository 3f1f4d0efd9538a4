"""What holds on every page: one filled button, no setting that the wheel turns, rings for the keyboard alone, one edge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QPushButton,
    QScrollBar,
    QWidget,
)

from fieldsurvey.i18n import speaking
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.entry.base.units import period_word, unit_word
from fieldsurvey.ui.interviews.interviews_model import FIRM
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Card
from fieldsurvey.ui.window.pages import PAGES
from tests.support.pages import Program
from tests.support.small_form import ANSWERS, PASSPHRASE

KEYS = [page.key for page in PAGES]


def filled(widget: QWidget) -> list[str]:
    """The words of the filled buttons that are seen."""
    buttons = widget.findChildren(QPushButton)
    return [one.text() for one in buttons if one.isVisible() and one.property("kind") == "primary"]


@pytest.fixture
def opened(program: Program, study: Study) -> Program:
    study.interviews.add("small", ANSWERS)
    return program.open(study).rested()


@pytest.mark.parametrize("key", KEYS)
def test_a_page_has_one_filled_button_at_most(opened: Program, key: str) -> None:
    opened.window.show_page(key)
    assert len(filled(opened.window)) <= 1


def test_the_filled_button_of_an_interview_is_the_one_that_goes_on(opened: Program) -> None:
    opened.new_interview()
    assert [words.partition(":")[0] for words in filled(opened.window)] == ["Next"]


def test_the_first_page_has_one_filled_button(program: Program) -> None:
    assert filled(program.window) == ["New study"]


def test_a_new_study_has_one_filled_button(program: Program) -> None:
    program.new_study()
    assert filled(program.window) == ["Create the study"]


def test_while_a_study_is_unlocked_that_is_the_filled_button(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    program.welcome.choose(path)
    assert filled(program.window) == ["Unlock"]


# --- the wheel ---------------------------------------------------------------------------------------------------


def settings_on(widget: QWidget) -> Iterator[tuple[QWidget, object]]:
    """Everything that has a value a wheel could turn, and the value."""
    for box in widget.findChildren(QComboBox):
        yield box, box.currentIndex()
    for spin in widget.findChildren(QAbstractSpinBox):
        yield spin, spin.text()
    for slider in widget.findChildren(QAbstractSlider):
        if not isinstance(slider, QScrollBar):
            yield slider, slider.value()


def turn_wheel(widget: QWidget, down: int) -> None:
    at = QPointF(widget.rect().center())
    turned = QPoint(0, -120 if down else 120)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), turned, turned, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("key", [*KEYS, "interview"])
def test_the_wheel_turns_no_setting(opened: Program, key: str) -> None:
    if key == "interview":
        opened.new_interview()
    else:
        opened.window.show_page(key)
    before = list(settings_on(opened.window))
    for widget, _value in before:
        widget.setFocus()
        for down in (0, 1):
            turn_wheel(widget, down)
            assert list(settings_on(opened.window)) == before


@pytest.mark.parametrize("key", [*KEYS, "interview", "new study"])
def test_the_wheel_takes_the_keyboard_to_no_setting(opened: Program, key: str) -> None:
    """What is typed after scrolling past a setting goes where it went before."""
    if key == "interview":
        opened.new_interview()
    elif key == "new study":
        opened.window.go_home()
        opened.new_study()
    else:
        opened.window.show_page(key)
    taking = [
        widget for widget, _value in settings_on(opened.window)
        if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus
    ]  # fmt: skip
    assert taking == []


def test_the_icon_of_a_button_that_is_off_is_seen_on_it(opened: Program) -> None:
    button = next(b for b in opened.window.findChildren(QPushButton) if b.property("kind") == "primary")
    faint = button.icon().pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()
    drawn = {
        faint.pixelColor(x, y).name()
        for x in range(faint.width()) for y in range(faint.height())
        if faint.pixelColor(x, y).alpha() == 255
    }  # fmt: skip
    assert drawn == {theme.colours().muted.lower()}


def test_the_wheel_turns_no_setting_of_a_new_study(program: Program) -> None:
    program.new_study()
    before = list(settings_on(program.window))
    assert before
    for widget, _value in before:
        turn_wheel(widget, 1)
    assert list(settings_on(program.window)) == before


# --- rings and edges ------------------------------------------------------------------------------------------------


def test_a_click_leaves_no_ring_and_the_keyboard_brings_one(program: Program) -> None:
    program.new_study()
    box = program.welcome.findChildren(QComboBox)[-1]
    box.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not box.property("ring")
    box.clearFocus()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert box.property("ring")


def test_a_button_that_was_clicked_has_no_ring(opened: Program) -> None:
    opened.window.show_page("safety")
    button = next(b for b in opened.window.findChildren(QPushButton) if b.text() == "Back up now")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not button.property("ring")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("width", [1366, 911])
def test_the_cards_of_a_page_begin_at_one_edge(opened: Program, key: str, width: int) -> None:
    opened.window.resize(width, 512)
    opened.window.show_page(key)
    frame = opened.window.frame
    assert frame is not None
    page = frame.page(key)
    assert page is not None
    opened.bot.wait(30)
    cards = [card for card in page.findChildren(Card) if card.isVisible()]
    lefts = {card.mapTo(page, QPoint(0, 0)).x() for card in cards if card.width() > page.width() // 2}
    assert lefts <= {24}


# --- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["hi", "kn"])
@pytest.mark.parametrize("name", ["firm_diagnostic", "cluster_profile"])
def test_units_and_periods_of_the_shipped_forms_are_said_in_the_persons_language(
    name: str, language: str
) -> None:
    questions = load_questionnaire(paths.forms() / f"{name}.xlsx").questions
    with speaking(language):
        said = {unit_word(one.unit) for one in questions} | {period_word(one.period) for one in questions}
    assert [words for words in said if any(letter.isascii() and letter.isalpha() for letter in words)] == []


def first_ink(picture: QImage, ground: QColor, columns: range, rows: range) -> int:
    """The first column in which something else than the ground is painted."""
    return next(x for x in columns if any(picture.pixelColor(x, y) != ground for y in rows))


@pytest.mark.parametrize("chosen", [True, False], ids=["the chosen row", "another"])
def test_heads_stand_over_their_cells(program: Program, study: Study, chosen: bool) -> None:
    """Also in the cell with the ring of the keyboard: its words do not move."""
    for name in ("Iqbal Idols", "Indra Idols"):
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": name})
    program.open(study).window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.table.setFocus()
    page.table.selectRow(0)
    QApplication.processEvents()
    head = page.table.horizontalHeader().viewport().grab().toImage()
    cells = page.table.viewport().grab().toImage()
    row = page.table.visualRect(page.table.model().index(0 if chosen else 1, FIRM))
    middle = range(row.top() + 8, row.bottom() - 8)
    inside = range(row.left() + 4, row.left() + 60)  # within the ring
    over = first_ink(head, head.pixelColor(2, 4), range(2, 60), range(8, head.height() - 8))
    under = first_ink(cells, cells.pixelColor(row.left() + 4, row.center().y()), inside, middle)
    assert over == under
