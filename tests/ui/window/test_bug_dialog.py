"""What the window says of a mistake of the program: answers count as saved when they are, and not otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from fieldsurvey import app
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dialogs say."""
    heard: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: heard.append(str(words[-1])))
    return heard


def answered(program: Program, study: Study, text: str, room: int) -> Interview:
    interview = program.open(study).new_interview()
    program.bot.waitUntil(lambda: len(study.interviews.listing()) == 1, timeout=20000)
    program.set_room(room)
    interview.entry.session.answers.give("/data/identity/firm_name", text)
    return interview


def bug(program: Program) -> None:
    error = ValueError("a mistake")
    app.show_bug(program.window, ValueError, error, None)


def test_a_mistake_saves_what_is_answered_and_says_so(
    program: Program, study: Study, said: list[str]
) -> None:
    answered(program, study, "Sharma", room=1_000_000)
    bug(program)
    assert "Your answers up to now are saved" in said[0]
    assert study.interviews.listing()[0].firm == "Sharma"


def test_a_mistake_while_the_disk_is_full_says_what_is_at_risk(
    program: Program, study: Study, said: list[str]
) -> None:
    answered(program, study, "Sharma " * 10_000, room=1)
    bug(program)
    assert "not saved yet" in said[0]
    assert "are saved" not in said[0]
    program.set_room(1_000_000)


def test_a_mistake_that_hits_saving_too_says_what_is_at_risk(
    program: Program, study: Study, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = answered(program, study, "Sharma", room=1_000_000)

    def broken() -> None:
        raise ValueError("again")

    with monkeypatch.context() as mistaken:
        mistaken.setattr(interview.entry.session.drafts, "save", broken)
        bug(program)
    assert "not saved yet" in said[0]


def test_a_mistake_without_a_study_says_nothing_of_answers(program: Program, said: list[str]) -> None:
    bug(program)
    assert "answer" not in said[0]
