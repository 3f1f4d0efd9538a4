"""What the columns of an unmarked form may tell is decided by a person, and asked again when it no longer fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import ExportError
from fieldsurvey.i18n import sentences
from fieldsurvey.study import ExportOptions, Study
from tests.support.workbooks import add_version, head, readme, study_of_workbook, words_in, written

RESEARCH, CONFIRMED = ExportOptions(), ExportOptions(confirms_roles=True)
_FORM = """
    | survey   |               |        |        |                 |
    |          | type          | name   | label  | calculation     |
    |          | text          | owner  | Owner  |                 |
    |          | integer       | output | Output |                 |
    |          | integer       | phone  | Phone  |                 |
    |          | select_one yn | happy  | Happy? |                 |
    |          | geopoint      | place  | Where? |                 |
    |          | calculate     | double |        | ${output} * 2   |
    | choices  |               |        |        |                 |
    |          | list_name     | name   | label  |                 |
    |          | yn            | yes    | Yes    |                 |
    | settings |               |        |        |                 |
    |          | form_id       | version |       |                 |
    |          | plain         | 1       |       |                 |
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A study of a form that marks nothing, with three interviews: too few to say how numbers differ."""
    with study_of_workbook(tmp_path, _FORM) as made:
        _add(made, range(3))
        yield made


def _add(study: Study, numbers: range, phone: int = 0) -> None:
    for number in numbers:
        answers = {"owner": f"Asha {number}", "output": str(100 + number % 3), "happy": "yes"}
        answers |= {"phone": str(phone + number), "place": "22.4 70.0 1 1"}
        study.interviews.add("", {f"/data/{name}": text for name, text in answers.items()})


def _columns(study: Study, path: Path, options: ExportOptions) -> list[object]:
    return head(written(study, path, options))[1:]


def test_a_number_that_was_let_out_on_few_values_is_asked_about_again(study: Study, tmp_path: Path) -> None:
    assert _columns(study, tmp_path / "a.xlsx", CONFIRMED) == ["output", "phone", "happy", "double"]
    assert not study.exports.asks_for_roles()
    _add(study, range(3, 12), phone=9_845_000_000)
    assert study.exports.asks_for_roles()
    with pytest.raises(ExportError) as refused:
        study.exports.write(tmp_path / "b.xlsx", RESEARCH)
    assert sentences(refused.value)[1:] == ["phone stays here: Phone (names a person, firm, place or device)"]
    assert not (tmp_path / "b.xlsx").exists()
    assert _columns(study, tmp_path / "c.xlsx", CONFIRMED) == ["output", "happy", "double"]
    assert _columns(study, tmp_path / "d.xlsx", RESEARCH) == ["output", "happy", "double"]


def test_more_of_the_same_asks_nothing(study: Study, tmp_path: Path) -> None:
    written(study, tmp_path / "a.xlsx", ExportOptions(confirms_roles=True, leaves={"phone": False}))
    _add(study, range(3, 20))
    assert not study.exports.asks_for_roles()


def test_what_somebody_let_out_knowing_what_it_looks_like_stays_so(study: Study, tmp_path: Path) -> None:
    _add(study, range(3, 12), phone=9_845_000_000)
    wanted = ExportOptions(confirms_roles=True, leaves={"phone": True, "owner": True, "happy": False})
    assert _columns(study, tmp_path / "a.xlsx", wanted) == ["owner", "output", "phone", "double"]
    _add(study, range(12, 15), phone=9_845_000_000)
    assert _columns(study, tmp_path / "b.xlsx", RESEARCH) == ["owner", "output", "phone", "double"]
    assert readme(tmp_path / "b.xlsx")["Columns left out: kept back by who looked at the columns"] == "happy"


def test_what_is_made_of_a_column_stays_with_it(study: Study, tmp_path: Path) -> None:
    wanted = ExportOptions(confirms_roles=True, leaves={"output": False})
    assert _columns(study, tmp_path / "a.xlsx", wanted) == ["phone", "happy"]


@pytest.mark.parametrize("column", ["place", "nothing"])
def test_a_place_is_for_nobody_to_let_out(study: Study, tmp_path: Path, column: str) -> None:
    with pytest.raises(ExportError, match=f"{column} is no column about which you can decide"):
        study.exports.write(tmp_path / "a.xlsx", ExportOptions(confirms_roles=True, leaves={column: True}))
    assert "22.4" not in words_in(written(study, tmp_path / "b.xlsx", CONFIRMED))


@pytest.mark.parametrize("now", ["text     ", "decimal  ", "barcode  "])
def test_a_question_that_changes_its_type_is_asked_about_again(
    study: Study, tmp_path: Path, now: str
) -> None:
    written(study, tmp_path / "a.xlsx", CONFIRMED)
    newer = _FORM.replace("| integer       | output", f"| {now}     | output").replace(
        "| plain         | 1 ", "| plain         | 2 "
    )
    add_version(study, tmp_path, newer)
    study.interviews.add("", {"/data/output": "7", "/data/owner": "Bina"})
    assert study.exports.asks_for_roles()
    with pytest.raises(ExportError):
        study.exports.write(tmp_path / "b.xlsx", RESEARCH)


def test_a_list_that_grew_long_is_asked_about_again(study: Study, tmp_path: Path) -> None:
    written(study, tmp_path / "a.xlsx", CONFIRMED)
    row = "    |          | yn            | yes    | Yes    |                 |\n"
    more = "".join(row.replace("yes ", f"y{number:02} ") for number in range(40))
    add_version(study, tmp_path, _FORM.replace(row, row + more).replace("| 1       |", "| 2       |"))
    assert study.exports.asks_for_roles()
