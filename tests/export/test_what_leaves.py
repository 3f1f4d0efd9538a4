"""What leaves, leaves as promised: by profile, by role, by what a column is made of, and by what the set-up names."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey.errors import ExportError, FormError
from fieldsurvey.export.roles import Role
from fieldsurvey.i18n import sentences
from fieldsurvey.interviews import columns
from fieldsurvey.records import Comment
from fieldsurvey.study import ExportOptions, Profile, Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.workbooks import (
    REGISTER,
    WORKING,
    add_version,
    head,
    readme,
    rows,
    study_of_workbook,
    words_in,
    written,
)

Made = Callable[[str], Study]
RESEARCH = ExportOptions()
CONFIRMED = ExportOptions(confirms_roles=True)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Makes a study of one form."""
    studies: list[Study] = []

    def make(form: str) -> Study:
        studies.append(study_of_workbook(tmp_path, form))
        return studies[-1]

    yield make
    [study.close() for study in studies]


# --- a form that marks nothing ------------------------------------------------------------------------------------

UNMARKED = """
    | survey   |               |            |                |                        |                     |
    |          | type          | name       | label          | calculation            | relevant            |
    |          | start         | start      |                |                        |                     |
    |          | today         | today      |                |                        |                     |
    |          | deviceid      | device     |                |                        |                     |
    |          | text          | owner      | Owner's name   |                        |                     |
    |          | integer       | aadhaar    | Aadhaar number |                        |                     |
    |          | geopoint      | place      | Where?         |                        |                     |
    |          | barcode       | plate      | Serial plate   |                        |                     |
    |          | select_one yn | happy      | Happy?         |                        |                     |
    |          | select_one yn | known      | Known?         |                        | ${owner} = 'Asha'   |
    |          | integer       | workers    | Workers        |                        |                     |
    |          | calculate     | lat        |                | selected-at(${place}, 0) |                   |
    |          | calculate     | letters    |                | string-length(../owner) |                    |
    |          | calculate     | twice      |                | ${letters} * 2         |                     |
    |          | calculate     | double     |                | ${workers} * 2         |                     |
    | choices  |               |            |                |                        |                     |
    |          | list_name     | name       | label          |                        |                     |
    |          | yn            | yes        | Yes            |                        |                     |
    | settings |               |            |                |                        |                     |
    |          | form_id       | instance_name | version     |                        |                     |
    |          | plain         | concat('Firm of ', ${owner}) | 1 |                      |                     |
"""
ASHA = {
    "/data/owner": "Asha", "/data/aadhaar": "123456789012", "/data/place": "22.4707 70.0577 10 5",
    "/data/plate": "SN-77", "/data/happy": "yes", "/data/known": "yes", "/data/workers": "7",
}  # fmt: skip


def test_a_form_that_marks_nothing_is_asked_about_and_the_proposals_are_told(
    made: Made, tmp_path: Path
) -> None:
    study = made(UNMARKED)
    study.interviews.add("", ASHA)
    with pytest.raises(ExportError) as refused:
        study.exports.write(tmp_path / "o.xlsx", RESEARCH)
    said = sentences(refused.value)
    assert "does not say what its columns may tell" in said[0]
    assert "owner stays here: Owner's name (free text)" in said
    assert "aadhaar stays here: Aadhaar number (names a person, firm, place or device)" in said
    assert "twice stays here, for it tells of what stays: twice" in said
    assert "happy leaves: Happy? (known to others, few values)" in said
    assert list(tmp_path.glob("o*")) == []


def test_confirmed_it_leaves_without_whom_and_where_and_all_that_is_made_of_them(
    made: Made, tmp_path: Path
) -> None:
    study = made(UNMARKED)
    identity = study.interviews.add("", ASHA)
    path = written(study, tmp_path / "o.xlsx", CONFIRMED)
    assert head(path) == ["KEY", "happy", "workers", "double"]
    with zipfile.ZipFile(path) as book:
        content = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert [word for word in ("Asha", "123456789012", "22.47", "SN-77", identity) if word in content] == []


def test_it_is_asked_once_for_each_version(made: Made, tmp_path: Path) -> None:
    study = made(UNMARKED)
    study.interviews.add("", ASHA)
    assert study.exports.asks_for_roles()
    written(study, tmp_path / "a.xlsx", CONFIRMED)
    assert not study.exports.asks_for_roles()
    written(study, tmp_path / "b.xlsx", RESEARCH)
    more = UNMARKED.replace("| start      |", "| began      |").replace("| 1 |  ", "| 2 |  ")
    add_version(study, tmp_path, more)
    assert study.exports.asks_for_roles()


def test_a_form_with_one_mark_is_not_asked_about_and_keeps_its_open_texts(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |         |         |         |            |
        |        | type    | name    | label   | disclosure |
        |        | text    | owner   | Owner   | direct     |
        |        | text    | remarks | Remarks |            |
        |        | text    | trade   | Trade   | plain      |
        |        | integer | workers | Workers |            |
    """)
    study.interviews.add("", {"/data/owner": "Asha", "/data/remarks": "Asha's", "/data/trade": "brass"})
    assert head(written(study, tmp_path / "o.xlsx", RESEARCH)) == ["KEY", "trade", "workers"]


def test_a_mark_that_means_nothing_is_a_fault_of_the_form(tmp_path: Path) -> None:
    form = """
        | survey |      |       |       |            |
        |        | type | name  | label | disclosure |
        |        | text | owner | Owner | secret     |
    """
    with pytest.raises(FormError) as fault:
        load_questionnaire(write_form(tmp_path / "f.xlsx", form))
    assert "not secret" in str(fault.value.problems[0])


def test_a_mark_in_capitals_holds(tmp_path: Path, made: Made) -> None:
    study = made("""
        | survey |         |         |         |            |
        |        | type    | name    | label   | disclosure |
        |        | integer | number  | Number  | Direct     |
        |        | integer | workers | Workers |            |
    """)
    study.interviews.add("", {"/data/number": "5"})
    assert head(written(study, tmp_path / "o.xlsx", RESEARCH)) == ["KEY", "workers"]


def test_the_readme_says_which_columns_stay_and_why(made: Made, tmp_path: Path) -> None:
    study = made(UNMARKED)
    study.interviews.add("", ASHA)
    said = readme(written(study, tmp_path / "o.xlsx", CONFIRMED))
    assert said["Columns left out: free text"] == "owner"
    assert said["Columns left out: places and files"] == "place"
    assert said["Columns left out: names and identifiers"] == "aadhaar, plate"
    assert (
        said["Columns left out: of the device, its user and the hour"] == "start, today, device, instanceName"
    )
    told = "Columns left out: made of what is left out, or asked only because of it"
    assert said[told] == "known, lat, letters, twice"


def test_the_codebook_does_not_speak_of_what_stays(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |         |         |         |            |                                   |
        |        | type    | name    | label   | disclosure | relevant                          |
        |        | text    | owner   | Owner   | direct     |                                   |
        |        | integer | workers | Workers |            |                                   |
        |        | integer | women   | Women   |            | ${workers} > 1 or ${owner} = 'Asha' |
    """)
    study.interviews.add("", {"/data/owner": "Bina", "/data/workers": "7", "/data/women": "2"})
    path = written(study, tmp_path / "o.xlsx", RESEARCH)
    assert head(path) == ["KEY", "workers"]
    assert "Asha" not in words_in(path)


@pytest.mark.parametrize(
    "calculation",
    [
        "count(${worker}[nm != ''])",
        "sum(${worker}/letters)",
        "concat(/data/worker[1]/nm, '!')",
        "concat(/data/worker/*)",
    ],
)
def test_what_a_predicate_or_path_reads_of_a_repeat_is_withheld_too(
    made: Made, tmp_path: Path, calculation: str
) -> None:
    study = made(f"""
        | survey |              |         |        |            |                       |
        |        | type         | name    | label  | disclosure | calculation           |
        |        | begin_repeat | worker  | Worker |            |                       |
        |        | text         | nm      | Name   | direct     |                       |
        |        | integer      | wage    | Wage   |            |                       |
        |        | calculate    | letters |        |            | string-length(../nm)  |
        |        | end_repeat   |         |        |            |                       |
        |        | calculate    | told    |        |            | {calculation}         |
        |        | calculate    | rows    |        |            | count(${{worker}})    |
    """)
    study.interviews.add("", {"/data/worker[1]/nm": "Asha", "/data/worker[1]/wage": "500"})
    path = written(study, tmp_path / "o.xlsx", RESEARCH)
    assert head(path) == ["KEY", "rows"]
    assert head(path, "worker") == ["KEY", "PARENT_KEY", "wage"]


# --- keys -------------------------------------------------------------------------------------------------------

MARKED = """
    | survey  |               |                  |             |            |          |
    |         | type          | name             | label       | disclosure | register |
    |         | text          | firm             | Firm        | direct     | yes      |
    |         | text          | phone            | Phone       | direct     | yes      |
    |         | text          | gstin            | GST number  | direct     |          |
    |         | geopoint      | place            | Where?      | direct     |          |
    |         | select_one yn | consent_register | Be listed?  |            |          |
    |         | select_one yn | consent          | Take part?  |            |          |
    |         | integer       | workers          | Workers     |            |          |
    |         | begin_group   | informal         | Informality |            |          |
    |         | select_one yn | unbilled         | No bill?    | sensitive  |          |
    |         | select_one yn | unpaid           | Unpaid?     | sensitive  |          |
    |         | end_group     |                  |             |            |          |
    |         | select_one yn | caste            | Caste?      | sensitive  |          |
    | choices |               |                  |             |            |          |
    |         | list_name     | name             | label       |            |          |
    |         | yn            | yes              | Yes         |            |          |
    |         | yn            | no               | No          |            |          |
"""


def _firm(name: str, listed: str = "yes", consent: str = "yes") -> dict[str, str]:
    answers = {
        "firm": name, "phone": "+91 98450 12345", "gstin": "27AAPFU0939F1ZV", "consent_register": listed,
        "consent": consent, "workers": "7", "informal/unbilled": "yes", "caste": "no",
    }  # fmt: skip
    return {f"/data/{ref}": value for ref, value in answers.items()}


def test_the_key_is_the_same_in_each_export_of_a_profile_and_another_in_another(
    made: Made, tmp_path: Path
) -> None:
    study = made(MARKED)
    identity = study.interviews.add("", _firm("A"))
    options = (RESEARCH, RESEARCH, REGISTER, WORKING)
    keys = [rows(written(study, tmp_path / f"{n}.xlsx", one))[0]["KEY"] for n, one in enumerate(options)]
    assert keys[0] == keys[1] != keys[2]
    assert keys[3] == identity


def test_rows_stand_in_the_order_of_their_keys(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    [study.interviews.add("", _firm(f"F{number}")) for number in range(8)]
    keys = [str(row["KEY"]) for row in rows(written(study, tmp_path / "o.xlsx", RESEARCH))]
    assert keys == sorted(keys)


def test_the_quality_log_names_interviews_by_their_keys(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    identity = study.interviews.add("", _firm("A"))
    study.annotations.comment(identity, Comment("/data/workers", "counted twice"))
    study.annotations.comment(identity, Comment("/data/firm", "the owner says so"))
    path = written(study, tmp_path / "o.xlsx", RESEARCH)
    (line,) = rows(path, "Quality log")
    assert (line["KEY"], line["check"]) == (rows(path)[0]["KEY"], "/data/workers")
    assert "counted twice" not in words_in(path)


# --- the sensitive modules -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", list(Profile))
def test_sensitive_answers_stay_here_in_every_profile(made: Made, tmp_path: Path, profile: Profile) -> None:
    study = made(MARKED)
    study.interviews.add("", _firm("A"))
    heads = head(written(study, tmp_path / "o.xlsx", ExportOptions(profile=profile)))
    assert {"unbilled", "unpaid", "caste"}.isdisjoint(map(str, heads))


def test_asking_for_them_is_not_enough(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    study.interviews.add("", _firm("A"))
    with pytest.raises(ExportError, match=r"set-up names their module.*informal, caste"):
        study.exports.write(tmp_path / "o.xlsx", ExportOptions(with_sensitive=True))


def test_a_module_the_set_up_names_leaves_when_asked_for_and_no_other(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    study.interviews.add("", _firm("A"))
    study.exports.allow_modules(["informal"])
    asked = head(written(study, tmp_path / "a.xlsx", ExportOptions(with_sensitive=True)))
    not_asked = head(written(study, tmp_path / "b.xlsx", RESEARCH))
    assert "unbilled" in asked
    assert "caste" not in asked
    assert "unbilled" not in not_asked


def test_a_module_no_form_has_cannot_be_named(made: Made) -> None:
    with pytest.raises(ExportError, match="No form here has a sensitive module secrets"):
        made(MARKED).exports.allow_modules(["secrets"])


def test_what_an_older_version_marked_stays_here(made: Made, tmp_path: Path) -> None:
    study = made(MARKED + "\n| settings | |\n| | version |\n| | 1 |\n")
    study.interviews.add("", _firm("A"))
    opened = MARKED.replace(
        "| caste            | Caste?      | sensitive  |", "| caste            | Caste?      |            |"
    )
    add_version(study, tmp_path, opened + "\n| settings | |\n| | version |\n| | 2 |\n")
    study.interviews.add("", _firm("B"))
    assert "caste" not in head(written(study, tmp_path / "o.xlsx", RESEARCH))


# --- the register ------------------------------------------------------------------------------------------------


def test_the_register_holds_what_its_consent_names_of_those_who_agreed(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    study.interviews.add("", _firm("A"))
    study.interviews.add("", _firm("B", listed="no"))
    path = written(study, tmp_path / "o.xlsx", REGISTER)
    assert [list(row.values())[1:] for row in rows(path)] == [["A", "+91 98450 12345", "yes"]]
    assert "27AAPFU0939F1ZV" not in words_in(path)
    assert load_workbook(path).sheetnames == ["README", "Data", "Codebook", "Codes"]


def test_a_form_without_that_consent_says_why_there_is_no_register(made: Made, tmp_path: Path) -> None:
    study = made(UNMARKED)
    study.interviews.add("", ASHA)
    with pytest.raises(ExportError, match="no question consent_register by which a firm agrees"):
        study.exports.write(tmp_path / "o.xlsx", REGISTER)
    assert study.exports.why_no_register() is not None


# --- the working copy, and what the README says ----------------------------------------------------------------------


def test_the_working_copy_holds_the_names_and_says_what_it_is(made: Made, tmp_path: Path) -> None:
    study = made(UNMARKED)
    study.interviews.add("", ASHA)
    path = written(study, tmp_path / "o.xlsx", WORKING)
    assert (rows(path)[0]["owner"], rows(path)[0]["aadhaar"]) == ("Asha", 123456789012)
    assert "not to be passed on" in str(readme(path)["Profile"])


def test_refusals_are_counted_apart_from_interviews(made: Made, tmp_path: Path) -> None:
    study = made(MARKED)
    study.interviews.add("", _firm("A"))
    study.interviews.add("", _firm("B", consent="no"))
    study.interviews.add("", _firm("C"))
    said = readme(written(study, tmp_path / "o.xlsx", RESEARCH))
    assert (said["Interviews here"], said["Refusals here"]) == (2, 1)


def test_a_refusal_at_the_door_and_a_closed_firm_are_no_interviews(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |      |         |         |            |
        |        | type | name    | label   | disclosure |
        |        | text | outcome | Outcome | key        |
        |        | integer | n    | N       |            |
    """)
    study.interviews.add("", {"/data/outcome": "complete"})
    study.interviews.add("", {"/data/outcome": "refusal"})
    study.interviews.add("", {"/data/outcome": "casualty"})
    said = readme(written(study, tmp_path / "o.xlsx", RESEARCH))
    counted = ("Interviews here", "Refusals here", "Contacts here without an interview")
    assert [said[name] for name in counted] == [1, 1, 1]


def test_the_words_fit_a_form_about_no_firm(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |         |      |       |            |
        |        | type    | name | label | disclosure |
        |        | integer | beds | Beds  | amount     |
    """)
    study.interviews.add("", {"/data/beds": "5"})
    assert "firm" not in words_in(written(study, tmp_path / "o.xlsx", RESEARCH)).lower()


EXACT = """
    | survey  |                                 |       |          |
    |         | type                            | name  | label    |
    |         | decimal                         | lat   | Latitude |
    |         | integer                         | pin   | PIN code |
    |         | date                            | dob   | Born on  |
    |         | select_one_from_file people.csv | head  | Head     |
    |         | select_one yn                   | happy | Happy?   |
    | choices |                                 |       |          |
    |         | list_name                       | name  | label    |
    |         | yn                              | yes   | Yes      |
"""


def test_what_points_to_one_firm_stays_where_the_form_marks_nothing_though_it_was_confirmed(
    made: Made, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("name,label\np1,Ramesh Kumar\np2,Sita Devi\n")
    study = made(EXACT)
    for number in range(8):
        answers = {"lat": f"12.97{number}", "pin": str(560000 + number), "dob": f"1980-01-0{number + 1}"}
        chosen = {"head": "p1", "happy": "yes"}
        study.interviews.add("", {f"/data/{name}": text for name, text in {**answers, **chosen}.items()})
    proposed = {one.name: one.is_withheld for one in study.exports.proposals()}
    path = written(study, tmp_path / "o.xlsx", CONFIRMED)
    assert proposed == {"lat": True, "pin": True, "dob": True, "head": True, "happy": False}
    assert head(path) == ["KEY", "happy"]
    assert "Ramesh" not in words_in(path)


# --- what versions and files of before leave behind ------------------------------------------------------------------

CHECKED = """
    | survey   |           |        |         |            |                  |       |               |          |
    |          | type      | name   | label   | disclosure |                  |       |               |          |
    |          | integer   | bribe  | Bribe   | sensitive  |                  |       |               |          |
    |          | integer   | sales  | Sales   | plain      |                  |       |               |          |
    | checks   |           |        |         |            |                  |       |               |          |
    |          | name      | question | check | message    | severity         |       |               |          |
    |          | {check}   | bribe  | . = 0   | A bribe?   | warn             |       |               |          |
    |          | {other}   | sales  | . = 0   | Sales?     | warn             |       |               |          |
    | settings |           |        |         |            |                  |       |               |          |
    |          | form_id   | version |        |            |                  |       |               |          |
    |          | f         | {version} |      |            |                  |       |               |          |
"""


def test_the_quality_log_names_no_check_of_an_earlier_version(made: Made, tmp_path: Path) -> None:
    study = made(CHECKED.format(check="paid_a_bribe", other="odd_sales", version="1"))
    identity = study.interviews.add("f", {"/data/bribe": "5", "/data/sales": "9"})
    study.annotations.pass_check(identity, "paid_a_bribe", "He said so")
    study.annotations.pass_check(identity, "odd_sales", "He said so")
    add_version(study, tmp_path, CHECKED.format(check="asked_for_money", other="sales_again", version="2"))
    words = words_in(written(study, tmp_path / "o.xlsx", RESEARCH))
    assert ("odd_sales" in words, "paid_a_bribe" in words) == (True, False)


def test_long_texts_of_an_earlier_workbook_do_not_stay_beside_one_without_them(
    made: Made, tmp_path: Path
) -> None:
    study = made(
        """
        | survey   |         |         |       |            |
        |          | type    | name    | label | disclosure |
        |          | text    | story   | Story | free       |
        |          | integer | sales   | Sales | plain      |
        | settings |         |         |       |            |
        |          | form_id | version |       |            |
        |          | f       | 1       |       |            |"""
    )
    study.interviews.add("f", {"/data/story": "Zebulon " * 9_000, "/data/sales": "9"})
    written(study, tmp_path / "o.xlsx", WORKING)
    assert list((tmp_path / "o-long_text").iterdir())
    written(study, tmp_path / "o.xlsx", RESEARCH)
    assert not (tmp_path / "o-long_text").exists()


def test_every_role_a_form_may_name_is_kept_through_versions() -> None:
    assert set(columns.STRICTEST) == {str(role) for role in Role}


def test_codes_of_a_long_list_stay_in_the_codebook_though_a_later_version_drops_it(
    made: Made, tmp_path: Path
) -> None:
    (tmp_path / "towns.csv").write_text("name,label\n" + "".join(f"c{n},Town {n}\n" for n in range(6000)))
    both = """
        | survey   |                                |         |       |            |
        |          | type                           | name    | label | disclosure |
        |          | integer                        | sales   | Sales | plain      |
        {town}
        | settings |                                |         |       |            |
        |          | form_id                        | version |       |            |
        |          | f                              | {version} |     |            |"""
    town = "|          | select_one_from_file towns.csv | town    | Town  | plain      |"
    study = made(both.format(town=town, version="1"))
    study.interviews.add("f", {"/data/sales": "9", "/data/town": "c17"})
    add_version(study, tmp_path, both.format(town="", version="2"))
    path = written(study, tmp_path / "o.xlsx", RESEARCH)
    assert any("c17" in map(str, row.values()) for row in rows(path, "Codes"))
