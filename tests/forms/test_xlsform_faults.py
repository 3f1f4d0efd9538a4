"""Faults of a workbook as its designer reads them: one sentence each, with sheet, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms import compatibility
from fieldsurvey.study import load_questionnaire
from tests.conftest import write_form

HEAD = ("type", "name", "label", "calculation", "relevant", "constraint", "repeat_count")


def faults(folder: Path, *rows: tuple[str, ...]) -> tuple[str, ...]:
    """The faults of a form with these survey rows."""
    path = write_form(
        folder / "f.xlsx", (HEAD, *rows), settings=(("form_id",), ("f",)), checks=(), indicators=()
    )
    with pytest.raises(FormError) as caught:
        load_questionnaire(path)
    return tuple(map(str, caught.value.problems))


def test_a_question_relevant_by_itself_names_the_column_relevant(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ("text", "a", "A", "", "${a} = 'x'"))
    assert fault.startswith("sheet survey, row 2, column relevant: This question depends on itself: /data/a")


def test_a_broken_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text('name,label\n"a,Alpha\n')
    (fault,) = faults(tmp_path, ("select_one_from_file list.csv", "a", "A"))
    assert fault.startswith("The file “list.csv”, line 2")


def test_an_expression_that_fails_before_any_answer_has_its_place(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path, ("text", "a", "A"), ("calculate", "c", "", "jr:choice-name(${a}, '${a}')")
    )  # fmt: skip
    assert fault.startswith("sheet survey, row 3, column calculation: The expression “jr:choice-name(")


def test_a_count_of_a_billion_has_its_place(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path,
        ("begin_repeat", "r", "R", "", "", "", "1000000000"),
        ("text", "a", "A"),
        ("end_repeat",),
    )
    assert fault.startswith("sheet survey, row 2, column repeat_count: The repeat would have more instances")


def test_pulldata_with_too_few_values_says_what_it_takes(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, ("text", "a", "A"), ("calculate", "c", "", "pulldata('list', 'price')"))
    assert "gives pulldata() 2 values; it takes 4" in fault


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
    (fault,) = faults(tmp_path, ("text", "a", "A", "", "", constraint))
    assert fault.startswith("sheet survey, row 2, column constraint: ")
    assert said in fault


def test_a_default_of_another_type_is_worth_knowing(tmp_path: Path) -> None:
    survey = (("type", "name", "label", "default"), ("date", "d", "Day", "31/12/2020"))
    path = write_form(tmp_path / "f.xlsx", survey, settings=(("form_id",), ("f",)), checks=(), indicators=())
    (question,) = compatibility.compatibility_of(load_questionnaire(path)).questions
    assert question.note == "Its default “31/12/2020” is no value of its type; correct the column default."
