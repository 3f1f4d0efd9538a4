"""Faults of a workbook as its designer reads them: one sentence each, with sheet, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms import compatibility
from fieldsurvey.study import load_questionnaire
from tests.support.markdown_form import write_form

SETTINGS = """
    | settings |         |
    |          | form_id |
    |          | f       |
"""


def faults(folder: Path, survey: str) -> tuple[str, ...]:
    """The faults of a form with this sheet survey."""
    path = write_form(folder / "f.xlsx", survey, SETTINGS)
    with pytest.raises(FormError) as caught:
        load_questionnaire(path)
    return tuple(map(str, caught.value.problems))


def test_a_question_relevant_by_itself_names_the_column_relevant(tmp_path: Path) -> None:
    survey = """
        | survey |      |      |       |            |
        |        | type | name | label | relevant   |
        |        | text | a    | A     | ${a} = 'x' |
    """
    (fault,) = faults(tmp_path, survey)
    assert fault.startswith("sheet survey, row 2, column relevant: This question depends on itself: /data/a")


def test_a_broken_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text('name,label\n"a,Alpha\n')
    survey = """
        | survey |                               |      |       |
        |        | type                          | name | label |
        |        | select_one_from_file list.csv | a    | A     |
    """
    (fault,) = faults(tmp_path, survey)
    assert fault.startswith("The file “list.csv”, line 2")


def test_an_expression_that_fails_before_any_answer_has_its_place(tmp_path: Path) -> None:
    survey = """
        | survey |           |      |       |                              |
        |        | type      | name | label | calculation                  |
        |        | text      | a    | A     |                              |
        |        | calculate | c    |       | jr:choice-name(${a}, '${a}') |
    """
    (fault,) = faults(tmp_path, survey)
    assert fault.startswith("sheet survey, row 3, column calculation: The expression “jr:choice-name(")


def test_a_count_of_a_billion_has_its_place(tmp_path: Path) -> None:
    survey = """
        | survey |              |      |       |              |
        |        | type         | name | label | repeat_count |
        |        | begin_repeat | r    | R     | 1000000000   |
        |        | text         | a    | A     |              |
        |        | end_repeat   |      |       |              |
    """
    (fault,) = faults(tmp_path, survey)
    assert fault.startswith("sheet survey, row 2, column repeat_count: The repeat would have more instances")


def test_pulldata_with_too_few_values_says_what_it_takes(tmp_path: Path) -> None:
    survey = """
        | survey |           |      |       |                           |
        |        | type      | name | label | calculation               |
        |        | text      | a    | A     |                           |
        |        | calculate | c    |       | pulldata('list', 'price') |
    """
    call, file = faults(tmp_path, survey)
    assert "gives pulldata() 2 values; it takes 4" in call
    assert "row 3, column calculation: The form needs the file “list.csv”" in file


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("(. > 3", "ends too early: a value or a closing parenthesis is missing"),
        (". = 'abc", "opens a quotation mark that is never closed, at “'abc”"),
        ("regex(., '[a-')", "The pattern “[a-” of a regex() is not understood"),
    ],
    ids=["parenthesis", "quotation mark", "pattern"],
)
def test_a_broken_expression_says_what_is_missing(tmp_path: Path, constraint: str, said: str) -> None:
    survey = f"""
        | survey |      |      |       |              |
        |        | type | name | label | constraint   |
        |        | text | a    | A     | {constraint} |
    """
    (fault,) = faults(tmp_path, survey)
    assert fault.startswith("sheet survey, row 2, column constraint: ")
    assert said in fault


def test_a_default_of_another_type_is_worth_knowing(tmp_path: Path) -> None:
    survey = """
        | survey |      |      |       |            |
        |        | type | name | label | default    |
        |        | date | d    | Day   | 31/12/2020 |
    """
    path = write_form(tmp_path / "f.xlsx", survey, SETTINGS)
    (question,) = compatibility.compatibility_of(load_questionnaire(path)).questions
    assert question.note == "Its default “31/12/2020” is no value of its type; correct the column default."
