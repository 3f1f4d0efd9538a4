"""Long lists: a question carries no choices it does not show, and what is typed finds them in any script."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fieldsurvey.xforms import Choice, FormEntry
from fieldsurvey.xforms.lists.lazy_choices import MANY, LazyChoices
from tests.support.scenario import Scenario

FORM = """
    | survey |                                  |         |          |              |               |
    |        | type                             | name    | label    | appearance   | choice_filter |
    |        | text                             | state   | State    |              |               |
    |        | select_one_from_file villages.csv | village | Village  | autocomplete |               |
    |        | select_one_from_file villages.csv | there   | There    | autocomplete | state=${state} |
    |        | select_one colour                | colour  | Colour   |              |               |
    | choices |          |      |       |
    |         | list_name | name | label |
    |         | colour   | r    | Red brown |
    |         | colour   | b    | Blue  |"""
NAMED = (
    "v1,Rampur,s1",
    "v2,Old Rampur,s1",
    "v3,Shrirampur,s2",
    "v4,रामपुर,s2",
    "v5,ರಾಮಪುರ,s2",
    "007,Bhadohi Khurd,s1",
    "v7,Caf\u00e9 Nagar,s1",
)


def villages(rows: int = 2_000) -> str:
    others = (f"w{row},Village {row},s{1 + row % 2}" for row in range(rows))
    return "\n".join(("name,label,state", *NAMED, *others, ""))


@pytest.fixture(scope="module")
def entry() -> FormEntry:
    return Scenario(FORM, {"villages.csv": villages()}).entry


def found(entry: FormEntry, text: str, limit: int = 50, name: str = "village") -> list[str]:
    return [choice.label for choice in entry.search_choices(f"/data/{name}", text, limit)]


def test_labels_that_begin_as_typed_come_before_those_that_hold_it(entry: FormEntry) -> None:
    assert found(entry, "rampur") == ["Rampur", "Old Rampur", "Shrirampur"]


@pytest.mark.parametrize(("typed", "label"), [("राम", "रामपुर"), ("ರಾಮ", "ರಾಮಪುರ")])
def test_what_is_typed_is_found_in_every_script(entry: FormEntry, typed: str, label: str) -> None:
    assert found(entry, typed) == [label]


def test_a_letter_and_its_accent_typed_apart_are_the_same_letter(entry: FormEntry) -> None:
    assert found(entry, "Cafe\u0301") == ["Caf\u00e9 Nagar"]


def test_words_are_found_in_any_order(entry: FormEntry) -> None:
    assert found(entry, "khurd bhad") == ["Bhadohi Khurd"]


def test_the_code_itself_finds_its_choice_as_it_is_written(entry: FormEntry) -> None:
    assert found(entry, "007")[0] == "Bhadohi Khurd"


def test_no_more_are_found_than_are_wanted(entry: FormEntry) -> None:
    assert found(entry, "village 1", 3) == ["Village 1", "Village 10", "Village 11"]


def test_nothing_typed_gives_the_first_of_the_list(entry: FormEntry) -> None:
    assert found(entry, " ", 2) == ["Rampur", "Old Rampur"]


def test_what_no_label_holds_finds_nothing(entry: FormEntry) -> None:
    assert found(entry, "atlantis") == []


def test_the_search_keeps_to_the_filter_and_follows_it() -> None:
    entry = Scenario(FORM, {"villages.csv": villages()}).entry
    entry.answer("/data/state", "s1")
    before = found(entry, "rampur", name="there")
    entry.answer("/data/state", "s2")
    assert (before, found(entry, "rampur", name="there")) == (["Rampur", "Old Rampur"], ["Shrirampur"])


def test_choices_written_in_the_form_are_searched_by_the_same_door(entry: FormEntry) -> None:
    assert found(entry, "bro", name="colour") == ["Red brown"]


def test_a_long_list_is_not_read_to_show_its_question(entry: FormEntry) -> None:
    choices = entry.prompt("/data/village").choices
    assert isinstance(choices, LazyChoices)
    assert len(choices) == len(NAMED) + 2_000 > MANY


def test_a_long_list_reads_as_the_choices_it_stands_for(entry: FormEntry) -> None:
    choices: Sequence[Choice] = entry.prompt("/data/village").choices
    assert tuple(choices) == entry.choices("/data/village")
    assert (choices[1].label, choices[-1].value) == ("Old Rampur", "w1999")


def test_a_question_shown_again_has_the_same_long_list(entry: FormEntry) -> None:
    assert entry.prompt("/data/village").choices == entry.prompt("/data/village").choices


@pytest.mark.parametrize(("value", "label"), [("v4", "रामपुर"), ("007", "Bhadohi Khurd"), ("gone", "")])
def test_the_label_of_one_choice_is_known_before_anything_was_searched(value: str, label: str) -> None:
    fresh = Scenario(FORM, {"villages.csv": villages()}).entry
    assert fresh.choice_label("/data/village", value) == label


def test_the_label_of_one_choice_is_the_same_after_a_search(entry: FormEntry) -> None:
    entry.search_choices("/data/village", "ram")
    assert entry.choice_label("/data/village", "v2") == "Old Rampur"


def test_a_list_can_be_read_beforehand_in_steps() -> None:
    fresh = Scenario(FORM, {"villages.csv": villages(9_000)}).entry
    steps = sum(1 for _step in fresh.prepare_search("/data/village"))
    assert steps > 1
    assert sum(1 for _step in fresh.prepare_search("/data/village")) == 0
