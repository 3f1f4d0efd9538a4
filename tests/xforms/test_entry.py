"""Filling a form through the door: answers, state, undo, the end."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import INSTANCE_ID, Scenario

FIRM = """
    | survey |              |        |                   |            |          |                   |               |
    |        | type         | name   | label             | relevant   | required | constraint        | calculation   |
    |        | integer      | a      | A                 |            | yes      | . > 0 and . < 100 |               |
    |        | calculate    | b      |                   |            |          |                   | ${a} * 3      |
    |        | text         | c      | C of ${b}         | ${a} > 10  |          |                   |               |
    |        | begin group  | g      | G                 | ${a} > 20  |          |                   |               |
    |        | text         | inside | Inside            |            |          |                   |               |
    |        | end group    |        |                   |            |          |                   |               |
"""


def test_b_follows_a() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 2)
    assert form.value("/data/b") == 6


def test_an_answer_returns_all_that_it_changed() -> None:
    form = Scenario(FIRM)
    assert form.answer("/data/a", 11) == {"/data/a", "/data/b", "/data/c"}


def test_the_same_answer_again_changes_nothing() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    assert form.answer("/data/a", 11) == frozenset()


def test_a_group_that_is_not_relevant_hides_what_is_in_it() -> None:
    form = Scenario(FIRM)
    assert not form.entry.relevant("/data/g/inside")


def test_a_value_stays_while_its_question_is_not_relevant() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 30)
    form.answer("/data/g/inside", "kept")
    form.answer("/data/a", 5)
    form.answer("/data/a", 30)
    assert form.value("/data/g/inside") == "kept"


def test_what_is_not_relevant_leaves_the_submission() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 30)
    form.answer("/data/g/inside", "secret")
    form.answer("/data/a", 5)
    assert "secret" not in form.entry.xml()


def test_a_draft_keeps_what_is_not_relevant() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 30)
    form.answer("/data/g/inside", "kept")
    form.answer("/data/a", 5)
    assert form.reopened().value("/data/g/inside") == "kept"


def test_a_reopened_draft_keeps_its_identity() -> None:
    assert Scenario(FIRM).reopened().instance_id == INSTANCE_ID


def test_an_edited_submission_names_the_one_it_replaces() -> None:
    form = Scenario(FIRM)
    edited = FormEntry.edit(form.form, form.entry.xml())
    assert f"<deprecatedID>{INSTANCE_ID}</deprecatedID>" in edited.xml()


def test_an_edited_submission_has_a_new_identity() -> None:
    form = Scenario(FIRM)
    assert FormEntry.edit(form.form, form.entry.xml()).instance_id not in ("", INSTANCE_ID)


def test_an_empty_required_question_is_a_violation() -> None:
    assert Scenario(FIRM).violation("/data/a") == "required"


def test_a_constraint_that_does_not_hold_is_a_violation() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 200)
    assert form.violation("/data/a") == "constraint"


def test_a_word_is_no_whole_number() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", "many")
    assert form.violation("/data/a") == "type"


def test_an_interview_with_faults_is_not_finalised() -> None:
    form = Scenario(FIRM)
    assert [fault.ref for fault in form.entry.finalise()] == ["/data/a"]
    assert not form.entry.is_final


def test_an_interview_without_faults_is_finalised() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 5)
    assert form.entry.finalise() == []
    assert form.entry.is_final


def test_undo_takes_an_answer_and_its_consequences_back() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    assert form.entry.undo() == {"/data/a", "/data/b", "/data/c"}
    assert form.value("/data/b") == ""


def test_redo_does_it_again() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    form.entry.undo()
    form.entry.redo()
    assert form.value("/data/b") == 33


def test_a_new_answer_ends_what_could_be_redone() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    form.entry.undo()
    form.answer("/data/a", 12)
    assert not form.entry.can_redo


def test_a_label_shows_the_value_of_another_question() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    assert form.entry.label("/data/c") == "C of 33"


def test_an_unknown_question_is_told_in_a_sentence() -> None:
    with pytest.raises(AnswerError, match="There is no question /data/nobody in this form"):
        Scenario(FIRM).answer("/data/nobody", 1)


def test_a_group_cannot_be_answered() -> None:
    with pytest.raises(AnswerError, match="/data/g is a group"):
        Scenario(FIRM).answer("/data/g", 1)


def test_an_expression_is_evaluated_over_the_answers() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 7)
    assert form.entry.evaluate("/data/a + /data/b", as_="number") == 28


def test_a_prompt_holds_all_a_widget_needs() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", 11)
    prompt = form.entry.prompt("/data/a")
    assert (prompt.control, prompt.type, prompt.label, prompt.value) == ("input", "int", "A", "11")


def test_a_phone_could_not_reopen_a_whole_number_of_ten_digits() -> None:
    form = Scenario(FIRM)
    form.answer("/data/a", "1234567890")
    assert "9 digits" in str(form.entry.phone_warning("/data/a"))


def test_a_record_is_asked_without_computing_anything_anew() -> None:
    form = Scenario("""
        | survey |           |       |       |              |                 |
        |        | type      | name  | label | calculation  | relevant        |
        |        | integer   | a     | A     |              |                 |
        |        | integer   | b     | B     |              | ${a} > 5        |
        |        | calculate | total |       | ${a} + ${b}  |                 |""")
    form.answer("/data/a", 7)
    form.answer("/data/b", 2)
    changed = form.entry.xml().replace("<total>9</total>", "<total>11</total>")
    record = FormEntry.record(form.entry.form, changed)
    assert record.evaluate("/data/total + /data/b", as_="number") == 13
    assert record.instance_id == form.entry.instance_id


def test_a_place_is_inside_only_of_a_shape_that_is_drawn() -> None:
    form = Scenario("""
        | survey |           |       |       |                           |
        |        | type      | name  | label | relevant                  |
        |        | geoshape  | land  | Land  |                           |
        |        | geopoint  | here  | Here  |                           |
        |        | text      | why   | Why?  | geofence(${here}, ${land}) |""")
    form.answer("/data/here", "10.2 70.5")
    before = form.entry.relevant("/data/why")
    form.answer("/data/land", "10 70; 10 71; 11 71; 10 70")
    assert (before, form.entry.relevant("/data/why")) == (False, True)
