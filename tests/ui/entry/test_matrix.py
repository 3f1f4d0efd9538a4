"""Neighbouring questions that choose from the same short list: drawn as one matrix, answered as each of them alone would be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fieldsurvey.ui.entry.frame.matrix_block import MatrixBlock
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget
from fieldsurvey.ui.entry.kinds.select.select_layout import Shape
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]
CHOICES = """
| choices | | | |
| | list_name | name | label |
| | s | yes | Registered |
| | s | soon | Applied for |
| | s | no | Not registered |
| | s | dk | Don't know |
| | s | refused | Refused |
| | other | yes | Registered |
| | other | no | Not registered |
"""


def rows(*appearances: str, lists: str = "sss", hint: str = "At present.") -> str:
    """Questions a, b, c, …, each with an appearance, of these lists."""
    looks = [*appearances, *[""] * (len(lists) - len(appearances))]
    lines = [
        f"| | select_one {'other' if one == 'o' else 's'} | {name} | Licence {name} | {look} | {hint} | yes |"
        for name, look, one in zip("abcdef", looks, lists, strict=False)
    ]
    head = "| survey | | | | | | |\n| | type | name | label | appearance | hint | required |\n"
    return head + "\n".join(lines) + "\n| | text | after | After | | | |\n" + CHOICES


def matrix(interview: Interview) -> MatrixBlock | None:
    page = interview.entry.page
    assert page is not None
    found = [block for block in page.findChildren(MatrixBlock) if block.isVisible() and block.is_level]
    return found[0] if found else None


def board(interview: Interview, name: str) -> Shape:
    widget = interview.question(name).widget
    assert isinstance(widget, ChoicesWidget)
    return widget.board.look.shape


def test_three_of_one_list_are_rows_of_one_matrix(ask: Ask) -> None:
    interview = ask(rows())
    block = matrix(interview)
    assert block is not None
    assert [frame.ref for frame in block.frames] == ["/data/a", "/data/b", "/data/c"]
    assert {board(interview, name) for name in "abc"} == {Shape.LINE}

    def tops() -> list[int]:
        return [interview.question(name).y() for name in "abc"]

    interview.bot.waitUntil(lambda: tops()[2] - tops()[1] == tops()[1] - tops()[0] < 45, timeout=5000)


def test_marks_stand_under_one_another_and_under_their_words(ask: Ask) -> None:
    interview = ask(rows())
    block = matrix(interview)
    assert block is not None
    places = []
    for name in "abc":
        widget = interview.question(name).widget
        assert isinstance(widget, ChoicesWidget)
        marks = [widget.board.rect_of(n).center() for n in range(5)]
        places.append([widget.board.mapTo(block, mark).x() for mark in marks])
    assert places[0] == places[1] == places[2]
    widget = interview.question("a").widget
    assert isinstance(widget, ChoicesWidget)
    columns = [widget.board.rect_of(n) for n in range(5)]
    gaps = [right.left() - left.right() for left, right in pairwise(columns)]
    assert gaps[2] > gaps[1] == gaps[0]  # “don't know” stands apart


@pytest.mark.parametrize(
    "table",
    [rows(lists="ss"), rows(lists="sos"), rows("", "columns", ""), rows("quick", "quick", "quick")],
    ids=["two", "another list", "one look of its own", "a look of their own"],
)
def test_others_stand_by_themselves(ask: Ask, table: str) -> None:
    assert matrix(ask(table)) is None


@pytest.mark.parametrize("look", ["minimal", "likert"])
def test_looks_that_save_room_give_way(ask: Ask, look: str) -> None:
    assert matrix(ask(rows(look, look, look))) is not None


def test_a_note_between_parts_them(ask: Ask) -> None:
    table = rows(lists="ssss").replace(
        "| | select_one s | c ", "| | note | n | Now others | | | |\n| | select_one s | c "
    )
    assert matrix(ask(table)) is None


def test_a_digit_answers_and_leads_to_the_next_row(ask: Ask) -> None:
    interview = ask(rows()).type("1").type("3").type("2")
    assert [interview.value(name) for name in "abc"] == ["yes", "no", "soon"]
    assert interview.focused_ref == "/data/after"


def test_arrows_go_from_row_to_row_and_stay_in_the_matrix(ask: Ask) -> None:
    interview = ask(rows())
    interview.press(Qt.Key.Key_Up)
    assert interview.focused_ref == "/data/a"
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Down).press(Qt.Key.Key_Down)
    assert interview.focused_ref == "/data/c"
    interview.press(Qt.Key.Key_Up).press(Qt.Key.Key_Right).press(Qt.Key.Key_Space)
    assert interview.value("b") == "soon"


def test_dont_know_is_one_key_in_a_row_and_refused_two(ask: Ask) -> None:
    interview = ask(rows()).press(Qt.Key.Key_F3)
    assert interview.value("a") == "dk"
    interview.press(Qt.Key.Key_F3)
    assert interview.value("a") == "refused"


def test_what_all_rows_say_is_said_once(ask: Ask) -> None:
    interview = ask(rows())
    block = matrix(interview)
    assert block is not None
    assert block.hint == "At present."
    assert [interview.question(name).hint.text() for name in "abc"] == ["", "", ""]


def test_a_fault_stands_under_its_row(ask: Ask) -> None:
    interview = ask(rows())
    before = [interview.question(name).height() for name in "ab"]
    interview.press(Qt.Key.Key_Down).type("1")
    interview.ask_to_finalise()
    interview.entry.go_to("/data/a")
    interview.bot.waitUntil(lambda: interview.question("a").height() > before[0], timeout=5000)
    assert interview.question("a").fault.text()
    assert interview.question("b").height() == before[1]


def test_a_row_that_is_not_asked_is_no_row_and_without_rows_there_is_no_matrix(ask: Ask) -> None:
    table = (
        rows()
        .replace("| appearance |", "| appearance | relevant |")
        .replace("| label | appearance", "| label | appearance")
    )
    lines = table.split("\n")
    made = []
    for line in lines:
        if "select_one s | a" in line:
            made.append("| | text | gate | Gate | | | | |")
        conditions = {"a": "${gate} != 'x'", "b": "${gate} != 'x' and ${gate} != 'y'", "c": "${gate} != 'x'"}
        name = next((n for n in "abc" if f"| {n} |" in line), "")
        made.append(
            line.replace(" |  | At present.", f" | | {conditions[name]} | At present.") if name else line
        )
    interview = ask("\n".join(made))
    block = matrix(interview)
    assert block is not None
    assert len(block.asked) == 3
    interview.entry.session.answers.give("/data/gate", "y")
    assert [frame.ref for frame in block.asked] == ["/data/a", "/data/c"]
    assert not interview.question("b").isVisible()
    interview.entry.session.answers.give("/data/gate", "x")
    assert not block.isVisible()


def test_where_the_columns_do_not_fit_each_stands_by_itself_and_is_answered_all_the_same(ask: Ask) -> None:
    interview = ask(rows())
    assert matrix(interview) is not None
    interview.window.resize(560, 500)
    interview.bot.waitUntil(lambda: matrix(interview) is None, timeout=5000)
    assert {board(interview, name) for name in "abc"} == {Shape.ROWS}
    assert not interview.question("a").widget.says_label
    assert interview.question("b").hint.text() == "At present."
    interview.window.resize(1366, 768)
    interview.bot.waitUntil(lambda: matrix(interview) is not None, timeout=5000)
    interview.type("2")
    assert (interview.value("a"), interview.focused_ref) == ("soon", "/data/b")


def test_the_head_is_drawn(ask: Ask) -> None:
    block = matrix(ask(rows()))
    assert block is not None
    picture = block.head.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    dark = sum(
        picture.pixelColor(x, y).lightness() < 140
        for x in range(picture.width() // 2, picture.width())
        for y in range(picture.height() - 2)
    )
    assert dark > 100
