"""Choices from files the old way: select_one_external, and files whose name the form computes."""

from __future__ import annotations

from tests.support.scenario import Scenario

VILLAGES = """
    | survey  |                       |          |          |                        |
    |         | type                  | name     | label    | choice_filter          |
    |         | select_one d          | district | District |                        |
    |         | select_one_external v | village  | Village  | district = ${district} |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | d         | a    | A     |
    |         | d         | b    | B     |
    | external_choices |           |      |           |          |
    |                  | list_name | name | label     | district |
    |                  | v         | v0   | Village 0 | a        |
"""
ITEMSETS = """list_name,name,label,district
v,v0,Village 0,a
v,v1,Village 1,b
w,v2,Another list,b
v,v3,Village 3,b
"""
NORTH, SOUTH = "key,name\n1,north one\n", "key,name\n1,south one\n2,south two\n"
WHICH = """
    | survey  |              |       |       |                                       |                  |
    |         | type         | name  | label | calculation                           | appearance       |
    |         | text         | which | Which |                                       |                  |
    |         | text         | k     | Key   |                                       |                  |
    |         | calculate    | v     |       | pulldata(${which}, 'name', 'key', ${k}) |                |
    |         | select_one s | pick  | Pick  |                                       | search(${which}) |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | s         | key  | name  |
"""


def test_an_external_select_offers_the_rows_of_its_list_that_its_query_leaves() -> None:
    form = Scenario(VILLAGES, {"itemsets.csv": ITEMSETS})
    assert form.choices("/data/village") == []
    form.answer("/data/district", "b")
    assert form.labels("/data/village") == ["Village 1", "Village 3"]
    assert form.entry.prompt("/data/village").control == "select1"


def test_a_choice_an_external_select_no_longer_offers_goes() -> None:
    form = Scenario(VILLAGES, {"itemsets.csv": ITEMSETS})
    form.answer("/data/district", "b")
    form.answer("/data/village", "v3")
    form.answer("/data/district", "a")
    assert form.value("/data/village") == ""


def test_an_external_select_speaks_the_language_shown() -> None:
    text = "list_name,name,label::English,label::Hindi,district\nv,v0,Village,गाँव,a\n"
    form = Scenario(VILLAGES.replace("| label    |", "| label::Hindi |"), {"itemsets.csv": text})
    form.answer("/data/district", "a")
    assert form.labels("/data/village") == ["गाँव"]


def test_an_external_select_takes_a_file_of_its_lists_name() -> None:
    form = Scenario(VILLAGES, {"v.csv": "name,label,district\nv9,Village 9,a\n"})
    form.answer("/data/district", "a")
    assert form.choices("/data/village") == ["v9"]


def test_an_external_select_without_its_file_names_it() -> None:
    assert Scenario(VILLAGES).form.missing_files == ("itemsets.csv",)


def test_pulldata_takes_the_file_an_answer_names() -> None:
    form = Scenario(WHICH, {"north.csv": NORTH, "south.csv": SOUTH})
    form.answer("/data/k", 1)
    assert form.value("/data/v") == ""
    form.answer("/data/which", "south")
    assert form.value("/data/v") == "south one"
    form.answer("/data/which", "north")
    assert form.value("/data/v") == "north one"


def test_pulldata_from_a_file_that_is_not_there_is_told() -> None:
    form = Scenario(WHICH, {"north.csv": NORTH})
    form.answer("/data/k", 1)
    form.answer("/data/which", "west")
    assert "“west”" in str(form.entry.fault)


def test_a_search_takes_the_file_an_answer_names() -> None:
    form = Scenario(WHICH, {"north.csv": NORTH, "south.csv": SOUTH})
    assert form.choices("/data/pick") == []
    form.answer("/data/which", "south")
    assert form.labels("/data/pick") == ["south one", "south two"]


def test_a_list_with_a_head_and_no_rows_offers_nothing_and_lacks_no_column() -> None:
    form = Scenario(VILLAGES, {"itemsets.csv": "list_name,code\n"})
    form.answer("/data/district", "a")
    assert form.choices("/data/village") == []
