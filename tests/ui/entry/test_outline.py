"""The outline, its reasons, the sheet of keys, and finding a question: ways through an interview without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.window.find import FindQuestion
from fieldsurvey.ui.entry.window.key_bindings import KeySheet
from fieldsurvey.ui.entry.window.key_bindings import sheet as key_sheet
from fieldsurvey.ui.entry.window.section_line import SectionLine, SectionState
from fieldsurvey.ui.welcome.welcome_page import WelcomePage
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

Made = Callable[[str], Study]
__all__ = ["ask"]
_FORM = """
    | survey |                  |          |                       |                    |
    |        | type             | name     | label                 | relevant           |
    |        | begin group      | firm     | The firm              |                    |
    |        | text             | name     | Name of the firm      |                    |
    |        | select_one yn    | exports  | Does the firm export? |                    |
    |        | end group        |          |                       |                    |
    |        | begin group      | abroad   | Exports               | ${exports} = 'yes' |
    |        | text             | where    | Where to              |                    |
    |        | begin repeat     | buyer    | Buyers abroad         |                    |
    |        | text             | buyer_of | Who buys              |                    |
    |        | end repeat       |          |                       |                    |
    |        | end group        |          |                       |                    |
    | choices |                 |          |                       |                    |
    |        | list_name        | name     | label                 |                    |
    |        | yn               | yes      | Yes                   |                    |
    |        | yn               | no       | No                    |                    |"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with study_of(tmp_path, _FORM) as made:
        yield made


@pytest.fixture
def interview(program: Program, study: Study) -> Interview:
    return program.open(study).new_interview()


def test_a_closed_section_says_what_it_waits_for(interview: Interview) -> None:
    assert interview.outline_reason(1) == "Asked only if “Does the firm export?” is “Yes”."


def test_a_section_that_opens_says_nothing_more(interview: Interview) -> None:
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.bot.waitUntil(lambda: not interview.outline_reason(1), timeout=1000)


def test_choosing_a_closed_section_stays_and_leads_to_the_question_that_opens_it(
    interview: Interview,
) -> None:
    interview.entry.outline.turned.emit(1)
    assert interview.page_title == "The firm"
    assert "Does the firm export?" in interview.entry.banner.sentence
    interview.entry.banner.action.click()
    assert interview.focused_ref == "/data/firm/exports"


def test_f6_walks_the_sections_and_enter_turns_to_one(interview: Interview) -> None:
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.press(Qt.Key.Key_F6).press(Qt.Key.Key_Down).enter()
    assert interview.page_title == "Exports"
    assert interview.focused_ref == "/data/abroad/where"


def test_f6_comes_back_to_the_question_it_left(interview: Interview) -> None:
    interview.question("exports").take_focus()
    interview.press(Qt.Key.Key_F6).press(Qt.Key.Key_F6)
    assert interview.focused_ref == "/data/firm/exports"


def test_f1_shows_every_key_the_window_listens_to(program: Program, interview: Interview) -> None:
    interview.press(Qt.Key.Key_F1)
    sheet = interview.entry.findChild(KeySheet)
    assert sheet is not None
    assert sheet.isVisible()
    said = " ".join(one.text() for one in sheet.findChildren(QLabel)).replace(" · ", " ").replace(",", " ")
    pages = program.window.frame
    assert pages is not None
    first = program.window.findChild(WelcomePage)
    assert first is not None
    behind = (pages, first)  # what is behind the interview lists its keys itself
    of_pages = [one for page in behind for one in page.findChildren(QShortcut)]
    bound = {one.key().toString() for one in program.window.findChildren(QShortcut) if one not in of_pages}
    assert {_ON_THE_SHEET.get(key, key) for key in bound if key} - set(said.split()) == set()
    sheet.accept()


_ON_THE_SHEET = {
    "Ctrl+Return": "Ctrl+Enter",
    "Ctrl+PgDown": "Ctrl+PgDn",
    "Alt+Right": "Alt+→",
    "Alt+Left": "Alt+←",
}


def test_the_sheet_of_keys_fits_a_small_screen_and_its_button_stays_in_reach(interview: Interview) -> None:
    interview.window.resize(911, 512)
    interview.press(Qt.Key.Key_F1)
    sheet = interview.entry.findChild(KeySheet)
    assert sheet is not None
    interview.bot.waitUntil(sheet.isVisible, timeout=20000)
    assert (sheet.width() <= 911, sheet.height() <= 512) == (True, True)
    area = sheet.findChildren(QScrollArea)[0]
    assert area.horizontalScrollBar().maximum() == 0
    close = sheet.findChildren(QPushButton)[-1]
    assert sheet.rect().contains(close.geometry())
    assert not area.isAncestorOf(close)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    for _press in range(9):
        QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    QTest.keyClick(sheet, Qt.Key.Key_F1)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    "key",
    [
        "Shift+Space",
        "Ctrl+Shift+Z",
        "Ctrl+Shift+L",
        "Ctrl+;",
        "F4 held",
        "Ins",
        "Alt+↑",
        "Alt+↓",
        "Ctrl+Shift++",
    ],
)
def test_f1_shows_the_keys_of_fields_and_tables_too(key: str) -> None:
    assert key in " ".join(keys for _heading, rows in key_sheet() for keys, _meaning in rows)


def test_ctrl_g_finds_a_table_by_its_title(interview: Interview) -> None:
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    found = interview.entry.findChild(FindQuestion)
    assert found is not None
    found.field.setText("buyers abroad")
    found.choose()
    assert interview.entry.session.cursor == "/data/abroad/buyer[1]/buyer_of"
    assert interview.page_title == "Exports"


def test_what_is_not_understood_waits_on_its_page(program: Program, tmp_path: Path) -> None:
    form = _FORM.replace(
        "| text             | name     | Name of the firm ",
        "| integer          | name     | Name of the firm ",
    )
    folder = tmp_path / "other"
    folder.mkdir()
    interview = program.open(study_of(folder, form)).new_interview()
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.question("name").take_focus()
    interview.type("ten").turn_page()
    assert "“ten” is not understood" in interview.entry.banner.sentence
    interview.entry.banner.action.click()
    assert interview.focused_ref == "/data/firm/name"
    assert interview.question("name").widget.unread == "ten"


def test_a_page_prepared_beforehand_ends_with_its_last_question(program: Program, tmp_path: Path) -> None:
    form = """
        | survey |               |      |       |            |                        |
        |        | type          | name | label | appearance | parameters             |
        |        | begin group   | a    | First |            |                        |
        |        | text          | name | Name  |            |                        |
        |        | end group     |      |       |            |                        |
        |        | begin group   | b    | Next  |            |                        |
        |        | range         | r1   | Road  |            | start=0 end=10 step=1  |
        |        | range         | r2   | Power | rating     | start=1 end=5 step=1   |
        |        | rank lk       | rk   | Order |            |                        |
        |        | select_one lk | l1   | Fine  | likert     |                        |
        |        | select_multiple lk | m1 | Several | minimal |                      |
        |        | date          | d1   | Month | month-year |                        |
        |        | dateTime      | d2   | When  |            |                        |
        |        | acknowledge   | ok   | Read  |            |                        |
        |        | text          | url  | Page  | url        |                        |
        |        | text          | pin  | Pin   | masked     |                        |
        |        | text          | end  | Else  |            |                        |
        |        | end group     |      |       |            |                        |
        | choices |              |      |       |            |                        |
        |        | list_name     | name | label |            |                        |
        |        | lk            | a    | Fully agree |      |                        |
        |        | lk            | b    | Neither agree nor disagree | |             |
        |        | lk            | c    | Disagree |         |                        |"""
    interview = program.open(study_of(tmp_path, form)).new_interview()
    program.bot.wait(600)  # the next page is prepared meanwhile
    interview.turn_page()
    last = interview.question("end")
    program.bot.wait(50)  # laid out
    assert interview.entry.page is not None
    assert interview.entry.page.body.height() - (last.y() + last.height()) < 100


def test_a_title_without_end_is_short_everywhere_but_on_its_page(program: Program, made: Made) -> None:
    long = "Machines that were bought with a loan " * 20
    form = f"""
        | survey |             |      |        |
        |        | type        | name | label  |
        |        | begin_group | one  | One    |
        |        | text        | a    | A      |
        |        | end_group   |      |        |
        |        | begin_group | two  | {long} |
        |        | text        | b    | B      |
        |        | end_group   |      |        |
    """
    interview = program.open(made(form)).new_interview()
    entry = interview.entry
    assert len(entry.outline.lines[1].state.title) == 60
    assert len(entry.frame.footer.next.text()) < 70
    assert interview.turn_page().page_title == long.strip()
    assert entry.minimumSizeHint().width() < 1000


def test_a_table_with_a_title_without_end_is_as_wide_as_its_page(program: Program, made: Made) -> None:
    title = "Machines that were bought with a loan " * 20
    form = f"""
        | survey |              |      |         |
        |        | type         | name | label   |
        |        | begin_repeat | r    | {title} |
        |        | text         | t    | T       |
        |        | end_repeat   |      |         |
    """
    interview = program.open(made(form)).new_interview()
    assert interview.grid("r").minimumSizeHint().width() < 600


def test_undo_turns_to_the_page_where_it_takes_something_back(interview: Interview) -> None:
    interview.question("exports").take_focus()
    interview.type("1").turn_page()
    assert interview.page_title == "Exports"
    interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert interview.page_title == "The firm"
    assert interview.value("exports") == ""


def test_found_questions_name_their_section(interview: Interview) -> None:
    interview.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    found = interview.entry.findChild(FindQuestion)
    assert found is not None
    found.field.setText("name of")
    assert found.list.item(0).text() == "Name of the firm   ·  The firm"
    found.reject()


def test_a_page_whose_answers_close_it_gives_way_to_the_nearest_and_says_why(interview: Interview) -> None:
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.entry.show_page(1)
    interview.entry.session.answers.give("/data/firm/exports", "no")
    interview.bot.waitUntil(lambda: interview.page_title == "The firm", timeout=20000)
    assert interview.entry.frame.page_state.text() == "page 1 of 1"
    assert interview.entry.banner.sentence.startswith("Exports: Asked only if")


def test_going_to_a_question_that_is_not_asked_stays_and_says_why(interview: Interview) -> None:
    interview.entry.go_to("/data/abroad/where")
    assert interview.page_title == "The firm"
    assert interview.entry.banner.sentence.startswith("Exports: Asked only if")


def test_why_a_section_is_not_asked_goes_when_it_is(interview: Interview) -> None:
    interview.entry.outline.turned.emit(1)
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.bot.waitUntil(lambda: interview.entry.banner.sentence == "", timeout=20000)


def test_a_sentence_about_a_page_goes_when_it_is_turned(interview: Interview) -> None:
    interview.entry.session.answers.give("/data/firm/exports", "yes")
    interview.entry.say("No receiver is plugged in.")
    interview.entry.show_page(1)
    assert interview.entry.banner.sentence == ""


@pytest.mark.parametrize("letters", range(14, 40))
def test_a_line_of_the_outline_is_as_high_when_it_is_the_current_one(qtbot: QtBot, letters: int) -> None:
    line = SectionLine()
    qtbot.addWidget(line)
    title = ("Wage bills mw " * 4)[:letters].strip()
    line.show_state(SectionState(title), "")
    before = line.heightForWidth(200)
    line.resize(200, before)
    line.show_state(SectionState(title, is_current=True), "")
    assert line.heightForWidth(200) == before
    assert line.shown_height <= before


GATED = """
| survey | | | | |
| | type | name | label | relevant |
| | begin_group | first | First | |
| | text | gate | Gate | |
| | end_group | | | |
| | begin_group | second | Second | ${gate} != 'x' |
| | text | b | B | |
| | end_group | | | |
| | begin_group | third | Third | ${gate} != 'x' |
| | text | c | C | |
| | end_group | | | |
| | begin_group | fourth | Fourth | |
| | text | d | D | |
| | end_group | | | |
"""


@pytest.mark.parametrize(("closed", "title"), [(1, "First"), (2, "Fourth")])
def test_of_two_pages_that_are_asked_it_is_the_nearer(ask: Ask, closed: int, title: str) -> None:
    interview = ask(GATED)
    interview.entry.session.answers.give("/data/first/gate", "x")
    interview.entry.show_page(closed)
    assert interview.page_title == title


MANY = _FORM.replace(
    "    | choices |",
    "".join(
        f"""    |        | begin group      | g{n}     | Section {n}: what is asked here has a long title | ${{exports}} = '{"yes" if n % 3 else "no"}' |
    |        | text             | t{n}     | Text                  |                    |
    |        | end group        |          |                       |                    |
"""
        for n in range(12)
    )
    + "    | choices |",
    1,
)


@pytest.mark.parametrize("height", range(400, 460, 7))
def test_no_row_of_letters_of_the_outline_is_cut(program: Program, made: Made, height: int) -> None:
    """Painted letters lie whole in what is left uncovered, wherever it is scrolled to."""
    interview = program.open(made(MANY)).new_interview()
    interview.entry.window().resize(1366, height)
    QApplication.processEvents()
    area = interview.entry.outline.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    assert bar.maximum() > 100
    for at in range(0, bar.maximum(), 23):
        bar.setValue(at)
        shown = area.viewport().rect()
        covers = [
            one for one in area.children() if isinstance(one, QWidget) and one.objectName() == "outline-cover"
        ]
        top = max(
            (one.geometry().bottom() + 1 for one in covers if one.isVisible() and one.y() <= 1), default=0
        )
        bottom = min(
            (one.y() for one in covers if one.isVisible() and one.y() > 1), default=shown.bottom() + 1
        )
        for line in interview.entry.outline.lines:
            place = line.y() - at
            inside = [place + b for b in line.breaks]
            if place < bottom < place + line.height():
                assert bottom in inside
            if place < top < place + line.height():
                assert top in inside
