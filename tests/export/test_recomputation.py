"""What is withheld cannot be reckoned again from what leaves: the published column that would tell it stays here too."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from fieldsurvey.study import ExportOptions, Study
from tests.support.workbooks import head, readme, study_of_workbook, words_in, written

Answers = Sequence[Mapping[str, object]]
Left = Callable[[str, Answers], Path]
_TOLD = "Columns left out: with others they would tell what is left out"
_CHOICES = """
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | yn        | yes  | Yes   |
    |         | yn        | no   | No    |
    |         | size      | s    | Small |
    |         | size      | m    | Mid   |
    |         | size      | l    | Large |
    |         | goods     | tap  | Taps  |
"""
_GOODS = ("rod", "nut", "pin", "cap", "lid", "wire", "lock")
_CHOICES += "".join(f"    |         | goods     | {name} | {name} |\n" for name in _GOODS)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    """Writes the research workbook of a form and its answers, "" and None not given."""
    studies: list[Study] = []

    def write(survey: str, answers: Answers) -> Path:
        study = study_of_workbook(tmp_path, survey + _CHOICES)
        studies.append(study)
        for one in answers:
            given = {f"/data/{name}": str(value) for name, value in one.items() if value not in ("", None)}
            study.interviews.add("", given)
        return written(study, tmp_path / "o.xlsx", ExportOptions())

    yield write
    [study.close() for study in studies]


def _survey(*questions: str) -> str:
    rows = "".join(f"\n    | | {one} |" for one in questions)
    return f"\n    | survey |\n    | | type | name | label | disclosure | calculation | relevant |{rows}\n"


def _numbers(seed: int, *names: str, count: int = 24) -> list[dict[str, object]]:
    lots = random.Random(seed)
    return [{name: lots.randint(1, 60) for name in names} for _row in range(count)]


# --- sums -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "gives"),
    [
        (("a",), lambda one: one["a"]),
        (("a", "b"), lambda one: one["a"] - one["b"]),
        (("a", "b"), lambda one: 100 + one["b"] - one["a"]),
        (("a", "b", "c"), lambda one: one["a"] + one["b"] - one["c"]),
        (("a", "b"), lambda one: one["a"] * one["b"]),
        (("b",), lambda one: 12 * one["b"]),
    ],
)
def test_a_number_that_others_give_keeps_one_of_them_here(
    left: Left, terms: tuple[str, ...], gives: Callable[[Mapping[str, int]], int]
) -> None:
    names = ("a", "b", "c", "d")
    answers = _numbers(1, *names)
    for one in answers:
        one["hidden"] = gives(one)  # type: ignore[arg-type]
    questions = [f"integer | {name} | {name} | | |" for name in names]
    path = left(_survey(*questions, "integer | hidden | Hidden | sensitive | |"), answers)
    lost = sorted(set(names) - set(map(str, head(path))))
    assert len(lost) == 1
    assert lost[0] in terms
    beside = f"with {' and '.join(one for one in terms if one not in lost)} " if len(terms) > 1 else ""
    assert readme(path)[_TOLD] == f"{lost[0]} stays: {beside}it would tell hidden"


def test_an_equation_that_fails_in_one_row_of_twenty_holds(left: Left) -> None:
    answers = _numbers(2, "a", "b", count=40)
    for number, one in enumerate(answers):
        one["hidden"] = 7 if number in (3, 30) else int(str(one["a"])) + int(str(one["b"]))
    questions = (
        "integer | a | A | | |",
        "integer | b | B | | |",
        "integer | hidden | Hidden | sensitive | |",
    )
    assert len(head(left(_survey(*questions), answers))) == 2


def test_an_equation_over_those_who_were_asked_holds(left: Left) -> None:
    answers = _numbers(3, "a", "b", count=60)
    for number, one in enumerate(answers):
        if number % 4:
            one["b"] = ""
            one["hidden"] = 100 + number * number % 17
        else:
            one["hidden"] = int(str(one["a"])) - int(str(one["b"])) + 60
    questions = (
        "integer | a | A | | |",
        "integer | b | B | | |",
        "integer | hidden | Hidden | sensitive | |",
    )
    assert len(head(left(_survey(*questions), answers))) == 2


def test_numbers_that_have_nothing_to_do_with_each_other_all_leave(left: Left) -> None:
    names = [f"n{number}" for number in range(12)]
    questions = [f"integer | {name} | {name} | | |" for name in names]
    answers = _numbers(4, *names, "hidden", "constant")
    for one in answers:
        one["constant"] = 3
    hidden = ("integer | hidden | Hidden | sensitive | |", "integer | constant | Constant | sensitive | |")
    path = left(_survey(*questions, *hidden), answers)
    assert head(path) == ["KEY", *names]
    assert _TOLD not in readme(path)


def test_what_few_rows_could_agree_in_by_chance_leaves(left: Left) -> None:
    names = [f"n{number}" for number in range(40)]
    questions = [f"integer | {name} | {name} | | |" for name in names]
    lots = random.Random(11)
    answers: list[dict[str, object]] = []
    for _row in range(10):
        one = {name: lots.randint(0, 1) for name in names}
        one["n5"] *= one["n3"]
        answers.append({**one, "hidden": one["n3"] - one["n5"]})
    path = left(_survey(*questions, "integer | hidden | Hidden | sensitive | |"), answers)
    assert head(path) == ["KEY", *names]


def test_the_column_most_is_made_of_is_kept(left: Left) -> None:
    answers = _numbers(5, "workers", "insured")
    for one in answers:
        one["informal"] = int(str(one["workers"])) - int(str(one["insured"]))
    path = left(
        _survey(
            "integer | workers | Workers | | |",
            "integer | insured | Insured | | |",
            "calculate | double | | | ${workers} * 2 |",
            "calculate | tenth | | | ${workers} div 10 |",
            "integer | informal | Informal | sensitive | |",
        ),
        answers,
    )
    assert head(path) == ["KEY", "workers", "double", "tenth"]


def test_a_number_in_a_repeat_is_told_by_its_row(left: Left) -> None:
    lots = random.Random(6)
    answers = []
    for _firm in range(6):
        one: dict[str, object] = {}
        for row in range(1, 4):
            paid, due = lots.randint(1, 900), lots.randint(1, 900)
            one |= {f"pay[{row}]/paid": paid, f"pay[{row}]/due": due, f"pay[{row}]/owed": due - paid}
        answers.append(one)
    path = left(
        _survey(
            "begin_repeat | pay | Pay | | |",
            "integer | paid | Paid | | |",
            "integer | due | Due | | |",
            "integer | owed | Owed | sensitive | |",
            "end_repeat | | | | |",
        ),
        answers,
    )
    assert head(path, "pay") == ["KEY", "PARENT_KEY", "paid"]


# --- what the form itself says ------------------------------------------------------------------------------------


def test_what_the_form_calculates_of_published_answers_is_told_by_few_rows_too(left: Left) -> None:
    path = left(
        _survey(
            "integer | workers | Workers | | |",
            "integer | insured | Insured | | |",
            "calculate | informal | | sensitive | ${workers} - ${insured} |",
        ),
        [{"workers": 9, "insured": 4}],
    )
    assert head(path) == ["KEY", "workers"]
    assert readme(path)[_TOLD] == "insured stays: with workers it would tell informal"


# --- codes --------------------------------------------------------------------------------------------------------


def _coded(count: int = 40) -> list[dict[str, object]]:
    lots = random.Random(7)
    return [{"hidden": lots.choice(("yes", "no")), "other": lots.choice("sml")} for _row in range(count)]


_HIDDEN = "select_one yn | hidden | Hidden | sensitive | |"
_OTHER = "select_one size | other | Other | | |"


def test_a_question_that_is_blank_just_where_a_code_stands_stays(left: Left) -> None:
    answers = _coded(80)
    for number, one in enumerate(answers):
        one["certificate"] = 100 + number * 37 if one["hidden"] == "yes" else ""
    path = left(_survey(_HIDDEN, _OTHER, "integer | certificate | Certificate | | |"), answers)
    assert head(path) == ["KEY", "other"]
    assert readme(path)[_TOLD] == "certificate stays: it would tell hidden"


def test_a_question_whose_codes_go_with_those_of_another_stays(left: Left) -> None:
    lots = random.Random(8)
    answers = _coded()
    for one in answers:
        one["told"] = lots.choice("sm") if one["hidden"] == "yes" else "l"
    path = left(_survey(_HIDDEN, _OTHER, "select_one size | told | Told | | |"), answers)
    assert head(path) == ["KEY", "other"]


def test_one_of_several_answers_may_tell(left: Left) -> None:
    lots = random.Random(9)
    answers = _coded(80)
    for one in answers:
        goods = [name for name in _GOODS if lots.random() < 0.5]
        one["goods"] = " ".join([*goods, *(["tap"] if one["hidden"] == "no" else [])]) or "rod"
    path = left(_survey(_HIDDEN, _OTHER, "select_multiple goods | goods | Goods | | |"), answers)
    assert head(path) == ["KEY", "other"]


def test_what_goes_with_a_code_by_chance_leaves(left: Left) -> None:
    answers = _coded(60)
    lots = random.Random(10)
    for one in answers:
        one["often"] = "l" if lots.random() < 0.8 else one["other"]
        one["seldom"] = lots.randint(1, 9) if lots.random() < 0.5 else ""
    questions = ("select_one size | often | Often | | |", "integer | seldom | Seldom | | |")
    assert head(left(_survey(_HIDDEN, _OTHER, *questions), answers)) == ["KEY", "other", "often", "seldom"]


def test_a_name_that_is_typed_twice_stays_twice(left: Left) -> None:
    names = [f"Asha {number}" for number in range(20)]
    answers = [{"owner": name, "trade": name.upper()} for name in names]
    path = left(_survey("text | owner | Owner | direct | |", "text | trade | Trade | plain | |"), answers)
    assert head(path) == ["KEY"]
    assert "Asha" not in words_in(path)


def test_a_blank_that_few_rows_could_agree_in_by_chance_leaves(left: Left) -> None:
    names = [f"n{number}" for number in range(40)]
    answers = _numbers(12, *names, count=10)
    for number, one in enumerate(answers):
        one["hidden"] = "no" if number in (1, 4, 8) else "yes"
        one["n7"] = "" if number in (1, 4, 8) else one["n7"]
    path = left(_survey(_HIDDEN, *(f"integer | {name} | {name} | | |" for name in names)), answers)
    assert head(path) == ["KEY", *names]
