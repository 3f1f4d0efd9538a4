"""Half an answer survives the battery: at most 0.8 s of typing is at risk, and what is there is told when the study is opened again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.base.field import Pause
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview, Program

__all__ = ["ask"]
_MOST_MS = 800


def on_disk(study: Study, interview: Interview, name: str) -> str:
    """What an answer would be after a power cut now."""
    identity = interview.entry.instance_id
    is_there = identity in [row.instance_id for row in study.interviews.listing()]
    found = study.interviews.read(identity).xml if is_there else ""
    return found.partition(f"<{name}>")[2].partition(f"</{name}>")[0]


def fallen(study: Study, folder: Path) -> Study:
    """The study as a laptop finds it that was switched off this instant."""
    folder.mkdir()
    for file in study.path.parent.glob(study.path.name + "*"):
        if not file.name.endswith(("-shm", ".lock")):
            shutil.copy(file, folder / file.name)
    return Study.open(folder / study.path.name)


def pauses(interview: Interview) -> list[Pause]:
    return interview.entry.stack.findChildren(Pause)


def test_half_a_line_a_number_and_a_cell_reach_the_disk_without_enter(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.type("Shar")
    program.bot.waitUntil(lambda: on_disk(study, interview, "firm_name") == "Shar", timeout=20000)
    interview.turn_page()
    interview.question("workers").take_focus()
    interview.type("12")
    program.bot.waitUntil(lambda: on_disk(study, interview, "workers") == "12", timeout=20000)
    interview.grid("worker").take_focus()
    interview.type("Pol")
    program.bot.waitUntil(lambda: on_disk(study, interview, "role") == "Pol", timeout=20000)
    assert all(pause.interval() < _MOST_MS for pause in pauses(interview))
    assert len(pauses(interview)) >= 3


def test_who_types_without_a_pause_waits_no_longer(program: Program, study: Study) -> None:
    """Each key comes sooner than the timer would end, were it begun anew."""
    interview = program.open(study).new_interview()
    field = QApplication.focusWidget()
    assert field is not None
    typing = QTimer(field)
    typing.timeout.connect(lambda: QTest.keyClick(field, Qt.Key.Key_A))
    typing.start(60)
    program.bot.waitUntil(lambda: on_disk(study, interview, "firm_name") != "", timeout=20000)
    first = on_disk(study, interview, "firm_name")
    assert typing.isActive()
    program.bot.waitUntil(lambda: len(on_disk(study, interview, "firm_name")) > len(first), timeout=20000)
    typing.stop()
    field.setFocus()
    assert QApplication.focusWidget() is field


def test_typing_begins_no_timer_anew(program: Program) -> None:
    pause = Pause(program.window)
    pause.typed()
    begun = pause.timerId()
    pause.typed()
    assert pause.timerId() == begun
    pause.stop()


def test_after_a_power_cut_it_is_said_what_is_here(program: Program, study: Study, tmp_path: Path) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Nandi").turn_page()
    interview.question("workers").take_focus()
    interview.type("1")
    program.bot.waitUntil(lambda: on_disk(study, interview, "workers") == "1", timeout=20000)
    program.switch_off()
    again = fallen(study, tmp_path / "after")
    program.open(again)
    frame = program.window.frame
    assert frame is not None
    said = frame.banner.sentence
    assert "The interview with Nandi was interrupted on" in said
    assert "2 answers are here, the last one, to “How many workers?”, of " in said
    frame.banner.action.click()
    assert program.window.entry is not None
    assert program.window.entry.session.cursor == "/data/labour/workers"
    assert program.window.entry.session.entry.value("/data/labour/workers") == "1"


def test_a_locked_question_is_not_named(program: Program, study: Study, tmp_path: Path) -> None:
    interview = program.open(study).new_interview()
    interview.fill("firm_name", "Nandi")
    interview.entry.session.answers.give("/data/trade/unrecorded", "no")
    interview.entry.session.locks.lock("/data/trade", is_finished=True)
    interview.entry.session.drafts.save()
    program.switch_off()
    program.open(fallen(study, tmp_path / "after"))
    assert program.sentence.endswith("2 answers are here.")


_REMEMBERING = """
    | survey  |               |         |             |                    |               |
    |         | type          | name    | label       | calculation        | choice_filter |
    |         | integer       | n       | N           |                    |               |
    |         | calculate     | first   |             | once(string(${n})) |               |
    |         | integer       | least   | Least       |                    |               |
    |         | calculate     | twice   |             | ${least} * 2       |               |
    |         | select_one l  | one     | One         |                    | lim <= ${twice} |
    |         | text          | plain   | Plain       |                    |               |
    | choices |               |         |             |                    |               |
    |         | list_name     | name    | label       | lim                |               |
    |         | l             | a       | A           | 0                  |               |
    |         | l             | b       | B           | 50                 |               |
"""


def test_half_an_answer_a_form_would_remember_is_not_given(
    program: Program, made: Callable[[str], Study]
) -> None:
    interview = program.open(made(_REMEMBERING)).new_interview()
    interview.type("1")
    QTest.qWait(_MOST_MS + 100)
    interview.type("5").enter()
    assert (interview.value("n"), interview.value("first")) == ("15", "15")
    interview.type("25").enter().type("2")
    assert interview.value("one") == "b"
    interview.question("least").take_focus()
    interview.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier).type("3")
    QTest.qWait(_MOST_MS + 100)
    interview.type("0").enter()
    assert (interview.value("least"), interview.value("one")) == ("30", "b")
    interview.question("plain").take_focus()
    interview.type("ha")
    program.bot.waitUntil(lambda: interview.value("plain") == "ha")


def pause_now(interview: Interview) -> None:
    """What is typed is handed over, as after 0.7 seconds."""
    for pause in pauses(interview):
        if pause.isActive():
            pause.stop()
            pause.timeout.emit()


@pytest.mark.parametrize(
    ("row", "before", "typed"),
    [
        ("text | q | Name", "Sharma", "Nan"),
        ("integer | q | Workers", "12", "3"),
        ("text | q | Remarks | multiline", "Seen", "Half"),
    ],
    ids=["line", "number", "lines"],
)
@pytest.mark.parametrize("goes_on", [False, True])
def test_escape_after_a_pause_brings_back_what_stood_before_the_typing(
    ask: Ask, row: str, before: str, typed: str, goes_on: bool
) -> None:
    cells = [*row.split(" | "), ""][:4]
    table = "| survey | | | | |\n| | type | name | label | appearance |\n| | " + " | ".join(cells)
    interview = ask(table + " |\n| | text | after | After | |")
    interview.entry.session.answers.give("/data/q", before)
    interview.type(typed)
    pause_now(interview)
    assert typed in interview.value("q") != before
    if goes_on:
        interview.type("4")
        pause_now(interview)
    interview.press(Qt.Key.Key_Escape)
    assert interview.value("q") == before
    interview.press(Qt.Key.Key_Escape)
    assert interview.value("q") == before


def test_what_was_given_by_enter_is_not_taken_back_by_escape(ask: Ask) -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | text | q | Name |\n| | text | after | After |"
    interview = ask(table).type("Nan")
    pause_now(interview)
    interview.type("di").enter()
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_Escape)
    assert interview.value("q") == "Nandi"
