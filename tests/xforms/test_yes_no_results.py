"""A yes or no that was calculated: stored as 1 or 0, read as a boolean by every other expression, as on a phone."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms import FormEntry
from tests.support.scenario import NOW, Scenario

FLAGS = """
    | survey  |                  |        |        |                            |                           |
    |         | type             | name   | label  | calculation                | relevant                  |
    |         | integer          | looms  | Looms? |                            |                           |
    |         | select_multiple m | kinds | Kinds? |                            |                           |
    |         | calculate        | tiny   |        | ${looms} < 5               |                           |
    |         | calculate        | read   |        | if(${tiny}, 'yes', 'no')   |                           |
    |         | calculate        | said   |        | concat(string(${tiny}), '/', ${tiny}) | |
    |         | calculate        | both   |        | ${tiny} + ${tiny}          |                           |
    |         | calculate        | none   |        | not(${tiny})               |                           |
    |         | calculate        | wide   |        | boolean(${looms})          |                           |
    |         | calculate        | always |        | true()                     |                           |
    |         | calculate        | power  |        | selected(${kinds}, 'p')    |                           |
    |         | calculate        | picked |        | if(${power}, 'power', 'hand') |                        |
    |         | text             | why    | Why? ${tiny} |                      | ${tiny}                   |
    |         | text             | many   | Many?  |                            | not(${tiny})              |
    | choices |                  |        |        |                            |                           |
    |         | list_name        | name   | label  |                            |                           |
    |         | m                | p      | Power  |                            |                           |
    |         | m                | h      | Hand   |                            |                           |"""

TYPES = ("string", "int", "decimal", "boolean", "date", "select1")


def _typed(bind: str, expression: str, further: str = "if(/data/flag, 'yes', 'no')") -> Scenario:
    return Scenario(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title>'
        '<model><instance><data id="x"><a>7</a><flag/><read/></data></instance><bind nodeset="/data/a" type="int"/>'
        f'<bind nodeset="/data/flag" {bind} calculate="{expression}"/><bind nodeset="/data/read" calculate="{further}"/>'
        '</model></h:head><h:body><input ref="/data/a"><label>A</label></input></h:body></h:html>'
    )


@pytest.mark.parametrize(
    ("looms", "name", "stored"),
    [
        ("12", "tiny", "0"),
        ("2", "tiny", "1"),
        ("12", "none", "1"),
        ("0", "wide", "0"),
        ("12", "always", "1"),
        ("12", "power", "0"),
    ],
)
def test_a_yes_or_no_is_stored_as_one_or_zero(looms: str, name: str, stored: str) -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", looms)
    assert form.entry.value(f"/data/{name}") == stored


@pytest.mark.parametrize(
    ("name", "few", "many"),
    [
        ("read", "yes", "no"),
        ("said", "true/true", "false/false"),
        ("both", "2", "0"),
        ("picked", "hand", "hand"),
    ],
)
def test_other_expressions_read_it_as_true_or_false(name: str, few: str, many: str) -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 2)
    before = form.entry.value(f"/data/{name}")
    form.answer("/data/looms", 12)
    assert (before, form.entry.value(f"/data/{name}")) == (few, many)


def test_a_question_that_a_no_skips_is_not_asked() -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 12)
    assert (form.entry.relevant("/data/why"), form.entry.relevant("/data/many")) == (False, True)


def test_a_label_says_true_or_false() -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 2)
    assert form.entry.label("/data/why") == "Why? true"


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_question_keeps_a_calculated_no_as_a_boolean(kind: str) -> None:
    form = _typed(f'type="{kind}"', "/data/a &lt; 5")
    assert (form.entry.value("/data/flag"), form.entry.value("/data/read")) == ("0", "no")


def test_a_question_without_a_type_keeps_a_calculated_no_as_a_boolean() -> None:
    form = _typed("", "/data/a &lt; 5")
    assert (form.entry.value("/data/flag"), form.entry.value("/data/read")) == ("0", "no")


def test_a_text_zero_is_a_text_and_so_is_true() -> None:
    form = _typed('type="string"', "'0'")
    assert form.entry.value("/data/read") == "yes"


def test_a_bind_of_type_boolean_makes_a_yes_or_no_of_any_value() -> None:
    form = _typed('type="boolean"', "/data/a - 7")
    assert (form.entry.value("/data/flag"), form.entry.value("/data/read")) == ("0", "no")


def test_a_draft_opened_again_reads_it_as_before() -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 12)
    again = form.reopened()
    assert (again.value("/data/read"), again.value("/data/tiny"), again.relevant("/data/why")) == (
        "no",
        "0",
        False,
    )


def test_a_submission_taken_up_again_reads_it_as_before() -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 12)
    again = FormEntry.edit(form.form, form.entry.xml(), now=NOW)
    assert (again.value("/data/read"), again.relevant("/data/many")) == ("no", True)


@pytest.mark.parametrize("stored", ["0", "false"])
def test_a_submission_that_is_only_read_keeps_it_a_boolean(stored: str) -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 12)
    record = FormEntry.record(form.form, form.entry.xml().replace("<tiny>0</tiny>", f"<tiny>{stored}</tiny>"))
    assert record.evaluate("if(/data/tiny, 'yes', 'no')") == "no"


def test_a_choice_filter_reads_it_as_a_boolean() -> None:
    form = Scenario("""
        | survey  |              |       |        |                |                                  |
        |         | type         | name  | label  | calculation    | choice_filter                    |
        |         | integer      | looms | Looms? |                |                                  |
        |         | calculate    | tiny  |        | ${looms} < 5   |                                  |
        |         | select_one m | kind  | Kind?  |                | not(${tiny}) or small = 'y'      |
        | choices |              |       |        |                |                                  |
        |         | list_name    | name  | label  | small          |                                  |
        |         | m            | hand  | Hand   | y              |                                  |
        |         | m            | mill  | Mill   | n              |                                  |""")
    form.answer("/data/looms", 2)
    few = form.choices("/data/kind")
    form.answer("/data/looms", 12)
    assert (few, form.choices("/data/kind")) == (["hand"], ["hand", "mill"])


def test_a_sum_over_rows_counts_the_yes_of_each() -> None:
    form = Scenario("""
        | survey |              |       |       |              |
        |        | type         | name  | label | calculation  |
        |        | begin_repeat | shed  | Shed  |              |
        |        | integer      | looms | Looms |              |
        |        | calculate    | tiny  |       | ${looms} < 5 |
        |        | end_repeat   |       |       |              |
        |        | calculate    | all   |       | sum(${tiny}) |""")
    form.entry.add_repeat("/data/shed", number=2)
    form.answer("/data/shed[1]/looms", 2)
    form.answer("/data/shed[2]/looms", 3)
    assert form.value("/data/all") == 2


def test_an_undone_answer_brings_the_boolean_back() -> None:
    form = Scenario(FLAGS)
    form.answer("/data/looms", 12)
    form.answer("/data/looms", 2)
    form.entry.undo()
    assert (form.entry.value("/data/read"), form.entry.evaluate("if(/data/tiny, 'yes', 'no')")) == (
        "no",
        "no",
    )
