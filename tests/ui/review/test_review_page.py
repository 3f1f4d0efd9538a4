"""The page Review: what waits, remarks at questions, flags decided on, approved and returned by keys; the lead's key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from fieldsurvey.records import Review, Status
from fieldsurvey.study import Study
from fieldsurvey.ui.review.answers_table import ANSWER, QUESTION
from fieldsurvey.ui.review.flags_panel import FlagBlock
from fieldsurvey.ui.review.review_page import ReviewPage
from fieldsurvey.ui.shell.dialogs import AskLine
from fieldsurvey.ui.window.rail import RailButton
from tests.study.test_review import correct, finalise_again
from tests.support.pages import Program
from tests.support.screen import buttons_on, press, words_on
from tests.support.small_form import ANSWERS

VALUE, EXPORTS = "/data/trade/export_value", "/data/trade/exports"
LEAD = "three brass lamps of Anand"


def firm(study: Study, name: str, **answers: str) -> str:
    changed = {f"/data/trade/{name}": value for name, value in answers.items()}
    return study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": name, **changed})


@pytest.fixture
def odd(study: Study) -> str:
    """Twelve firms that export for 5 lakh or so, and one for fifty crore, finalised last."""
    for number in range(12):
        firm(study, f"Firm {number:02}", export_value=str(500_000 + 1000 * number))
    return firm(study, "Odd Exports", export_value="500000000")


def turned(program: Program, study: Study) -> ReviewPage:
    """The page, when the interviews were compared and the first one is read."""
    program.open(study).window.show_page("review")
    page = program.window.findChild(ReviewPage)
    assert page is not None
    settled(program, page)
    return page


def settled(program: Program, page: ReviewPage) -> None:
    """When all that was asked for is written, compared and read, one after the other."""
    tasks = program.window.tasks
    assert tasks is not None

    def is_quiet() -> None:
        assert not tasks.is_at_long_work
        assert page.is_settled

    for _each in range(3):
        tasks.wait_for_writes()
        program.bot.waitUntil(is_quiet, timeout=20_000)
        QApplication.processEvents()


def key(page: QWidget, letter: str) -> None:
    QTest.keyClick(page.focusWidget() or page, letter)


def answer(page: ReviewPage, text: str) -> None:
    dialog = page.findChildren(AskLine)[-1]
    dialog.field.setText(text)
    dialog.confirm.click()


def waiting(page: ReviewPage) -> list[str]:
    return [row.firm for row in page.queue.rows]


def asked(page: ReviewPage) -> dict[str, str]:
    model = page.pane.table.model()
    rows = range(model.rowCount())
    return {model.index(row, QUESTION).data(): model.index(row, ANSWER).data() for row in rows}


def test_what_is_flagged_stands_first_and_is_turned_to(program: Program, study: Study, odd: str) -> None:
    page = turned(program, study)
    assert waiting(page)[:2] == ["Odd Exports", "Firm 00"]
    assert page.queue.here() == odd
    told = words_on(page)
    assert "13 interviews wait · 1 of them is flagged" in told
    assert "“Exports” is 50,00,00,000; the middle half is 5,02,750 to 5,08,250." in told
    rail = next(one for one in program.window.findChildren(RailButton) if one.accessibleName() == "Review")
    assert rail.number == 13


def test_sections_are_turned_by_the_arrows_and_interviews_by_j_and_k(
    program: Program, study: Study, odd: str
) -> None:
    page = turned(program, study)
    assert "Name of the firm" in asked(page)
    QTest.keyClick(page.queue.list, Qt.Key.Key_Right)
    assert "How many workers?" in asked(page)
    QTest.keyClick(page.queue.list, Qt.Key.Key_Left)
    assert asked(page)["Name of the firm"] == "Odd Exports"
    key(page, "J")
    settled(program, page)
    assert asked(page)["Name of the firm"] == "Firm 00"
    key(page, "K")
    assert asked(page)["Name of the firm"] == "Odd Exports"  # it is kept: no second reading


def test_n_leads_to_the_question_of_a_flag_and_m_writes_a_remark_there(
    program: Program, study: Study, odd: str
) -> None:
    page = turned(program, study)
    key(page, "N")
    assert page.pane.here() == VALUE
    assert page.flags.approve_button.property("kind") == "primary"
    key(page, "M")
    field = page.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "For how many years? RAJ")  # letters are letters while a remark is typed
    assert page.flags.return_button.text() == "Return with 1 remark"
    assert page.flags.return_button.property("kind") == "primary"
    settled(program, page)
    assert study.review.kept_remarks(odd) == {VALUE: "For how many years? RAJ"}
    QTest.keyClick(field, Qt.Key.Key_Return)
    key(page, "R")
    settled(program, page)
    assert study.interviews.read(odd).status is Status.RETURNED
    assert [(one.ref, one.text) for one in study.review.open_remarks(odd)] == [
        (VALUE, "For how many years? RAJ")
    ]
    assert "Odd Exports" not in waiting(page)
    assert asked(page)["Name of the firm"] == "Firm 00"


def test_a_approves_and_the_next_one_is_there(program: Program, study: Study, odd: str) -> None:
    page = turned(program, study)
    key(page, "J")
    settled(program, page)
    first = page.queue.here()
    key(page, "A")
    settled(program, page)
    assert study.interviews.read(first).review is Review.APPROVED
    assert waiting(page)[:2] == ["Odd Exports", "Firm 01"]
    assert asked(page)["Name of the firm"] == "Firm 01"


def test_returning_without_a_remark_asks_what_is_to_be_corrected(
    program: Program, study: Study, odd: str
) -> None:
    page = turned(program, study)
    key(page, "R")
    assert study.interviews.read(odd).status is Status.FINALISED
    answer(page, "Ask about trade again")
    settled(program, page)
    assert [one.text for one in study.review.open_remarks(odd)] == ["Ask about trade again"]


def test_all_without_a_flag_are_approved_by_one_button(program: Program, study: Study, odd: str) -> None:
    page = turned(program, study)
    press(page, "Approve 12 without a flag")
    settled(program, page)
    assert waiting(page) == ["Odd Exports"]
    assert study.interviews.counts() == {Status.FINALISED: 1, Status.APPROVED: 12}


def test_one_with_a_remark_being_written_is_not_approved_with_the_others(
    program: Program, study: Study, odd: str
) -> None:
    study.review.keep_remark(study.review.queue()[3].instance_id, EXPORTS, "Sure?")
    page = turned(program, study)
    assert "Approve 11 without a flag" in buttons_on(page)


def test_a_flag_that_is_right_as_it_is_takes_a_reason_and_can_be_taken_back(
    program: Program, study: Study, odd: str
) -> None:
    page = turned(program, study)
    (block,) = page.flags.findChildren(FlagBlock)
    press(block, "Right as it is")
    answer(page, "The largest exporter of the district")
    settled(program, page)
    assert "✓ right as it is: The largest exporter of the district" in words_on(page)
    assert "Approve 13 without a flag" in buttons_on(page)
    press(page.flags.blocks[0], "Take back")
    settled(program, page)
    assert "Approve 12 without a flag" in buttons_on(page)


def test_ask_again_begins_a_remark_at_the_question(program: Program, study: Study, odd: str) -> None:
    page = turned(program, study)
    press(page.flags.blocks[0], "Ask again")
    field = page.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "For one year?")
    settled(program, page)
    assert study.review.kept_remarks(odd) == {VALUE: "For one year?"}


def test_v_shows_only_what_changed_since_the_time_before(program: Program, study: Study) -> None:
    one = firm(study, "Sharma")
    study.review.return_interview(one, remarks={VALUE: "For one year?"})
    correct(study, one, VALUE, "7")
    finalise_again(study, one)
    page = turned(program, study)
    key(page, "V")
    assert asked(page) == {"Exports": "₹7"}
    key(page, "V")
    assert "Name of the firm" in asked(page)
    assert "For one year?" in words_on(page)  # what was said before stands at the right


def test_an_agents_copy_says_who_can_and_the_leads_key_opens_it(
    program: Program, study: Study, odd: str
) -> None:
    study.review.set_lead(LEAD, name="Anand")
    page = turned(program, study)
    assert (
        "This is an agent’s copy. It can correct and send. Only the lead’s key approves and returns; Anand has it."
        in words_on(page)
    )
    assert not page.flags.approve_button.isEnabled()
    assert not page.flags.return_button.isEnabled()
    key(page, "A")
    settled(program, page)
    assert study.review.number_waiting() == 13

    press(page, "I am the lead")
    answer(page, "another passphrase")
    settled(program, page)
    assert not page.flags.approve_button.isEnabled()
    press(page, "I am the lead")
    answer(page, LEAD)
    settled(program, page)
    assert not page.notice.isVisible()
    program.window.activateWindow()  # no window manager gives it back after the dialog
    program.bot.waitUntil(program.window.isActiveWindow, timeout=5000)
    key(page, "A")
    settled(program, page)
    assert study.interviews.read(odd).review is Review.APPROVED
    assert study.safety.verify().is_whole


def test_where_nothing_waits_the_page_says_what_belongs_here(program: Program, study: Study) -> None:
    page = turned(program, study)
    assert (
        "Nothing waits for the review. What is finalised comes here to be approved or returned."
        in words_on(page)
    )
    assert not [words for words in buttons_on(page) if words.startswith("Approve")]


def test_few_firms_are_compared_with_nobody(program: Program, study: Study) -> None:
    firm(study, "Sharma")
    page = turned(program, study)
    assert "Nothing is unusual in this interview." in words_on(page)
    assert "Among" not in words_on(page)
