"""Two interviews of a form side by side: by section, rows of repeats with their names, in the person's language; and at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey.cli import fieldsurvey
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.study import Study, load_questionnaire
from tests.support.field_form import FORM, ask
from tests.support.markdown_form import write_form
from tests.support.small_form import ANSWERS

VALUE = "/data/trade/export_value"


def told(study: Study, one: str, other: str, language: str = "") -> list[tuple[str, str, str, str]]:
    """(section, label, one, other) of what differs."""
    pairs = study.review.compared(one, other, language)
    return [(pair.section, pair.label, pair.one, pair.other) for pair in pairs if not pair.is_same]


def test_what_differs_is_told_by_section_whichever_of_the_two_was_asked(study: Study) -> None:
    one = study.interviews.add("small", ANSWERS)
    changed = {"/data/identity/firm_name": "Verma Brass", "/data/labour/worker[1]/wage": "333"}
    other = study.interviews.add("small", {**ANSWERS, **changed})
    ours, theirs = (study.interviews.reading(each) for each in (one, other))
    wage = next(a.words for p in ours.parts for a in p.answers if a.ref == "/data/labour/worker[1]/wage")
    name = next(a.words for p in ours.parts for a in p.answers if a.ref == "/data/identity/firm_name")
    assert ours.parts[0].title == theirs.parts[0].title == "Identity"
    differing = told(study, one, other)
    assert ("Identity", "Name of the firm", name, "Verma Brass") in differing
    assert ("Labour", "Workers 1: Wage", wage, "₹333") in differing
    assert told(study, other, one) == [(s, label, b, a) for s, label, a, b in differing]
    assert told(study, one, one) == []
    assert told(study, one, other, "hi")[0][:2] == ("पहचान", "फर्म का नाम")


def test_what_one_of_them_alone_was_asked_stands_in_its_section(study: Study) -> None:
    one = study.interviews.add("small", ANSWERS)
    without = {ref: text for ref, text in ANSWERS.items() if ref != VALUE}
    other = study.interviews.add("small", {**without, "/data/trade/exports": "no"})
    value = next(a.words for p in study.interviews.reading(one).parts for a in p.answers if a.ref == VALUE)
    assert ("Trade", "Exports", value, "") in told(study, one, other)
    pairs = study.review.compared(other, one)
    assert [pair.section for pair in pairs] == sorted(
        (pair.section for pair in pairs), key=["Identity", "Labour", "Trade"].index
    )


def test_what_a_respondent_answered_alone_is_left_out(study: Study) -> None:
    one = study.interviews.add("small", ANSWERS)
    other = study.interviews.add("small", {**ANSWERS, VALUE: "7"})
    assert any(label == "Exports" for _s, label, _one, _other in told(study, one, other))
    study.annotations.lock_section(one, "/data/trade")
    assert told(study, one, other) == told(study, other, one) == []


def test_only_interviews_of_one_form_that_were_finalised_are_compared(study: Study, tmp_path: Path) -> None:
    one = study.interviews.add("small", ANSWERS)
    study.forms.add(load_questionnaire(write_form(tmp_path / "field.xlsx", FORM)))
    with pytest.raises(StoreError, match="Sharma Brass Works and Verma Brass were asked with two forms"):
        study.review.compared(one, ask(study, "Verma Brass", "Meena", {}))
    with pytest.raises(FieldSurveyError):
        study.review.compared(one, "uuid:nobody")


def test_the_command_line_compares_too(study: Study) -> None:
    one = study.interviews.add("small", ANSWERS)
    other = study.interviews.add("small", {**ANSWERS, VALUE: "7"})
    run, path = CliRunner(), str(study.path)
    said = run.invoke(fieldsurvey, ["review", "compare", path, one, other]).output.splitlines()
    assert len(said) == 1
    assert said[0].split("\t")[:3] == ["differs", VALUE, "Exports"]
    found = json.loads(
        run.invoke(fieldsurvey, ["review", "compare", path, one, other, "--all", "--json"]).output
    )
    assert {pair["is_same"] for pair in found} == {True, False}
    assert next(pair for pair in found if pair["ref"] == VALUE)["other"].endswith("7")
    assert isinstance(
        run.invoke(fieldsurvey, ["review", "compare", path, one, "uuid:nobody"]).exception, FieldSurveyError
    )
