"""Many changes as one step: answered and recomputed once, taken back and given again as a whole."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import Scenario


@pytest.fixture
def form() -> Scenario:
    return Scenario("""
        | survey  |                    |       |       |               |                   |
        |         | type               | name  | label | calculation   | choice_filter     |
        |         | begin repeat       | w     | W     |               |                   |
        |         | select_one state   | state | State |               |                   |
        |         | select_one place   | place | Place |               | state = ${state}  |
        |         | integer            | wage  | Wage  |               |                   |
        |         | calculate          | nth   |       | position(..)  |                   |
        |         | end repeat         |       |       |               |                   |
        |         | calculate          | total |       | sum(${wage})  |                   |
        | choices |                    |       |       |               |                   |
        |         | list_name          | name  | label | state         |                   |
        |         | state              | up    | UP    |               |                   |
        |         | place              | agra  | Agra  | up            |                   |
        |         | place              | pune  | Pune  | mh            |                   |""")


def test_many_answers_are_one_step(form: Scenario) -> None:
    form.entry.answer_all({"/data/w[1]/state": "up", "/data/w[1]/wage": "5"})
    assert form.value("/data/total") == 5
    form.entry.undo()
    assert (form.value("/data/w[1]/state"), form.value("/data/w[1]/wage")) == ("", "")


def test_where_one_answer_cannot_be_taken_none_is(form: Scenario) -> None:
    with pytest.raises(AnswerError):
        form.entry.answer_all({"/data/w[1]/wage": "5", "/data/w[9]/wage": "6"})
    assert form.value("/data/w[1]/wage") == ""


def test_rows_and_answers_made_together_are_undone_and_redone_together(form: Scenario) -> None:
    with form.entry.together():
        form.entry.add_repeat("/data/w")
        form.entry.answer("/data/w[2]/wage", "7")
    form.entry.undo()
    assert form.entry.count("/data/w") == 1
    form.entry.redo()
    assert form.value("/data/w[2]/wage") == 7


def test_steps_made_together_are_undone_after_a_restart(form: Scenario) -> None:
    with form.entry.together():
        form.entry.add_repeat("/data/w")
        form.entry.answer("/data/w[2]/wage", "7")
    again = FormEntry.restore(form.form, form.entry.draft_xml(), journal=form.entry.journal())
    again.undo()
    assert again.count("/data/w") == 1


def test_what_failed_on_the_way_leaves_one_step_behind(form: Scenario) -> None:
    def half_done() -> None:
        with form.entry.together():
            form.entry.answer("/data/w[1]/wage", "7")
            form.entry.answer("/data/none", "7")

    with pytest.raises(AnswerError):
        half_done()
    form.entry.undo()
    assert form.value("/data/w[1]/wage") == ""


def test_a_row_comes_in_between_and_later_rows_know_their_place(form: Scenario) -> None:
    form.entry.add_repeat("/data/w")
    form.entry.answer_all({"/data/w[1]/wage": "1", "/data/w[2]/wage": "2"})
    moved = form.entry.add_repeat("/data/w", at=2)
    assert (form.value("/data/w[2]/wage"), form.value("/data/w[3]/wage")) == ("", 2)
    assert form.value("/data/w[3]/nth") == 3
    assert "/data/w[3]/wage" in moved


def test_a_row_put_in_between_is_taken_back(form: Scenario) -> None:
    form.entry.add_repeat("/data/w")
    form.entry.answer_all({"/data/w[1]/wage": "1", "/data/w[2]/wage": "2"})
    form.entry.add_repeat("/data/w", at=1)
    form.entry.undo()
    assert (form.value("/data/w[1]/wage"), form.value("/data/w[2]/wage")) == (1, 2)


def test_a_new_instance_tells_its_choices_before_it_is_there(form: Scenario) -> None:
    assert [choice.value for choice in form.entry.fresh_choices("/data/w", "/state")] == ["up"]
    assert form.entry.fresh_choices("/data/w", "/place") == ()
    assert form.entry.count("/data/w") == 1
