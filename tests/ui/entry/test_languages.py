"""Languages of an interview: what is not translated says so, and Urdu is read from the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from fieldsurvey.ui.entry.ending.missing_page import MissingPage
from fieldsurvey.ui.entry.session.unparsed import said_of
from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

_FORM = """
    | survey |         |        |                     |                  |
    |        | type    | name   | label::English (en) | label::Urdu (ur) |
    |        | text    | firm   | Name of the firm    | فرم کا نام       |
    |        | integer | staff  | Workers             |                  |
    |        | note    | said   | Since ${firm}.      | فرم ${firm} سے ہے۔ |
    | settings |       |        |                     |                  |
    |        | default_language |  |                  |                  |
    |        | English (en) |   |                     |                  |"""


def in_urdu(program: Program, folder: Path) -> Interview:
    interview = program.open(study_of(folder, _FORM)).new_interview()
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    return interview


def test_a_page_in_urdu_is_read_from_the_right(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    frame = interview.question("firm")
    assert frame.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert frame.widget.geometry().right() < frame.width() - 40  # the number stands at the right of it
    assert frame.widget.geometry().left() < 20


def test_a_page_in_english_is_read_from_the_left_again(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert interview.question("firm").layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_label_that_is_not_translated_names_its_language(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    assert interview.question("staff").words.text() == "Workers"
    assert "(English)" in interview.question("staff").words.markup
    assert "(English)" not in interview.question("firm").words.markup


def test_a_value_in_an_urdu_sentence_keeps_its_own_order(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    interview.entry.session.answers.give("/data/firm", "2021-05-01")
    assert interview.question("said").words.text() == "فرم \u20682021-05-01\u2069 سے ہے۔"


def test_a_value_in_an_english_sentence_stands_as_it_is(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    interview.entry.session.answers.give("/data/firm", "2021-05-01")
    assert interview.question("said").words.text() == "Since 2021-05-01."


def test_what_is_exported_and_counted_with_holds_no_marks_of_direction(
    program: Program, tmp_path: Path
) -> None:
    interview = in_urdu(program, tmp_path)
    interview.entry.session.answers.give("/data/firm", "2021-05-01")
    assert "\u2068" not in interview.entry.session.entry.draft_xml()


def test_the_outline_is_read_from_the_right_in_urdu(program: Program, tmp_path: Path) -> None:
    interview = in_urdu(program, tmp_path)
    line = interview.entry.outline.lines[0]
    assert line.layoutDirection() is Qt.LayoutDirection.RightToLeft
    pixels = line.grab().toImage()
    right = {pixels.pixel(pixels.width() - 1 - x, pixels.height() // 2) for x in range(2, 30)}
    left = {pixels.pixel(x, pixels.height() // 2) for x in range(2, 30)}
    assert len(right) > len(left)  # the ring stands there


def test_an_urdu_question_in_an_english_sentence_keeps_its_own_order(
    program: Program, tmp_path: Path
) -> None:
    interview = in_urdu(program, tmp_path)
    interview.entry.session.questions.entry.language = "Urdu (ur)"
    assert said_of(interview.entry.session.questions, "/data/firm", "x") == (
        "“x” is not understood as an answer to “\u2068فرم کا نام\u2069”; it waits there."
    )


def test_what_is_missing_has_the_windows_heads_and_the_forms_lines(program: Program, tmp_path: Path) -> None:
    form = _FORM.replace("label::Urdu (ur) |", "label::Urdu (ur) | required |", 1).replace(
        "فرم کا نام       |", "فرم کا نام       | yes |"
    )
    interview = program.open(study_of(tmp_path, form)).new_interview()
    interview.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    interview.entry.finalise()
    page = interview.entry.findChild(MissingPage)
    assert page is not None
    assert page.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert [row.layoutDirection() for row in page.rows] == [Qt.LayoutDirection.RightToLeft]
