"""The owner steps in in the middle of the talk, and it goes on in his language; later back again."""

from __future__ import annotations

from PySide6.QtCore import Qt

from fieldsurvey.records import Status
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

CONTROL = Qt.KeyboardModifier.ControlModifier


def half_filled(program: Program, study: Study) -> Interview:
    """The first page done in English, the second begun, then Ctrl+L."""
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Sharma")
    interview.question("consent_register").take_focus()
    interview.type("1").turn_page().type("12")
    return interview.press(Qt.Key.Key_L, CONTROL)


def test_what_was_typed_and_the_place_stay_and_every_word_changes(program: Program, study: Study) -> None:
    interview = half_filled(program, study)
    assert interview.value("workers") == "12"
    assert (interview.page_title, interview.focused_ref) == ("श्रम", "/data/labour/workers")
    assert interview.question("workers").words.text() == "कितने कामगार?"
    assert interview.entry.outline.title_of(0) == "पहचान"


def test_the_pages_filled_before_the_switch_show_their_answers_in_the_new_language(
    program: Program, study: Study
) -> None:
    interview = half_filled(program, study).press(Qt.Key.Key_PageUp, CONTROL)
    shown = interview.question("consent_register").widget.prompt
    assert (shown.value, [choice.label for choice in shown.choices][:2]) == ("yes", ["हाँ", "नहीं"])


def test_the_talk_goes_on_in_the_new_language_after_a_pause(program: Program, study: Study) -> None:
    interview = half_filled(program, study)
    identity = interview.entry.instance_id
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(identity)
    assert (again.page_title, again.entry.session.entry.language) == ("श्रम", "Hindi (hi)")


def test_an_interview_held_in_two_languages_is_finalised_as_one(program: Program, study: Study) -> None:
    interview = half_filled(program, study)
    interview.enter().turn_page()
    interview.question("exports").take_focus()
    interview.type("2").press(Qt.Key.Key_L, CONTROL)
    assert interview.question("exports").words.text() == "Do you export?"
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
    xml = study.interviews.read(study.interviews.listing()[0].instance_id).xml
    assert ("<workers>12</workers>" in xml, "<exports>no</exports>" in xml) == (True, True)
