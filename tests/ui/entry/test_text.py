"""Text: hidden from those beside the screen, addresses opened on demand, figures, and what a phone would do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from fieldsurvey.ui.entry.kinds import text as text_widgets
from fieldsurvey.ui.entry.kinds.text import AddressWidget, MaskedWidget, MultilineWidget
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]


def form(appearance: str, **columns: str) -> str:
    names, values = " | ".join(columns), " | ".join(columns.values())
    return f"""
| survey | | | | | |
| | type | name | label | appearance | {names} |
| | text | q | What? | {appearance} | {values} |
| | text | after | After | | |"""


def line(interview: Interview) -> QLineEdit:
    field = interview.question("q").widget.focus_target()
    assert isinstance(field, QLineEdit)
    return field


def test_a_masked_text_shows_dots_and_itself_while_f4_is_held(ask: Ask) -> None:
    interview = ask(form("masked"))
    field = line(interview)
    interview.type("secret")
    QTest.keyPress(field, Qt.Key.Key_F4)
    held = field.echoMode()
    QTest.keyRelease(field, Qt.Key.Key_F4)
    assert (held, field.echoMode()) == (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password)


def test_a_masked_text_is_shown_while_the_eye_is_held(ask: Ask) -> None:
    interview = ask(form("masked"))
    widget = interview.question("q").widget
    assert isinstance(widget, MaskedWidget)
    eye = widget.field.rect().center()
    eye.setX(widget.field.width() - 10)
    QTest.mousePress(widget.field, Qt.MouseButton.LeftButton, pos=eye)
    held = widget.field.echoMode()
    QTest.mouseRelease(widget.field, Qt.MouseButton.LeftButton, pos=eye)
    assert (held, widget.field.echoMode()) == (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password)


def test_figures_are_asked_for_and_kept_as_text(ask: Ask) -> None:
    interview = ask(form("numbers"))
    interview.type("०98-765").enter()
    assert interview.value("q") == "098-765"


def test_letters_where_figures_are_asked_are_said(ask: Ask) -> None:
    interview = ask(form("numbers"))
    interview.type("ten").enter()
    assert (interview.value("q"), interview.question("q").widget.unread) == ("", "ten")


@pytest.mark.parametrize(
    ("address", "is_open"), [("https://example.org/a?b=1", True), ("file:///etc", False), ("", False)]
)
def test_only_an_address_of_the_web_can_be_opened(ask: Ask, address: str, is_open: bool) -> None:
    interview = ask(form("url"))
    interview.entry.session.answers.give("/data/q", address)
    widget = interview.question("q").widget
    assert isinstance(widget, AddressWidget)
    assert widget.link.isEnabled() is is_open


def test_without_a_network_an_address_is_not_opened_and_that_is_said(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_widgets, "is_offline", lambda: True)
    interview = ask(form("url"))
    interview.entry.session.answers.give("/data/q", "https://example.org")
    widget = interview.question("q").widget
    assert isinstance(widget, AddressWidget)
    widget.open_address()
    assert "no network" in interview.question("q").remark.text()


@pytest.mark.parametrize(
    ("appearance", "words"), [("ex:org.breath.count", "Another program"), ("printer:x", "Nothing is printed")]
)
def test_what_only_a_phone_can_do_is_said_beside(ask: Ask, appearance: str, words: str) -> None:
    interview = ask(form(appearance))
    assert any(words in label.text() for label in interview.question("q").widget.findChildren(QLabel))


def test_escape_brings_standing_lines_back(ask: Ask) -> None:
    interview = ask(form("multiline"))
    interview.entry.session.answers.give("/data/q", "One\ntwo")
    interview.question("q").take_focus()
    interview.type("x").press(Qt.Key.Key_Escape)
    widget = interview.question("q").widget
    assert isinstance(widget, MultilineWidget)
    assert (widget.field.toPlainText(), interview.value("q")) == ("One\ntwo", "One\ntwo")


def test_undo_is_shown_in_the_lines_although_the_keyboard_is_there(ask: Ask) -> None:
    interview = ask(form("multiline"))
    interview.entry.session.answers.give("/data/q", "One")
    interview.question("q").take_focus()
    interview.entry.session.answers.undo()
    widget = interview.question("q").widget
    assert isinstance(widget, MultilineWidget)
    assert widget.field.toPlainText() == ""


def test_hint_and_label_can_be_heard(ask: Ask) -> None:
    interview = ask(form("", hint="As on the **board**"))
    assert (line(interview).accessibleName(), line(interview).accessibleDescription()) == (
        "What?",
        "As on the board",
    )
