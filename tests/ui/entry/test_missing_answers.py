"""“Don't know” and “refused” in every kind of question: shown in words, never as a number, a step or a place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fieldsurvey.forms.compatibility.looks import appearances, kinds
from fieldsurvey.records import Question
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.widget import QuestionWidget
from fieldsurvey.ui.entry.frame.factory import widget_for
from fieldsurvey.ui.entry.kinds.range import RangeWidget, ScaleWidget
from fieldsurvey.xforms import Choice, Datatype, Prompt
from tests.support.pages import Interview, Program

_ANSWERS = {
    "select1": "power", "select": "power credit", "rank": "credit power", "range": "4", "trigger": "OK",
    "upload": "a.jpg", "int": "12", "date": "2026-01-23", "time": "09:30:00.000+05:30",
    "dateTime": "2026-01-23T09:30:00.000+05:30", "geopoint": "22.47 70.05 0 0",
    "geotrace": "22.47 70.05 0 0;22.48 70.06 0 0", "barcode": "890",
}  # fmt: skip
KINDS = [
    row
    for row in (*appearances(), *kinds())
    if row.widget and not row.is_lost and row.widget != "TableHeadWidget"
]
"""All that can be answered; the head of a table of questions is read."""
_CHOICES = (Choice("power", "Power"), Choice("credit", "Credit"))
_FREE_TYPE = {"upload": Datatype.BINARY, "range": Datatype.INT}


def prompt_of(number: int, value: str) -> Prompt:
    """A question of the kind in one row of the factory's table."""
    row = KINDS[number]
    control = row.controls[0]
    media = {"mediatype": f"{row.types[0]}/*"} if control == "upload" and row.types else {}
    kind = _FREE_TYPE.get(control) or Datatype(row.types[0] if row.types else "string")
    return Prompt(
        ref="/data/q", control=control, type=kind, appearance=" ".join(row.words[:1]),
        parameters={"start": "0", "end": "10", "step": "1", **media}, label="What?", hint="", guidance="", value=value,
        choices=_CHOICES if control in ("select1", "select", "rank") else (), relevant=True, required=False,
        readonly=False, violation=None, media={},
    )  # fmt: skip


def code_of(prompt: Prompt) -> str:
    """How “don't know” is stored there."""
    return "-98" if prompt.control == "range" or prompt.type in (Datatype.INT, Datatype.DECIMAL) else "dk"


def words_in(widget: QuestionWidget) -> list[str]:
    """What can be read in it: labels, fields and what stands in empty ones."""
    labels = [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]
    fields = [one.text() or one.placeholderText() for one in widget.findChildren(QLineEdit)]
    texts = [one.toPlainText() or one.placeholderText() for one in widget.findChildren(QPlainTextEdit)]
    painted = [widget.said()] if isinstance(widget, ScaleWidget) else []
    return [*labels, *fields, *texts, *painted]


def shown(bot: QtBot, number: int, value: str, *, offers: bool = True) -> QuestionWidget:
    """The widget, first with no answer, then with this one."""
    prompt = prompt_of(number, "")
    missing = ("dk", "refused") if offers else ()
    widget = widget_for(prompt, Question("/data/q", "q", "text", missing=missing))
    bot.addWidget(widget)
    widget.show_prompt(prompt)
    widget.show_prompt(dataclasses.replace(prompt, value=value))
    widget.resize(640, max(widget.sizeHint().height(), 40))
    return widget


every_kind = pytest.mark.parametrize(
    "number",
    range(len(KINDS)),
    ids=["-".join((row.controls[0], *row.types[:1], *row.words[:1])) for row in KINDS],
)


@every_kind
def test_it_is_shown_in_words(qtbot: QtBot, number: int) -> None:
    code = code_of(prompt_of(number, ""))
    words = words_in(shown(qtbot, number, code))
    assert "don't know" in words
    assert code not in words


@every_kind
def test_it_is_shown_in_words_when_the_page_opens(qtbot: QtBot, number: int) -> None:
    prompt = prompt_of(number, code_of(prompt_of(number, "")))
    widget = widget_for(prompt, Question("/data/q", "q", "text", missing=("dk",)))
    qtbot.addWidget(widget)
    widget.show_prompt(prompt)
    assert "don't know" in words_in(widget)


@every_kind
def test_its_kind_draws_an_open_question(qtbot: QtBot, number: int) -> None:
    assert shown(qtbot, number, code_of(prompt_of(number, ""))).prompt.value == ""


@every_kind
def test_the_words_are_seen(qtbot: QtBot, number: int) -> None:
    widget = shown(qtbot, number, code_of(prompt_of(number, "")))
    before = widget.grab().toImage()
    widget.show_prompt(prompt_of(number, ""))
    assert widget.grab().toImage() != before


@every_kind
def test_it_is_told_to_who_does_not_see_it(qtbot: QtBot, number: int) -> None:
    widget = shown(qtbot, number, code_of(prompt_of(number, "")))
    assert "don't know" in widget.focus_target().accessibleDescription()


@every_kind
def test_an_answer_takes_its_place(qtbot: QtBot, number: int) -> None:
    prompt = prompt_of(number, "")
    widget = shown(qtbot, number, code_of(prompt))
    answer = _ANSWERS.get(prompt.control) or _ANSWERS.get(prompt.type, "Ram")
    widget.show_prompt(dataclasses.replace(prompt, value=answer))
    assert widget.prompt.value == answer
    assert "don't know" not in words_in(widget)


@every_kind
def test_no_answer_takes_its_place(qtbot: QtBot, number: int) -> None:
    widget = shown(qtbot, number, code_of(prompt_of(number, "")))
    widget.show_prompt(prompt_of(number, ""))
    assert "don't know" not in words_in(widget)


def test_a_kind_that_knows_nothing_of_it_shows_the_words_all_the_same(qtbot: QtBot) -> None:
    class Gauge(QuestionWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            pass

    widget = Gauge(prompt_of(0, ""), Question("/data/q", "q", "text", missing=("refused",)))
    qtbot.addWidget(widget)
    widget.show_prompt(prompt_of(0, "refused"))
    assert (words_in(widget), widget.prompt.value) == (["refused"], "")


def test_a_number_that_offers_none_may_be_the_code(qtbot: QtBot) -> None:
    number = next(n for n, row in enumerate(KINDS) if row.widget == "NumberWidget")
    assert shown(qtbot, number, "-98", offers=False).prompt.value == "-98"


def test_a_choice_that_is_listed_is_shown_by_its_list(qtbot: QtBot) -> None:
    number = next(n for n, row in enumerate(KINDS) if row.widget == "DropdownWidget")
    prompt = dataclasses.replace(prompt_of(number, "dk"), choices=(*_CHOICES, Choice("dk", "No idea")))
    widget = widget_for(prompt, None)
    qtbot.addWidget(widget)
    widget.show_prompt(prompt)
    assert words_in(widget) == ["No idea"]


# --- in an interview ----------------------------------------------------------------------------------------------

RANGE = "| | range | q | How much? |  | start=0 end=10 step=1 | dk refused |"
STARS = "| | range | q | How much? | rating | start=0 end=5 step=1 | dk refused |"
PICKER = "| | range | q | How much? | picker | start=0 end=10 step=1 | dk refused |"


Asking = Callable[[str], Interview]


@pytest.fixture
def asking(program: Program, made: Callable[[str], Study]) -> Asking:
    """Opens a form of one question, with another after it."""
    form = """
        | survey | | | | | | |
        | | type | name | label | appearance | parameters | missing |
        {row}
        | | text | after | After | | | |
    """
    return lambda row: program.open(made(form.format(row=row))).new_interview()


@pytest.mark.parametrize("row", [RANGE, STARS, PICKER], ids=["slider", "stars", "picker"])
def test_f3_on_a_range_says_so_and_again_the_other(asking: Asking, row: str) -> None:
    interview = asking(row).press(Qt.Key.Key_F3)
    assert interview.value("q") == "-98"
    assert "don't know" in words_in(interview.question("q").widget)
    interview.press(Qt.Key.Key_F3)
    assert interview.value("q") == "-99"
    assert "refused" in words_in(interview.question("q").widget)
    assert interview.question("q").widget.prompt.value == ""


def test_a_slider_has_no_handle_then(asking: Asking) -> None:
    interview = asking(RANGE).press(Qt.Key.Key_F3)
    slider = interview.question("q").widget
    assert isinstance(slider, RangeWidget)
    assert slider.position is None


def test_arrows_and_figures_take_its_place_on_a_slider(asking: Asking) -> None:
    interview = asking(RANGE).press(Qt.Key.Key_F3).press(Qt.Key.Key_Right)
    assert interview.value("q") == "0"
    interview.press(Qt.Key.Key_F3).type("7")
    assert interview.value("q") == "7"


def test_a_click_takes_its_place_on_a_slider(asking: Asking) -> None:
    interview = asking(RANGE).press(Qt.Key.Key_F3)
    slider = interview.question("q").widget
    assert isinstance(slider, RangeWidget)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.point(4).toPoint())
    assert interview.value("q") == "4"


def test_delete_takes_it_back(asking: Asking) -> None:
    interview = asking(STARS).press(Qt.Key.Key_F3).press(Qt.Key.Key_Delete)
    assert interview.value("q") == ""


def test_a_value_chosen_takes_its_place_in_a_picker(asking: Asking) -> None:
    interview = asking(PICKER).press(Qt.Key.Key_F3)
    interview.type("6").enter()
    assert interview.value("q") == "6"


@pytest.mark.parametrize("kind", ["text", "decimal", "date", "barcode"])
def test_what_is_typed_takes_its_place_in_a_field(asking: Asking, kind: str) -> None:
    interview = asking(f"| | {kind} | q | How much? | | | dk |").press(Qt.Key.Key_F3)
    typed = "23/01/2026" if kind == "date" else "12"
    interview.type(typed).enter()
    assert interview.value("q") == {"date": "2026-01-23"}.get(kind, "12")


def test_it_can_be_typed_in_words(asking: Asking) -> None:
    interview = asking("| | integer | q | How many? |  |  | dk refused |")
    interview.type("Refused").enter()
    assert interview.value("q") == "-99"


def test_it_is_read_back_in_words(asking: Asking) -> None:
    interview = asking(RANGE).press(Qt.Key.Key_F3).read_all_back()
    assert "How much?: don't know" in interview.read_back


@pytest.mark.parametrize("row", [RANGE, STARS], ids=["slider", "stars"])
def test_the_keys_of_missing_answers_stand_under_a_scale(asking: Asking, row: str) -> None:
    scale = asking(row).question("q").widget
    assert isinstance(scale, ScaleWidget)
    assert scale.keys == [("F3", "don't know"), ("F3 F3", "refused")][: len(scale.missing.offered)]
    picture = scale.grab().toImage()
    top = scale.height() - scale.keys_height
    assert any(
        picture.pixelColor(x, y) != picture.pixelColor(0, picture.height() - 1)
        for x in range(picture.width())
        for y in range(round(top * picture.devicePixelRatio()) + 6, picture.height())
    )


def test_under_a_scale_without_missing_answers_nothing_stands(qtbot: QtBot) -> None:
    number = next(n for n, row in enumerate(KINDS) if row.widget == "RatingWidget")
    plain, offering = (shown(qtbot, number, "", offers=offers) for offers in (False, True))
    assert isinstance(plain, ScaleWidget)
    assert plain.keys == []
    assert plain.sizeHint().height() < offering.sizeHint().height()
