"""The appearance search(): rows of an attached file as choices."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from tests.support.scenario import Scenario

FILE = "code,english,hindi,district\nf1,Asha Knits,आशा,Ludhiana\nf2,Brass House,ब्रास,Jamnagar\nf3,Knit World,निट,Ludhiana\n"


def _form(appearance: str, label: str = "english") -> Scenario:
    return Scenario(
        f"""
        | survey  |                  |          |          |              |
        |         | type             | name     | label    | appearance   |
        |         | text             | district | District |              |
        |         | select_one firms | firm     | Firm     | {appearance} |
        | choices |                  |          |          |              |
        |         | list_name        | name     | label    |              |
        |         | firms            | code     | {label}  |              |
        |         | firms            | 99       | Another  |              |""",
        {"firms.csv": FILE},
    )


def test_all_rows_of_the_file_are_offered_after_the_choices_of_the_form() -> None:
    form = _form("search('firms')")
    assert form.choices("/data/firm") == ["99", "f1", "f2", "f3"]
    assert form.labels("/data/firm") == ["Another", "Asha Knits", "Brass House", "Knit World"]


def test_rows_are_those_whose_column_matches_an_answer() -> None:
    form = _form("search('firms', 'matches', 'district', ${district})")
    form.answer("/data/district", "Jamnagar")
    assert form.choices("/data/firm") == ["99", "f2"]


def test_the_choices_are_drawn_anew_when_the_answer_changes() -> None:
    form = _form("search('firms', 'matches', 'district', ${district})")
    assert "/data/firm" in form.answer("/data/district", "Ludhiana")


@pytest.mark.parametrize(
    ("way", "value", "found"),
    [("contains", "Knit", ["f1", "f3"]), ("startswith", "Knit", ["f3"]), ("endswith", "House", ["f2"])],
)
def test_rows_are_found_by_a_part_of_a_column(way: str, value: str, found: list[str]) -> None:
    form = _form(f"minimal search('firms', '{way}', 'english', ${{district}})")
    form.answer("/data/district", value)
    assert form.choices("/data/firm") == ["99", *found]


def test_a_second_column_narrows_further() -> None:
    form = _form("search('firms', 'contains', 'english', 'Knit', 'district', ${district})")
    form.answer("/data/district", "Ludhiana")
    assert form.choices("/data/firm") == ["99", "f1", "f3"]


def test_a_label_may_name_several_columns() -> None:
    assert _form("search('firms')", "english, hindi").labels("/data/firm")[1] == "Asha Knits आशा"


def test_the_column_of_the_label_follows_the_language() -> None:
    form = Scenario(
        """
        | survey  |                  |      |                    |                 |                 |
        |         | type             | name | label::English (en) | label::Hindi (hi) | appearance      |
        |         | select_one firms | firm | Firm               | फर्म              | search('firms') |
        | choices |                  |      |                    |                 |                 |
        |         | list_name        | name | label::English (en) | label::Hindi (hi) |                 |
        |         | firms            | code | english            | hindi           |                 |""",
        {"firms.csv": FILE},
    )
    form.entry.language = "Hindi (hi)"
    assert form.labels("/data/firm") == ["आशा", "ब्रास", "निट"]


def test_a_search_that_is_not_understood_is_refused() -> None:
    with pytest.raises(FormError, match="is not understood; write search"):
        _form("search('firms', 'matches')")


def test_a_column_the_file_does_not_have_is_named() -> None:
    with pytest.raises(FormError, match="taluk"):
        _form("search('firms', 'matches', 'taluk', 'x')")
