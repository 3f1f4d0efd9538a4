"""The overview of a study with many interviews."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from fieldsurvey.study import Server, Study
from tests.support import rows
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.support.small_form import ANSWERS


@pytest.mark.parametrize("number", [12, 60])
def test_it_names_the_one_of_many_that_cannot_be_read(program: Program, study: Study, number: int) -> None:
    victim = [study.interviews.add("small", ANSWERS) for _each in range(number)][7]
    path = study.path
    study.close()
    cut = "SET xml = substr(xml, 1, 200) WHERE instance_id ="
    rows.damage(path, *(f"UPDATE {table} {cut} '{victim}'" for table in ("interview", "submission")))
    program.open(Study.open(path))

    def named() -> bool:
        return any(victim in label.text() for label in program.window.findChildren(QLabel))

    program.bot.waitUntil(named, timeout=20000)


def test_many_that_cannot_be_read_are_told_once_they_were_looked_at(study: Study) -> None:
    added = [study.interviews.add("small", ANSWERS) for _each in range(60)]
    path = study.path
    study.close()
    rows.damage(path, *(f"UPDATE {table} SET xml = 'x'" for table in ("interview", "submission")))
    with Study.open(path) as again, again.again() as twin:
        assert (again.unreadable(), again.wants_long_look) == ((), True)
        assert len(twin.look_through()) == len(added)
        assert (len(again.unreadable()), again.wants_long_look) == (len(added), False)


def test_a_new_study_shows_its_first_steps_until_the_first_interview(program: Program, study: Study) -> None:
    program.open(study)
    assert "Keep a way back" in words_on(program.window)
    program.window.begin_interview()
    entry = program.window.entry
    assert entry is not None
    entry.session.answers.give("/data/identity/firm_name", "Sharma")
    entry.pause()
    program.window.show_page("overview")
    assert "Keep a way back" not in words_on(program.window)


def test_a_step_that_is_done_is_ticked_and_the_next_one_is_marked(program: Program, study: Study) -> None:
    study.sync.set_server(Server("https://example.org", "a", "b"))
    program.open(study)
    words = words_on(program.window).split("\n")
    assert words[words.index("Say where interviews are sent") - 1] == "✓"
