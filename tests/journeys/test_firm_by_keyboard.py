"""The whole firm questionnaire, filled by keyboard alone: each answer is typed where Enter leads, nothing is clicked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey import demo
from fieldsurvey.records import Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from fieldsurvey.xforms import FormEntry, Prompt
from tests.support.pages import Interview, Program
from tests.support.small_form import NOW

_MOST_STEPS = 400
_MOST_KEYS = 1.15
"""Keys for each character of an answer; a choice counts as one."""
_BY_ONE_KEY = {"rank": Qt.Key.Key_Space, "trigger": Qt.Key.Key_1}
_DONT_KNOW = "-98"
_NUMBERS = ("int", "long", "decimal")
_RANK = "/data/needs/problem_rank"
"""Taken as it stands, with Space."""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(
        tmp_path / "firm.study", demo.demo_cluster(), [form], passphrase=None, clock=lambda: NOW
    ) as made:
        yield made


def typed(prompt: Prompt, value: str) -> str:
    """What a person types for a value that is no choice."""
    if prompt.type == "date":
        return f"{int(value[8:10])}.{int(value[5:7])}.{value[2:4]}"
    if prompt.type == "time":
        return value[:5]
    if prompt.type == "geopoint":
        return " ".join(value.split()[:2])
    return value


def beginning(prompt: Prompt, at: int) -> str:
    """As much of a choice's label as no other one begins with: somebody types while the list narrows."""
    label, labels = prompt.choices[at - 1].label, [one.label.lower() for one in prompt.choices]
    alone = (n for n in range(1, len(label)) if sum(one.startswith(label[:n].lower()) for one in labels) == 1)
    return label[: next(alone, len(label))]


def answer(interview: Interview, frame: QuestionFrame, value: str) -> None:
    """Give one answer to the question the keyboard is on, and go on with Enter where it did not lead on by itself."""
    prompt = interview.entry.session.entry.prompt(frame.ref)
    if prompt.choices and prompt.control != "rank":
        choose(interview, prompt, value)
    elif prompt.control in _BY_ONE_KEY or value == _DONT_KNOW:
        interview.press(_BY_ONE_KEY.get(prompt.control, Qt.Key.Key_F3))
    elif value and is_the_rest(interview, frame, value):
        interview.type("=")
    elif value:
        interview.type(typed(prompt, value))
    if stood(interview) is frame:
        interview.press(Qt.Key.Key_Tab if "multiline" in prompt.appearance else Qt.Key.Key_Return)


def is_the_rest(interview: Interview, frame: QuestionFrame, value: str) -> bool:
    """Whether it is the last of the numbers that make 100 together, and what is left for it: = puts it in."""
    rest = interview.entry.session.sums.rest(frame.ref)
    return interview.entry.session.sums.line_stands_at(frame.ref) and rest is not None and rest.value == value


def choose(interview: Interview, prompt: Prompt, value: str) -> None:
    """By the digit that is printed; beyond the tenth by letters, and Enter takes what is found."""
    codes = [choice.value for choice in prompt.choices]
    for code in value.split() if prompt.control == "select" else [value]:
        at = codes.index(code) + 1
        interview.type(str(at % 10) if at <= 10 else beginning(prompt, at))
        if at > 10:
            interview.enter()


def stood(interview: Interview) -> QuestionFrame | RepeatGrid | None:
    """The question or grid the keyboard is on."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, QuestionFrame | RepeatGrid):
        widget = widget.parentWidget()
    return widget


def fill_rows(interview: Interview, grid: RepeatGrid, wanted: FormEntry) -> None:
    """Type the cells where Tab leads; in the empty last row Enter leaves the grid."""
    rows = wanted.count(grid.ref)
    at = grid.table.currentIndex()
    while stood(interview) is grid and at.row() < rows:
        value = wanted.value(grid.model.ref(at.row(), at.column()))
        choices = [choice.value for choice in wanted.choices(grid.model.ref(at.row(), at.column()))]
        here = (at.row(), at.column())
        above = wanted.value(grid.model.ref(at.row() - 1, at.column())) if at.row() else ""
        is_same = len(value) > 1 and value == above and grid.model.columns[at.column()].is_number
        digit = str(choices.index(value) + 1) if value in choices else ""
        interview.type('"' if is_same else digit or value)
        at = grid.table.currentIndex()
        if (at.row(), at.column()) == here:
            interview.press(Qt.Key.Key_Tab)
            at = grid.table.currentIndex()
    if stood(interview) is grid:
        interview.enter()


def walk(interview: Interview, wanted: FormEntry) -> list[str]:
    """Answer what Enter leads to as `wanted` has it, until it leads no further; the refs passed."""
    passed: list[str] = []
    for _step in range(_MOST_STEPS):
        at = stood(interview)
        if at is None or at.ref in passed:
            break
        passed.append(at.ref)
        if isinstance(at, RepeatGrid):
            fill_rows(interview, at, wanted)
        else:
            answer(interview, at, wanted.value(at.ref))
    return passed


def characters(given: FormEntry) -> int:
    """What was answered, in characters as they are typed."""
    total = 0
    for one in given.standings():
        if one.is_asked and one.value:
            choices = given.choices(one.ref)
            total += len(one.value.split()) if choices else 1 if one.value == _DONT_KNOW else len(one.value)
    return total


def test_the_whole_firm_questionnaire_is_filled_by_keyboard_alone(program: Program, study: Study) -> None:
    wanted = demo.synthetic_answers(study.forms.form(), 1, 0, NOW)
    interview = program.open(study).new_interview()
    passed = walk(interview, wanted)
    given = interview.entry.session.entry
    answered = {s.ref: s.value for s in given.standings() if s.is_asked and s.type in (*_NUMBERS, "string")}
    assert len(passed) > 150
    assert answered == {ref: wanted.value(ref) for ref in answered} | {_RANK: given.value(_RANK)}
    assert interview.keys / characters(given) <= _MOST_KEYS
    interview.finalise()
    program.bot.waitUntil(lambda: program.states() == [Status.FINALISED], timeout=20000)
