"""Lists of choices: inside the form and in files, filtered, shuffled, looked up."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from tests.support.scenario import Scenario

CASCADE = """
    | survey |              |          |          |                  |                                         |
    |        | type         | name     | label    | choice_filter    | calculation                             |
    |        | select_one s | state    | State    |                  |                                         |
    |        | select_one d | district | District | state = ${state} |                                         |
    |        | calculate    | named    |          |                  | jr:choice-name(${district}, '${district}') |
    | choices |           |      |           |       |
    |         | list_name | name | label     | state |
    |         | s         | ka   | Karnataka |       |
    |         | s         | ap   | Andhra    |       |
    |         | d         | blr  | Bengaluru | ka    |
    |         | d         | mys  | Mysuru    | ka    |
    |         | d         | vzg  | Vizag     | ap    |
"""
FROM_FILE = """
    | survey |                              |       |       |                                              |
    |        | type                         | name  | label | calculation                                  |
    |        | select_one_from_file {file}  | a     | A     |                                              |
    |        | calculate                    | price |       | pulldata('p', 'price', 'name', ${{a}})       |
"""
PRICES = "name,label,price\nx,Ex,10\ny,Why,20\n"


def _one_file(file: str, content: str | bytes) -> Scenario:
    table = "\n".join(line for line in FROM_FILE.format(file=file).splitlines() if "pulldata" not in line)
    return Scenario(table, {file: content})


def test_districts_follow_the_state() -> None:
    form = Scenario(CASCADE)
    form.answer("/data/state", "ka")
    assert form.choices("/data/district") == ["blr", "mys"]


def test_districts_are_told_to_have_changed() -> None:
    assert "/data/district" in Scenario(CASCADE).answer("/data/state", "ka")


def test_without_a_state_there_is_no_district() -> None:
    assert Scenario(CASCADE).choices("/data/district") == []


def test_a_district_of_another_state_is_cleared() -> None:
    form = Scenario(CASCADE)
    form.answer("/data/state", "ka")
    form.answer("/data/district", "blr")
    form.answer("/data/state", "ap")
    assert form.value("/data/district") == ""


GATED = """
    | survey |              |          |          |                  |                |
    |        | type         | name     | label    | choice_filter    | relevant       |
    |        | text         | consent  | Consent  |                  |                |
    |        | select_one s | state    | State    |                  | ${consent} = 1 |
    |        | select_one d | district | District | state = ${state} | ${consent} = 1 |
    |        | select_one d | other    | Other    | state = ${kept}  | ${consent} = 1 |
    |        | text         | kept     | Kept     |                  |                |
    | choices |          |      |           |       |
    |         | list_name | name | label     | state |
    |         | s         | ka   | Karnataka |       |
    |         | d         | blr  | Bengaluru | ka    |
    |         | d         | vzg  | Vizag     | ap    |
"""


def test_a_district_that_is_not_asked_for_a_while_keeps_its_answer() -> None:
    form = Scenario(GATED)
    form.entry.answer_all({"/data/consent": "1", "/data/state": "ka", "/data/district": "blr"})
    form.answer("/data/consent", "")
    form.answer("/data/consent", "1")
    assert form.value("/data/district") == "blr"


def test_a_choice_lost_while_its_question_was_not_asked_is_cleared_when_it_is_asked_again() -> None:
    form = Scenario(GATED)
    form.entry.answer_all({"/data/consent": "1", "/data/kept": "ka", "/data/other": "blr"})
    form.answer("/data/consent", "")
    form.answer("/data/kept", "ap")
    form.answer("/data/consent", "1")
    assert form.value("/data/other") == ""


def test_the_cleared_district_returns_with_undo() -> None:
    form = Scenario(CASCADE)
    form.answer("/data/state", "ka")
    form.answer("/data/district", "blr")
    form.answer("/data/state", "ap")
    form.entry.undo()
    assert form.value("/data/district") == "blr"


def test_choice_name_gives_the_label() -> None:
    form = Scenario(CASCADE)
    form.answer("/data/state", "ka")
    form.answer("/data/district", "mys")
    assert form.value("/data/named") == "Mysuru"


def test_choices_come_from_a_csv_file() -> None:
    assert _one_file("d.csv", PRICES).labels("/data/a") == ["Ex", "Why"]


def test_a_csv_file_may_begin_with_a_byte_order_mark() -> None:
    assert _one_file("d.csv", b"\xef\xbb\xbf" + PRICES.encode()).choices("/data/a") == ["x", "y"]


def test_choices_come_from_an_xml_file() -> None:
    xml = "<root><item><name>x</name><label>Ex</label></item></root>"
    assert _one_file("d.xml", xml).labels("/data/a") == ["Ex"]


def test_choices_come_from_a_geojson_file() -> None:
    feature = '{"type":"Feature","id":"f1","geometry":{"type":"Point","coordinates":[77,12]},"properties":{"title":"Here"}}'
    form = _one_file("d.geojson", f'{{"type":"FeatureCollection","features":[{feature}]}}')
    assert (form.choices("/data/a"), form.labels("/data/a")) == (["f1"], ["Here"])


def test_a_csv_file_of_another_encoding_is_told_so() -> None:
    with pytest.raises(FormError, match=r"“d\.csv”, line 2, column “label”: the text is not UTF-8"):
        _one_file("d.csv", "name,label\nx,é".encode("latin-1"))


def test_pulldata_looks_a_row_up() -> None:
    form = Scenario(FROM_FILE.format(file="p.csv"), {"p.csv": PRICES})
    form.answer("/data/a", "y")
    assert form.value("/data/price") == 20


def test_a_reopened_draft_keeps_even_a_choice_that_is_not_offered() -> None:
    form = Scenario(CASCADE)
    form.answer("/data/state", "ka")
    form.answer("/data/district", "unlisted")
    assert form.reopened().value("/data/district") == "unlisted"
