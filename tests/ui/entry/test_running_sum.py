"""Numbers that make 100 together: the running sum under the last of them, and the key that puts in the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

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
    assert said(interview).startswith("94 of 100, 6 are still missing")
    assert interview.question("b").running_sum == ""


@pytest.mark.parametrize(("typed", "words"), [("6", "100 of 100"), ("9", "103 of 100, 3 too many.")])
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
    assert said(interview).startswith("60 of 100, 40 are still missing")
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
    assert said(interview).startswith("60 of 100, 40 are still missing")
