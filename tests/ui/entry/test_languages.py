"""Languages of an interview: what is not translated says so, and Urdu is read from the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

_FORM = """
    | survey |         |        |                     |                  |
    |        | type    | name   | label::English (en) | label::Urdu (ur) |
    |        | text    | firm   | Name of the firm    | فرم کا نام       |
    |        | integer | staff  | Workers             |                  |
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
