"""Repeats: instances by hand and by count, expressions across and within them."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from tests.support.scenario import Scenario

WORKERS = """
    | survey |              |        |         |              |                               |
    |        | type         | name   | label   | repeat_count | calculation                   |
    |        | begin repeat | worker | Worker  |              |                               |
    |        | integer      | age    | Age     |              |                               |
    |        | calculate    | next   |         |              | ${age} + 1                    |
    |        | calculate    | place  |         |              | position(..)                  |
    |        | end repeat   |        |         |              |                               |
    |        | calculate    | total  |         |              | sum(${age})                   |
    |        | calculate    | many   |         |              | count(${worker})              |
    |        | calculate    | second |         |              | indexed-repeat(${age}, ${worker}, 2) |
"""
COUNTED = """
    | survey |              |        |         |              |
    |        | type         | name   | label   | repeat_count |
    |        | integer      | n      | N       |              |
    |        | begin repeat | row    | Row     | ${n}         |
    |        | text         | name   | Name    |              |
    |        | end repeat   |        |         |              |
"""


def _two_workers() -> Scenario:
    form = Scenario(WORKERS)
    form.entry.add_repeat("/data/worker")
    form.answer("/data/worker[1]/age", 20)
    form.answer("/data/worker[2]/age", 30)
    return form


def test_a_calculation_looks_at_its_own_instance() -> None:
    assert _two_workers().value("/data/worker[2]/next") == 31


def test_a_sum_counts_all_instances() -> None:
    assert _two_workers().value("/data/total") == 50


def test_a_removed_instance_leaves_the_sum() -> None:
    form = _two_workers()
    form.entry.remove_repeat("/data/worker[1]")
    assert form.value("/data/total") == 30


def test_positions_move_up_when_an_instance_is_removed() -> None:
    form = _two_workers()
    form.entry.remove_repeat("/data/worker[1]")
    assert form.value("/data/worker[1]/place") == 1


def test_removing_an_instance_can_be_undone() -> None:
    form = _two_workers()
    form.entry.remove_repeat("/data/worker[1]")
    form.entry.undo()
    assert form.value("/data/worker[1]/age") == 20


def test_indexed_repeat_finds_the_second() -> None:
    assert _two_workers().value("/data/second") == 30


def test_one_value_of_a_repeated_question_is_an_error() -> None:
    form = _two_workers()
    with pytest.raises(AnswerError, match="is repeated"):
        form.value("/data/worker/age")


def test_a_count_makes_the_instances() -> None:
    form = Scenario(COUNTED)
    form.answer("/data/n", 3)
    assert form.entry.count("/data/row") == 3


def test_what_was_typed_returns_with_a_larger_count() -> None:
    form = Scenario(COUNTED)
    form.answer("/data/n", 2)
    form.answer("/data/row[2]/name", "Asha")
    form.answer("/data/n", 1)
    form.answer("/data/n", 2)
    assert form.value("/data/row[2]/name") == "Asha"


def test_counted_instances_cannot_be_added_by_hand() -> None:
    with pytest.raises(AnswerError, match="counts the instances"):
        Scenario(COUNTED).entry.add_repeat("/data/row")


def test_a_removal_names_all_refs_that_now_mean_something_else() -> None:
    form = _two_workers()
    assert {"/data/worker[1]/age", "/data/worker[2]/age", "/data/total"} <= form.entry.remove_repeat(
        "/data/worker[1]"
    )
