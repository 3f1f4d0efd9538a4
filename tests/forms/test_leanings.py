"""form check names what an expression gives on a phone where that is something else than it says here."""

from __future__ import annotations

import pytest

from fieldsurvey.forms.compatibility import Compatibility, compatibility_of, summary
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from tests.support.scenario import xform


def checked(calculation: str, column: str = "calculation") -> Compatibility:
    """A form with a question of each type, a repeat, and one expression, in which ¦ stands for the sign of a union."""
    return compatibility_of(
        questionnaire_from_xform(
            xform(f"""
                | survey |                   |       |       |                |
                |        | type              | name  | label | {column}       |
                |        | integer           | n     | N     |                |
                |        | decimal           | d     | D     |                |
                |        | text              | t     | T     |                |
                |        | time              | from  | From  |                |
                |        | time              | until | Until |                |
                |        | dateTime          | begun | Begun |                |
                |        | dateTime          | ended | Ended |                |
                |        | date              | day   | Day   |                |
                |        | geopoint          | here  | Here  |                |
                |        | select_multiple m | made  | Made  |                |
                |        | begin_repeat      | row   | Row   |                |
                |        | integer           | x     | X     |                |
                |        | end_repeat        |       |       |                |
                |        | text              | told  | Told  | {calculation}  |
                | choices |                  |       |       |
                |         | list_name        | name  | label |
                |         | m                | a     | A     |
                |         | m                | b     | B     |""").replace("¦", "|")
        )
    )


def named(report: Compatibility) -> list[str]:
    return [note.sentence for note in report.notes if note.about == "phone"]


@pytest.mark.parametrize(
    ("calculation", "words"),
    [
        ("max(${n}, ${d})", "max() of numbers that are all below zero"),
        ("max(${x})", "max() of numbers that are all below zero"),
        ("/data/row[2]/x", "a number in brackets"),
        ("/data/row[1 + 1]/x", "a number in brackets"),
        ("/data/row[count(/data/row)]/x", "a number in brackets"),
        ("instance('m')/root/item[2]/label", "a number in brackets"),
        ("indexed-repeat(${x}, ${row}, 0)", "indexed-repeat()"),
        ("indexed-repeat(${x}, ${row}, ${n})", "indexed-repeat()"),
        ("indexed-repeat(${x}, ${row}, position(..) - 1)", "indexed-repeat()"),
        ("selected(${made}, 'a b')", "selected() asks for one choice, and on a phone finds “a b”"),
        ("join(', ', ${t}, ${x})", "join() of one question together with all rows"),
        ("concat(${t}, ${x})", "concat() of one question together with all rows"),
        ("sum(/data/row/x ¦ /data/n)", "does not know |"),
        ("count(/data/row//x)", "does not know //"),
        ("sum(/data/row[last()]/x)", "does not know last()"),
        ("count(/data/n/following-sibling::t)", "does not know following-sibling::"),
        ("weighted-checklist(-1, 5, ${n}, 2)", "weighted-checklist()"),
        ("weighted-checklist(1, -1, ${n}, 2)", "weighted-checklist()"),
        ("${ended} > ${begun}", "decimal-date-time()"),
        ("${ended} - ${begun}", "decimal-date-time()"),
        ("now() >= ${begun}", "decimal-date-time()"),
        ("${until} > ${from}", "decimal-time()"),
        ("if(${until} = '10:00', 1, 2)", "decimal-time()"),
        ("concat(${from}, '!')", "format-date-time("),
        ("number('1,500')", "“1,500” is read as 1.5"),
        ("'1,500' + ${n}", "“1,500” is read as 1.5"),
        ("${n} < '1,500'", "“1,500” is read as 1.5"),
        ("number('1,50,000')", "“1,50,000” is no number"),
        ("number('1e5')", "“1e5” is no number"),
        ("number('1 500')", "“1 500” is no number"),
        ("int('+5')", "“+5” is no number"),
        ("count-selected(${n})", "count-selected() of a question for a number"),
        ("distance(${here}, '18 73')", "distance()"),
    ],
)
def test_an_expression_that_means_something_else_on_a_phone_is_named(calculation: str, words: str) -> None:
    (sentence,) = named(checked(calculation))
    assert sentence.startswith("told (calculation): ")
    assert words in sentence


@pytest.mark.parametrize(
    "calculation",
    [
        "max(${n}, 0)",
        "max(0, ${x})",
        "max(/data/row/x[. >= 0])",
        "/data/row[position() = 2]/x",
        "/data/row[x = 2]/x",
        "indexed-repeat(${x}, ${row}, 1)",
        "selected(${made}, 'a')",
        "selected(${made}, '')",
        "join(', ', ${x})",
        "join(', ', ${t}, ${n})",
        "weighted-checklist(1, 5, ${n}, 2)",
        "decimal-date-time(${ended}) - decimal-date-time(${begun})",
        "${begun} > date('2026-01-01')",
        "${begun} != ''",
        "${from} != ''",
        "decimal-time(${until}) > decimal-time(${from})",
        "format-date-time(${from}, '%H:%M')",
        "number('1500.5')",
        "number(${t})",
        "concat('1,500', ${t})",
        "count-selected(${made})",
        "distance(${here})",
    ],
)
def test_an_expression_that_is_the_same_on_a_phone_is_not_named(calculation: str) -> None:
    assert named(checked(calculation)) == []


@pytest.mark.parametrize(
    ("column", "expression", "where"),
    [
        ("relevant", "${ended} > ${begun}", "told (relevant): "),
        ("constraint", "${n} < '1,500'", "told (constraint): "),
        ("required", "selected(${made}, 'a b')", "told (required): "),
        ("read_only", "count(/data/row//x) > 1", "told (read_only): "),
        ("default", "number('1,500')", "told (default): "),
        ("hint", "Since ${from}", "told (label): "),
    ],
)
def test_every_column_is_looked_through(column: str, expression: str, where: str) -> None:
    assert [sentence.startswith(where) for sentence in named(checked(expression, column))] == [True]


def test_the_constraint_of_a_moment_itself_is_looked_at() -> None:
    report = compatibility_of(
        questionnaire_from_xform(
            xform("""
                | survey |          |       |       |              |
                |        | type     | name  | label | constraint   |
                |        | dateTime | begun | Begun |              |
                |        | dateTime | ended | Ended | . > ${begun} |""")
        )
    )
    assert "decimal-date-time()" in named(report)[0]


def test_the_summary_says_how_many_there_are() -> None:
    report = compatibility_of(
        questionnaire_from_xform(
            xform("""
                | survey |           |      |       |                              |
                |        | type      | name | label | calculation                  |
                |        | integer   | n    | N     |                              |
                |        | calculate | most |       | max(${n}, -1)                |
                |        | calculate | sum  |       | ${n} + number('1,500')       |""")
        )
    )
    assert summary(report).endswith("2 expressions do not work there as their words say.")
