"""An interview beside the one it is nearly the same as: by key and mouse, what differs first, what is the same on wish."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.records import Changed, Topic
from fieldsurvey.study import Study
from fieldsurvey.ui.review.answers_table import ANSWER, EARLIER, QUESTION
from fieldsurvey.ui.review.review_page import ReviewPage
from tests.study.test_review import correct, finalise_again
from tests.support.field_form import AGENT, FIRM, SOLD, ask, field_study, numbers_of
from tests.support.pages import Program
from tests.support.screen import buttons_on, press, words_on
from tests.ui.review.test_review_page import key, settled, turned

Rows = list[tuple[str, str, str]]


@pytest.fixture
def twins(tmp_path: Path) -> tuple[Study, str, str]:
    """Twelve firms, and one whose answers are those of the first but for two."""
    study = field_study(tmp_path)
    first = ask(study, "First Brass", "Meena", numbers_of(1))
    for number in range(2, 13):
        ask(study, f"Firm {number:02}", "Meena", numbers_of(number))
    said = numbers_of(1) | {SOLD.format(3): "777", SOLD.format(5): ""}
    copy = ask(study, "Second Brass", "Ravi", {ref: text for ref, text in said.items() if text})
    return study, first, copy


def at_copy(program: Program, study: Study, copy: str) -> ReviewPage:
    page = turned(program, study)
    while page.queue.here() != copy:
        key(page, "J")
        settled(program, page)
    return page


def renamed(study: Study, instance_id: str) -> Changed:
    study.interviews.reopen(instance_id, "A slip")
    correct(study, instance_id, FIRM, "First Brass Works")
    finalise_again(study, instance_id)
    return Changed(frozenset({Topic.INTERVIEWS}), (instance_id,))


def rows(page: ReviewPage) -> Rows:
    model = page.pane.table.model()
    return [
        tuple(model.index(row, column).data() or "" for column in (QUESTION, ANSWER, EARLIER))  # type: ignore[misc]
        for row in range(model.rowCount())
    ]


def test_what_differs_stands_side_by_side_and_what_is_the_same_comes_on_wish(
    program: Program, twins: tuple[Study, str, str]
) -> None:
    study, _first, copy = twins
    page = at_copy(program, study, copy)
    key(page, "C")
    settled(program, page)
    differing: Rows = [
        ("The firm", "", ""),
        ("Name of the firm", "Second Brass", "First Brass"),
        ("Who asks?", "Ravi", "Meena"),
        ("Trade", "", ""),
        ("Pieces sold of kind 3", "777", str(numbers_of(1)[SOLD.format(3)])),
        ("Pieces sold of kind 5", "–", str(numbers_of(1)[SOLD.format(5)])),
    ]
    assert rows(page) == differing
    told = words_on(page)
    assert "4 of 32" in told
    assert "Beside it: First Brass · Meena" in told
    heads = [page.pane.table.answers.head(column) for column in (ANSWER, EARLIER)]
    assert heads == ["Second Brass", "First Brass"]

    key(page, "S")
    shown = rows(page)
    assert shown[: len(differing)] == differing
    assert shown[len(differing)] == ("The same in both", "", "")
    assert len(shown) == len(differing) + 1 + 2 + 28  # the two sections with what is the same
    key(page, "S")
    assert rows(page) == differing
    key(page, "C")
    assert rows(page)[0] == ("Name of the firm", "Second Brass", "")
    assert "Beside it" not in words_on(page)


def test_the_flag_has_a_button_to_compare_and_a_remark_can_be_written_there(
    program: Program, twins: tuple[Study, str, str]
) -> None:
    study, first, copy = twins
    page = at_copy(program, study, copy)
    (block,) = (one for one in page.flags.blocks if one.flag.is_twin)
    assert block.flag.ref == first
    press(block, "Compare")
    settled(program, page)
    page.pane.table.go_to(SOLD.format(3).__eq__)
    page.pane.table.setFocus()
    key(page, "M")
    field = page.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("Is this another firm?")
    settled(program, page)
    assert study.review.kept_remarks(copy) == {SOLD.format(3): "Is this another firm?"}
    page.pane.table.setFocus()
    page.pane.table.go_to(SOLD.format(5).__eq__)
    key(page, "M")  # nothing was left empty there: the question was asked
    assert SOLD.format(5) in page.pane.table.fields


def test_what_changes_meanwhile_is_seen_side_by_side_and_another_interview_stands_alone(
    program: Program, twins: tuple[Study, str, str]
) -> None:
    study, first, copy = twins
    page = at_copy(program, study, copy)
    key(page, "C")
    settled(program, page)
    assert program.window.tasks is not None
    program.window.tasks.write(lambda writer: renamed(writer, first))
    settled(program, page)
    assert page.pane.other_id == first
    assert rows(page)[1] == ("Name of the firm", "Second Brass", "First Brass Works")
    key(page, "K")
    settled(program, page)
    assert not page.pane.other_id
    assert "Compared" not in buttons_on(page.pane)


def test_without_a_twin_the_key_says_so(program: Program, tmp_path: Path) -> None:
    study = field_study(tmp_path)
    one = ask(study, "First Brass", "Meena", numbers_of(1))
    page = turned(program, study)
    key(page, "C")
    assert "No other interview is nearly the same as this one." in words_on(program.window)
    assert study.review.compared(one, one)[0].ref == FIRM
    assert AGENT in [pair.ref for pair in study.review.compared(one, one)]
