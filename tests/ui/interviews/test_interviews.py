"""The page of interviews: found as you type, taken away and brought back, and what happened to each."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Changed, Cluster, InterviewFilter, Questionnaire, Status, Topic
from fieldsurvey.study import Study
from fieldsurvey.study.interviews import Interviews
from fieldsurvey.ui.interviews.interviews_model import FIRM
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.shell.dialogs import AskLine
from tests.support import rows
from tests.support.pages import Program
from tests.support.screen import press, words_on
from tests.support.small_form import ANSWERS, NOW

FIRMS = ("Sharma Brass Works", "वर्मा ढलाई", "Khan & Sons")


@pytest.fixture
def listed(study: Study) -> Study:
    """A study with an interview of each firm, finalised."""
    for firm in FIRMS:
        study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": firm})
    return study


@pytest.fixture
def page(program: Program, listed: Study) -> InterviewsPage:
    program.open(listed).window.show_page("interviews")
    found = program.window.findChild(InterviewsPage)
    assert found is not None
    return found


def shown(page: InterviewsPage) -> list[str]:
    model = page.table.model()
    return [model.index(row, FIRM).data() for row in range(model.rowCount())]


def settled(program: Program) -> None:
    assert program.window.tasks is not None
    program.window.tasks.wait_for_writes()


def answer(page: InterviewsPage, why: str) -> None:
    dialog = page.findChildren(AskLine)[-1]
    dialog.field.setText(why)
    dialog.confirm.click()


def test_firms_are_found_by_the_beginning_of_a_word_as_it_is_typed(page: InterviewsPage) -> None:
    page.search.setText("bra")
    assert shown(page) == ["Sharma Brass Works"]


def test_a_name_in_another_script_is_found_letter_by_letter(page: InterviewsPage) -> None:
    page.search.setText("वर्म")
    assert shown(page) == ["वर्मा ढलाई"]
    page.search.setText("ढला")
    assert shown(page) == ["वर्मा ढलाई"]


def test_an_answer_is_found_too(page: InterviewsPage, listed: Study) -> None:
    with listed.again() as twin:
        entry = twin.interviews.begin("small")
        entry.answer("/data/identity/gstin", "29ABCDE1234F1Z5")
        twin.interviews.savepoint(savepoint_of(entry, NOW))
    page.search.setText("29abc")
    assert len(shown(page)) == 1


def test_what_is_no_word_finds_nothing_and_says_so(page: InterviewsPage) -> None:
    page.search.setText('")(*')
    assert shown(page) == []
    assert 'No name or answer has a word that begins with “")(*”.' in words_on(page)


def test_a_deleted_interview_leaves_the_list_and_comes_back(program: Program, page: InterviewsPage) -> None:
    page.search.setText("khan")
    page.table.selectRow(0)
    press(page, "Delete")
    settled(program)
    page.search.clear()
    assert sorted(shown(page)) == ["Sharma Brass Works", "वर्मा ढलाई"]
    press(page, "Deleted")
    assert shown(page) == ["Khan & Sons"]
    page.table.selectRow(0)
    press(page, "Restore")
    settled(program)
    press(page, "All")
    assert len(shown(page)) == 3


def test_the_keys_act_on_the_next_line_after_deleting_and_on_the_same_one_after_undoing(
    program: Program, page: InterviewsPage
) -> None:
    page.table.setFocus()
    page.table.selectRow(1)
    before = shown(page)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    settled(program)
    assert standing(page) == before[2]
    assert "Delete" in [one.text() for one in page.findChildren(QPushButton) if one.isEnabled()]
    press(program.window.frame, "Undo")
    settled(program)
    assert standing(page) == before[1]
    assert page.table.hasFocus()


def standing(page: InterviewsPage) -> str:
    """The firm of the line on which keys act."""
    return str(page.table.currentIndex().siblingAtColumn(FIRM).data())


def test_a_deleted_interview_is_neither_counted_nor_sent(listed: Study) -> None:
    listed.interviews.delete(listed.interviews.listing()[0].instance_id)
    assert (
        sum(listed.interviews.counts().values()),
        listed.sync.waiting(),
        len(listed.figures.source("small")),
    ) == (2, 2, 2)


def test_who_erases_what_was_tried_without_an_answer_is_told_that_the_server_may_have_it(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    rows.change(listed, "UPDATE outbox SET attempts = 1, error = ''")
    page.search.setText("khan")
    page.table.selectRow(0)
    press(page, "Delete")
    settled(program)
    press(page, "Deleted")
    page.table.selectRow(0)
    press(page, "Erase for good")
    dialog = page.findChildren(AskLine)[-1]
    assert "The server may have it" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    dialog.reject()


def test_an_erased_interview_asks_for_a_reason_and_is_gone(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    page.search.setText("khan")
    page.table.selectRow(0)
    press(page, "Delete")
    settled(program)
    press(page, "Deleted")
    page.table.selectRow(0)
    press(page, "Erase for good")
    answer(page, "Consent withdrawn")
    settled(program)
    program.bot.waitUntil(lambda: "in the backups too" in program.window.frame.banner.sentence, timeout=20000)
    assert [(stone.why, stone.form_id) for stone in listed.interviews.tombstones()] == [
        ("Consent withdrawn", "small")
    ]
    assert listed.interviews.number(InterviewFilter(deleted=True)) == 0


def test_a_round_that_may_still_hold_the_erased_answers_is_named(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    khan = next(row.instance_id for row in listed.interviews.listing() if "Khan" in row.firm)
    with listed.again() as twin:
        begun = twin.rounds.begin(khan, "Asha").instance_id
        twin.interviews.delete(khan)
    rows.damage(listed, f"UPDATE interview SET xml = substr(xml, 1, 60) WHERE instance_id = '{begun}'")
    page.reload(Changed())
    press(page, "Deleted")
    page.table.selectRow(0)
    press(page, "Erase for good")
    answer(page, "Consent withdrawn")
    program.bot.waitUntil(lambda: "Erase that one too" in program.window.frame.banner.sentence, timeout=20000)
    assert begun in program.window.frame.banner.sentence


def test_the_history_names_the_question_and_both_values(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    identity = listed.interviews.listing()[0].instance_id
    changed = (("/data/labour/workers", "2", "9"),)
    with listed.again() as twin:
        twin.interviews.reopen(identity, "Wage was wrong")
        entry = twin.interviews.resume(identity)
        entry.answer("/data/labour/workers", "9")
        twin.interviews.savepoint(savepoint_of(entry, NOW, interviewer="Ravi", answers=changed))
    page.search.setText("khan")
    page.table.selectRow(0)
    press(page, "History")
    model = page.history.model
    first = [model.index(0, column).data() for column in range(1, 6)]
    second = [model.index(1, column).data() for column in range(1, 6)]
    assert first == ["Ravi", "How many workers?", "2", "9", None]
    assert second[1:] == ["Opened again", "Finalised", "Draft", "Wage was wrong"]


def test_the_history_says_answers_in_words_and_why_a_check_was_kept(program: Program, study: Study) -> None:
    entry = study.interviews.begin("small")
    answers = (("/data/trade/exports", "", "yes"),)
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=answers))
    study.annotations.pass_check(entry.instance_id, "exports_in_turnover", "A year's stock was sold")
    program.open(study)
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.table.selectRow(0)
    press(page, "History")
    model = page.history.model
    rows = [[model.data(model.index(row, column)) for column in range(6)] for row in range(model.rowCount())]
    assert rows[0][2:6] == [
        "Kept as right: Exports are above turnover.", None, None, "A year's stock was sold",
    ]  # fmt: skip
    assert rows[1][2:5] == ["Do you export?", None, "Yes"]
    assert str(rows[0][0]).count(":") == 2


def test_what_is_not_sent_yet_is_said_in_the_rail_at_once(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED])
    program.bot.waitUntil(
        lambda: any(
            "not sent yet" in one.text() and one.isVisible() for one in program.window.findChildren(QLabel)
        )
    )


@pytest.mark.parametrize("page", ["overview", "reports"])
def test_an_interview_being_corrected_counts_on_every_page(
    program: Program, listed: Study, page: str
) -> None:
    listed.interviews.reopen(listed.interviews.listing()[0].instance_id, "Wage was wrong")
    program.open(listed)
    program.window.show_page(page)
    words = [one.text() for one in program.window.findChildren(QLabel) if one.isVisible()]
    assert [word for word in words if word.startswith(("3 interviews complete", "3 complete interviews"))]


def test_a_partial_interview_is_no_draft_to_finish(program: Program, study: Study) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=(("/data/trade/exports", "", "yes"),)))
    study.annotations.close_as_partial(entry.instance_id, "The firm broke off")
    program.open(study)
    program.window.show_page("overview")
    words = [one.text() for one in program.window.findChildren(QLabel) if one.isVisible()]
    assert "Partial" in words
    assert not [one for one in program.window.findChildren(QPushButton) if "draft" in one.text()]


@pytest.mark.parametrize("width", [911, 1366])
def test_the_name_of_the_firm_keeps_its_room(program: Program, study: Study, width: int) -> None:
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=(("/data/trade/exports", "", "yes"),)))
    study.annotations.close_as_partial(entry.instance_id, "The firm broke off")
    program.open(study)
    program.window.show_page("interviews")
    program.window.resize(width, 600)
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    table = page.table
    program.bot.waitUntil(lambda: table.columnWidth(FIRM) >= 180)


def test_a_finalised_interview_is_opened_again_only_with_a_reason(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    page.table.selectRow(0)
    press(page, "Correct")
    dialog = page.findChildren(AskLine)[-1]
    assert not dialog.confirm.isEnabled()
    answer(page, "Wage was wrong")
    settled(program)
    program.bot.waitUntil(lambda: program.window.entry is not None, timeout=20000)


def test_a_long_list_is_read_page_by_page(
    program: Program, tmp_path: Path, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, read = list[int](), Interviews.page
    monkeypatch.setattr(
        Interviews,
        "page",
        lambda group, chosen, first, most: pages.append(first) or read(group, chosen, first, most),
    )
    with Study.create(tmp_path / "long.study", Cluster(), [questionnaire], passphrase=None) as study:
        entry = study.interviews.begin("small")
        made = savepoint_of(entry, NOW)
        for number in range(450):
            study.interviews.savepoint(
                dataclasses.replace(made, instance_id=f"uuid:{number}", firm=f"Firm {number}")
            )
    program.open(Study.open(tmp_path / "long.study")).window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    assert page.table.model().rowCount() == 450
    assert set(pages) == {0}
    page.table.scrollToBottom()
    assert page.table.model().index(449, FIRM).data() == "Firm 0"
    assert max(pages) > 0


def test_a_second_window_reads_and_says_who_writes(program: Program, listed: Study) -> None:
    listed.who = lambda: "Ravi"
    listed.take_writer_lock()
    program.open(Study.open(listed.path))
    assert "open in another window (Ravi, since" in program.window.frame.banner.sentence
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.table.selectRow(0)
    assert not any(
        button.isEnabled()
        for button in page.findChildren(QPushButton)
        if button.text() in ("Resume", "Delete", "New interview", "Correct")
    )
    said: list[str] = []
    assert program.window.tasks is not None
    program.window.tasks.write(lambda study: study.interviews.delete("x"), program.window, failed=said.append)
    settled(program)
    assert "open in another window" in said[0]


def test_the_seat_is_free_again_when_the_first_window_closes(program: Program, listed: Study) -> None:
    listed.take_writer_lock()
    path = listed.path
    listed.close()
    program.open(Study.open(path))
    assert program.window.study is not None
    assert program.window.study.why_read_only is None


def test_after_a_power_cut_the_window_offers_to_go_on(program: Program, listed: Study) -> None:
    entry = listed.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Nizam")
    listed.interviews.savepoint(savepoint_of(entry, NOW, cursor="/data/labour/workers"))
    listed.interviews.set_open(entry.instance_id)
    program.open(listed)
    frame = program.window.frame
    assert frame is not None
    assert "The interview with Nizam was interrupted" in frame.banner.sentence
    frame.banner.action.click()
    assert program.window.entry is not None
    assert program.window.entry.session.cursor.startswith("/data/labour/")


def test_after_a_pause_nothing_is_offered(program: Program, listed: Study) -> None:
    interview = program.open(listed).new_interview()
    interview.fill("firm_name", "Nizam")
    interview.entry.pause()
    settled(program)
    assert listed.interviews.interrupted is None


# --- reading ---------------------------------------------------------------------------------------------------------


def read_lines(page: InterviewsPage) -> list[str]:
    return [line.said for line in page.reading.model.lines]


def test_enter_on_a_finalised_interview_reads_it_and_asks_for_no_reason(
    program: Program, page: InterviewsPage, listed: Study
) -> None:
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.reading.isVisible()
    assert "Do you export?: Yes" in read_lines(page)
    assert program.window.entry is None
    assert page.findChildren(AskLine) == []
    assert {row.status for row in listed.interviews.listing()} == {Status.FINALISED}


def test_reading_turns_to_the_next_interview_by_j_and_back_by_k_and_esc_closes(page: InterviewsPage) -> None:
    page.table.selectRow(0)
    press(page, "Read")
    first = page.reading.instance_id
    QTest.keyClick(page.reading.list, Qt.Key.Key_J)
    assert page.reading.instance_id != first
    QTest.keyClick(page.reading.list, Qt.Key.Key_K)
    assert page.reading.instance_id == first
    QTest.keyClick(page.reading.list, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_a_change_elsewhere_does_not_close_what_is_read(page: InterviewsPage) -> None:
    page.table.selectRow(1)
    press(page, "Read")
    page.reload(Changed(frozenset({Topic.INTERVIEWS})))
    assert page.reading.isVisible()


def test_reading_shows_the_questions_in_the_language_that_is_chosen(page: InterviewsPage) -> None:
    page.table.selectRow(0)
    press(page, "Read")
    page.reading.languages.setCurrentIndex(page.reading.languages.findData("Hindi (hi)"))
    page.reading.languages.activated.emit(page.reading.languages.currentIndex())
    assert "क्या निर्यात?: हाँ" in read_lines(page)


def test_enter_on_a_draft_goes_on_with_it(program: Program, page: InterviewsPage, listed: Study) -> None:
    with listed.again() as twin:
        twin.interviews.reopen(listed.interviews.listing()[0].instance_id, "Wage corrected")
    page.reload(Changed(frozenset({Topic.INTERVIEWS})))
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert program.window.entry is not None


def test_a_search_without_hits_says_what_was_searched_and_leads_out(page: InterviewsPage) -> None:
    press(page, "Sent")
    page.search.setText("khan")
    assert "begins with “khan”" in words_on(page)
    assert "0 interviews of this list" in words_on(page)
    press(page, "Show 1 found among all")
    assert shown(page) == ["Khan & Sons"]
    page.search.setText("nobody")
    press(page, "Clear the search")
    assert len(shown(page)) == 3


def test_the_keys_act_at_once_on_the_first_line(program: Program, page: InterviewsPage) -> None:
    program.window.show_page("overview")
    page.table.clearSelection()
    program.window.show_page("interviews")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.reading.isVisible()
