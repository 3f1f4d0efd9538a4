"""What an interview says of itself lies over the keys at its foot: no question and no button moves for it, and none is covered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from tests.support.pages import Interview, Program

LONG = "What you type is not on the disk: the disk is full. Make room on this laptop; it is kept as soon as there is some."
SIZES = {"1366 wide": (1366, 728), "1024 wide": (1024, 640), "150 %": (911, 512)}


@pytest.fixture
def interview(program: Program, study: Study) -> Interview:
    return program.open(study).new_interview()


def placed(entry: QWidget, kind: type[QWidget]) -> dict[QWidget, QRect]:
    """Where each of these that can be seen stands in the window."""
    return {
        one: QRect(one.mapTo(entry, QPoint(0, 0)), one.size())
        for one in entry.findChildren(kind)
        if one.isVisible()
    }


STAGES: dict[str, Callable[[Interview], object]] = {
    "questions": lambda interview: None,
    "what is missing": lambda interview: interview.entry.finalise(),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_message_moves_nothing_and_hides_no_way_on(interview: Interview, size: str, stage: str) -> None:
    entry = interview.entry
    entry.window().resize(*SIZES[size])
    STAGES[stage](interview)
    QApplication.processEvents()
    before = placed(entry, QAbstractButton) | placed(entry, QuestionFrame)
    entry.banner.say(LONG, "Go to the question")
    QApplication.processEvents()
    bar = entry.banner
    after = placed(entry, QAbstractButton) | placed(entry, QuestionFrame)
    assert {one: place for one, place in after.items() if not bar.isAncestorOf(one)} == before
    lies = QRect(bar.mapTo(entry, QPoint(0, 0)), bar.size())
    footer = entry.frame.footer
    assert not [one for one in (footer.back, footer.next) if one.isVisible() and lies.intersects(before[one])]
    assert lies.top() > entry.height() * 3 // 4
    entry.banner.hide()
    QApplication.processEvents()
    assert placed(entry, QAbstractButton) | placed(entry, QuestionFrame) == before


def test_it_does_not_lie_over_the_question_one_is_at(program: Program, interview: Interview) -> None:
    entry = interview.entry
    entry.window().resize(911, 512)
    QApplication.processEvents()
    for frame in placed(entry, QuestionFrame):
        assert isinstance(frame, QuestionFrame)
        entry.go_to(frame.ref)
        program.bot.wait(100)
        entry.banner.say(LONG, "Go to the question")
        QApplication.processEvents()
        bar = entry.banner
        lies = QRect(bar.mapTo(entry, QPoint(0, 0)), bar.size())
        focus = QApplication.focusWidget()
        assert focus is not None
        assert not lies.intersects(QRect(focus.mapTo(entry, QPoint(0, 0)), focus.size()))
        entry.banner.hide()
