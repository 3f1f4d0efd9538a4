"""From the questions of all versions to columns: each has one of its own, and every answer leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldsurvey.errors import FormError
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.scenario import xform
from tests.support.small_studies import study_of
from tests.support.workbooks import add_version, head, readme, rows, study_of_workbook, words_in, written

Made = Callable[[str], Study]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Makes a study of one form."""
    studies: list[Study] = []

    def make(form: str) -> Study:
        studies.append(study_of_workbook(tmp_path, form))
        return studies[-1]

    yield make
    [study.close() for study in studies]


SAME_NAME = """
    | survey |             |         |             |
    |        | type        | name    | label       |
    |        | begin_group | owner   | Owner       |
    |        | integer     | age     | Owner's age |
    |        | end_group   |         |             |
    |        | begin_group | manager | Manager     |
    |        | integer     | age     | His age     |
    |        | end_group   |         |             |
"""


def test_questions_of_one_name_in_two_groups_are_two_columns(made: Made, tmp_path: Path) -> None:
    study = made(SAME_NAME)
    study.interviews.add("", {"/data/owner/age": "61", "/data/manager/age": "29"})
    (row,) = rows(written(study, tmp_path / "o.xlsx"))
    assert (row["owner_age"], row["manager_age"]) == (61, 29)


def test_figures_and_reports_call_them_as_the_workbook_does(made: Made) -> None:
    study = made(SAME_NAME)
    study.interviews.add("", {"/data/owner/age": "61", "/data/manager/age": "29"})
    (row,) = study.figures.dataset().tables[0].rows
    assert (row["owner_age"], row["manager_age"]) == (61, 29)


def test_what_is_usual_is_told_apart(made: Made) -> None:
    study = made(SAME_NAME)
    answers = [{"/data/owner/age": str(40 + n), "/data/manager/age": str(20 + n)} for n in range(10)]
    [study.interviews.add("", one) for one in answers]
    usual = study.figures.typical_ranges()
    assert (usual["/data/owner/age"].median, usual["/data/manager/age"].median) == (44.5, 24.5)


def test_a_question_called_as_our_own_columns_has_another_name(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |      |            |        |
        |        | type | name       | label  |
        |        | text | KEY        | Key    |
        |        | text | PARENT_KEY | Parent |
    """)
    study.interviews.add("", {"/data/KEY": "door", "/data/PARENT_KEY": "house"})
    (row,) = rows(written(study, tmp_path / "o.xlsx"))
    assert (row["data_KEY"], row["data_PARENT_KEY"]) == ("door", "house")
    assert str(row["KEY"]).startswith("uuid:")


def test_names_that_differ_in_capitals_alone_are_told_apart(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |      |      |       |
        |        | type | name | label |
        |        | text | Name | One   |
        |        | text | name | Other |
    """)
    study.interviews.add("", {"/data/Name": "a", "/data/name": "b"})
    path = written(study, tmp_path / "o.xlsx")
    assert head(path) == ["KEY", "Name", "name_2"]
    assert list(rows(path)[0].values())[1:] == ["a", "b"]


SET_BY_THE_FORM = """
    | survey |             |          |          |                       |         |         |          |
    |        | type        | name     | label    | calculation           | trigger | default | readonly |
    |        | text        | q        | Question |                       |         |         |          |
    |        | calculate   | stamp    |          | concat('at ', ${q})   | ${q}    |         |          |
    |        | text        | shown    | Shown    | concat('seen ', ${q}) | ${q}    |         | yes      |
    |        | hidden      | src      |          |                       |         | today() |          |
    |        | note        | hint     | Hint     |                       |         |         |          |
    |        | begin group | entity   | Entity   |                       |         |         |          |
    |        | text        | k        | K        |                       |         |         |          |
    |        | calculate   | kk       |          | concat('x', ${k})     |         |         |          |
    |        | begin group | metal    | Meta     |                       |         |         |          |
    |        | calculate   | kkk      |          | concat('y', ${k})     |         |         |          |
    |        | end group   |          |          |                       |         |         |          |
    |        | end group   |          |          |                       |         |         |          |
"""


def test_of_a_form_of_a_server_whatever_it_sets_has_a_column(tmp_path: Path) -> None:
    form = xform(SET_BY_THE_FORM).replace("metal", "meta")  # a workbook may not say so within a group
    with study_of(tmp_path, form) as study:
        entry = study.interviews.begin("data")
        entry.answer_all({"/data/q": "hello", "/data/entity/k": "K"})
        assert entry.finalise() == []
        study.interviews.record(entry)
        (row,) = rows(written(study, tmp_path / "o.xlsx"))
    assert row["src"]
    assert {name: row[name] for name in row if name not in ("KEY", "src")} == {
        "q": "hello",
        "stamp": "at hello",
        "shown": "seen hello",
        "k": "K",
        "kk": "xK",
        "kkk": "yK",
    }


def test_repeats_of_one_name_have_sheets_and_keys_of_their_own(tmp_path: Path) -> None:
    form = xform("""
        | survey |              |         |         |
        |        | type         | name    | label   |
        |        | begin_group  | men     | Men     |
        |        | begin_repeat | worker  | Workers |
        |        | text         | role    | Role    |
        |        | end_repeat   |         |         |
        |        | end_group    |         |         |
        |        | begin_group  | women   | Women   |
        |        | begin_repeat | artisan | Workers |
        |        | text         | role    | Role    |
        |        | end_repeat   |         |         |
        |        | end_group    |         |         |
    """).replace("artisan", "worker")  # a workbook may not say so, an XForm may
    with study_of(tmp_path, form) as study:
        study.interviews.add(
            "", {"/data/men/worker[1]/role": "caster", "/data/women/worker[1]/role": "polisher"}
        )
        path = written(study, tmp_path / "o.xlsx")
    (man,), (woman,) = rows(path, "men_worker"), rows(path, "women_worker")
    assert (man["role"], woman["role"]) == ("caster", "polisher")
    assert man["KEY"] != woman["KEY"]


def test_sheets_are_called_as_excel_takes_it(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey |              |                                      |       |
        |        | type         | name                                 | label |
        |        | begin_repeat | Data                                 | D     |
        |        | integer      | a                                    | A     |
        |        | end_repeat   |                                      |       |
        |        | begin_repeat | History                              | H     |
        |        | integer      | b                                    | B     |
        |        | end_repeat   |                                      |       |
        |        | begin_repeat | codes                                | C     |
        |        | integer      | c                                    | C     |
        |        | end_repeat   |                                      |       |
        |        | begin_repeat | machines_of_the_first_workshop_of_it | M     |
        |        | integer      | d                                    | D     |
        |        | end_repeat   |                                      |       |
        |        | begin_repeat | machines_of_the_first_workshop_of_us | M     |
        |        | integer      | e                                    | E     |
        |        | end_repeat   |                                      |       |
    """)
    study.interviews.add("", {"/data/Data[1]/a": "1"})
    path = written(study, tmp_path / "o.xlsx")
    assert load_workbook(path).sheetnames == [
        "README", "Data", "Data_2", "History_2", "codes_2", "machines_of_the_first_workshop_",
        "machines_of_the_first_worksho_2", "Codebook", "Quality log",
    ]  # fmt: skip
    assert {row["Sheet"] for row in rows(path, "Codebook")} == {
        "Data", "Data_2", "History_2", "codes_2", "machines_of_the_first_workshop_",
        "machines_of_the_first_worksho_2",
    }  # fmt: skip


FIRST = """
    | survey  |              |          |           |
    |         | type         | name     | label     |
    |         | text         | dropped  | Dropped   |
    |         | select_one m | fruit    | Fruit     |
    |         | select_one k | kind     | Kind      |
    |         | integer      | amount   | Amount    |
    |         | integer      | width    | Width     |
    |         | begin_repeat | machine  | Machines  |
    |         | text         | make     | Make      |
    |         | end_repeat   |          |           |
    | choices |              |          |           |
    |         | list_name    | name     | label     |
    |         | m            | 1        | Mango     |
    |         | m            | 2        | Melon     |
    |         | k            | old      | Old kind  |
    |         | k            | both     | Both      |
    | settings |           |          |           |
    |         | form_id      | version  |           |
    |         | trade        | 1        |           |
"""
SECOND = """
    | survey  |              |          |           |
    |         | type         | name     | label     |
    |         | text         | added    | Added     |
    |         | select_one m | fruit    | Fruit     |
    |         | select_one k | kind     | Kind      |
    |         | text         | amount   | Amount    |
    |         | decimal      | width    | Width     |
    |         | begin_repeat | tool     | Tools     |
    |         | text         | make     | Make      |
    |         | end_repeat   |          |           |
    | choices |              |          |           |
    |         | list_name    | name     | label     |
    |         | m            | 1        | Apple     |
    |         | m            | 2        | Pear      |
    |         | k            | both     | Both      |
    |         | k            | new      | New kind  |
    | settings |           |          |           |
    |         | form_id      | version  |           |
    |         | trade        | 2        |           |
"""


@pytest.fixture
def both_versions(made: Made, tmp_path: Path) -> Path:
    """The workbook of one interview in each of two versions."""
    study = made(FIRST)
    old = {
        "dropped": "kept?",
        "fruit": "1",
        "kind": "old",
        "amount": "5",
        "width": "3",
        "machine[1]/make": "A",
    }
    new = {"added": "yes", "fruit": "1", "kind": "new", "amount": "five", "width": "3.5", "tool[1]/make": "B"}
    study.interviews.add("", {f"/data/{name}": value for name, value in old.items()})
    add_version(study, tmp_path, SECOND)
    study.interviews.add("", {f"/data/{name}": value for name, value in new.items()})
    return written(study, tmp_path / "o.xlsx")


def _of_version(path: Path, version: str) -> dict[str, object]:
    (row,) = [row for row in rows(path) if row["FORM_VERSION"] == version]
    return row


def test_an_answer_the_newest_version_does_not_ask_leaves(both_versions: Path) -> None:
    assert _of_version(both_versions, "1")["dropped"] == "kept?"
    assert _of_version(both_versions, "2")["added"] == "yes"


def test_rows_of_a_repeat_that_was_renamed_leave(both_versions: Path) -> None:
    assert [row["make"] for row in rows(both_versions, "machine")] == ["A"]
    assert [row["make"] for row in rows(both_versions, "tool")] == ["B"]


def test_another_type_under_the_same_name_is_another_column(both_versions: Path) -> None:
    old, new = _of_version(both_versions, "1"), _of_version(both_versions, "2")
    assert (old["amount"], old["amount_v2"], new["amount"], new["amount_v2"]) == (5, None, None, "five")


def test_a_list_whose_codes_mean_something_else_is_another_column(both_versions: Path) -> None:
    old, new = _of_version(both_versions, "1"), _of_version(both_versions, "2")
    assert (old["fruit"], old["fruit_v2"], new["fruit"], new["fruit_v2"]) == ("1", None, None, "1")


def test_a_wider_number_stays_one_column(both_versions: Path) -> None:
    assert [_of_version(both_versions, version)["width"] for version in ("1", "2")] == [3, 3.5]


def test_a_list_that_grew_stays_one_column_with_all_its_codes(both_versions: Path) -> None:
    assert [_of_version(both_versions, version)["kind"] for version in ("1", "2")] == ["old", "new"]
    codes = {row["Code"] for row in rows(both_versions, "Codes") if row["List"] == "kind"}
    assert codes == {"old", "both", "new"}


def test_the_codebook_says_which_versions_ask(both_versions: Path) -> None:
    by_name = {row["Name"]: row for row in rows(both_versions, "Codebook")}
    asked = [(by_name[n]["First version"], by_name[n]["Last version"]) for n in ("dropped", "added", "width")]
    assert asked == [("1", "1"), ("2", "2"), ("1", "2")]


def test_the_readme_counts_the_interviews_of_each_version(both_versions: Path) -> None:
    said = readme(both_versions)
    assert (said["Rows of version 1"], said["Rows of version 2"], said["Columns left out"]) == (1, 1, "none")


def test_every_head_of_a_data_sheet_is_in_the_codebook(both_versions: Path) -> None:
    told = {(row["Sheet"], row["Header"]) for row in rows(both_versions, "Codebook")}
    heads = {(sheet, name) for sheet in ("Data", "machine", "tool") for name in head(both_versions, sheet)}
    assert heads == told


def test_what_was_typed_under_other_leaves(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey  |                          |        |        |
        |         | type                     | name   | label  |
        |         | select_one c or_other    | trade  | Trade  |
        | choices |                          |        |        |
        |         | list_name                | name   | label  |
        |         | c                        | brass  | Brass  |
    """)
    study.interviews.add("", {"/data/trade": "other", "/data/trade_other": "Bidri inlay"})
    path = written(study, tmp_path / "o.xlsx")
    assert rows(path)[0]["trade_other"] == "Bidri inlay"
    assert {row["Code"] for row in rows(path, "Codes")} == {"brass", "other"}


def test_codes_of_a_list_in_a_file_are_in_the_workbook(made: Made, tmp_path: Path) -> None:
    (tmp_path / "shops.csv").write_text("name,label\ns1,Shop one\ns2,Shop two\n", encoding="utf-8")
    study = made("""
        | survey |                                |      |       |
        |        | type                           | name | label |
        |        | select_one_from_file shops.csv | shop | Shop  |
    """)
    study.interviews.add("", {"/data/shop": "s2"})
    path = written(study, tmp_path / "o.xlsx")
    assert {row["Code"]: row["Label, default"] for row in rows(path, "Codes")} == {
        "s1": "Shop one",
        "s2": "Shop two",
    }


def test_of_a_list_too_long_to_be_told_the_codes_that_were_used_are(made: Made, tmp_path: Path) -> None:
    lines = "".join(f"v{n},Village {n}\n" for n in range(6000))
    (tmp_path / "villages.csv").write_text(f"name,label\n{lines}", encoding="utf-8")
    study = made("""
        | survey |                                   |         |         |
        |        | type                              | name    | label   |
        |        | select_one_from_file villages.csv | village | Village |
    """)
    study.interviews.add("", {"/data/village": "v5999"})
    path = written(study, tmp_path / "o.xlsx")
    assert [(row["Code"], row["Label, default"]) for row in rows(path, "Codes")] == [
        ("v5999", "Village 5999")
    ]
    assert "those that were used" in str(readme(path)["Codes"])


def test_several_answers_stand_whole_and_one_by_one(made: Made, tmp_path: Path) -> None:
    study = made("""
        | survey  |                   |       |       |
        |         | type              | name  | label |
        |         | text              | firm  | Firm  |
        |         | select_multiple t | tools | Tools |
        | choices |                   |       |       |
        |         | list_name         | name  | label |
        |         | t                 | 1     | One   |
        |         | t                 | 10    | Ten   |
    """)
    study.interviews.add("", {"/data/firm": "A", "/data/tools": "10"})
    study.interviews.add("", {"/data/firm": "B"})
    found = {row["firm"]: row for row in rows(written(study, tmp_path / "o.xlsx"))}
    cells = [[found[firm][name] for name in ("tools", "tools_1", "tools_10")] for firm in ("A", "B")]
    assert cells == [["10", 0, 1], [None, None, None]]


def test_a_bare_name_several_questions_have_is_said_where_an_indicator_means_it(tmp_path: Path) -> None:
    indicators = """
        | indicators |      |         |       |           |          |
        |            | name | section | label | statistic | variable |
        |            | ages | people  | Age   | mean      | age      |
    """
    with pytest.raises(FormError) as fault:
        load_questionnaire(write_form(tmp_path / "f.xlsx", SAME_NAME, indicators))
    assert "several questions are called age" in str(fault.value.problems[0])
    assert "/data/owner/age" in str(fault.value.problems[0])


def test_an_indicator_may_name_the_column_that_tells_them_apart(tmp_path: Path) -> None:
    indicators = """
        | indicators |      |         |       |           |           |
        |            | name | section | label | statistic | variable  |
        |            | ages | people  | Age   | mean      | owner_age |
    """
    read = load_questionnaire(write_form(tmp_path / "f.xlsx", SAME_NAME, indicators))
    assert read.indicators[0].variable == "/data/owner/age"


def test_who_names_a_question_means_its_newest_version(made: Made, tmp_path: Path) -> None:
    study = made(FIRST)
    study.interviews.add("", {"/data/amount": "5"})
    add_version(study, tmp_path, SECOND)
    column = study.figures.dataset().tables[0].column("amount")
    assert column is not None
    assert (column.name, column.question.type) == ("amount_v2", "text")


def test_a_report_is_told_the_names_that_tell_questions_apart(made: Made) -> None:
    study = made(SAME_NAME)
    names = [column.name for column in study.figures.dataset().tables[0].columns]
    assert names == ["owner_age", "manager_age"]


def _derived(expression: str, version: str) -> str:
    return f"""
        | survey   |           |         |       |             |
        |          | type      | name    | label | calculation |
        |          | integer   | income  | I     |             |
        |          | calculate | older   |       | {expression} |
        | settings |           |         |       |             |
        |          | form_id   | version |       |             |
        |          | derived   | {version} |     |             |
    """


def test_the_codebook_says_each_version_s_formula(made: Made, tmp_path: Path) -> None:
    study = made(_derived("${income} > 40", "1"))
    study.interviews.add("", {"/data/income": "50"})
    add_version(study, tmp_path, _derived("${income} > 70", "2"))
    study.interviews.add("", {"/data/income": "60"})
    told = {row["Header"]: row for row in rows(written(study, tmp_path / "o.xlsx"), "Codebook")}
    assert told["older"]["Derived by"] == "version 1: ${income} > 40\nversion 2: ${income} > 70"


@pytest.mark.parametrize("around", ["group", "repeat"])
def test_the_row_of_labels_above_a_table_of_lists_is_no_column(tmp_path: Path, around: str) -> None:
    inner = """
        |         | begin_group   | table | Table | table-list |
        |         | select_one yn | a     | A     |            |
        |         | select_one yn | b     | B     |            |
        |         | end_group     |       |       |            |
    """
    form = f"""
        | survey  |               |       |       |            |
        |         | type          | name  | label | appearance |
        |         | begin_{around} | around | Around |         |{inner.rstrip()}
        |         | end_{around}  |       |       |            |
        | choices |               |       |       |            |
        |         | list_name     | name  | label |            |
        |         | yn            | yes   | Yes   |            |
    """
    step = "around" if around == "group" else "around[1]"
    with study_of_workbook(tmp_path, form) as study:
        study.interviews.add("", {f"/data/{step}/table/a": "yes"})
        path = written(study, tmp_path / "o.xlsx")
    keys = ["KEY"] if around == "group" else ["KEY", "PARENT_KEY"]
    assert head(path, "Data" if around == "group" else "around") == [*keys, "a", "b"]
    assert "reserved_name" not in words_in(path)
