"""Long lists of choices that stand in the form itself are kept as tables, and nothing of the form changes by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fieldsurvey.forms import inline_lists
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import ExportOptions, Study
from tests.support import rows
from tests.support.markdown_form import write_form

FORM = """
    | survey |                     |        |            |            |                    |                                                |
    |        | type                | name   | label::E   | label::H   | choice_filter      | calculation                                    |
    |        | select_one district | d      | District   | ज़िला       |                    |                                                |
    |        | select_one village  | v      | Village    | गाँव        | district = ${d}    |                                                |
    |        | select_one village  | any    | Any        | कोई        |                    |                                                |
    |        | select_one village  | late   | Late       | बाद        | pop > 10           |                                                |
    |        | select_multiple village | many | Many     | कई         |                    |                                                |
    |        | calculate           | called |            |            |                    | jr:choice-name(${v}, '${v}')                   |
    |        | calculate           | pop    |            |            |                    | instance('village')/root/item[name = ${v}]/pop |
    |        | calculate           | lack   |            |            |                    | count(instance('village')/root/item[pop])      |
    |        | calculate           | said   |            |            |                    | jr:itext(instance('village')/root/item[3]/itextId) |
"""
SETTINGS = """
    | settings |         |         |
    |          | form_id | version |
    |          | where   | 1       |
"""
CHOICES = """
    | choices |           |      |             |           |          |     |
    |         | list_name | name | label::E    | label::H  | district | pop |
    |         | district  | a    | East        | पूर्व       |          |     |
    |         | district  | b    | West        | पश्चिम     |          |     |
    |         | village   | v1   | Ashby       | ऐशबी      | a        | 7   |
    |         | village   | v2   | Bowness     |           | a        | 12  |
    |         | village   | v3   | Carlow, "C" | कारलो     | b        |     |
    |         | village   | 007  | Dunster     | डनस्टर     | b        | 10  |
    |         | village   | v5   | -           | ईटन       |          | 011 |
"""


def study_of(folder: Path, questionnaire: Questionnaire, name: str) -> Study:
    return Study.create(folder / f"{name}.study", Cluster(name="Brass"), [questionnaire], passphrase=None)


def form(folder: Path) -> Questionnaire:
    return load_questionnaire(write_form(folder / "form.xlsx", FORM, CHOICES, SETTINGS))


def pair(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Study, Study]:
    """The same form in a study that keeps its list in the form, and in one that keeps it as a table."""
    read = form(folder)
    inline = study_of(folder, read, "inline")
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    return inline, study_of(folder, read, "table")


def told(study: Study, language: str, district: str, village: str) -> object:
    """All that a person and the form itself see of the list."""
    entry = study.interviews.begin()
    entry.language = language
    entry.answer("/data/d", district)
    entry.answer("/data/v", village)
    entry.answer("/data/many", f"{village} v2")
    refs = ("/data/v", "/data/any", "/data/late", "/data/many")
    return (
        [tuple(entry.choices(ref)) for ref in refs],
        [tuple(entry.prompt(ref).choices or ()) for ref in refs],
        [tuple(entry.search_choices(ref, "s")) for ref in refs],
        [entry.choice_label(ref, village) for ref in refs],
        [entry.violation(ref) for ref in refs],
        [entry.value(f"/data/{name}") for name in ("called", "pop", "lack", "said", "v", "many")],
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    language=st.sampled_from("EH"),
    district=st.sampled_from("ab"),
    village=st.sampled_from(["v1", "v2", "v3", "007", "v5", "gone"]),
)
def test_a_list_kept_as_a_table_tells_what_it_told_in_the_form(
    pairs: tuple[Study, Study], language: str, district: str, village: str
) -> None:
    inline, table = pairs
    assert told(table, language, district, village) == told(inline, language, district, village)


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Study, Study]:
    return pair(tmp_path, monkeypatch)


def exported(study: Study, folder: Path) -> list[tuple[object, ...]]:
    """Every cell of the workbook, but for the name of the study and when it was made."""
    study.interviews.add(
        "where", {"/data/d": "a", "/data/v": "v1", "/data/many": "v2 007", "/data/any": "v5"}
    )
    out = folder / f"{study.path.stem}.xlsx"
    study.exports.write(out, ExportOptions(confirms_roles=True))
    book = load_workbook(out)
    return [
        (sheet.title, *row)
        for sheet in book.worksheets
        if sheet.title != "README"
        for row in sheet.iter_rows(values_only=True)
        if not any("uuid:" in str(cell) for cell in row)
    ]


def labelled(study: Study, folder: Path) -> list[tuple[object, ...]]:
    return [row for row in exported(study, folder) if row[0] in ("Codebook", "Codes")]


def test_an_export_has_the_same_words_for_the_choices(pairs: tuple[Study, Study], tmp_path: Path) -> None:
    inline, table = (labelled(study, tmp_path) for study in pairs)
    assert table == inline
    assert ("Codes", "v", "v2", "Bowness", "Bowness") in table
    assert ("Codes", "v", "v5", "ईटन", "ईटन") in table


def test_a_dash_in_the_only_language_is_a_word_in_the_codebook(tmp_path: Path) -> None:
    plain = [text.replace("label::E", "label").replace("label::H", "note") for text in (FORM, CHOICES)]
    without_text = "\n".join(line for line in plain[0].splitlines() if "itext" not in line)
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", without_text, plain[1], SETTINGS))
    with study_of(tmp_path, read, "plain") as study:
        assert ("Codes", "v", "v5", "-") in labelled(study, tmp_path)


def test_the_form_itself_stays_as_it_was_added(pairs: tuple[Study, Study]) -> None:
    inline, table = pairs
    said = "SELECT form_id, version, title, xform, extra FROM form"
    assert rows.read(table, said) == rows.read(inline, said)


def test_the_list_is_not_read_when_the_form_is_opened(pairs: tuple[Study, Study]) -> None:
    _inline, table = pairs
    assert "Ashby" not in table.forms.questionnaire().xform
    assert not any(
        question.choices for question in table.forms.questionnaire().questions if question.name == "v"
    )


def test_a_text_of_the_list_that_the_form_shows_elsewhere_is_still_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = form(tmp_path)
    shown = made.xform.replace("jr:itext('/data/late:label')", "jr:itext('village-2')")
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    with study_of(tmp_path, replace(made, xform=shown), "named") as study:
        entry = study.interviews.begin()
        assert entry.prompt("/data/late").label == 'Carlow, "C"'
        assert "Ashby" not in study.forms.questionnaire().xform


def test_a_picture_without_words_is_no_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictured = CHOICES.replace("label::H ", "image").replace("label::E", "note")
    for name in ("ऐशबी", "कारलो", "डनस्टर", "ईटन", "पूर्व", "पश्चिम"):
        (tmp_path / name).write_bytes(b"picture")
    plain = FORM.replace("label::E", "label").replace("label::H", "note")
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", plain, pictured, SETTINGS))
    inline = study_of(tmp_path, read, "inline")
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    table = study_of(tmp_path, read, "table")
    assert told(table, "default", "a", "v1") == told(inline, "default", "a", "v1")


def test_what_is_submitted_is_the_same(pairs: tuple[Study, Study]) -> None:
    sent = []
    for study in pairs:
        entry = study.interviews.begin()
        entry.answer_all({"/data/d": "a", "/data/v": "v1"})
        sent.append(entry.xml().replace(entry.instance_id, ""))
    assert sent[0] == sent[1]


def test_a_choice_whose_label_shows_an_answer_keeps_its_list_in_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = load_questionnaire(
        write_form(tmp_path / "form.xlsx", FORM, CHOICES.replace("Ashby", "Near ${d}"), SETTINGS)
    )
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    with study_of(tmp_path, read, "shown") as study:
        entry = study.interviews.begin()
        entry.answer("/data/d", "a")
        assert [choice.label for choice in entry.choices("/data/v")] == ["Near a", "Bowness"]


@pytest.mark.parametrize("number", [1_975, 1_990, 2_000, 2_001, 2_020])
def test_a_translated_list_of_any_length_can_be_answered(tmp_path: Path, number: int) -> None:
    more = "".join(
        f"    |         | village   | z{i} | Zed{i} | ज़ेड{i} | {'ab'[i % 2]} | {i} |\n"
        for i in range(number - 5)
    )
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", FORM, CHOICES + more, SETTINGS))
    with study_of(tmp_path, read, "long") as study:
        entry = study.interviews.begin()
        entry.language = "H"
        entry.answer_all({"/data/d": "a", "/data/v": "z4", "/data/any": "z7", "/data/many": "z5 z6"})
        for ref in ("/data/any", "/data/many"):
            assert len(entry.choices(ref)) == number
            assert entry.choice_label(ref, "z7") == "ज़ेड7"
        assert not entry.validate()


def test_a_list_without_translations_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [text.replace("label::E", "label").replace("label::H", "note") for text in (FORM, CHOICES)]
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    without_text = "\n".join(line for line in plain[0].splitlines() if "itext" not in line)
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", without_text, plain[1], SETTINGS))
    with study_of(tmp_path, read, "plain") as study:
        entry = study.interviews.begin()
        entry.answer("/data/d", "a")
        assert [choice.label for choice in entry.choices("/data/v")] == ["Ashby", "Bowness"]
        assert "Ashby" not in study.forms.questionnaire().xform
