"""Why a question is not asked: conditions taken apart where they are simple, else the questions they look at."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms import Comparison, Condition, Reason
from tests.support.scenario import Scenario


def reason(relevant: str) -> Reason | None:
    form = Scenario(f"""
        | survey |              |        |        |            |
        |        | type         | name   | label  | relevant   |
        |        | text         | trade  | Trade  |            |
        |        | integer      | staff  | Staff  |            |
        |        | begin group  | export | Export | {relevant} |
        |        | text         | where  | Where  |            |
        |        | end group    |        |        |            |""")
    return form.entry.why_not_asked("/data/export/where")


@pytest.mark.parametrize(
    ("relevant", "comparison", "value"),
    [
        ("${trade} = 'yes'", Comparison.IS, "yes"),
        ("'yes' = ${trade}", Comparison.IS, "yes"),
        ("${trade} != '' ", Comparison.IS_ANSWERED, ""),
        ("selected(${trade}, 'dyeing')", Comparison.HAS, "dyeing"),
        ("not(${trade} != 'yes')", Comparison.IS, "yes"),
    ],
)
def test_a_simple_condition_names_question_and_value(
    relevant: str, comparison: Comparison, value: str
) -> None:
    assert reason(relevant) == Reason(
        ("/data/trade",), (Condition("/data/trade", comparison, value),), are_alternatives=False
    )


def test_a_number_on_the_left_turns_the_comparison_round() -> None:
    found = reason("10 < ${staff}")
    assert found is not None
    assert found.conditions == (Condition("/data/staff", Comparison.MORE, "10"),)


def test_conditions_joined_by_or_are_alternatives() -> None:
    found = reason("${trade} = 'a' or ${trade} = 'b'")
    assert found is not None
    assert found.are_alternatives
    assert [condition.value for condition in found.conditions] == ["a", "b"]


def test_what_is_not_simple_names_the_questions_it_looks_at() -> None:
    assert reason("string-length(${trade}) > 3 and ${staff} > 2") == Reason(("/data/trade", "/data/staff"))


def test_what_is_asked_has_no_reason() -> None:
    assert reason("true()") is None
