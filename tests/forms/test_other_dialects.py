"""Workbooks of other programs: Excel 97, behind a password, SurveyCTO's dialect, and what makes the reader stumble."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.forms import compatibility
from fieldsurvey.records import Questionnaire
from fieldsurvey.study import load_questionnaire
from fieldsurvey.xforms import FormEntry, parse_form
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

DATA = Path(__file__).parents[1] / "data"


def faults(folder: Path, form: str) -> tuple[str, ...]:
    """What is wrong with a workbook, in the order it is told."""
    with pytest.raises(FormError) as caught:
        load_questionnaire(write_form(folder / "f.xlsx", form))
    return tuple(map(str, caught.value.problems))


def notes(questionnaire: Questionnaire) -> list[str]:
    """What the report on a form says of it as a whole."""
    return [note.sentence for note in compatibility.compatibility_of(questionnaire).notes]


# --- Excel 97 ----------------------------------------------------------------------------------------------------


def test_a_workbook_of_excel_97_is_read_like_a_new_one() -> None:
    read = load_questionnaire(DATA / "excel_97.xls")
    assert (read.form_id, read.version, read.languages) == (
        "old_workbook",
        "2026113001",
        ("English (en)", "Hindi (hi)"),
    )
    entry = FormEntry.new(parse_form(read.xform), now=NOW)
    assert [entry.value(f"/data/{name}") for name in ("workers", "share")] == ["12", "0.5"]
    assert [choice.value for choice in entry.choices("/data/pays")] == ["1", "0"]
    assert entry.required("/data/firm")


def test_an_old_workbook_under_a_new_name_is_read_too(tmp_path: Path) -> None:
    renamed = tmp_path / "form.xlsx"
    renamed.write_bytes((DATA / "excel_97.xls").read_bytes())
    assert load_questionnaire(renamed).form_id == "old_workbook"


def test_a_damaged_old_workbook_is_a_sentence(tmp_path: Path) -> None:
    cut = tmp_path / "form.xls"
    cut.write_bytes((DATA / "excel_97.xls").read_bytes()[:3000])
    with pytest.raises(FormError, match=r"form\.xls is damaged inside"):
        load_questionnaire(cut)


def test_a_workbook_behind_a_password_says_so() -> None:
    with pytest.raises(FormError, match="is locked with a password"):
        load_questionnaire(DATA / "behind_a_password.xlsx")


def test_a_workbook_with_one_sheet_is_a_survey_whatever_the_sheet_is_called(tmp_path: Path) -> None:
    form = """
        | Tabelle1 |      |      |       |
        |          | type | name | label |
        |          | text | firm | Firm  |"""
    assert [q.name for q in load_questionnaire(write_form(tmp_path / "f.xlsx", form)).questions] == ["firm"]


# --- SurveyCTO ---------------------------------------------------------------------------------------------------

SURVEYCTO = """
    | survey   |                |         |             |                        |                |
    |          | type           | name    | label       | calculation            | relevance      |
    |          | caseid         | caseid  |             |                        |                |
    |          | text audit     | watched |             |                        |                |
    |          | text           | firm    | Firm        |                        |                |
    |          | begin repeat   | worker  | Worker      |                        |                |
    |          | begin group    | inner   | Inner       |                        |                |
    |          | text           | name    | Name        |                        |                |
    |          | select_one yn  | owner   | Owner?      |                        | index() = 1    |
    |          | calculate      | place   |             | index()                |                |
    |          | calculate      | said    |             | choice-label(${owner}, ${owner}) |      |
    |          | end group      |         |             |                        |                |
    |          | end repeat     |         |             |                        |                |
    |          | comments       | remarks |             |                        |                |
    |          | calculate      | took    |             | duration()             |                |
    | choices  |                |         |             |                        |                |
    |          | list_name      | value   | label       |                        |                |
    |          | yn             | 1       | Yes         |                        |                |
    |          | yn             | 0       | No          |                        |                |
    | settings |                |         |             |                        |                |
    |          | form_id        | version |             |                        |                |
    |          | cto            | 1       |             |                        |                |"""


@pytest.fixture
def cto(tmp_path: Path) -> Questionnaire:
    """A form in SurveyCTO's dialect."""
    return load_questionnaire(write_form(tmp_path / "cto.xlsx", SURVEYCTO))


def test_the_dialect_of_surveycto_is_named_with_all_that_differs(cto: Questionnaire) -> None:
    first, *differences = notes(cto)
    assert first == "The form is written for SurveyCTO; 7 things differ from XLSForm:"
    assert len(differences) == 7
    assert differences[0].startswith("sheet survey, row 2, column type: caseid is left empty")


def test_the_summary_of_such_a_form_names_the_dialect(cto: Questionnaire) -> None:
    report = compatibility.compatibility_of(cto)
    assert compatibility.summary(report) == (
        "The form is written for SurveyCTO; 7 things differ from XLSForm."
    )


def test_index_is_the_place_in_the_repeat_however_deep_it_is_asked(cto: Questionnaire) -> None:
    entry = FormEntry.new(parse_form(cto.xform), now=NOW)
    entry.add_repeat("/data/worker")
    assert [entry.value(f"/data/worker[{n}]/inner/place") for n in (1, 2)] == ["1", "2"]
    assert [entry.relevant(f"/data/worker[{n}]/inner/owner") for n in (1, 2)] == [True, False]


def test_choice_label_gives_the_label(cto: Questionnaire) -> None:
    entry = FormEntry.new(parse_form(cto.xform), now=NOW)
    entry.answer("/data/worker[1]/inner/owner", "1")
    assert entry.value("/data/worker[1]/inner/said") == "Yes"


def test_duration_counts_from_the_beginning(cto: Questionnaire) -> None:
    entry = FormEntry.new(parse_form(cto.xform), now=NOW)
    assert entry.value("/data/took") == "0"
    assert entry.value("/data/interview_start") != ""


def test_what_is_left_out_asks_nothing(cto: Questionnaire) -> None:
    asked = {question.name: question.type for question in cto.questions}
    assert (asked["caseid"], asked["watched"], asked["remarks"]) == ("calculate", "calculate", "calculate")


def test_a_function_only_surveycto_has_is_a_fault_that_names_the_dialect(tmp_path: Path) -> None:
    form = """
        | survey   |           |         |       |                         |
        |          | type      | name    | label | calculation             |
        |          | integer   | a       | A     |                         |
        |          | calculate | b       |       | rank-index(1, ${a})     |
        | settings |           |         |       |                         |
        |          | form_id   | version |       |                         |
        |          | cto       | 1       |       |                         |"""
    with pytest.raises(FormError, match=r"f\.xlsx is written for SurveyCTO and has 1 fault") as caught:
        load_questionnaire(write_form(tmp_path / "f.xlsx", form))
    assert "rank-index" in str(caught.value.problems[0])


def test_a_form_of_plain_xlsform_is_said_to_be_of_no_other_dialect(questionnaire: Questionnaire) -> None:
    assert not [note for note in notes(questionnaire) if "SurveyCTO" in note]


# --- all faults at once ------------------------------------------------------------------------------------------


def test_all_faults_come_at_once_each_with_its_row(tmp_path: Path) -> None:
    form = """
        | survey   |                               |      |       |             |             |
        |          | type                          | name | label | calculation | relevant    |
        |          | texty                         | a    | A     |             |             |
        |          | text                          | b b  | B     |             |             |
        |          | text                          |      | C     |             |             |
        |          | text                          | d    | D     |             | ${zz} = 1   |
        |          | text                          | d    | D     |             |             |
        |          | select_one nolist             | e    | E     |             |             |
        |          | select_one_from_file gone.csv | f    | F     |             |             |
        |          | calculate                     | g    |       |             |             |
        |          | calculate                     | h    |       | foo(1)      |             |
        |          | select_one l                  | i    | I     |             |             |
        |          | end group                     |      |       |             |             |
        |          | begin repeat                  | j    | J     |             |             |
        | choices  |                               |      |       |             |             |
        |          | list_name                     | name | label |             |             |
        |          | l                             | a    | A     |             |             |
        |          | l                             |      | B     |             |             |
        |          | l                             | a    | C     |             |             |
        | settings |                               |      |       |             |             |
        |          | form_id                       |      |       |             |             |
        |          | f                             |      |       |             |             |"""
    places = [fault.split(":")[0].split(", column")[0] for fault in faults(tmp_path, form)]
    survey = [f"sheet survey, row {row}" for row in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)]
    assert places == [*survey, "sheet choices, row 3", "sheet choices, row 4"]


def test_each_choice_that_stands_twice_is_named_once(tmp_path: Path) -> None:
    form = """
        | survey  |              |      |       |
        |         | type         | name | label |
        |         | select_one l | q    | Q     |
        | choices |              |      |       |
        |         | list_name    | name | label |
        |         | l            | a    | A     |
        |         | l            | b    | B     |
        |         | l            | a    | A     |
        |         | l            | b    | B     |"""
    places = [fault.split(", column")[0] for fault in faults(tmp_path, form)]
    assert places == ["sheet choices, row 4", "sheet choices, row 5"]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [("choices", "instance::code"), ("settings", "form_title::Hindi (hi)")],
)
def test_a_column_the_reader_stumbles_over_is_named(tmp_path: Path, sheet: str, column: str) -> None:
    with pytest.raises(FormError) as caught:
        load_questionnaire(write_form(tmp_path / "f.xlsx", STUMBLE[sheet]))
    (fault,) = map(str, caught.value.problems)
    assert fault == (
        f"sheet {sheet}, row 2, column {column}: the column {column} cannot be read in a form. Rename or remove it."
    )


STUMBLE = {
    "choices": """
        | survey  |              |       |        |                |
        |         | type         | name  | label  | choice_filter  |
        |         | select_one l | q     | Q      | name != 'z'    |
        | choices |              |       |        |                |
        |         | list_name    | name  | label  | instance::code |
        |         | l            | a     | A      | x              |""",
    "settings": """
        | survey   |         |            |                    |                        |
        |          | type    | name       | label::Hindi (hi)  |                        |
        |          | text    | a          | नाम                |                        |
        | settings |         |            |                    |                        |
        |          | form_id | form_title | default_language   | form_title::Hindi (hi) |
        |          | f       | Mini       | Hindi (hi)         | छोटा                   |""",
}


def test_no_library_speaks_on_the_error_stream(tmp_path: Path) -> None:
    path = write_form(tmp_path / "f.xlsx", "| survey | | | |\n| | type | name | label |\n| | text | a | A |")
    _add_what_openpyxl_warns_of(path)
    command = [sys.executable, "-m", "fieldsurvey", "form", "check", str(path)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def _add_what_openpyxl_warns_of(path: Path) -> None:
    """A list of allowed values as newer versions of Excel write it."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    parts[sheet] = parts[sheet].replace(b"</worksheet>", extension)
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
