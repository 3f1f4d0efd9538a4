"""The respondent's page: large type, one question, mirrored both ways; and a section answered alone, then locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from fieldsurvey.records import Comment, InterviewFilter, Status
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.respondent.respondent_view import Mode, RespondentView
from fieldsurvey.ui.entry.window.find import FindQuestion
from fieldsurvey.ui.interviews.history_dialog import HistoryPanel
from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

FORM = """
    | survey |                        |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
    |        | type                   | name      | label::English (en)           | label::Hindi (hi) | required | relevant            | constraint                   | constraint_message::English (en) | calculation | disclosure | unit | period | missing    |
    |        | begin_group            | firm      | Firm                          | फर्म               |          |                     |                              |                                  |             |            |      |        |            |
    |        | text                   | firm_name | Name of the firm              | फर्म का नाम        |          |                     |                              |                                  |             | direct     |      |        |            |
    |        | note                   | consent   | We keep **all** of it secret. | सब गुप्त रहेगा।      |          |                     |                              |                                  |             |            |      |        |            |
    |        | select_one yes_no      | agreed    | Do you agree?                 | क्या आप सहमत हैं?    |          |                     |                              |                                  |             |            |      |        |            |
    |        | select_multiple market | markets   | Where do you sell?            | कहाँ बेचते हैं?        |          |                     |                              |                                  |             |            |      |        |            |
    |        | integer                | workers   | How many workers?             | कितने कामगार?      |          |                     | . >= 0 or . = -98 or . = -99 | Not below zero.                  |             |            |      |        | dk refused |
    |        | begin_repeat           | worker    | Workers                       | कामगार            |          |                     |                              |                                  |             |            |      |        |            |
    |        | text                   | role      | Role                          | काम               |          |                     |                              |                                  |             |            |      |        |            |
    |        | end_repeat             |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
    |        | image                  | photo     | Photo                         | फ़ोटो              |          |                     |                              |                                  |             |            |      |        |            |
    |        | end_group              |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
    |        | begin_group            | private   | Between us                    | निजी              |          |                     |                              |                                  |             |            |      |        |            |
    |        | note                   | promise   | Nobody here will see it.      | यहाँ कोई नहीं देखेगा। |          |                     |                              |                                  |             |            |      |        |            |
    |        | select_one yes_no      | unbilled  | Sales without a bill?         | बिना बिल?         | yes      |                     |                              |                                  |             | sensitive  |      |        |            |
    |        | begin_group            | more      | More of it                    | और                |          |                     |                              |                                  |             |            |      |        |            |
    |        | text                   | why       | Why?                          | क्यों?              |          | ${unbilled} = 'yes' |                              |                                  |             | sensitive  |      |        |            |
    |        | integer                | share     | Which share?                  | कितना हिस्सा?      |          | ${unbilled} = 'yes' | . <= 100                     | At most 100.                     |             | sensitive  |      |        |            |
    |        | end_group              |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
    |        | end_group              |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
    |        | begin_group            | rest      | The rest                      | बाकी              |          |                     |                              |                                  |             |            |      |        |            |
    |        | text                   | remark    | Anything else?                | कुछ और?            |          |                     |                              |                                  |             |            |      |        |            |
    |        | end_group              |           |                               |                   |          |                     |                              |                                  |             |            |      |        |            |
"""


@pytest.fixture
def interview(program: Program, made: Callable[[str], Study]) -> Interview:
    """An interview that has just begun, with a sensitive section on its second page."""
    return program.open(made(FORM)).new_interview()


def following(interview: Interview) -> RespondentView:
    """The respondent's page as it stands on a second screen."""
    view = interview.entry.respondent.open(Mode.FOLLOW, None)
    interview.bot.waitUntil(interview.window.isActiveWindow)
    return view


def walking(interview: Interview) -> RespondentView:
    view = interview.entry.respondent.open(Mode.WALK, None)
    interview.bot.waitUntil(view.isActiveWindow)
    return view


def alone(interview: Interview) -> RespondentView:
    """The respondent has the laptop, on the sensitive section."""
    interview.turn_page()
    interview.entry.respondent.strip.button.click()
    view = interview.entry.respondent.view
    assert view is not None
    interview.bot.waitUntil(view.isActiveWindow)
    return view


def key(view: RespondentView, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(view.focusWidget() or view, one)
        QApplication.processEvents()


def said(view: RespondentView) -> str:
    """All words on the page."""
    question = view.question
    labels = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    rows = [row.text() for row in question.choices] if question is not None else []
    return "\n".join([*labels, *rows])


def answered_alone(interview: Interview) -> RespondentView:
    """The whole section, answered by keyboard and locked."""
    view = alone(interview)
    key(view, Qt.Key.Key_1, Qt.Key.Key_Return)
    QTest.keyClicks(view.focusWidget(), "cashonly")
    key(view, Qt.Key.Key_Return)
    QTest.keyClicks(view.focusWidget(), "40")
    key(view, Qt.Key.Key_Return)
    return view


def given_back(interview: Interview) -> Interview:
    key(answered_alone(interview), Qt.Key.Key_Return)
    interview.bot.waitUntil(lambda: interview.entry.isActiveWindow() or interview.window.isActiveWindow())
    return interview


def shown_words(interview: Interview) -> str:
    """Every word and answer in the interviewer's window."""
    labels = [
        label.text() for label in interview.entry.findChildren(QLabel) if label.window() is interview.window
    ]
    fields = [
        field.text()
        for field in interview.entry.findChildren(QLineEdit)
        if field.window() is interview.window
    ]
    return "\n".join(labels + fields)


# --- beside the interviewer ----------------------------------------------------------------------------------------


def test_the_page_shows_the_question_and_its_choices_and_nothing_else(interview: Interview) -> None:
    interview.fill("firm_name", "Sharma Brass")
    interview.question("agreed").take_focus()
    words = said(following(interview))
    assert "Do you agree?" in words
    assert "Yes" in words
    assert "Sharma" not in words
    assert "Where do you sell?" not in words


def test_a_note_before_the_question_stands_above_it(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    assert "We keep <b>all</b> of it secret." in said(following(interview))


def test_the_page_follows_the_interviewers_keyboard(interview: Interview) -> None:
    view = following(interview)
    interview.question("markets").take_focus()
    interview.bot.waitUntil(lambda: "Where do you sell?" in said(view))


def test_an_answer_touched_by_the_respondent_stands_in_the_interview(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = following(interview)
    assert view.question is not None
    view.question.choices[0].click()
    assert interview.value("agreed") == "yes"


def test_an_answer_of_the_interviewer_is_seen_by_the_respondent_at_once(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = following(interview)
    interview.entry.session.answers.give("/data/firm/agreed", "no")
    assert view.question is not None
    assert [row.value for row in view.question.choices if row.is_chosen] == ["no"]


def test_an_answer_taken_back_goes_from_the_respondents_page_too(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = following(interview)
    interview.type("1").press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.question is not None
    assert not any(row.is_chosen for row in view.question.choices)


def test_what_cannot_be_shown_large_is_left_to_the_interviewer(interview: Interview) -> None:
    interview.question("photo").take_focus()
    view = following(interview)
    assert "The interviewer fills this in." in said(view)


def test_a_table_is_left_to_the_interviewer(interview: Interview) -> None:
    interview.grid("worker").take_focus()
    view = following(interview)
    assert "The interviewer fills this in." in said(view)


def test_the_page_speaks_the_interviews_language(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = following(interview)
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "क्या आप सहमत हैं?" in said(view)


def test_a_page_in_urdu_is_mirrored(program: Program, tmp_path: Path) -> None:
    form = """
    | survey |                   |        |                     |                  |
    |        | type              | name   | label::English (en) | label::Urdu (ur) |
    |        | select_one yes_no | agreed | Do you agree?       | کیا آپ متفق ہیں؟   |
    | choices |                  |        |                     |                  |
    |        | list_name         | name   | label::English (en) | label::Urdu (ur) |
    |        | yes_no            | yes    | Yes                 | ہاں              |
    |        | yes_no            | no     | No                  | نہیں             |
    | settings |                 |        |                     |                  |
    |        | default_language  |        |                     |                  |
    |        | English (en)      |        |                     |                  |"""
    interview = program.open(study_of(tmp_path, form)).new_interview()
    view = following(interview)
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert view.question is not None
    assert view.question.choices[0].layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_escape_closes_the_page_and_the_keyboard_is_back_on_the_question(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = walking(interview)
    key(view, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    interview.bot.waitUntil(lambda: interview.focused_ref == "/data/firm/markets")


def test_f5_opens_the_page_and_closes_it(interview: Interview) -> None:
    interview.press(Qt.Key.Key_F5)
    view = interview.entry.respondent.view
    assert view is not None
    key(view, Qt.Key.Key_F5)
    assert interview.entry.respondent.view is None


def test_digits_pick_and_enter_goes_on_where_there_is_one_screen(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    view = walking(interview)
    key(view, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_3)
    assert interview.value("agreed") == "no"
    assert interview.value("markets") == "local abroad"


def test_past_the_last_question_the_interviewer_has_the_next_page(interview: Interview) -> None:
    interview.turn_page()
    view = walking(interview)
    view.turned.emit(1)
    assert interview.entry.respondent.view is None
    assert interview.page_title == "The rest"


def test_a_locked_section_is_blank_for_who_looks_on(interview: Interview) -> None:
    given_back(interview)
    view = following(interview)
    assert said(view) == ""


def test_enter_alone_answers_nothing(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    key(walking(interview), Qt.Key.Key_Return)
    assert interview.value("agreed") == ""


def test_enter_takes_the_choice_the_arrows_went_to(interview: Interview) -> None:
    interview.question("agreed").take_focus()
    key(walking(interview), Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert interview.value("agreed") == "no"


def test_a_number_that_is_not_known_is_said_with_a_row(interview: Interview) -> None:
    interview.question("workers").take_focus()
    view = walking(interview)
    assert view.question is not None
    view.question.choices[0].click()
    assert interview.value("workers") == "-98"


def test_a_sensitive_page_is_not_offered_where_one_question_is_not(interview: Interview) -> None:
    assert interview.entry.respondent.strip.isHidden()


# --- alone ---------------------------------------------------------------------------------------------------------


def test_the_respondent_walks_through_the_section_and_is_thanked(interview: Interview) -> None:
    view = answered_alone(interview)
    assert view.is_over
    assert "Give the laptop back." in said(view)
    assert [interview.value(name) for name in ("unbilled", "why", "share")] == ["yes", "cashonly", "40"]


def test_what_is_not_asked_is_passed_over(interview: Interview) -> None:
    view = alone(interview)
    key(view, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert view.is_over


def test_a_required_answer_is_asked_for_in_large_type(interview: Interview) -> None:
    view = alone(interview)
    key(view, Qt.Key.Key_PageDown)
    assert view.question is not None
    assert view.question.fault == "This question needs an answer."


def test_an_answer_that_does_not_fit_is_settled_before_the_section_is_locked(interview: Interview) -> None:
    view = alone(interview)
    key(view, Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Return)
    QTest.keyClicks(view.focusWidget(), "400")
    key(view, Qt.Key.Key_Return)
    assert view.question is not None
    assert view.question.fault == "At most 100."


def test_a_locked_section_shows_no_question_and_no_answer(interview: Interview) -> None:
    given_back(interview)
    assert interview.visible_refs == []
    assert "Answered by the respondent alone at" in interview.entry.respondent.strip.sentence
    assert "cashonly" not in shown_words(interview)


def test_enter_on_a_locked_section_goes_to_the_next_page(interview: Interview) -> None:
    given_back(interview).enter()
    assert interview.page_title == "The rest"


def test_undo_does_not_step_into_a_locked_section(interview: Interview) -> None:
    given_back(interview).press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert interview.value("why") == "cashonly"
    assert interview.value("unbilled") == "yes"


def test_no_step_kept_with_the_draft_holds_a_locked_answer(interview: Interview) -> None:
    given_back(interview)
    assert "cashonly" not in interview.entry.session.entry.journal()


def test_a_locked_question_is_not_found(interview: Interview) -> None:
    given_back(interview).press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = interview.entry.findChildren(FindQuestion)[-1]
    found = [dialog.list.item(n).text() for n in range(dialog.list.count())]
    dialog.reject()
    assert "Why?" not in found
    assert "More of it" not in found


def test_the_outline_says_that_the_section_is_locked(interview: Interview) -> None:
    given_back(interview)
    assert "locked" in interview.entry.outline.lines[1].accessibleName()


def test_a_comment_on_a_locked_question_is_not_shown_any_more(interview: Interview) -> None:
    interview.entry.session.notes.write(Comment("/data/private/unbilled", "he said yes"))
    given_back(interview)
    assert "he said yes" not in shown_words(interview)


def test_a_missing_answer_in_a_locked_section_names_the_section_alone(interview: Interview) -> None:
    key(alone(interview), Qt.Key.Key_Escape)
    interview.finalise()
    assert "/data/private" in interview.missing
    assert "/data/private/unbilled" not in interview.missing


def test_the_lock_survives_a_power_cut(program: Program, interview: Interview) -> None:
    given_back(interview)
    path = program.switch_off()
    with Study.open(path) as again:
        (row,) = again.interviews.listing()
        assert again.annotations.locked_sections(row.instance_id)["/data/private"].is_finished


def test_a_section_that_was_only_begun_is_locked_after_a_power_cut(
    program: Program, interview: Interview
) -> None:
    key(alone(interview), Qt.Key.Key_1)
    path = program.switch_off()
    with Study.open(path) as again:
        (row,) = again.interviews.listing()
        assert not again.annotations.locked_sections(row.instance_id)["/data/private"].is_finished


def test_a_resumed_interview_keeps_the_section_locked(program: Program, interview: Interview) -> None:
    given_back(interview)
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    again.entry.show_page(1)
    assert again.visible_refs == []
    assert "cashonly" not in shown_words(again)


def test_only_the_respondent_opens_the_section_again(interview: Interview) -> None:
    given_back(interview)
    interview.entry.respondent.strip.button.click()
    view = interview.entry.respondent.view
    assert view is not None
    assert view.mode is Mode.ALONE
    assert "Sales without a bill?" in said(view)


def test_a_finished_section_that_is_only_looked_at_again_stays_finished(interview: Interview) -> None:
    given_back(interview)
    interview.entry.respondent.strip.button.click()
    view = interview.entry.respondent.view
    assert view is not None
    interview.bot.waitUntil(view.isActiveWindow)
    key(view, Qt.Key.Key_Escape)
    assert "Answered by the respondent alone at" in interview.entry.respondent.strip.sentence


def test_the_list_is_not_searched_for_what_was_answered_alone(program: Program, interview: Interview) -> None:
    given_back(interview).enter()
    interview.fill("remark", "plainword")
    identity = interview.entry.instance_id
    interview.bot.waitUntil(lambda: interview.entry.is_saved)
    path = program.switch_off()
    with Study.open(path) as again:
        assert again.interviews.index_of(InterviewFilter(text="plainword"), identity) == 0
        assert again.interviews.index_of(InterviewFilter(text="cashonly"), identity) is None


def test_the_history_shows_no_locked_answer(program: Program, interview: Interview) -> None:
    given_back(interview)
    identity = interview.entry.instance_id
    path = program.switch_off()
    with Study.open(path) as again:
        panel = HistoryPanel(lambda: None)
        panel.show_history(again, identity, "")
        cells = [
            panel.model.index(row, column).data()
            for row in range(panel.model.rowCount())
            for column in (3, 4)
        ]
    assert "locked" in cells
    assert "cashonly" not in cells


def test_an_interview_with_a_locked_section_is_finalised(program: Program, interview: Interview) -> None:
    given_back(interview).finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)


def test_the_buttons_of_the_section_alone_speak_the_interviews_language(interview: Interview) -> None:
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    view = alone(interview)
    assert "पीछे" in " ".join(button.text() for button in view.findChildren(QPushButton))
