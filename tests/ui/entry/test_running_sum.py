"""Numbers that make 100 together: the running sum under the last of them, and the key that puts in the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.ui.entry.frame.sum_block import SumBlock
from fieldsurvey.ui.entry.session.running_sums import Sum
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]
MIX = """
| survey | | | | | |
| | type | name | label | constraint | missing |
| | integer | a | Here | | dk |
| | integer | b | There | | dk |
| | integer | c | Abroad | ${a} + ${b} + . = 100 | dk |
| | integer | after | After | | |
"""


def mix(ask: Ask) -> Interview:
    return ask(MIX)


def said(interview: Interview) -> str:
    return interview.question("c").running_sum


def test_the_sum_runs_under_the_last_of_them(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("34").enter()
    assert said(interview).startswith("94 of 100. 6 are still missing")
    assert interview.question("b").running_sum == ""


@pytest.mark.parametrize(
    ("typed", "words"), [("6", "100 of 100"), ("9", "103 of 100. 3 too many: lower one of them.")]
)
def test_the_whole_and_what_is_beyond_it_are_said(ask: Ask, typed: str, words: str) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("34").enter().type(typed).enter()
    assert said(interview) == words


def test_nothing_is_said_before_the_first_number(ask: Ask) -> None:
    assert said(mix(ask)) == ""


def test_the_rest_is_put_in_by_one_key_and_the_next_question_comes(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("34").enter().type("=")
    assert (interview.value("c"), interview.focused_ref) == ("6", "/data/after")


def test_the_rest_goes_where_the_key_is_pressed(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter()
    interview.fill("c", "30")
    interview.question("b").take_focus()
    interview.type("=")
    assert interview.value("b") == "10"


def test_the_rest_takes_the_place_of_what_stood_there(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("34").enter().type("5").enter()
    interview.question("c").take_focus()
    interview.type("=")
    assert interview.value("c") == "6"


def test_where_the_others_make_more_nothing_is_put_in(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("44").enter().type("=")
    assert (interview.value("c"), interview.focused_ref) == ("", "/data/c")


def test_elsewhere_the_key_is_a_sign_like_others(ask: Ask) -> None:
    interview = mix(ask)
    interview.question("after").take_focus()
    interview.type("=").enter()
    assert (interview.value("after"), interview.focused_ref) == ("", "/data/after")


def test_a_number_that_is_not_known_counts_for_nothing_and_leaves_the_rest_unknown(ask: Ask) -> None:
    interview = ask(MIX.replace("There | ", "There | . >= 0 or . = -98"))
    interview.type("60").enter().press(Qt.Key.Key_F3)
    assert interview.value("b") == "-98"
    assert said(interview).startswith("60 of 100. The rest is not known")
    interview.question("c").take_focus()
    interview.type("=")
    assert interview.value("c") == ""


def test_a_number_that_is_no_longer_asked_counts_for_nothing(ask: Ask) -> None:
    interview = ask(
        """
        | survey | | | | | |
        | | type | name | label | constraint | relevant |
        | | integer | a | Here | | |
        | | integer | b | There | | ${a} < 50 |
        | | integer | c | Abroad | ${a} + ${b} + . = 100 | |
        """
    )
    interview.type("40").enter().type("30").enter()
    assert said(interview).startswith("70 of 100")
    interview.fill("a", "60")
    assert said(interview).startswith("60 of 100. 40 are still missing")


def block(interview: Interview) -> SumBlock:
    page = interview.entry.page
    assert page is not None
    (found,) = [one for one in page.findChildren(SumBlock) if one.isVisible()]
    return found


def test_they_are_lines_of_one_table_with_what_is_missing_under_them(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("34").enter()
    drawn = block(interview)
    assert [frame.ref for frame in drawn.frames] == ["/data/a", "/data/b", "/data/c"]
    assert drawn.foot.said.startswith("94 of 100. 6 are still missing")
    interview.type("6").enter()
    assert drawn.foot.said == "100 of 100"


def test_each_has_a_bar_as_long_as_its_share_and_the_rest_is_offered_where_the_keyboard_is(ask: Ask) -> None:
    interview = mix(ask)
    interview.type("60").enter().type("30").enter()
    lines = [frame.line for frame in block(interview).frames]
    assert [line.share for line in lines if line] == [0.6, 0.3, 0.0]
    assert len({line.colour for line in lines if line}) == 3
    assert [line.rest for line in lines if line] == ["the rest, 70", "the rest, 40", "the rest, 10"]


def test_where_one_is_not_known_no_rest_is_asked_for() -> None:
    made = Sum({"/data/a": Decimal(60)}, is_known=False)
    assert (made.words, made.lacks) == ("60 of 100", "The rest is not known: one of the numbers is not.")


def test_in_a_narrow_window_each_stands_by_itself_over_the_sum(ask: Ask) -> None:
    interview = mix(ask)
    interview.window.resize(560, 500)
    drawn = block(interview)
    interview.bot.waitUntil(lambda: drawn.is_level or drawn.width() < 400, timeout=5000)
    interview.type("60").enter()
    assert drawn.foot.isVisible()


def test_where_something_stands_between_them_the_sum_is_a_line_under_the_last(ask: Ask) -> None:
    parted = MIX.replace("| | integer | c |", "| | text | between | Between | | |\n| | integer | c |")
    interview = ask(parted)
    interview.type("60").enter()
    page = interview.entry.page
    assert page is not None
    assert not page.findChildren(SumBlock)
    assert said(interview).startswith("60 of 100")


ROWS = """
| survey | | | | | |
| | type | name | label | constraint | missing |
| | begin_repeat | r | Product | | |
| | text | name | Name | | |
| | image | photo | Photo | | |
| | integer | a | Here | | dk |
| | integer | b | There | | dk |
| | integer | c | Abroad | ${a} + ${b} + . = 100 | dk |
| | end_repeat | | | | |
"""


def test_in_a_row_of_a_repeat_the_sum_is_that_of_the_row(ask: Ask) -> None:
    interview = ask(ROWS)
    give = interview.entry.session.answers.give_all
    interview.entry.session.answers.add_row("/data/r")
    give({"/data/r[1]/a": "60", "/data/r[1]/b": "30", "/data/r[2]/a": "5"})
    interview.entry.go_to("/data/r[1]/c")
    assert block(interview).foot.said.startswith("90 of 100")
    interview.type("=")
    assert interview.entry.session.entry.value("/data/r[1]/c") == "10"
    interview.entry.go_to("/data/r[2]/b")
    assert block(interview).foot.said.startswith("5 of 100")


GRID = """
| survey | | | | |
| | type | name | label | constraint |
| | begin_repeat | r | Product | |
| | text | name | Name | |
| | integer | a | Here | |
| | integer | b | There | |
| | integer | c | Abroad | ${a} + ${b} + . = 100 |
| | end_repeat | | | |
"""


def test_under_a_grid_stands_the_sum_of_the_row_and_the_key_puts_in_its_rest(ask: Ask) -> None:
    interview = ask(GRID)
    give = interview.entry.session.answers.give_all
    interview.entry.session.answers.add_row("/data/r")
    give({"/data/r[1]/a": "60", "/data/r[1]/b": "30", "/data/r[2]/name": "Pot"})
    grid = interview.grid("r")
    interview.entry.go_to("/data/r[1]/c")
    assert grid.row_sum.said.startswith("90 of 100. 10 are still missing")
    interview.type("=").press(Qt.Key.Key_Tab)
    assert interview.entry.session.entry.value("/data/r[1]/c") == "10"
    interview.entry.go_to("/data/r[1]/a")
    assert grid.row_sum.said == "100 of 100"
    interview.entry.go_to("/data/r[2]/a")
    assert not grid.row_sum.isVisible()


def test_a_grid_whose_page_was_taken_down_does_not_stop_the_answers_of_later_pages(ask: Ask) -> None:
    pages = "".join(
        f"| | begin_group | g{n} | Part {n} | |\n| | text | t{n} | Text {n} | |\n| | end_group | | | |\n"
        for n in range(12)
    )
    interview = ask(GRID + pages)
    interview.entry.session.answers.add_row("/data/r")
    interview.entry.go_to("/data/r[1]/c")
    for n in range(12):
        interview.entry.go_to(f"/data/g{n}/t{n}")
        QTest.qWait(1)  # what was taken down goes
        interview.type("kept").enter()
    assert [interview.value(f"g{n}/t{n}") for n in range(12)] == ["kept"] * 12
