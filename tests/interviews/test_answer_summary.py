"""What was said, in words: the part of reading back that knows no window."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.i18n import speaking
from fieldsurvey.interviews.answer_summary import Heading, Line, Rows, Section, read_back
from fieldsurvey.records import Questionnaire, SectionLock
from fieldsurvey.study import load_questionnaire
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.scenario import xform
from tests.support.small_form import NOW

FORM = """
    | survey |                     |          |                 |                       |
    |        | type                | name     | label           | appearance            |
    |        | begin group         | about    | About           |                       |
    |        | date                | day      | Which day?      |                       |
    |        | date                | since    | Since when?     | month-year            |
    |        | time                | hour     | When?           |                       |
    |        | geopoint            | place    | Where?          |                       |
    |        | image               | photo    | Photo           |                       |
    |        | integer             | money    | How much?       | thousands-sep         |
    |        | integer             | year     | Which year?     |                       |
    |        | rank city           | order    | In which order? |                       |
    |        | acknowledge         | heard    | Was it read?    |                       |
    |        | text                | secret   | A word          | masked                |
    |        | begin group         | inner    | Within          |                       |
    |        | text                | more     | More            |                       |
    |        | end group           |          |                 |                       |
    |        | end group           |          |                 |                       |
    |        | begin group         | people   | People          |                       |
    |        | begin repeat        | person   | Persons         |                       |
    |        | text                | name     | Name            |                       |
    |        | integer             | age      | Age             |                       |
    |        | end repeat          |          |                 |                       |
    |        | end group           |          |                 |                       |
    | choices |                    |          |                 |                       |
    |        | list_name           | name     | label           |                       |
    |        | city                | a        | Agra            |                       |
    |        | city                | b        | Bidar           |                       |"""
ABOUT = "/data/about"


@pytest.fixture
def form(tmp_path: Path) -> Questionnaire:
    file = tmp_path / "form.xml"
    file.write_text(xform(FORM), encoding="utf-8")
    return load_questionnaire(file)


@pytest.fixture
def entry(form: Questionnaire) -> FormEntry:
    return FormEntry.new(parse_form(form.xform), now=NOW)


def answers(sections: tuple[Section, ...]) -> dict[str, str]:
    return {
        item.label: item.answer for section in sections for item in section.items if isinstance(item, Line)
    }


@pytest.mark.parametrize(
    ("name", "value", "label", "said"),
    [
        ("day", "2026-11-22", "Which day?", "22 Nov 2026"),
        ("since", "2026-11-01", "Since when?", "Nov 2026"),
        ("hour", "09:30", "When?", "09:30"),
        ("place", "28.6139 77.209 0 5", "Where?", "28.6139, 77.209"),
        ("photo", "a.jpg", "Photo", "1 photo"),
        ("money", "1499561", "How much?", "14,99,561"),
        ("year", "2012", "Which year?", "2012"),
        ("order", "b a", "In which order?", "1. Bidar   2. Agra"),
        ("heard", "OK", "Was it read?", "Done"),
        ("secret", "hush", "A word", "•••"),
    ],
)
def test_an_answer_is_said_in_words(
    form: Questionnaire, entry: FormEntry, name: str, value: str, label: str, said: str
) -> None:
    entry.answer(f"{ABOUT}/{name}", value)
    assert answers(read_back(entry, form)) == {label: said}


def test_nothing_said_is_nothing_read(form: Questionnaire, entry: FormEntry) -> None:
    assert read_back(entry, form) == ()


def test_an_inner_group_has_its_heading(form: Questionnaire, entry: FormEntry) -> None:
    entry.answer(f"{ABOUT}/inner/more", "and more")
    (section,) = read_back(entry, form)
    assert section == Section(
        ABOUT, "About", (Heading("Within"), Line(f"{ABOUT}/inner/more", "More", "and more"))
    )


def test_a_repeat_has_the_columns_and_rows_in_which_something_was_said(
    form: Questionnaire, entry: FormEntry
) -> None:
    entry.add_repeat("/data/people/person", number=2)
    entry.answer("/data/people/person[2]/name", "Asha")
    (section,) = read_back(entry, form)
    (rows,) = section.items
    assert isinstance(rows, Rows)
    assert rows.heads == ("Name",)
    assert [(row.ref, row.cells) for row in rows.rows] == [("/data/people/person[2]", ("Asha",))]


def test_a_locked_section_is_left_out(form: Questionnaire, entry: FormEntry) -> None:
    entry.answer(f"{ABOUT}/year", "2012")
    assert read_back(entry, form, locks=[SectionLock(ABOUT, NOW)]) == ()


def test_our_own_words_come_in_the_language_that_is_spoken(form: Questionnaire, entry: FormEntry) -> None:
    entry.answer(f"{ABOUT}/heard", "OK")
    with speaking("hi"):
        said = answers(read_back(entry, form))
    assert said["Was it read?"] not in ("", "Done")
    assert answers(read_back(entry, form))["Was it read?"] == "Done"


def test_a_group_without_words_around_groups_is_seen_through() -> None:
    form = """
        | survey |             |         |            |
        |        | type        | name    | label      |
        |        | text        | before  | Before it  |
        |        | begin_group | wrapper |            |
        |        | begin_group | inner   | The inside |
        |        | text        | a       | First      |
        |        | end_group   |         |            |
        |        | begin_group | bare    |            |
        |        | text        | b       | Second     |
        |        | end_group   |         |            |
        |        | end_group   |         |            |
    """
    entry = FormEntry.new(parse_form(xform(form)), now=NOW)
    entry.answer_all({"/data/wrapper/inner/a": "said", "/data/wrapper/bare/b": "too"})
    found = read_back(entry, Questionnaire("f", "", "F", "", ()))
    assert [(section.ref, section.title) for section in found] == [
        ("/data/wrapper/inner", "The inside"),
        ("/data/wrapper/bare", ""),
    ]
