"""Lines: broken at spaces, long words between letters, never a line left alone on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.reports.document import Run
from fieldsurvey.reports.pdf.paragraphs import Line, Text, break_lines, wrapped
from fieldsurvey.reports.pdf.style import BODY, TextStyle

STYLE = TextStyle(10)


def strings(lines: list[Line]) -> list[str]:
    return ["".join(p.word.text + " " * p.space_after for p in line.pieces).strip() for line in lines]


def test_words_fill_the_line_and_no_more() -> None:
    lines = break_lines([Run("aaa bbb ccc ddd")], STYLE, 45)
    assert strings(lines) == ["aaa bbb", "ccc ddd"]


def test_a_word_wider_than_the_line_is_broken_between_letters() -> None:
    lines = break_lines([Run("m" * 30)], STYLE, 100)
    assert len(lines) > 1
    assert "".join(strings(lines)) == "m" * 30


def test_a_break_never_parts_a_mark_or_conjunct_from_its_letter() -> None:
    lines = strings(break_lines([Run("विश्वविद्यालय" * 4)], STYLE, 60))
    assert not any(line[0] in "ािीुूेैोौ्ंःँ" or line.endswith("्") for line in lines)


def test_a_new_line_is_kept() -> None:
    assert strings(break_lines([Run("one\ntwo")], STYLE, 400)) == ["one", "two"]


def test_tabs_and_control_characters_are_spaces() -> None:
    assert strings(break_lines([Run("one\ttwo\x0bthree")], STYLE, 400)) == ["one two three"]


def test_bold_within_a_line_stays_in_it() -> None:
    lines = break_lines([Run("two "), Run("thirds", bold=True), Run(" more")], STYLE, 400)
    assert strings(lines) == ["two thirds more"]
    assert [piece.word.runs[0].is_bold for piece in lines[0].pieces] == [False, True, False]


def test_the_tall_scripts_get_more_room() -> None:
    latin, hindi = Text("text", BODY), Text("पाठ", BODY)
    assert hindi.wrap(400, 400)[1] > latin.wrap(400, 400)[1]


def test_a_paragraph_is_split_with_two_lines_on_each_side() -> None:
    paragraph = Text("word " * 60, BODY)
    paragraph.wrap(100, 1000)
    first, second = paragraph.split(100, paragraph.leading * (len(paragraph.lines) - 1) + 1)
    assert isinstance(second, Text)
    assert len(second.lines) == 2
    assert paragraph.split(100, paragraph.leading * 1.5) == []
    assert isinstance(first, Text)


def test_what_does_not_fit_a_label_ends_in_an_ellipsis() -> None:
    assert wrapped("one two three four five six", 10, 40, most=2)[-1].endswith("…")


@given(st.text("abc दकष्ि", max_size=60))
def test_no_letter_is_lost_in_breaking(source: str) -> None:
    lines = strings(break_lines([Run(source)], STYLE, 60))
    assert "".join(lines).replace(" ", "") == source.replace(" ", "")
