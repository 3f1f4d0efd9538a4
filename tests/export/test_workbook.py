"""The donor's workbook, read back cell by cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey.errors import ExportError
from fieldsurvey.export.sheet_writer import safe
from fieldsurvey.export.workbook import SYNTHETIC
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, Missing, Questionnaire, Value
from fieldsurvey.study import ExportOptions, Profile, Study, load_questionnaire
from tests.support.small_form import ANSWERS
from tests.support.workbooks import readme, study_of_workbook, written


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    book = load_workbook(path)
    head, *body = book[sheet].iter_rows(values_only=True)
    return [{str(k).partition(" (")[0]: v for k, v in zip(head, row, strict=True)} for row in body]


@pytest.fixture
def workbook(study: Study, tmp_path: Path) -> Path:
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {"/data/identity/firm_name": "Other", "/data/labour/workers": "-98"})
    path = tmp_path / "out.xlsx"
    study.exports.write(path, ExportOptions(profile=Profile.WORKING))
    return path


@pytest.fixture
def register(study: Study, tmp_path: Path) -> Path:
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {"/data/identity/firm_name": "Other", "/data/labour/workers": "-98"})
    path = tmp_path / "register.xlsx"
    study.exports.write(path, ExportOptions(profile=Profile.REGISTER))
    return path


def test_the_sheets_are_readme_data_repeats_codebook_codes_and_quality_log(workbook: Path) -> None:
    names = ["README", "Data", "worker", "Codebook", "Codes", "Quality log"]
    assert load_workbook(workbook).sheetnames == names


def test_numbers_are_numbers_and_identifiers_are_text(workbook: Path) -> None:
    (row,) = [row for row in rows(workbook, "Data") if row["firm_name"] != "Other"]
    assert row["turnover"] == 1499561
    assert row["wage_bill"] == 20000.5
    assert isinstance(row["gstin"], str)


def test_a_repeat_row_names_its_parent(workbook: Path) -> None:
    parents = {row["firm_name"]: row["KEY"] for row in rows(workbook, "Data")}
    keys = {row["role"]: (row["KEY"], row["PARENT_KEY"]) for row in rows(workbook, "worker")}
    sharma = parents["Sharma Brass Works"]
    assert keys["Polisher"] == (f"{sharma}/worker[1]", sharma)
    assert keys["=cmd()"] == (f"{sharma}/worker[2]", sharma)


def test_a_cell_that_looks_like_a_formula_stays_as_typed_and_cannot_run(workbook: Path) -> None:
    column = load_workbook(workbook)["worker"]["C"]
    (cell,) = [cell for cell in column if cell.value == "=cmd()"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_register_leaves_out_who_did_not_agree_and_masks_numbers(register: Path) -> None:
    names = [row["firm_name"] for row in rows(register, "Data")]
    assert names == ["Sharma Brass Works"]
    assert rows(register, "Data")[0]["gstin"] == "XXXXXXXXXXXF1ZV"


def test_the_register_holds_the_names_agreed_to_and_no_answer(register: Path) -> None:
    book = load_workbook(register)
    assert book.sheetnames == ["README", "Data", "Codebook", "Codes"]
    assert [cell.value for cell in book["Data"][1]] == ["KEY", "firm_name", "gstin", "consent_register"]


def test_the_research_profile_names_nobody(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.exports.write(tmp_path / "a.xlsx")
    text = " ".join(str(v) for row in rows(tmp_path / "a.xlsx", "Data") for v in row.values())
    assert "Sharma" not in text
    assert "27AAPFU" not in text


def test_a_missing_answer_is_a_word_no_sum_counts(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", {"/data/identity/firm_name": "A", "/data/labour/workers": "-98"})
    study.exports.write(tmp_path / "a.xlsx")
    (row,) = rows(tmp_path / "a.xlsx", "Data")
    assert (row["workers"], row["workers_m"]) == (None, "dk")


def test_the_codebook_tells_question_codes_universe_and_derivation(workbook: Path) -> None:
    by_name = {row["Name"]: row for row in rows(workbook, "Codebook")}
    assert by_name["workers"]["Question, Hindi"] == "कितने कामगार?"
    assert by_name["workers"]["Missing codes"] == "dk (stored as -98), refused (stored as -99)"
    assert by_name["markets"]["Codes"] == "local = In the district\nindia = In India\nabroad = Abroad"
    assert by_name["export_value"]["Asked when"] == "${exports} = 'yes'"
    assert by_name["wage_bill"]["Derived by"] == "sum(${wage})"


def test_units_and_periods_stand_in_the_head(workbook: Path) -> None:
    head = [cell.value for cell in load_workbook(workbook)["Data"][1]]
    assert "turnover (Rs, last financial year)" in head


def test_headers_are_frozen_and_nothing_is_merged(workbook: Path) -> None:
    sheet = load_workbook(workbook)["Data"]
    assert sheet.freeze_panes == "B2"
    assert not sheet.merged_cells.ranges


def test_drafts_are_not_exported(study: Study, tmp_path: Path) -> None:
    study.interviews.savepoint(savepoint_of(study.interviews.begin("small"), study.clock()))
    study.exports.write(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx", "Data") == []


def test_an_interview_being_corrected_is_exported_as_it_was_finalised(study: Study, tmp_path: Path) -> None:
    identity = study.interviews.add("small", ANSWERS)
    study.interviews.reopen(identity, "Wage corrected")
    entry = study.interviews.resume(identity)
    entry.answer("/data/labour/worker[1]/wage", "1")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.exports.write(tmp_path / "a.xlsx")
    (row,) = rows(tmp_path / "a.xlsx", "Data")
    assert row["wage_bill"] == 20000.5


def test_a_folder_that_is_not_there_is_a_sentence(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder does not exist"):
        study.exports.write(tmp_path / "nowhere" / "a.xlsx")


def test_an_old_workbook_stays_when_the_new_one_fails(study: Study, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.mkdir()
    with pytest.raises(ExportError):
        study.exports.write(target)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".a")] == []


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (time(9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))), time(9, 30)),
        (
            datetime(2026, 11, 3, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            datetime(2026, 11, 3, 9, 30),  # noqa: DTZ001 - as a spreadsheet has it
        ),
        (date(1899, 12, 31), "1899-12-31"),
        (date(2026, 11, 3), date(2026, 11, 3)),
        (("local", "abroad"), "local abroad"),
        (Missing.REFUSED, "refused"),
        ("+91 98", "+91 98"),
        ("a\x07b", "ab"),
        (3.5, 3.5),
        (None, None),
    ],
    ids=str,
)
def test_a_value_becomes_a_cell_that_keeps_it(value: Value, cell: object) -> None:
    assert safe(value) == cell


@pytest.fixture
def commented(study: Study) -> Study:
    identity = study.interviews.add("small", ANSWERS)
    study.annotations.pass_check(identity, "exports_in_turnover", "Mr Sharma says so")
    return study


def test_a_comment_leaves_with_the_working_export(commented: Study, tmp_path: Path) -> None:
    commented.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.WORKING))
    assert [line["comment"] for line in rows(tmp_path / "o.xlsx", "Quality log")] == ["Mr Sharma says so"]


def test_the_quality_log_tells_how_loud_a_check_is(commented: Study, tmp_path: Path) -> None:
    commented.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.RESEARCH))
    (line,) = rows(tmp_path / "o.xlsx", "Quality log")
    assert (line["check"], line["severity"]) == ("exports_in_turnover", "warn")


def test_a_comment_is_free_text_and_stays_out_of_the_research_workbook(
    commented: Study, tmp_path: Path
) -> None:
    commented.exports.write(tmp_path / "o.xlsx", ExportOptions(profile=Profile.RESEARCH))
    (line,) = rows(tmp_path / "o.xlsx", "Quality log")
    assert line["check"] == "exports_in_turnover"
    assert "Sharma" not in str(line["comment"])


def test_the_working_copy_carries_a_seal_that_holds_the_history_later(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.exports.write(tmp_path / "a.xlsx", ExportOptions(profile=Profile.WORKING))
    study.interviews.add("small", ANSWERS)
    seal = readme(tmp_path / "a.xlsx")["Seal of the study's history"]
    assert study.safety.verify(str(seal)).is_whole


def test_the_research_workbook_carries_none(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.exports.write(tmp_path / "a.xlsx")
    assert "Seal of the study's history" not in readme(tmp_path / "a.xlsx")


def test_the_history_says_what_left_in_which_profile(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    study.exports.allow_modules(["unrecorded"])
    study.exports.write(tmp_path / "a.xlsx", ExportOptions(with_sensitive=True))
    assert [(line.event, line.new) for line in study.interviews.history("")][-2:] == [
        ("sensitive-allowed", "unrecorded"),
        ("exported", "small: research, sensitive"),
    ]


def test_the_file_says_whose_it_is(tmp_path: Path) -> None:
    form = "\n    | survey | | | |\n    | | type | name | label |\n    | | integer | n | N |\n"
    with study_of_workbook(tmp_path, form) as study:
        study.interviews.add("", {"/data/n": "1"})
        nameless = load_workbook(written(study, tmp_path / "a.xlsx")).properties
    assert (nameless.title, nameless.subject) == ("Brass", "working")
    assert str(nameless.creator).startswith("FieldSurvey")
    read = load_questionnaire(tmp_path / "form.xlsx")
    cluster = Cluster(name="Brass", agency="Agency X", synthetic=True)
    with Study.create(tmp_path / "b.study", cluster, [read], passphrase=None) as study:
        study.interviews.add("", {"/data/n": "1"})
        named = load_workbook(written(study, tmp_path / "b.xlsx")).properties
    assert (named.creator, named.keywords) == ("Agency X", "synthetic")


def test_a_name_with_signs_that_no_xml_holds_stops_no_workbook(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    cluster = Cluster(name="Br\x1bass\x00", agency="Agency\x07 X\ufffe")
    with Study.create(tmp_path / "b.study", cluster, [questionnaire], passphrase=None) as study:
        study.interviews.add("small", ANSWERS)
        named = load_workbook(written(study, tmp_path / "b.xlsx")).properties
    assert (named.title, named.creator) == ("Brass", "Agency X")


@pytest.mark.parametrize("profile", Profile)
def test_every_sheet_of_invented_firms_says_so_on_screen_and_on_paper(
    tmp_path: Path, questionnaire: Questionnaire, profile: Profile
) -> None:
    cluster = Cluster(name="Brass", synthetic=True)
    with Study.create(tmp_path / "b.study", cluster, [questionnaire], passphrase=None) as study:
        study.interviews.add("small", {**ANSWERS, "/data/identity/consent_register": "yes"})
        study.exports.write(tmp_path / "b.xlsx", ExportOptions(profile=profile))
    sheets = load_workbook(tmp_path / "b.xlsx").worksheets
    marks = {
        sheet.title: ([cell.value for cell in sheet[1]][-1], sheet.oddHeader.center.text) for sheet in sheets
    }
    assert len(marks) >= 4
    assert set(marks.values()) == {(SYNTHETIC, SYNTHETIC)}


def test_no_sheet_of_real_firms_is_marked(study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    sheets = load_workbook(written(study, tmp_path / "a.xlsx")).worksheets
    assert not any(cell.value == SYNTHETIC for sheet in sheets for cell in sheet[1])


def test_the_codebook_says_how_a_position_and_an_order_are_written(tmp_path: Path) -> None:
    form = """
        | survey  |           |       |       |
        |         | type      | name  | label |
        |         | geopoint  | place | Where |
        |         | geotrace  | way   | Way   |
        |         | rank yn   | best  | Best  |
        | choices |           |       |       |
        |         | list_name | name  | label |
        |         | yn        | yes   | Yes   |
        |         | yn        | no    | No    |
    """
    with study_of_workbook(tmp_path, form) as study:
        study.interviews.add("", {"/data/place": "12.5 70.25 10 5", "/data/best": "no yes"})
        path = written(study, tmp_path / "o.xlsx")
    told = {row["Name"]: str(row["Codes"]) for row in rows(path, "Codebook")}
    assert told["place"].startswith("latitude longitude altitude accuracy")
    assert "semicolons between" in told["way"]
    assert told["best"].splitlines() == [
        "all codes, the one put first standing first, spaces between",
        "yes = Yes",
        "no = No",
    ]
