"""Ranges and orders: nothing is answered before it is touched; keys, digits and the mouse give the same answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.ui.entry.kinds.range import PickerWidget, RangeWidget, RatingWidget, ScaleWidget
from fieldsurvey.ui.entry.kinds.range_steps import steps_of
from fieldsurvey.ui.entry.kinds.rank import RankWidget
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]


def form(appearance: str = "", parameters: str = "start=0 end=10 step=1", kind: str = "range") -> str:
    return f"""
| survey | | | | | |
| | type | name | label | appearance | parameters |
| | {kind} | q | How much? | {appearance} | {parameters} |
| | text | after | After | | |
| choices | | | |
| | list_name | name | label |
| | r | power | Power |
| | r | credit | Credit |
| | r | skills | Skills |"""


def scale(interview: Interview) -> ScaleWidget:
    found = interview.question("q").widget
    assert isinstance(found, ScaleWidget)
    return found


@pytest.mark.parametrize("appearance", ["", "vertical", "rating", "no-ticks", "picker"])
def test_nothing_is_answered_before_it_is_touched(ask: Ask, appearance: str) -> None:
    interview = ask(form(appearance))
    interview.enter()
    assert (interview.value("q"), interview.focused_ref) == ("", "/data/after")


def test_figures_that_no_other_can_follow_lead_on(ask: Ask) -> None:
    interview = ask(form())
    interview.type("7")
    assert (interview.value("q"), interview.focused_ref) == ("7", "/data/after")


def test_a_click_on_the_groove_takes_the_value_there(ask: Ask) -> None:
    interview = ask(form())
    widget = scale(interview)
    assert isinstance(widget, RangeWidget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.point(4).toPoint())
    assert interview.value("q") == "4"


def test_a_click_on_the_start_of_the_groove_is_an_answer(ask: Ask) -> None:
    interview = ask(form())
    widget = scale(interview)
    assert isinstance(widget, RangeWidget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.point(0).toPoint())
    assert interview.value("q") == "0"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ([Qt.Key.Key_Right], "0"),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right], "1"),
        ([Qt.Key.Key_End, Qt.Key.Key_Left], "9"),
        ([Qt.Key.Key_Home], "0"),
        ([Qt.Key.Key_7], "7"),
        ([Qt.Key.Key_1, Qt.Key.Key_0], "10"),
        ([Qt.Key.Key_End, Qt.Key.Key_Delete], ""),
    ],
)
def test_keys_move_the_value(ask: Ask, keys: list[Qt.Key], value: str) -> None:
    interview = ask(form())
    for key in keys:
        interview.press(key)
    assert interview.value("q") == value


def test_decimals_are_exact(ask: Ask) -> None:
    interview = ask(form(parameters="start=0 end=1 step=0.1"))
    for _time in range(4):
        interview.press(Qt.Key.Key_Right)
    assert interview.value("q") == "0.3"


def test_figures_typed_together_are_one_number(ask: Ask) -> None:
    interview = ask(form(parameters="start=0 end=100 step=5"))
    interview.type("45")
    assert interview.value("q") == "45"


def test_a_falling_range_goes_down() -> None:
    steps = steps_of({"start": "10", "end": "0", "step": "2"})
    assert [steps.value(position) for position in range(steps.last + 1)] == ["10", "8", "6", "4", "2", "0"]


def test_a_step_of_nothing_is_a_step_of_one() -> None:
    assert steps_of({"start": "1", "end": "3", "step": "0"}).last == 2


@pytest.mark.parametrize("text", ["NaN", "Infinity", "x", ""])
def test_an_end_that_is_no_number_is_ten(text: str) -> None:
    assert steps_of({"end": text}).last == 10


def test_a_star_is_chosen_by_click_and_digit(ask: Ask) -> None:
    interview = ask(form("rating", "start=1 end=5 step=1"))
    widget = scale(interview)
    assert isinstance(widget, RatingWidget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.star(1).center().toPoint())
    by_click = interview.value("q")
    interview.type("4")
    assert (by_click, interview.value("q")) == ("2", "4")


def test_a_picker_finds_the_value_typed(ask: Ask) -> None:
    interview = ask(form("picker", "start=0 end=200 step=10"))
    assert isinstance(interview.question("q").widget, PickerWidget)
    interview.type("120").enter()
    assert interview.value("q") == "120"


def test_a_picker_shows_an_answer_from_elsewhere(ask: Ask) -> None:
    interview = ask(form("picker"))
    interview.entry.session.answers.give("/data/q", "3")
    widget = interview.question("q").widget
    assert isinstance(widget, PickerWidget)
    assert widget.field.text() == "3"


def test_the_value_can_be_heard(ask: Ask) -> None:
    interview = ask(form())
    interview.type("7")
    assert scale(interview).accessibleName() == "How much?"
    assert "7" in scale(interview).accessibleDescription()


# --- an order


def order(interview: Interview) -> RankWidget:
    found = interview.question("q").widget
    assert isinstance(found, RankWidget)
    return found


def test_a_figure_moves_the_line_to_its_place(ask: Ask) -> None:
    interview = ask(form(kind="rank r", parameters=""))
    interview.type("3")
    assert interview.value("q") == "credit skills power"


def test_alt_and_an_arrow_move_a_line(ask: Ask) -> None:
    interview = ask(form(kind="rank r", parameters=""))
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert interview.value("q") == "credit power skills"


def test_space_takes_the_order_as_it_stands(ask: Ask) -> None:
    interview = ask(form(kind="rank r", parameters=""))
    interview.press(Qt.Key.Key_Space)
    assert interview.value("q") == "power credit skills"


def drag(widget: QWidget, to: QPoint) -> None:
    """The mouse moves with its button held, which QTest cannot say."""
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    there = widget.mapToGlobal(to)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(there), Qt.MouseButton.NoButton, left, none
    )
    QApplication.sendEvent(widget, moved)


def test_a_line_is_dragged_to_its_place(ask: Ask) -> None:
    interview = ask(form(kind="rank r", parameters=""))
    lines = order(interview).list
    QTest.mousePress(lines, Qt.MouseButton.LeftButton, pos=QPoint(60, 18))
    drag(lines, QPoint(60, 90))
    QTest.mouseRelease(lines, Qt.MouseButton.LeftButton, pos=QPoint(60, 100))
    assert interview.value("q") == "credit skills power"


def test_delete_takes_the_order_back(ask: Ask) -> None:
    interview = ask(form(kind="rank r", parameters=""))
    interview.type("2").press(Qt.Key.Key_Delete)
    assert (interview.value("q"), order(interview).list.order) == ("", ["power", "credit", "skills"])
