"""Places in an interview: typed, pasted, from a receiver; lines and shapes with their points and their sketch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Devices, Failed
from fieldsurvey.ui.entry.kinds.geo.geopoint import GeopointWidget
from fieldsurvey.ui.entry.kinds.geo.geotrace import GeotraceWidget
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
SURVEY = """
    | survey |          |        |                         |               |                                         |
    |        | type     | name   | label                   | appearance    | parameters                              |
    |        | geopoint | gate   | Where is the gate?      |               | capture-accuracy=10 warning-accuracy=50 |
    |        | geopoint | mapped | Where is it on the map? | placement-map |                                         |
    |        | geotrace | road   | The road                |               |                                         |
    |        | geoshape | yard   | The yard                |               |                                         |
    |        | text     | after  | Anything else?          |               |                                         |
"""
SQUARE = "22.0 70.0; 22.0 70.001; 22.001 70.001; 22.001 70.0"


class FakeReceiver:
    """Says what the test says."""

    def __init__(self) -> None:
        self.is_on = False

    def start(self, fixed: Callable[[Position], None], failed: Failed) -> None:
        self.is_on, self.fix, self.fail = True, fixed, failed

    def stop(self) -> None:
        self.is_on = False


@pytest.fixture
def surveyed(made: Made) -> Study:
    return made(SURVEY)


@pytest.fixture
def receiver() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def interview(program: Program, surveyed: Study, receiver: FakeReceiver) -> Interview:
    program.window.devices = Devices(receivers=lambda: (receiver,))
    return program.open(surveyed).new_interview()


def place(interview: Interview, name: str = "gate") -> GeopointWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, GeopointWidget)
    return widget


def lines(interview: Interview, name: str) -> GeotraceWidget:
    widget = interview.question(name).widget
    assert isinstance(widget, GeotraceWidget)
    return widget


def remark(interview: Interview, name: str) -> str:
    return interview.question(name).remark.text()


def paste(interview: Interview, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    interview.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


# --- one place ----------------------------------------------------------------------------------------------------


def test_a_typed_place_is_stored_as_a_phone_stores_it(interview: Interview) -> None:
    interview.fill("gate", "22.4707 70.0577")
    assert interview.value("gate") == "22.4707 70.0577 0.0 0.0"
    assert interview.focused_ref == "/data/mapped"


def test_a_pasted_link_becomes_figures(interview: Interview) -> None:
    interview.question("gate").take_focus()
    paste(interview, "https://www.google.com/maps/@22.4707,70.0577,17z")
    interview.enter()
    assert interview.value("gate") == "22.4707 70.0577 0.0 0.0"
    assert place(interview).field.text() == "22.470700 70.057700"


def test_accuracy_and_altitude_are_kept_and_shown(interview: Interview) -> None:
    interview.fill("gate", "22.4707 70.0577 214 8")
    assert interview.value("gate") == "22.4707 70.0577 214.0 8.0"
    assert place(interview).state.text() == "± 8 m · 214 m high"


def test_a_place_less_exact_than_the_form_accepts_says_so_as_long_as_it_stands(interview: Interview) -> None:
    interview.fill("gate", "22.4707 70.0577 0 80")
    assert "more than the 50 m this form accepts" in place(interview).state.text()
    interview.fill("gate", "22.4707 70.0577 0 20")
    assert place(interview).state.text() == "± 20 m"


def test_a_link_without_a_place_says_what_to_do(interview: Interview) -> None:
    interview.fill("gate", "https://maps.app.goo.gl/AbC123")
    assert "This link tells no place" in remark(interview, "gate")
    assert interview.value("gate") == ""
    assert interview.focused_ref == "/data/gate"


def test_a_map_that_is_not_here_is_told(interview: Interview) -> None:
    assert "No map is on this laptop" in place(interview, "mapped").state.text()


def test_undo_brings_the_former_place_back_to_the_field(interview: Interview) -> None:
    interview.fill("gate", "22.4707 70.0577 214 8")
    interview.fill("gate", "23 71")
    interview.entry.session.answers.undo()
    assert place(interview).field.text() == "22.470700 70.057700"
    assert place(interview).state.text() == "± 8 m · 214 m high"


# --- a receiver ---------------------------------------------------------------------------------------------------


def test_a_place_is_taken_by_itself_when_it_is_exact_enough(
    interview: Interview, receiver: FakeReceiver
) -> None:
    place(interview).receive.click()
    receiver.fix(Position(22.0, 70.0, 200.0, 30.0))
    assert interview.value("gate") == ""
    receiver.fix(Position(22.0001, 70.0, 210.0, 8.0))
    assert interview.value("gate") == "22.0001 70.0 210.0 8.0"
    assert not receiver.is_on
    assert place(interview).field.hasFocus()


def test_fixes_are_averaged_the_exact_ones_counting_more(
    interview: Interview, receiver: FakeReceiver
) -> None:
    place(interview).receive.click()
    receiver.fix(Position(22.0, 70.0, 0.0, 12.0))
    receiver.fix(Position(22.0002, 70.0, 0.0, 12.0))
    interview.enter()
    assert interview.value("gate") == "22.0001 70.0 0.0 12.0"


def test_a_place_too_far_off_can_be_taken_by_hand_and_says_so(
    interview: Interview, receiver: FakeReceiver
) -> None:
    place(interview).receive.click()
    receiver.fix(Position(22.0, 70.0, 0.0, 80.0))
    fixing = place(interview).fixing
    assert fixing is not None
    assert "more than the 50 m" in fixing.said.text()
    interview.enter()
    assert interview.value("gate") == "22.0 70.0 0.0 80.0"
    assert "more than the 50 m" in place(interview).state.text()


def test_escape_stops_the_receiver_and_leaves_the_answer(
    interview: Interview, receiver: FakeReceiver
) -> None:
    interview.fill("gate", "22.4707 70.0577")
    place(interview).receive.click()
    receiver.fix(Position(1.0, 1.0, 0.0, 80.0))
    interview.press(Qt.Key.Key_Escape)
    assert not receiver.is_on
    assert interview.value("gate") == "22.4707 70.0577 0.0 0.0"


def test_leaving_the_interview_stops_the_receiver(
    program: Program, interview: Interview, receiver: FakeReceiver
) -> None:
    place(interview).receive.click()
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    assert not receiver.is_on


def test_a_receiver_that_gives_up_says_why(interview: Interview, receiver: FakeReceiver) -> None:
    place(interview).receive.click()
    receiver.fail("The receiver was pulled out.")
    assert "pulled out" in remark(interview, "gate")
    assert place(interview).fixing is None


def test_a_laptop_without_a_receiver_says_so(program: Program, surveyed: Study) -> None:
    interview = program.open(surveyed).new_interview()
    place(interview).receive.click()
    assert "No receiver is plugged in" in remark(interview, "gate")


# --- lines and shapes ---------------------------------------------------------------------------------------------


def test_points_typed_one_after_the_other_make_a_line(interview: Interview) -> None:
    interview.fill("road", "22 70").type("22.001 70").enter()
    assert interview.value("road") == "22.0 70.0 0.0 0.0; 22.001 70.0 0.0 0.0"
    assert lines(interview, "road").state.text() == "2 points · 111 m long"
    assert interview.focused_ref == "/data/road"
    interview.enter()
    assert interview.focused_ref == "/data/yard"


def test_a_shape_is_closed_by_itself_and_measured(interview: Interview) -> None:
    interview.fill("yard", SQUARE)
    assert interview.value("yard").split("; ")[-1] == "22.0 70.0 0.0 0.0"
    assert interview.value("yard").count(";") == 4
    said = lines(interview, "yard").state.text()
    assert "4 points · 429 m around" in said
    assert "11,490 m² (1.15 ha)" in said


def test_lines_of_a_spreadsheet_are_pasted_as_points(interview: Interview) -> None:
    interview.question("yard").take_focus()
    paste(interview, "22.0\t70.0\n22.0\t70.001\n22.001\t70.001\n")
    interview.enter()
    assert interview.value("yard") == (
        "22.0 70.0 0.0 0.0; 22.0 70.001 0.0 0.0; 22.001 70.001 0.0 0.0; 22.0 70.0 0.0 0.0"
    )


def test_sides_that_cross_are_named(interview: Interview) -> None:
    interview.fill("yard", "22 70; 22.001 70.001; 22.001 70; 22 70.001")
    assert "Side 1 and side 3 cross" in lines(interview, "yard").state.text()


def test_moving_a_point_uncrosses_the_sides(interview: Interview) -> None:
    interview.fill("yard", "22 70; 22.001 70.001; 22.001 70; 22 70.001")
    lines(interview, "yard").points.setFocus()
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Up)
    lines(interview, "yard").points.setCurrentRow(1)
    interview.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "cross" not in lines(interview, "yard").state.text()
    assert lines(interview, "yard").points.currentRow() == 2


def test_deleting_a_corner_keeps_the_shape_closed(interview: Interview) -> None:
    interview.fill("yard", SQUARE)
    lines(interview, "yard").points.setFocus()
    lines(interview, "yard").points.setCurrentRow(0)
    interview.press(Qt.Key.Key_Delete)
    assert interview.value("yard") == (
        "22.0 70.001 0.0 0.0; 22.001 70.001 0.0 0.0; 22.001 70.0 0.0 0.0; 22.0 70.001 0.0 0.0"
    )


def test_enter_on_a_point_lets_it_be_typed_anew(interview: Interview) -> None:
    interview.fill("road", "22 70; 23 70")
    lines(interview, "road").points.setFocus()
    lines(interview, "road").points.setCurrentRow(0)
    interview.enter().type("21 70").enter()
    assert interview.value("road") == "21.0 70.0 0.0 0.0; 23.0 70.0 0.0 0.0"


def test_insert_puts_a_point_before_the_chosen_one(interview: Interview) -> None:
    interview.fill("road", "22 70; 23 70")
    lines(interview, "road").points.setFocus()
    lines(interview, "road").points.setCurrentRow(1)
    interview.press(Qt.Key.Key_Insert).type("22.5 70").enter()
    assert interview.value("road") == "22.0 70.0 0.0 0.0; 22.5 70.0 0.0 0.0; 23.0 70.0 0.0 0.0"


def test_a_point_comes_from_the_receiver(interview: Interview, receiver: FakeReceiver) -> None:
    interview.fill("road", "22 70")
    lines(interview, "road").receive.click()
    receiver.fix(Position(22.001, 70.0, 0.0, 4.0))
    assert interview.value("road") == "22.0 70.0 0.0 0.0; 22.001 70.0 0.0 4.0"
    assert "± 4 m" in lines(interview, "road").points.item(1).text()


def test_a_point_that_is_none_is_told_and_nothing_is_lost(interview: Interview) -> None:
    interview.fill("road", "22 70; somewhere")
    assert interview.value("road") == ""
    assert "Type latitude and longitude" in remark(interview, "road")
    assert lines(interview, "road").field.text() == "22 70; somewhere"


def test_taking_all_points_away_leaves_no_answer(interview: Interview) -> None:
    interview.fill("road", "22 70")
    lines(interview, "road").points.setFocus()
    interview.press(Qt.Key.Key_Delete)
    assert interview.value("road") == ""
    assert interview.focused_ref == "/data/road"


def test_undo_brings_a_point_back_to_the_list(interview: Interview) -> None:
    interview.fill("road", "22 70; 23 70")
    lines(interview, "road").points.setFocus()
    interview.press(Qt.Key.Key_Delete)
    interview.entry.session.answers.undo()
    assert lines(interview, "road").points.count() == 2
