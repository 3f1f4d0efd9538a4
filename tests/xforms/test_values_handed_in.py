"""Values as they come in, typed, pasted, imported or written in the form: stored as Collect stores them, or refused."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.xforms import FormEntry
from tests.support.scenario import NOW, Scenario

NUMBERS = """
    | survey |           |        |                |               |
    |        | type      | name   | label          | calculation   |
    |        | integer   | whole  | Whole          |               |
    |        | decimal   | part   | Part           |               |
    |        | text      | free   | Free           |               |
    |        | calculate | twice  |                | ${whole} * 2  |
    |        | calculate | more   |                | ${part} + 1   |
    |        | note      | told   | ${whole} ${part} |             |"""
INDIA = datetime(2026, 11, 22, 16, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
MOMENTS = """
    | survey |           |       |       |                |
    |        | type      | name  | label | calculation    |
    |        | time      | from  | From  |                |
    |        | dateTime  | met   | Met   |                |
    |        | date      | day   | Day   |                |
    |        | calculate | hour  |       | decimal-time(${from}) |"""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("007", "7"),
        ("+5", "5"),
        (" 5 ", "5"),
        ("-0", "0"),
        ("२५", "25"),
        ("５", "5"),
        ("೧೨", "12"),
        ("-012", "-12"),
    ],
)
def test_a_whole_number_is_stored_in_its_shortest_form(typed: str, stored: str) -> None:
    form = Scenario(NUMBERS)
    form.answer("/data/whole", typed)
    assert (form.entry.value("/data/whole"), form.violation("/data/whole")) == (stored, "")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (".5", "0.5"),
        ("5.", "5"),
        ("1e5", "100000"),
        ("1.5E-3", "0.0015"),
        ("2.0", "2.0"),
        ("02.50", "2.5"),
        ("२.५", "2.5"),
        ("-.25", "-0.25"),
        ("+1.5", "1.5"),
    ],
)
def test_a_decimal_is_stored_in_its_shortest_form(typed: str, stored: str) -> None:
    form = Scenario(NUMBERS)
    form.answer("/data/part", typed)
    assert (form.entry.value("/data/part"), form.violation("/data/part")) == (stored, "")


@pytest.mark.parametrize(
    "typed", ["1,500", "1,00,000", "Infinity", "-Infinity", "NaN", "--5", "5-", "1 500", "0x1F", "12a"]
)
@pytest.mark.parametrize("name", ["whole", "part"])
def test_what_is_no_number_is_refused_and_kept(name: str, typed: str) -> None:
    form = Scenario(NUMBERS)
    form.answer(f"/data/{name}", typed)
    assert (form.entry.value(f"/data/{name}"), form.violation(f"/data/{name}")) == (typed, "type")


def test_an_answer_that_is_refused_counts_for_nothing() -> None:
    form = Scenario(NUMBERS)
    form.answer("/data/whole", "2.5")
    form.answer("/data/part", "1,500")
    assert (form.entry.value("/data/twice"), form.entry.value("/data/more")) == ("", "")


def test_a_text_stays_as_it_was_typed() -> None:
    form = Scenario(NUMBERS)
    form.answer("/data/free", " 007 ")
    assert form.entry.value("/data/free") == " 007 "


def test_a_label_shows_the_number() -> None:
    form = Scenario(NUMBERS)
    form.answer("/data/whole", "007")
    form.answer("/data/part", "2.0")
    assert form.entry.label("/data/told") == "7 2"


def test_a_submission_of_another_program_is_told_as_collect_stores_it() -> None:
    form = Scenario(NUMBERS)
    foreign = (
        form.entry.xml().replace("<whole/>", "<whole> २५ </whole>").replace("<part/>", "<part>1,500</part>")
    )
    again = FormEntry.edit(form.form, foreign, now=NOW)
    fault = again.violation("/data/part")
    assert (again.value("/data/whole"), again.value("/data/twice")) == ("25", "50")
    assert fault is not None


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("from", "08:05", "08:05:00.000+05:30"),
        ("from", "21:30:00.000-03:00", "06:00:00.000+05:30"),
        ("from", "04:30:00Z", "10:00:00.000+05:30"),
        ("met", "2024-11-02T04:00:00.000Z", "2024-11-02T09:30:00.000+05:30"),
        ("met", "2024-11-02", "2024-11-02T00:00:00.000+05:30"),
        ("day", "2024-1-5", "2024-01-05"),
        ("day", "2024-11-01T20:00:00.000Z", "2024-11-02"),
    ],
)
def test_a_date_or_time_is_told_in_the_zone_of_the_laptop(name: str, typed: str, stored: str) -> None:
    form = Scenario(MOMENTS, now=INDIA)
    form.answer(f"/data/{name}", typed)
    assert form.entry.value(f"/data/{name}") == stored


@pytest.mark.parametrize(
    ("name", "typed"),
    [("from", "25:00"), ("from", "noon"), ("met", "2024-02-31T10:00"), ("day", "31/12/2024")],
)
def test_what_is_no_date_or_time_is_refused(name: str, typed: str) -> None:
    form = Scenario(MOMENTS, now=INDIA)
    form.answer(f"/data/{name}", typed)
    assert (form.entry.value(f"/data/{name}"), form.violation(f"/data/{name}")) == (typed, "type")


def _with_default(kind: str, text: str) -> Scenario:
    return Scenario(
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>x</h:title><model><instance><data id="x">'
        f'<a>{text}</a><b/><row jr:template=""><c>{text}</c></row></data></instance><bind nodeset="/data/a" type="{kind}"/>'
        f'<bind nodeset="/data/row/c" type="{kind}"/><bind nodeset="/data/b" calculate="string-length(/data/a)"/></model></h:head>'
        '<h:body><input ref="/data/a"><label>A</label></input><group ref="/data/row"><label>R</label><repeat nodeset="/data/row">'
        '<input ref="/data/row/c"><label>C</label></input></repeat></group></h:body></h:html>',
        now=INDIA,
    )


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("int", "2.5", ""),
        ("int", "1,500", ""),
        ("int", "007", "7"),
        ("decimal", "Infinity", ""),
        ("decimal", ".5", "0.5"),
        ("date", "2024-02-31", ""),
        ("date", "31/12/2024", ""),
        ("time", "25:00", ""),
        ("time", "21:30:00.000-03:00", "06:00:00.000+05:30"),
        ("dateTime", "2024-13-01T10:00", ""),
        ("geopoint", "near the mill", ""),
        ("string", "2.5", "2.5"),
    ],
)
def test_a_default_is_read_by_its_type_or_leaves_the_question_blank(
    kind: str, text: str, stored: str
) -> None:
    form = _with_default(kind, text)
    form.entry.add_repeat("/data/row")
    assert (form.entry.value("/data/a"), form.entry.value("/data/row[1]/c"), form.violation("/data/a")) == (
        stored,
        stored,
        "",
    )


def test_expressions_do_not_see_a_default_of_another_type() -> None:
    assert _with_default("int", "2.5").entry.value("/data/b") == "0"
