"""A form that notes the place by itself: the receiver is listened to, and what waited is filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.device_ports import Devices, Failed
from tests.support.pages import Interview, Program
from tests.support.small_studies import study_of

_FORM = """
    | survey |                   |       |       |              |
    |        | type              | name  | label | trigger      |
    |        | start-geopoint    | begun |       |              |
    |        | text              | firm  | Firm  |              |
    |        | background-geopoint | met | Met  | ${firm}      |"""
_PLACE = Position(28.8386, 78.7733, 198.0, 6.0)


class Told:
    """A receiver that says what the test says."""

    def __init__(self) -> None:
        self.fixed: Callable[[Position], None] | None = None

    def start(self, fixed: Callable[[Position], None], failed: Failed) -> None:
        self.fixed = fixed

    def stop(self) -> None:
        self.fixed = None


def opened(program: Program, folder: Path, *receivers: Told) -> Interview:
    program.window.devices = Devices(receivers=lambda: receivers)
    return program.open(study_of(folder, _FORM)).new_interview()


def test_the_first_fix_fills_what_the_form_wanted_at_its_beginning(program: Program, tmp_path: Path) -> None:
    receiver = Told()
    interview = opened(program, tmp_path, receiver)
    assert interview.value("begun") == ""
    assert receiver.fixed is not None
    receiver.fixed(_PLACE)
    assert interview.value("begun") == _PLACE.value


def test_an_answer_that_wants_the_place_gets_the_next_fix(program: Program, tmp_path: Path) -> None:
    receiver = Told()
    interview = opened(program, tmp_path, receiver)
    interview.fill("firm", "Sharma Brass Works")
    assert receiver.fixed is not None
    receiver.fixed(_PLACE)
    assert interview.value("met") == _PLACE.value


def test_a_place_far_too_vague_is_not_taken(program: Program, tmp_path: Path) -> None:
    receiver = Told()
    interview = opened(program, tmp_path, receiver)
    assert receiver.fixed is not None
    receiver.fixed(Position(28.8, 78.7, 0.0, 5000.0))
    assert interview.value("begun") == ""


def test_without_a_receiver_the_window_says_that_the_place_stays_empty(
    program: Program, tmp_path: Path
) -> None:
    interview = opened(program, tmp_path)
    assert "No receiver is plugged in" in interview.entry.banner.sentence


def test_the_receiver_is_silent_when_the_interview_is_left(program: Program, tmp_path: Path) -> None:
    receiver = Told()
    interview = opened(program, tmp_path, receiver)
    interview.entry.pause()
    program.bot.waitUntil(lambda: receiver.fixed is None, timeout=2000)
