"""A long list of choices does not pass through pyxform, and nothing that is read or told of a workbook changes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms import inline_lists
from fieldsurvey.forms.compatibility import compatibility_of
from fieldsurvey.forms.xlsform import load_questionnaire, load_with_form, long_choices
from fieldsurvey.system import paths
from tests.support.markdown_form import write_form

SURVEY = """
    | survey |                         |       |           |           |                 |                            |
    |        | type                    | name  | label::E  | label::H  | choice_filter   | calculation                |
    |        | select_one district     | d     | District  | ज़िला      |                 |                            |
    |        | select_one village      | v     | Village   | गाँव       | district = ${d} |                            |
    |        | select_multiple village | many  | Many      | कई        |                 |                            |
    |        | rank village            | order | Order     | क्रम       |                 |                            |
    |        | calculate               | said  |           |           |                 | jr:choice-name(${v}, '${v}') |
    |        | text                    | last  | Last      | आख़िरी     |                 |                            |
"""
PLAIN = SURVEY.replace("label::E", "label").replace("label::H", "hint::H")
SETTINGS = """
    | settings |         |         |                  |
    |          | form_id | version | default_language |
    |          | where   | 1       | H                |
"""
HEAD = """
    | choices |           |      |             |           |          |     |
    |         | list_name | name | label::E    | label::H  | district | pop |
    |         | district  | a    | East        | पूर्व       |          |     |
    |         | district  | b    | West        | पश्चिम     |          |     |
"""
VILLAGES = [
    f"    |         | village   | v{n} | Village {n} | गाँव {n} | {'ab'[n % 2]} | {n if n % 3 else ''} |"
    for n in range(20)
]


def choices(*more: str, head: str = HEAD) -> str:
    """A list of twenty villages, and other rows in the middle of it."""
    return "\n".join(
        [head.rstrip("\n"), *VILLAGES[:12], *(f"    |         {row}" for row in more), *VILLAGES[12:], ""]
    )


ODD = {
    "as it is": (),
    "signs": (
        '| village | x1 | A & B <c> “d” ‘e’ "f" | ग > घ | a | 1 |',
        "| village | x2 | A & C | & | a | |",
    ),
    "untranslated": (
        "| village | x1 | Only E | | a | 1 |",
        "| village | x2 | | Only H | b | |",
        "| village | x3 | Too | | a | |",
    ),
    "a dash": ("| village | x1 | - | H | a | 1 |",),
    "another list between": ("| district | c | North | उत्तर | | |",),
    "no list": ("| | x1 | Nowhere | कहीं नहीं | a | 1 |",),
    "no label": ("| village | x1 | | | a | 1 |",),
    "twice": ("| village | v1 | Again | फिर | a | 1 |",),
    "twice among the odd": (
        "| village | x1 | Again | फिर | a | 1 |",
        "| village | x1 | Again | फिर | a | 1 |",
    ),
    "no name": ("| village | | Nameless | बेनाम | a | 1 |",),
    "a space in the name": ("| village | x 1 | Spaced | ख़ाली | a | 1 |",),
    "an answer in the label": ("| village | x1 | Near ${last} | पास ${last} | a | 1 |",),
    "an answer that is not there": ("| village | x1 | Near ${gone} | पास | a | 1 |",),
    "a list in the label": ("| village | x1 | instance('district')/root/item[1]/name | x | a | 1 |",),
    "other": ("| village | other | Other | अन्य | a | 1 |",),
    "numbers": ("| village | 007 | 1.50 | 2 | a | 1.0 |",),
}
SHEETS = {
    "two languages": (SURVEY, HEAD),
    "three languages": (SURVEY, HEAD.replace("| pop |", "| label::F |")),
    "one language": (PLAIN, HEAD.replace("label::E", "label").replace("label::H", "note")),
    "own language": (SURVEY, HEAD.replace("label::E", "label")),
    "single colon": (SURVEY, HEAD.replace("label::", "label:")),
    "pictures": (SURVEY, HEAD.replace("| pop |", "| image |")),
    "pictures by language": (SURVEY, HEAD.replace("| pop |", "| media::image::E |")),
    "column with a space": (SURVEY, HEAD.replace("| pop |", "| a note |")),
    "column in groups": (SURVEY, HEAD.replace("| pop |", "| geo::lat |")),
    "names in Excel's way": (SURVEY, HEAD.replace("list_name", "List Name").replace("| name", "| Value")),
    "two columns of names": (SURVEY, HEAD.replace("| pop |", "| value |")),
    "no such list": (SURVEY.replace("select_one village", "select_one hamlet"), HEAD),
    "or other": (SURVEY.replace("rank village ", "select_one village or_other"), HEAD),
    "or other in one language": (
        PLAIN.replace("rank village ", "select_one village or_other"),
        HEAD.replace("label::E", "label").replace("label::H", "note"),
    ),
    "search": (
        SURVEY.replace("choice_filter ", "appearance").replace("district = ${d}", "search('villages')"),
        HEAD,
    ),
    "no such column": (SURVEY.replace("district = ${d}", "county = ${d}"), HEAD),
    "not asked": (SURVEY.replace("village ", "district "), HEAD),
    "surveycto": (SURVEY.replace("| text  ", "| caseid"), HEAD),
    "fault elsewhere": (SURVEY.replace("| text ", "| txet "), HEAD),
}


def told(path: Path) -> object:
    """All that is read of a workbook, or all that is wrong with it."""
    try:
        questionnaire, form = load_with_form(path)
    except FormError as error:
        return (error.message, error.problems)
    return questionnaire, compatibility_of(questionnaire, form), form.languages, form.warnings


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("sheets", SHEETS)
def test_a_workbook_says_the_same_however_long_its_lists_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheets: str, odd: str
) -> None:
    survey, head = SHEETS[sheets]
    path = write_form(tmp_path / "form.xlsx", survey, choices(*ODD[odd], head=head), SETTINGS)
    whole = told(path)
    monkeypatch.setattr(inline_lists, "LONG", 6)
    assert told(path) == whole


@pytest.mark.parametrize("name", ["firm_diagnostic", "cluster_profile"])
def test_the_forms_that_ship_are_read_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = paths.forms() / f"{name}.xlsx"
    whole = told(path)
    monkeypatch.setattr(inline_lists, "LONG", 3)
    assert told(path) == whole


@pytest.mark.parametrize(
    "sheets", ["two languages", "three languages", "one language", "own language", "single colon"]
)
def test_pyxform_is_given_a_few_rows_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheets: str
) -> None:
    survey, head = SHEETS[sheets]
    path = write_form(tmp_path / "form.xlsx", survey, choices(head=head), SETTINGS)
    made = []
    monkeypatch.setattr(inline_lists, "LONG", 6)
    whole = long_choices.whole
    monkeypatch.setattr(long_choices, "whole", lambda *asked: made.append(whole(*asked)) or made[-1])
    assert load_questionnaire(path).xform == made[0].xform
    (village,) = made[0].split.lists
    assert len(village.cells) == len(VILLAGES)
    assert "Village 9" not in made[0].split.skeleton
