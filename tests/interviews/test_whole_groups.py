"""Which numbers a form wants to make 100 together, however it says so."""

from __future__ import annotations

import pytest

from fieldsurvey.interviews.whole_groups import whole_groups
from fieldsurvey.study import load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.xforms import parse_form
from tests.support.scenario import xform

FORM = """
| survey | | | | | |
| | type | name | label | constraint | calculation |
| | integer | a | A | {a} | |
| | integer | b | B | | |
| | decimal | c | C | {c} | |
| | text | t | T | {t} | |
| | calculate | all | | | ${{a}} + ${{b}} + ${{c}} |
"""


def groups(a: str = "", c: str = "", t: str = "") -> list[tuple[str, ...]]:
    found = whole_groups(parse_form(xform(FORM.format(a=a, c=c, t=t))), ())
    return [tuple(ref.rpartition("/")[2] for ref in group.refs) for group in found]


@pytest.mark.parametrize(
    "said",
    [
        "${a} + ${b} + . = 100",
        "100 = ${a} + ${b} + ${c}",
        "(${a} + ${b} + .) = 100 or ${a} = 0",
        "${a} + ${b} + . >= 99 and ${a} + ${b} + . <= 101",
        "99.5 <= ${a} + ${b} + . and 100.5 >= ${a} + ${b} + .",
        "number(${a}) + coalesce(${b}, 0) + current()/. = 100",
    ],
)
def test_a_constraint_says_it(said: str) -> None:
    assert groups(c=said) == [("a", "b", "c")]


def test_a_constraint_says_it_of_their_sum() -> None:
    assert groups(t="${all} = 100") == [("a", "b", "c")]


@pytest.mark.parametrize(
    "said",
    [
        "${a} + ${b} = 1000",
        "${a} = 100",
        "${a} + ${b} + . <= 100",
        "${all} >= 10 and ${all} <= 100",
        "${a} + ${t} = 100",
        "2 * ${a} + ${b} = 100",
        ". - ${a} + ${b} = 100",
        "${a} + ${b} = 100 - ${c}",
        "${a} + ${b} = 100 * ${c}",
        "${a} * 100 = ${b} + ${c}",
        "not(${a} + ${b} = 100)",
        "if(${a} + ${b} = 100, 'yes', '')",
        "${a} + ${b} != 100",
    ],
)
def test_what_says_something_else_makes_no_group(said: str) -> None:
    assert groups(c=said) == []


def test_the_market_mix_of_the_firm_form_is_a_group() -> None:
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    (mix,) = whole_groups(parse_form(form.xform), form.checks)
    assert [ref.rpartition("/")[2] for ref in mix.refs] == [
        "mix_local",
        "mix_regional",
        "mix_national",
        "mix_export_indirect",
        "mix_export_direct",
    ]


def test_questions_of_one_row_are_a_group_and_none_with_one_outside_it() -> None:
    rows = """
        | survey | | | | |
        | | type | name | label | constraint |
        | | integer | o | O | |
        | | begin repeat | r | R | |
        | | integer | a | A | |
        | | integer | b | B | ${a} + . = 100 |
        | | integer | c | C | ${o} + . = 100 |
        | | end repeat | | | |
    """
    (group,) = whole_groups(parse_form(xform(rows)), ())
    assert group.refs == ("/data/r/a", "/data/r/b")


def test_a_sum_of_a_hundred_questions_is_read() -> None:
    names = [f"q{number}" for number in range(100)]
    said = " + ".join(f"${{{name}}}" for name in names[:-1]) + " + . = 100"
    rows = ["| survey | | | | |", "| | type | name | label | constraint |"]
    rows += [f"| | integer | {name} | {name} | {said if name == names[-1] else ''} |" for name in names]
    (group,) = whole_groups(parse_form(xform("\n".join(rows))), ())
    assert len(group.refs) == 100
