"""Repeats the form counts: no answer goes with a smaller count, and rows that ask for rows come one after the other."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import NOW, Scenario

COUNTED = """
    | survey |              |      |       |              |         |
    |        | type         | name | label | repeat_count | default |
    |        | integer      | n    | N     |              |         |
    |        | begin repeat | row  | Row   | ${n}         |         |
    |        | text         | name | Name  |              |         |
    |        | text         | town | Town  |              | Surat   |
    |        | end repeat   |      |       |              |         |
"""
BY_EXPRESSION = """
    | survey |              |      |       |              |
    |        | type         | name | label | repeat_count |
    |        | integer      | n    | N     |              |
    |        | begin repeat | row  | Row   | ${n} * 2     |
    |        | text         | name | Name  |              |
    |        | end repeat   |      |       |              |
"""
WITHIN = """
    | survey |              |      |       |              |
    |        | type         | name | label | repeat_count |
    |        | begin repeat | shed | Shed  |              |
    |        | integer      | n    | N     |              |
    |        | begin repeat | loom | Loom  | ${n}         |
    |        | text         | kind | Kind  |              |
    |        | end repeat   |      |       |              |
    |        | end repeat   |      |       |              |
"""
WHILE_NOT_LAST = """
    | survey  |               |       |                  |              |                                                                                     |
    |         | type          | name  | label            | repeat_count | calculation                                                                         |
    |         | select_one yn | many  | Several?         |              |                                                                                     |
    |         | calculate     | there |                  |              | count(${unit})                                                                      |
    |         | calculate     | n     |                  |              | if(${there} = 0 or indexed-repeat(${last}, ${unit}, ${there}) != 'yes', ${there} + 1, ${there}) |
    |         | begin repeat  | unit  | Unit             | ${n}         |                                                                                     |
    |         | text          | a     | Name of the unit |              |                                                                                     |
    |         | select_one yn | last  | The last?        |              |                                                                                     |
    |         | end repeat    |       |                  |              |                                                                                     |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | yn        | yes  | Yes   |
    |         | yn        | no   | No    |
"""
ONE_MORE_FOR_EACH_YES = """
    | survey |              |      |       |              |                                     |
    |        | type         | name | label | repeat_count | calculation                         |
    |        | integer      | base | Base  |              |                                     |
    |        | calculate    | n    |       |              | ${base} + count(${row}[more = 'y']) |
    |        | begin repeat | row  | Row   | ${n}         |                                     |
    |        | text         | more | More  |              |                                     |
    |        | text         | rest | Rest  |              |                                     |
    |        | end repeat   |      |       |              |                                     |
"""


def three_rows(table: str = COUNTED) -> Scenario:
    form = Scenario(table)
    form.answer("/data/n", 3)
    form.entry.answer_all({f"/data/row[{n}]/name": f"Loom {n}" for n in (1, 2, 3)})
    return form


def names(entry: FormEntry) -> list[str]:
    return [entry.value(ref) for ref in entry.instances("/data/row/name")]


def test_an_empty_count_takes_no_answer_out() -> None:
    form = three_rows()
    form.answer("/data/n", "")
    assert names(form.entry) == ["Loom 1", "Loom 2", "Loom 3"]


def test_a_count_an_expression_leaves_blank_takes_no_answer_out() -> None:
    form = Scenario(BY_EXPRESSION)
    form.answer("/data/n", 1)
    form.answer("/data/row[2]/name", "Noor")
    form.answer("/data/n", "")
    assert names(form.entry) == ["", "Noor"]


def test_an_empty_count_within_a_row_takes_no_answer_out() -> None:
    form = Scenario(WITHIN)
    form.answer("/data/shed[1]/n", 2)
    form.answer("/data/shed[1]/loom[2]/kind", "jacquard")
    form.answer("/data/shed[1]/n", "")
    assert form.value("/data/shed[1]/loom[2]/kind") == "jacquard"


def test_a_smaller_count_keeps_what_was_answered_beyond_it() -> None:
    form = three_rows()
    form.answer("/data/n", 1)
    assert names(form.entry) == ["Loom 1", "Loom 2", "Loom 3"]
    assert form.entry.surplus("/data/row") == 2
    assert form.entry.xml().count("<row>") == 3


def test_a_smaller_count_takes_rows_out_in_which_nobody_answered() -> None:
    form = Scenario(COUNTED)
    form.answer("/data/n", 30)
    form.answer("/data/row[2]/town", "Bhuj")
    form.answer("/data/n", 1)
    assert [form.value(ref) for ref in form.entry.instances("/data/row/town")] == ["Surat", "Bhuj"]


def test_a_count_of_nought_leaves_no_row_nobody_wrote_in() -> None:
    form = Scenario(COUNTED)
    form.answer("/data/n", 0)
    assert form.entry.count("/data/row") == 0


def test_rows_beyond_the_count_come_through_a_pause_and_count_again() -> None:
    form = three_rows()
    form.answer("/data/n", 2)
    again = form.reopened()
    again.answer("/data/n", "3")
    assert names(again) == ["Loom 1", "Loom 2", "Loom 3"]
    assert again.surplus("/data/row") == 0


def test_a_count_cleared_before_a_pause_comes_through_it() -> None:
    form = three_rows()
    form.answer("/data/n", "")
    assert names(form.reopened()) == ["Loom 1", "Loom 2", "Loom 3"]


DATED = """
    | survey |              |      |       |              |         |
    |        | type         | name | label | repeat_count | default |
    |        | integer      | n    | N     |              |         |
    |        | begin repeat | row  | Row   | ${n}         |         |
    |        | date         | day  | Day   |              | today() |
    |        | time         | hour | Hour  |              | 09:30   |
    |        | text         | name | Name  |              |         |
    |        | end repeat   |      |       |              |         |
"""


def test_a_row_with_a_default_of_the_day_is_as_blank_after_a_pause_as_before() -> None:
    form = Scenario(DATED)
    form.answer("/data/n", 3)
    again = form.reopened()
    again.answer("/data/n", "1")
    form.answer("/data/n", 1)
    assert (form.entry.count("/data/row"), again.count("/data/row")) == (1, 1)


def test_a_default_that_a_person_changed_keeps_its_row_through_a_pause() -> None:
    form = Scenario(DATED)
    form.answer("/data/n", 2)
    form.answer("/data/row[2]/day", "2026-01-01")
    again = form.reopened()
    again.answer("/data/n", "1")
    assert again.count("/data/row") == 2


def test_what_a_row_began_with_stands_in_the_draft_alone() -> None:
    form = Scenario(DATED)
    form.answer("/data/n", 1)
    assert 'start="2026-11-22"' in form.entry.draft_xml()
    assert "start=" not in form.entry.xml()


def test_a_deleted_row_that_is_undone_after_a_pause_keeps_its_answers_from_a_smaller_count() -> None:
    form = three_rows()
    form.answer("/data/n", 2)
    form.entry.remove_repeat("/data/row[3]")
    again = FormEntry.restore(form.form, form.entry.draft_xml(), now=NOW, journal=form.entry.journal())
    again.undo()
    again.answer("/data/n", "1")
    assert names(again) == ["Loom 1", "Loom 2", "Loom 3"]


def test_a_submission_with_more_rows_than_its_count_keeps_them_when_it_is_edited() -> None:
    sent = "<data id='data'><n>1</n><row><name>v1</name></row><row><name/></row></data>"
    again = FormEntry.edit(Scenario(COUNTED).form, sent, now=NOW)
    assert again.xml().count("<row>") == 2


def test_a_row_beyond_the_count_can_be_deleted_and_one_within_it_cannot() -> None:
    form = three_rows()
    form.answer("/data/n", 2)
    form.entry.remove_repeat("/data/row[2]")
    assert names(form.entry) == ["Loom 1", "Loom 3"]
    with pytest.raises(AnswerError, match="counts the instances"):
        form.entry.remove_repeat("/data/row[2]")


def test_a_smaller_count_can_be_undone() -> None:
    form = Scenario(COUNTED)
    form.answer("/data/n", 3)
    form.answer("/data/n", 1)
    form.entry.undo()
    assert (form.value("/data/n"), form.entry.count("/data/row")) == (3, 3)


def test_a_further_row_comes_when_the_last_question_of_the_last_row_says_so() -> None:
    form = Scenario(WHILE_NOT_LAST)
    assert form.entry.count("/data/unit") == 1
    form.answer("/data/many", "yes")
    form.answer("/data/unit[1]/a", "Dyeing")
    assert form.entry.count("/data/unit") == 1
    form.answer("/data/unit[1]/last", "no")
    assert form.entry.count("/data/unit") == 2
    form.answer("/data/unit[2]/last", "yes")
    assert form.entry.count("/data/unit") == 2


def test_an_answer_that_does_not_fit_brings_no_further_row() -> None:
    form = Scenario("""
        | survey |              |      |       |                   |                       |
        |        | type         | name | label | repeat_count      | constraint            |
        |        | begin repeat | row  | Row   | count(${row}) + 1 |                       |
        |        | text         | a    | A     |                   | string-length(.) <= 3 |
        |        | end repeat   |      |       |                   |                       |""")
    form.answer("/data/row[1]/a", "Dyeing")
    assert form.entry.count("/data/row") == 1
    form.answer("/data/row[1]/a", "Dye")
    assert form.entry.count("/data/row") == 2


def test_a_further_row_can_be_undone_with_the_answer_that_brought_it() -> None:
    form = Scenario(WHILE_NOT_LAST)
    form.answer("/data/unit[1]/last", "no")
    form.entry.undo()
    assert (form.value("/data/unit[1]/last"), form.entry.count("/data/unit")) == ("", 1)


def test_a_reopened_interview_has_the_rows_it_had() -> None:
    form = Scenario(WHILE_NOT_LAST)
    form.answer("/data/unit[1]/last", "no")
    again = form.reopened()
    assert again.count("/data/unit") == 2
    again.answer("/data/unit[2]/last", "no")
    assert again.count("/data/unit") == 3


def test_going_on_past_a_row_whose_last_question_stays_open_brings_the_next() -> None:
    form = Scenario(WHILE_NOT_LAST)
    form.answer("/data/unit[1]/a", "Dyeing")
    form.entry.pass_repeat("/data/unit")
    assert form.entry.count("/data/unit") == 2


def test_going_on_past_a_blank_row_brings_none() -> None:
    form = Scenario(WHILE_NOT_LAST)
    form.entry.pass_repeat("/data/unit")
    assert form.entry.count("/data/unit") == 1


def test_going_on_past_a_repeat_that_is_counted_from_outside_changes_nothing() -> None:
    form = three_rows()
    assert form.entry.pass_repeat("/data/row") == frozenset()


def test_a_count_that_blank_rows_do_not_raise_is_followed_at_once() -> None:
    form = Scenario(ONE_MORE_FOR_EACH_YES)
    form.answer("/data/base", 2)
    assert form.entry.count("/data/row") == 2
    form.answer("/data/row[1]/more", "y")
    assert form.entry.count("/data/row") == 3


def test_a_count_without_end_opens_with_one_row() -> None:
    form = Scenario("""
        | survey |              |      |       |                   |
        |        | type         | name | label | repeat_count      |
        |        | begin repeat | row  | Row   | count(${row}) + 1 |
        |        | text         | a    | A     |                   |
        |        | end repeat   |      |       |                   |""")
    assert form.entry.count("/data/row") == 1
    form.answer("/data/row[1]/a", "x")
    assert form.entry.count("/data/row") == 2


def test_only_repeats_that_look_at_their_own_rows_grow() -> None:
    assert [node.ref for node in Scenario(WHILE_NOT_LAST).form.growing] == ["/data/unit"]
    assert not Scenario(WITHIN).form.growing
