"""Numbers typed as people write and reckon them: grouped, in native digits, in lakh and crore, as sums."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.ui.entry.base.calculator import calculated
from fieldsurvey.ui.entry.kinds.number import NumberWidget, plain
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]


def form(kind: str, appearance: str = "") -> str:
    return f"""
| survey | | | | |
| | type | name | label | appearance |
| | {kind} | q | How much? | {appearance} |
| | text | after | After | |"""


def widget(interview: Interview) -> NumberWidget:
    found = interview.question("q").widget
    assert isinstance(found, NumberWidget)
    return found


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("12*4500", "54000"),
        ("1200 + 18%", "1416"),
        ("1200 - 10%", "1080"),
        ("(3+4)*20%", "1.4"),
        ("2+3*4", "14"),
        ("-5*2", "-10"),
        ("1,20,000/12", "10000"),
        ("0.1+0.2", "0.3"),
        ("10/4", "2.5"),
        ("2.5 lakh", "250000"),
        ("2 lakh 50 thousand", "250000"),
        ("1.2 cr", "12000000"),
        ("2 lakh crore", "2000000000000"),
        ("5k", "5000"),
        ("Rs 500 x 3", "1500"),
        ("500/-", "500"),
        ("१२*४५००", "54000"),
        ("৩ + ৪", "7"),
        ("3 लाख", "300000"),
        ("2 ಕೋಟಿ", "20000000"),
    ],
)
def test_what_people_write_is_reckoned(typed: str, result: str) -> None:
    assert calculated(typed) == result


@pytest.mark.parametrize(
    "typed",
    [
        *("12*", "lakh", "1/0", "2..5", "1 2", "2 3 lakh", "50 thousand 2 lakh", "(1", "1)", "twelve", ""),
        *("9**9", "__import__('os')", "9" * 300, "(" * 50 + "1" + ")" * 50, "1e999", "²"),
    ],
)
def test_what_is_no_calculation_is_none(typed: str) -> None:
    assert calculated(typed) is None


@pytest.mark.parametrize("digits", ["१२३", "১২৩", "੧੨੩", "૧૨૩", "୧୨୩", "௧௨௩", "౧౨౩", "೧೨೩", "൧൨൩", "۱۲۳"])
def test_the_digits_of_every_script_are_taken(digits: str) -> None:
    assert plain(digits) == "123"


def test_a_sum_is_answered_with_its_result_and_shown_beside(ask: Ask) -> None:
    interview = ask(form("integer", "thousands-sep"))
    interview.type("12*4500").enter()
    assert (interview.value("q"), interview.focused_ref) == ("54000", "/data/after")
    assert widget(interview).field.text() == "54,000"
    assert "= 12*4500" in widget(interview)._beside.text()


def test_the_result_is_shown_while_the_sum_is_typed(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("3 lakh*2")
    assert "= 6,00,000" in widget(interview)._beside.text()


def test_half_a_sum_is_not_taken_for_the_answer(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("12*4")
    widget(interview)._on_paused()
    assert (interview.value("q"), widget(interview).field.text()) == ("", "12*4")


def test_a_number_goes_to_disk_after_a_pause_and_typing_goes_on(ask: Ask) -> None:
    interview = ask(form("decimal"))
    interview.type("12.")
    widget(interview)._on_paused()
    paused = interview.value("q")
    interview.type("5").enter()
    assert (paused, interview.value("q")) == ("12", "12.5")


def test_a_fraction_where_a_whole_number_is_asked_is_said(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("10/4").enter()
    assert interview.value("q") == ""
    assert "2.5" in interview.question("q").remark.text()


def test_a_large_amount_is_said_in_words(ask: Ask) -> None:
    interview = ask(form("decimal", "thousands-sep"))
    interview.type("1499561")
    assert widget(interview).field.text() == "14,99,561"
    assert "15 lakh" in widget(interview)._beside.text()


def test_a_decimal_is_stored_as_a_phone_stores_it(ask: Ask) -> None:
    interview = ask(form("decimal"))
    interview.type("12.50").enter()
    assert interview.value("q") == "12.5"


def test_escape_brings_the_standing_number_back(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("12").enter()
    interview.question("q").take_focus()
    interview.type("999").press(Qt.Key.Key_Escape)
    assert (widget(interview).field.text(), interview.value("q")) == ("12", "12")


def test_what_is_no_number_is_kept_for_the_page_to_ask_for(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("many").press(Qt.Key.Key_Tab)
    assert widget(interview).unread == "many"
    interview.entry.session.answers.give("/data/after", "something else")
    interview.question("q").refresh()
    assert widget(interview).field.text() == "many"


def test_an_answer_from_elsewhere_takes_the_place_of_what_was_not_understood(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("many").press(Qt.Key.Key_Tab)
    interview.entry.session.answers.give("/data/q", "7")
    assert (widget(interview).field.text(), widget(interview).unread) == ("7", "")


def test_a_number_too_long_for_a_phone_is_said(ask: Ask) -> None:
    interview = ask(form("integer"))
    interview.type("12345678901").enter()
    assert interview.value("q") == "12345678901"
    assert "9 digits" in interview.question("q").remark.text()


def test_a_counter_counts_with_the_arrows(ask: Ask) -> None:
    interview = ask(form("integer", "counter"))
    interview.press(Qt.Key.Key_Up).press(Qt.Key.Key_Up).press(Qt.Key.Key_Down)
    assert interview.value("q") == "1"


def test_a_bearing_says_that_there_is_no_compass(ask: Ask) -> None:
    assert "no compass" in widget(ask(form("decimal", "bearing")))._beside.text()


def test_a_masked_number_shows_dots(ask: Ask) -> None:
    assert widget(ask(form("integer", "masked"))).field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("typed", "stored"), [("2.5", "2.5"), ("2.5 lakh", "250000"), ("1234.75", "1234.75"), ("५.५", "5.5")]
)
def test_a_decimal_point_stays_while_a_number_is_grouped(ask: Ask, typed: str, stored: str) -> None:
    interview = ask(form("decimal", "thousands-sep"))
    interview.type(typed).enter()
    assert interview.value("q") == stored


def test_undo_takes_back_what_is_typed_in_a_grouped_number_and_then_the_answer(ask: Ask) -> None:
    interview = ask(form("decimal", "thousands-sep"))
    interview.fill("q", "5000").press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    interview.type("1234567")
    undo = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert widget(interview.press(*undo)).field.text() == "5,000"
    interview.press(*undo)
    assert (interview.value("q"), widget(interview).field.text()) == ("", "")


@pytest.mark.parametrize(
    ("key", "place", "stands"), [(Qt.Key.Key_Backspace, 6, "1,23,567"), (Qt.Key.Key_Delete, 5, "1,23,467")]
)
def test_backspace_and_delete_pass_over_a_comma(ask: Ask, key: Qt.Key, place: int, stands: str) -> None:
    interview = ask(form("integer", "thousands-sep")).type("1234567")
    field = widget(interview).field
    field.setCursorPosition(place)  # about the comma of 12,34,567
    assert widget(interview.press(key).press(key)).field.text() == stands
