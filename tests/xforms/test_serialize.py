"""The submission as Collect writes it, the draft, and what survives the way there and back."""

from __future__ import annotations

import pytest
from lxml import etree

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import INSTANCE_ID, Scenario

FORM = """
    | survey |              |      |       |
    |        | type         | name | label |
    |        | text         | t    | T     |
    |        | begin repeat | r    | R     |
    |        | text         | x    | X     |
    |        | end repeat   |      |       |
    | settings |         |         |
    |          | form_id | version |
    |          | firms   | 3       |
"""


def test_the_submission_names_form_and_version() -> None:
    root = etree.fromstring(Scenario(FORM).entry.xml())
    assert (root.tag, root.get("id"), root.get("version")) == ("data", "firms", "3")


def test_the_submission_carries_its_identity() -> None:
    root = etree.fromstring(Scenario(FORM).entry.xml())
    assert root.findtext("meta/instanceID") == INSTANCE_ID


def test_signs_of_xml_in_an_answer_are_escaped() -> None:
    form = Scenario(FORM)
    form.answer("/data/t", 'a < b & "c" ಕನ್ನಡ')
    assert etree.fromstring(form.entry.xml()).findtext("t") == 'a < b & "c" ಕನ್ನಡ'


def test_what_xml_cannot_carry_is_dropped() -> None:
    form = Scenario(FORM)
    form.answer("/data/t", "a\x00b\x0bc")
    assert etree.fromstring(form.entry.xml()).findtext("t") == "abc"


def test_a_draft_without_repeat_instances_reopens_without_them() -> None:
    form = Scenario(FORM)
    form.entry.remove_repeat("/data/r[1]")
    assert form.reopened().count("/data/r") == 0


def test_a_draft_reopens_with_all_its_repeat_instances() -> None:
    form = Scenario(FORM)
    form.entry.add_repeat("/data/r")
    form.answer("/data/r[2]/x", "second")
    assert form.reopened().value("/data/r[2]/x") == "second"


def test_the_draft_of_a_reopened_draft_is_the_same() -> None:
    form = Scenario(FORM)
    form.answer("/data/t", "T")
    assert form.reopened().draft_xml() == form.entry.draft_xml()


def test_an_interview_of_another_form_is_refused() -> None:
    with pytest.raises(FormError, match="belongs to another form"):
        FormEntry.restore(Scenario(FORM).form, "<other/>")


def test_ends_of_lines_of_any_kind_come_back_as_they_were_typed() -> None:
    form = Scenario("""
        | survey |      |      |       |
        |        | type | name | label |
        |        | text | a    | A     |""")
    form.answer("/data/a", "one\r\ntwo\rthree\n")
    assert form.reopened().value("/data/a") == "one\r\ntwo\rthree\n"
