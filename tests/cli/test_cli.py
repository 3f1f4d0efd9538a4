"""The command line: every verb, and each fault as a sentence with exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from fieldsurvey.study import Study
from tests.support.fake_server import CentralState
from tests.support.fixtures_command_line import Run
from tests.support.markdown_form import write_form
from tests.support.small_form import ANSWERS, PASSPHRASE, SETTINGS, SMALL, SURVEY
from tests.support.workbooks import head


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps({**ANSWERS, "/data/labour/workers": 2, "/data/trade/markets": ["local", "abroad"]})
    )
    return path


@pytest.fixture
def plain(run: Run, tmp_path: Path, small_form: Path) -> Path:
    path = tmp_path / "plain.study"
    assert run("new", path, "--form", small_form, "--plain")[0] == 0
    return path


def test_new_makes_a_locked_study(
    run: Run, tmp_path: Path, small_form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)
    code, out, _err = run("new", tmp_path / "a.study", "--form", small_form)
    assert (code, "ready" in out) == (0, True)
    with Study.open(tmp_path / "a.study", PASSPHRASE) as study:
        assert study.is_encrypted


def test_new_without_a_passphrase_and_without_plain_makes_nothing(
    run: Run, tmp_path: Path, small_form: Path
) -> None:
    code, _out, err = run("new", tmp_path / "a.study", "--form", small_form)
    assert code == 2
    assert "--plain" in err
    assert not (tmp_path / "a.study").exists()


def test_an_interview_is_added_exported_and_reported(
    run: Run, plain: Path, answers: Path, tmp_path: Path
) -> None:
    code, out, _err = run("interview", "add", plain, "small", "--answers", answers)
    assert code == 0
    identity = out.strip()
    assert identity.startswith("uuid:")
    assert run("export", plain, tmp_path / "o.xlsx")[0] == 0
    assert run("report", plain, "firm", "--firm", identity, tmp_path / "f.pdf")[0] == 0
    assert run("report", plain, "cluster", tmp_path / "c.pdf", "--language", "hi")[0] == 0
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")


def test_answers_that_do_not_fit_are_named_and_nothing_is_finalised(
    run: Run, plain: Path, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"/data/nowhere": 1, "/data/trade/export_value": 5, "/data/labour/workers": -7}')
    code, out, err = run("interview", "add", plain, "small", "--answers", path)
    assert (code, out) == (2, "")
    assert "/data/nowhere" in err
    assert "/data/trade/export_value" in err
    assert "/data/labour/workers: Not below zero." in err
    with Study.open(plain) as study:
        assert study.interviews.listing() == []


@pytest.mark.parametrize("number", ["1,500", "Infinity", "--5"])
def test_a_number_that_is_none_is_refused_from_a_file_too(
    run: Run, plain: Path, tmp_path: Path, number: str
) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(f'{{"/data/labour/workers": "{number}"}}')
    code, _out, err = run("interview", "add", plain, "small", "--answers", path)
    assert code == 2
    assert "/data/labour/workers: " in err


STATES = """
    | survey   |              |       |       |              |
    |          | type         | name  | label | repeat_count |
    |          | select_one s | state | State |              |
    |          | integer      | n     | N     |              |
    |          | begin_repeat | loom  | Loom  | ${n}         |
    |          | text         | kind  | Kind  |              |
    |          | end_repeat   |       |       |              |
    | choices  |           |            |            |
    |          | list_name | name       | label      |
    |          | s         | Tamil Nadu | Tamil Nadu |
    | settings |         |
    |          | form_id |
    |          | states  |
"""


@pytest.fixture
def states(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "states.study"
    assert run("new", path, "--form", write_form(tmp_path / "states.xlsx", STATES), "--plain")[0] == 0
    return path


def test_a_single_choice_whose_code_holds_a_space_is_taken(run: Run, states: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps({"/data/state": "Tamil Nadu", "/data/n": 1, "/data/loom[1]/kind": "dobby loom"})
    )
    assert run("interview", "add", states, "states", "--answers", path)[0] == 0
    with Study.open(states) as study:
        (row,) = study.interviews.listing()
        assert "<state>Tamil Nadu</state>" in study.interviews.read(row.instance_id).xml


def test_answers_that_are_no_json_are_a_sentence(run: Run, plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text("{,}")
    code, _out, err = run("interview", "add", plain, "small", "--answers", path)
    assert code == 2
    assert "is not JSON" in err


def test_a_report_in_a_language_there_are_no_words_in_is_refused_by_name(
    run: Run, plain: Path, answers: Path, tmp_path: Path
) -> None:
    run("interview", "add", plain, "small", "--answers", answers)
    code, _out, err = run("report", plain, "cluster", tmp_path / "c.pdf", "--language", "ta")
    assert (code, err.strip()) == (
        2,
        "There are no words for the language “ta”. Choose one of these: en, hi, kn.",
    )
    assert not (tmp_path / "c.pdf").exists()


def test_sync_sends_and_keeps_the_address(
    run: Run, plain: Path, answers: Path, server: tuple[str, CentralState]
) -> None:
    base, state = server
    run("interview", "add", plain, "small", "--answers", answers)
    code, out, _err = run("sync", plain, "--server", base)
    assert (code, out.strip()) == (0, "1 sent, 0 waiting.")
    assert len(state.stored) == 1
    assert run("sync", plain)[1].strip() == "0 sent, 0 waiting."


def test_an_address_no_network_knows_is_not_kept(run: Run, plain: Path) -> None:
    code, _out, err = run("sync", plain, "--server", f"https://{'a' * 64}.example")
    assert (code, "must begin with https" in err) == (2, True)
    with Study.open(plain) as study:
        assert not study.sync.server.url


def test_sync_that_is_refused_says_so_and_fails(
    run: Run, plain: Path, answers: Path, server: tuple[str, CentralState]
) -> None:
    base, state = server
    run("interview", "add", plain, "small", "--answers", answers)
    state.answers = [404]
    code, out, err = run("sync", plain, "--server", base)
    assert (code, out.strip()) == (1, "0 sent, 1 waiting.")
    assert "publish" in err


def test_a_wrong_passphrase_is_a_sentence(
    run: Run, tmp_path: Path, small_form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)
    run("new", tmp_path / "a.study", "--form", small_form)
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", "other words entirely")
    code, out, err = run("export", tmp_path / "a.study", tmp_path / "o.xlsx")
    assert (code, out) == (2, "")
    assert "does not open" in err
    assert not (tmp_path / "o.xlsx").exists()


def test_an_unknown_firm_is_a_sentence(run: Run, plain: Path, answers: Path, tmp_path: Path) -> None:
    run("interview", "add", plain, "small", "--answers", answers)
    code, _out, err = run("report", plain, "firm", "--firm", "Nobody", tmp_path / "f.pdf")
    assert code == 2
    assert "No finished interview is called Nobody" in err


def test_a_report_without_interviews_is_a_sentence(run: Run, plain: Path, tmp_path: Path) -> None:
    code, _out, err = run("report", plain, "cluster", tmp_path / "c.pdf")
    assert code == 2
    assert "no finished interview yet" in err


def test_form_check_tells_what_a_form_asks(run: Run, small_form: Path) -> None:
    code, out, _err = run("form", "check", small_form)
    assert code == 0
    assert "1 repeat, 1 check, 1 indicator" in out


def broken(tmp_path: Path, row: int, column: str, text: str) -> Path:
    """The small form with another text in one cell of its sheet survey."""
    path = write_form(tmp_path / "broken.xlsx", SMALL)
    book = load_workbook(path)
    sheet = book["survey"]
    columns = [cell.value for cell in sheet[1]]
    sheet.cell(row, columns.index(column) + 1).value = text
    book.save(path)
    return path


def test_an_unknown_reference_names_sheet_row_and_column(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("form", "check", broken(tmp_path, 18, "relevant", "${exprots} = 'yes'"))
    assert code == 2
    assert "sheet survey, row 18, column relevant: ${exprots} names no question" in err


def test_an_unknown_choice_list_names_the_row(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("form", "check", broken(tmp_path, 17, "type", "select_one yes_nope"))
    assert code == 2
    assert "row 17" in err
    assert "yes_nope" in err


def test_an_expression_that_cannot_be_read_names_the_row(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("form", "check", broken(tmp_path, 18, "relevant", "${exports} = = 'yes'"))
    assert code == 2
    assert "row 18" in err


def test_a_check_on_an_unknown_question_names_its_place(run: Run, tmp_path: Path) -> None:
    checks = """
        | checks |      |          |       |         |
        |        | name | question | check | message |
        |        | c    | nobody   | . > 1 | No.     |
    """
    code, _out, err = run("form", "check", write_form(tmp_path / "f.xlsx", SMALL, checks))
    assert code == 2
    assert "sheet checks, row 2, column question: nobody names no question" in err


def test_an_indicator_with_an_unknown_statistic_names_its_place(run: Run, tmp_path: Path) -> None:
    indicators = """
        | indicators |      |         |           |          |
        |            | name | section | statistic | variable |
        |            | i    | trade   | average   | turnover |
    """
    code, _out, err = run("form", "check", write_form(tmp_path / "f.xlsx", SMALL, indicators))
    assert code == 2
    assert "sheet indicators, row 2, column statistic: average is none of" in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.xlsx", b"this is no workbook", "no Excel workbook"),
        ("f.xlsx", b"PK\x03\x04 torn", "no Excel workbook"),
        ("f.xml", b"<h:html", "f.xml"),
    ],
    ids=["text", "torn zip", "torn xml"],
)
def test_a_file_that_is_no_form_is_a_sentence(
    run: Run, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, _out, err = run("new", tmp_path / "a.study", "--plain", "--form", path)
    assert code == 2
    assert said in err
    assert not (tmp_path / "a.study").exists()


def test_a_workbook_without_survey_sheet_is_a_sentence(run: Run, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "f.xlsx")
    code, _out, err = run("form", "check", tmp_path / "f.xlsx")
    assert code == 2
    assert "no sheet named survey" in err


def test_a_missing_form_is_a_sentence(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("form", "check", tmp_path / "nowhere.xlsx")
    assert code == 2
    assert "cannot be read" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 200_000, "is not JSON"),
        ('{"/data/identity/firm_name": {"en": "A"}}', "/data/identity/firm_name"),
    ],
    ids=["nested too deep", "an object for an answer"],
)
def test_answers_of_an_odd_shape_are_a_sentence(
    run: Run, plain: Path, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "a.json").write_text(text)
    code, _out, err = run("interview", "add", plain, "small", "--answers", tmp_path / "a.json")
    assert code == 2
    assert said in err


def test_an_answer_with_signs_no_xml_can_hold_is_kept_without_them(
    run: Run, plain: Path, tmp_path: Path
) -> None:
    odd = {**ANSWERS, "/data/identity/firm_name": "A\ud800\x01\x00B"}
    (tmp_path / "a.json").write_text(json.dumps(odd))
    code, out, _err = run("interview", "add", plain, "small", "--answers", tmp_path / "a.json")
    assert code == 0
    with Study.open(plain) as study:
        assert study.interviews.read(out.strip()).firm == "AB"


@pytest.mark.parametrize(
    ("row", "column", "text", "place"),
    [
        (3, "type", "txet", "sheet survey, row 3, column type"),
        (4, "name", "firm_name", "sheet survey, row 4, column name"),
        (14, "calculation", "", "sheet survey, row 14, column calculation"),
        (14, "calculation", "${wage_bill} + 1", "sheet survey, row 14, column calculation"),
        (9, "constraint", "(. > 3", "sheet survey, row 9, column constraint"),
        (9, "constraint", "foo(.) > 3", "sheet survey, row 9, column constraint"),
        (7, "type", "", "column type"),
    ],
    ids=[
        "unknown type",
        "double name",
        "no calculation",
        "circle",
        "open bracket",
        "no such function",
        "no end",
    ],
)
def test_every_fault_of_a_workbook_names_its_place(
    run: Run, tmp_path: Path, row: int, column: str, text: str, place: str
) -> None:
    code, _out, err = run("form", "check", broken(tmp_path, row, column, text))
    assert code == 2
    assert place in err


def test_a_missing_choices_sheet_names_the_question_that_needs_it(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("form", "check", write_form(tmp_path / "f.xlsx", SURVEY, SETTINGS))
    assert code == 2
    assert "sheet survey, row 5, column type" in err


def test_a_check_inside_a_repeat_that_the_form_counts_is_accepted(run: Run, tmp_path: Path) -> None:
    form = """
        | survey |              |      |           |              |
        |        | type         | name | label     | repeat_count |
        |        | integer      | n    | How many? |              |
        |        | begin_repeat | r    | Rows      | ${n}         |
        |        | integer      | a    | A         |              |
        |        | end_repeat   |      |           |              |
        | checks |      |          |       |         |          |
        |        | name | question | check | message | severity |
        |        | c    | a        | . > 3 | Low     | warn     |
        | settings |         |
        |          | form_id |
        |          | counted |
    """
    code, out, err = run("form", "check", write_form(tmp_path / "counted.xlsx", form))
    assert (code, err) == (0, "")
    assert "1 check," in out


def test_a_form_that_marks_nothing_leaves_for_research_once_it_is_confirmed(run: Run, tmp_path: Path) -> None:
    form = """
        | survey |      |       |              |
        |        | type | name  | label        |
        |        | text | owner | Owner's name |
    """
    run("new", tmp_path / "a.study", "--form", write_form(tmp_path / "f.xlsx", form), "--plain")
    code, _out, err = run("export", tmp_path / "a.study", tmp_path / "o.xlsx")
    assert (code, "owner stays here: Owner's name (free text)" in err) == (2, True)
    assert not (tmp_path / "o.xlsx").exists()
    confirmed = ("export", tmp_path / "a.study", tmp_path / "o.xlsx", "--confirm-roles")
    assert run(*confirmed)[0] == 0
    assert "owner" not in head(tmp_path / "o.xlsx")
    assert run(*confirmed, "--leaves", "owner")[0] == 0
    assert "owner" in head(tmp_path / "o.xlsx")
    code, _out, err = run(*confirmed, "--stays", "nothing")
    assert (code, "nothing is no column about which you can decide" in err) == (2, True)


def test_sensitive_modules_leave_only_when_the_set_up_names_them(
    run: Run, plain: Path, answers: Path, tmp_path: Path
) -> None:
    run("interview", "add", plain, "small", "--answers", answers)
    asked = ("export", plain, tmp_path / "o.xlsx", "--sensitive")
    code, _out, err = run(*asked)
    assert (code, "unrecorded" in err) == (2, True)
    assert "unrecorded\tmay leave" in run("sensitive", plain, "--allow", "unrecorded")[1]
    assert run(*asked)[0] == 0
    assert "unrecorded\tstays here" in run("sensitive", plain, "--none")[1]
    assert run(*asked)[0] == 2


def test_a_module_and_none_at_once_changes_nothing(run: Run, plain: Path) -> None:
    code, _out, err = run("sensitive", plain, "--allow", "unrecorded", "--none")
    assert (code, "say one of the two" in err) == (2, True)
    assert "unrecorded\tstays here" in run("sensitive", plain)[1]
