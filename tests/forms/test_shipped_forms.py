"""The questionnaires that ship: they convert, speak three languages, and say what our columns promise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey.study import load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import xform
from tests.support.shipped_forms import FIRM, NOW, definition, questionnaire, visible

LANGUAGES = {"English (en)", "Hindi (hi)", "Kannada (kn)"}
FORMS = sorted(path.stem for path in paths.forms().glob("*.xlsx"))

Row = Mapping[str, str]


@cache
def sheet(name: str, title: str) -> tuple[Row, ...]:
    book = load_workbook(Path(paths.forms() / f"{name}.xlsx"), read_only=True)
    rows = book[title].iter_rows(values_only=True) if title in book.sheetnames else iter(())
    header = [str(cell) for cell in next(rows, ())]
    found = tuple(
        {column: str(cell) for column, cell in zip(header, row, strict=True) if cell is not None}
        for row in rows
    )
    book.close()
    return found


def half_translated(rows: tuple[Row, ...], column: str) -> list[str]:
    """Names of rows where the column is written in some languages but not in all."""
    return [
        row.get("name", "")
        for row in rows
        if 0 < sum(f"{column}::{language}" in row for language in LANGUAGES) < len(LANGUAGES)
    ]


# --- the workbooks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_shipped_form_converts_without_a_warning(name: str) -> None:
    assert questionnaire(name).warnings == ()


@pytest.mark.parametrize("name", FORMS)
def test_every_question_speaks_three_languages(name: str) -> None:
    assert [q.name for q in visible(name) if set(q.label) != LANGUAGES] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_page_and_repeat_speaks_three_languages(name: str) -> None:
    assert [ref for ref, label in questionnaire(name).group_labels.items() if set(label) != LANGUAGES] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_choice_speaks_three_languages(name: str) -> None:
    choices = [(q.name, c) for q in questionnaire(name).questions for c in q.choices]
    assert [(question, c.name) for question, c in choices if set(c.label) != LANGUAGES] == []


@pytest.mark.parametrize("column", ["hint", "constraint_message", "required_message"])
@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_in_one_language_is_written_in_all(name: str, column: str) -> None:
    assert half_translated(sheet(name, "survey"), column) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_constraint_has_its_sentence(name: str) -> None:
    bare = [
        row["name"]
        for row in sheet(name, "survey")
        if "constraint" in row and "constraint_message::English (en)" not in row
    ]
    assert bare == []


@pytest.mark.parametrize("name", FORMS)
def test_no_name_is_used_twice(name: str) -> None:
    rows = sheet(name, "survey")
    names = [row["name"] for row in rows if "name" in row and not row["type"].startswith("end")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", FORMS)
def test_every_amount_of_money_has_its_period(name: str) -> None:
    assert [q.name for q in visible(name) if q.unit.startswith("Rs") and not q.period] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_question_with_a_unit_says_it_in_its_hint(name: str) -> None:
    assert [q.name for q in visible(name) if q.unit and not q.hint] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_number_that_offers_dont_know_and_refused_admits_their_codes(name: str) -> None:
    numbers = [q for q in visible(name) if q.type in ("integer", "decimal")]
    codes = {"dk": "-98", "refused": "-99"}
    closed = [q.name for q in numbers for m in q.missing if f". = {codes[m]}" not in q.constraint]
    assert closed == []


@pytest.mark.parametrize("name", FORMS)
def test_a_choice_question_that_offers_dont_know_or_refused_lists_it_last(name: str) -> None:
    lists = [(q, tuple(c.name for c in q.choices)) for q in visible(name) if q.choices]
    assert [q.name for q, names in lists if names[len(names) - len(q.missing) :] != q.missing] == []


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_freely_is_marked_before_it_can_leave(name: str) -> None:
    texts = [q for q in visible(name) if q.type == "text"]
    assert [q.name for q in texts if q.disclosure not in ("direct", "key", "free")] == []


@pytest.mark.parametrize("name", FORMS)
def test_names_places_by_gps_and_pictures_are_direct_identifiers(name: str) -> None:
    owners = {"firm_name", "respondent_phone", "udyam_number", "gstin"}
    marked = {q.name for q in visible(name) if q.disclosure == "direct"}
    asked = {q.name for q in visible(name) if q.type in ("geopoint", "image") or q.name in owners}
    assert asked <= marked


@pytest.mark.parametrize("name", FORMS)
def test_a_page_is_a_group_so_nothing_visible_lies_outside_one(name: str) -> None:
    assert [q.name for q in visible(name) if not q.groups] == []


# --- the firm interview ----------------------------------------------------------------------------------


def test_the_firm_interview_has_150_to_220_questions() -> None:
    assert 150 <= len(visible(FIRM)) <= 220


def test_the_firm_interview_has_its_repeats() -> None:
    repeats = {q.repeat.rpartition("/")[2] for q in questionnaire(FIRM).questions} - {""}
    assert repeats == {"worker", "product", "machine", "material", "buyer", "fuel", "tie"}


def test_indicators_stand_in_sections_that_exist() -> None:
    pages = {q.groups[0] for q in questionnaire(FIRM).questions if q.groups}
    assert {i.section for i in questionnaire(FIRM).indicators} <= pages


def test_every_page_after_consent_feeds_the_report() -> None:
    pages = {q.groups[0] for q in visible(FIRM)} - {"consent", "closing"}
    assert pages - {i.section for i in questionnaire(FIRM).indicators} == set()


def test_checks_and_indicators_use_names_that_exist() -> None:
    names = {q.name for q in questionnaire(FIRM).questions} | {
        "worker",
        "product",
        "machine",
        "material",
        "tie",
    }
    used = {
        name
        for title in ("checks", "indicators")
        for row in sheet(FIRM, title)
        for cell in row.values()
        for name in re.findall(r"\$\{(.*?)\}", cell)
    }
    assert used <= names


# --- the cluster profile ---------------------------------------------------------------------------------


def test_the_selection_sheet_sums_its_six_considerations() -> None:
    profile = FormEntry.new(definition("cluster_profile"), now=NOW)
    scores = [q.ref for q in visible("cluster_profile") if q.name.startswith("score_")]
    before = profile.value("/data/selection_sheet/selection_score")
    _ = [profile.answer(ref, "4") for ref in scores]
    after = profile.value("/data/selection_sheet/selection_score")
    assert (len(scores), before, float(after)) == (6, "", 24)


def test_a_bare_xform_has_the_types_a_workbook_would_have(tmp_path: Path) -> None:
    bare = tmp_path / "bare.xml"
    bare.write_text(
        xform("""
        | survey |            |         |         |
        |        | type       | name    | label   |
        |        | text       | owner   | Owner   |
        |        | integer    | staff   | Staff   |
        |        | decimal    | rate    | Rate    |
        |        | datetime   | seen    | Seen    |
        |        | image      | photo   | Photo   |
        |        | file       | deed    | Deed    |
        |        | note       | hello   | Hello   |
        |        | acknowledge | read   | Read    |"""),
        encoding="utf-8",
    )
    types = [question.type for question in load_questionnaire(bare).questions]
    assert types == ["text", "integer", "decimal", "datetime", "image", "file", "note", "acknowledge"]
