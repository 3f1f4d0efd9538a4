"""What somebody hands over as a form, a study or answers: a sentence or it works; no bug, no wait without end, no sign lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fieldsurvey.errors import AnswerError, FieldSurveyError, FormError
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.interviews.submissions import read_answers
from fieldsurvey.records import Cluster
from fieldsurvey.study import ExportOptions, Study
from tests.support.markdown_form import write_form
from tests.support.scenario import xform

LABEL = "Größe in €"
SMALL = xform("""
    | survey |      |      |       |
    |        | type | name | label |
    |        | text | a    | LABEL |
    | settings |         |
    |          | form_id |
    |          | small   |
""")
GROUPS = (300, 500)
"""Too deep for who reads XML; for who converts workbooks, too."""

linked = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")


def deep(folder: Path, groups: int) -> Path:
    begins = "\n".join(f"| | begin group | g{n} | G |" for n in range(groups))
    ends = "\n".join("| | end group | | |" for _n in range(groups))
    return write_form(
        folder / "deep.xlsx",
        f"| survey | | | |\n| | type | name | label |\n{begins}\n| | text | a | A |\n{ends}",
    )


@pytest.mark.parametrize("groups", GROUPS)
def test_a_form_of_hundreds_of_groups_within_each_other_is_refused_in_a_sentence(
    tmp_path: Path, groups: int
) -> None:
    with pytest.raises(FormError) as caught:
        load_questionnaire(deep(tmp_path, groups))
    assert [problem.code for problem in caught.value.problems] == ["form.nested-too-deep"]


def test_answers_of_hundreds_of_lists_within_each_other_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text('{"/data/a": ' + "[" * 900 + "]" * 900 + "}")
    with pytest.raises(AnswerError, match="nested too deeply"):
        read_answers(tmp_path / "deep.json")


@linked
def test_a_pipe_given_as_a_form_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "form.xlsx")
    with pytest.raises(FormError, match="no file"):
        load_questionnaire(tmp_path / "form.xlsx")


@linked
def test_a_pipe_given_as_answers_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(AnswerError, match="no file"):
        read_answers(tmp_path / "a.json")


@linked
def test_a_pipe_given_as_a_study_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.study")
    with pytest.raises(FieldSurveyError, match="no file"):
        Study.open(tmp_path / "a.study")


@linked
def test_a_circle_of_links_given_as_a_study_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.study").symlink_to("a.study")
    with pytest.raises(FieldSurveyError, match="cannot be read"):
        Study.open(tmp_path / "a.study")


@pytest.mark.parametrize("letters", [240, 300])
def test_a_study_of_too_long_a_name_is_refused_in_a_sentence(tmp_path: Path, letters: int) -> None:
    with pytest.raises(FieldSurveyError, match="name is too long"):
        Study.create(tmp_path / f"{'n' * letters}.study", Cluster(name="Brass"), [], passphrase=None)
    assert list(tmp_path.iterdir()) == []


def test_an_export_of_too_long_a_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with small(tmp_path) as study, pytest.raises(FieldSurveyError, match="name is too long"):
        study.exports.write(tmp_path / f"{'n' * 300}.xlsx", ExportOptions(confirms_roles=True))


def test_an_export_of_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    with small(tmp_path) as study:
        study.exports.write(tmp_path / f"{'n' * 240}.xlsx", ExportOptions(confirms_roles=True))
    assert (tmp_path / f"{'n' * 240}.xlsx").stat().st_size > 1000


def small(folder: Path) -> Study:
    (folder / "small.xml").write_text(SMALL)
    return Study.create(
        folder / "a.study", Cluster(name="Brass"), [load_questionnaire(folder / "small.xml")], passphrase=None
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "iso-8859-15", "utf-16", "utf-16-le", "windows-1252"]
)
def test_a_form_is_read_in_the_encoding_it_says_it_is_in(tmp_path: Path, encoding: str) -> None:
    text = SMALL.replace(
        '<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    )
    (tmp_path / "f.xml").write_bytes(text.replace("LABEL", LABEL).encode(encoding))
    assert LABEL in load_questionnaire(tmp_path / "f.xml").xform


@pytest.mark.parametrize(
    ("said", "written", "named"),
    [("utf-8", "iso-8859-15", "UTF-8"), ("no-such", "utf-8", "no-such"), ("ascii", "utf-8", "ASCII")],
)
def test_a_form_in_another_encoding_than_it_says_is_refused_by_name(
    tmp_path: Path, said: str, written: str, named: str
) -> None:
    text = SMALL.replace('<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{said}"?>')
    (tmp_path / "f.xml").write_bytes(text.replace("LABEL", LABEL).encode(written))
    with pytest.raises(FormError, match=named):
        load_questionnaire(tmp_path / "f.xml")


def test_a_number_of_seventeen_digits_stays_as_it_is(tmp_path: Path) -> None:
    number = "12345678901234567"
    (tmp_path / "a.json").write_text(json.dumps({"/data/a": int(number)}))
    with small(tmp_path) as study:
        identity = study.interviews.add("small", read_answers(tmp_path / "a.json"))
        assert f">{number}<" in study.interviews.read(identity).xml
