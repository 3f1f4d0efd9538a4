"""Undo and redo across restarts: what was done before the laptop was switched off can still be taken back."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms import FormEntry
from tests.support.scenario import Scenario


@pytest.fixture
def form() -> Scenario:
    return Scenario("""
        | survey |              |        |        |                |
        |        | type         | name   | label  | calculation    |
        |        | integer      | firms  | Firms  |                |
        |        | begin repeat | worker | Worker |                |
        |        | text         | name   | Name   |                |
        |        | integer      | wage   | Wage   |                |
        |        | begin repeat | child  | Child  |                |
        |        | integer      | age    | Age    |                |
        |        | end repeat   |        |        |                |
        |        | end repeat   |        |        |                |
        |        | calculate    | total  |        | sum(${wage})   |""")


def restarted(entry: FormEntry) -> FormEntry:
    return FormEntry.restore(entry.form, entry.draft_xml(), journal=entry.journal())


def test_an_answer_is_taken_back_and_given_again_after_a_restart(form: Scenario) -> None:
    form.entry.answer("/data/firms", "3")
    form.entry.answer("/data/firms", "4")
    again = restarted(form.entry)
    again.undo()
    assert again.value("/data/firms") == "3"
    again.redo()
    assert again.value("/data/firms") == "4"


def test_a_removed_row_comes_back_with_all_it_held_after_a_restart(form: Scenario) -> None:
    entry = form.entry
    entry.add_repeat("/data/worker")
    entry.answer("/data/worker[1]/name", "Asha")
    entry.answer("/data/worker[1]/wage", "9000")
    entry.add_repeat("/data/worker[1]/child")
    entry.answer("/data/worker[1]/child[2]/age", "7")
    before = entry.draft_xml()
    entry.remove_repeat("/data/worker[1]")
    again = restarted(entry)
    assert again.value("/data/total") == "0"
    again.undo()
    assert again.draft_xml() == before
    assert again.value("/data/total") == "9000"


def test_what_was_undone_before_a_restart_is_done_again_after_it(form: Scenario) -> None:
    entry = form.entry
    entry.add_repeat("/data/worker")
    entry.answer("/data/worker[2]/name", "Asha")
    after = entry.draft_xml()
    entry.undo()
    entry.undo()
    again = restarted(entry)
    again.redo()
    again.redo()
    assert again.draft_xml() == after
    assert not again.can_redo


def test_every_step_is_taken_back_one_by_one_through_many_restarts(form: Scenario) -> None:
    entry = form.entry
    start = entry.draft_xml()
    entry.add_repeat("/data/worker")
    entry.answer("/data/worker[2]/wage", "7")
    entry.remove_repeat("/data/worker[1]")
    entry.answer("/data/worker[1]/wage", "8")
    again = restarted(restarted(entry))
    again.undo()
    again = restarted(again)
    again.undo()
    again = restarted(again)
    again.undo()
    again.undo()
    assert again.draft_xml() == start
    assert not again.can_undo


def test_a_journal_that_does_not_fit_is_passed_over_and_the_answers_stand(form: Scenario) -> None:
    form.entry.answer("/data/firms", "3")
    again = FormEntry.restore(
        form.entry.form,
        form.entry.draft_xml(),
        journal='{"past":[[["v","/data/nowhere","","x"]]],"future":7}',
    )
    assert again.undo() == frozenset()
    assert again.value("/data/firms") == "3"


def test_what_is_kept_of_the_steps_stays_small(form: Scenario) -> None:
    form.entry.answer("/data/firms", "1")
    for number in range(500):
        form.entry.answer("/data/firms", str(number))
    assert len(form.entry.journal()) < 50_000
