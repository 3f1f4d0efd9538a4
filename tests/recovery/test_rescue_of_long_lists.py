"""A form with long lists of its own: its row lies on many pages, and one lost page is not to cost it its words."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.forms import inline_lists
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.recovery.rescue import rescue
from fieldsurvey.study import Study
from tests.forms.test_inline_lists import FORM
from tests.support import rows
from tests.support.damage import PAGE, root_of, wipe
from tests.support.markdown_form import write_form
from tests.support.small_form import ANSWERS, NOW

VILLAGES = 400
LATER = NOW + timedelta(days=3)
HEAD = """
    | choices |           |      |          |          |          |     |
    |         | list_name | name | label::E | label::H | district | pop |
    |         | district  | a    | East     | पूर्व      |          |     |
    |         | district  | b    | West     | पश्चिम    |          |     |
"""
SETTINGS = """
    | settings |         |         |
    |          | form_id | version |
    |          | where   | {}      |
"""


@pytest.fixture(autouse=True)
def _short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline_lists, "LONG", 100)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "rescued.study"


def where(folder: Path, version: str = "1") -> Questionnaire:
    """A form whose villages fill some thirty pages."""
    lines = (
        f"    | | village | v{n} | Village {n} | गाँव {n} | {'ab'[n % 2]} | {n if n % 3 else ''} |\n"
        for n in range(VILLAGES)
    )
    path = folder / f"form{version}.xlsx"
    return load_questionnaire(write_form(path, FORM, HEAD + "".join(lines), SETTINGS.format(version)))


def broken_study(folder: Path, *forms: Questionnaire) -> Path:
    """A study whose first form has an interview and has lost a page of its row, but none of what is read in its place."""
    path = folder / "broken.study"
    with Study.create(path, Cluster(name="Brass"), [forms[0]], passphrase=None, clock=lambda: NOW) as study:
        study.interviews.add("where", {"/data/d": "b", "/data/v": "v223", "/data/many": "v4 v7"})
    for later in forms[1:]:
        with Study.open(path, clock=lambda: LATER) as study:
            study.forms.add(later)
    wipe(path, page_of_the_row(path))
    return path


def page_of_the_row(path: Path) -> int:
    """A page in the middle of the first form's XML: the list's own rows have no tags around a label."""
    mark = b"<value>Village 200</value>"
    return path.read_bytes().index(mark) // PAGE + 1


def test_a_form_that_lost_a_page_is_put_together_with_all_its_words(tmp_path: Path, out: Path) -> None:
    form = where(tmp_path)
    report = rescue(broken_study(tmp_path, form), out)
    assert (report.rebuilt_forms, report.lost_lists, report.dropped) == ([], [], {})
    with Study.open(out) as study:
        (identity,) = (row.instance_id for row in study.interviews.listing())
        study.interviews.reopen(identity, "A word was wrong.")
        entry = study.interviews.resume(identity)
        entry.language = "H"
        assert entry.choice_label("/data/v", "v223") == "गाँव 223"
        assert entry.value("/data/pop") == "223"
        assert len(entry.choices("/data/any")) == VILLAGES
        again = dataclasses.replace(study.forms.questionnaire(), media={}, xform="")
        with Study.create(tmp_path / "sound.study", Cluster(), [form], passphrase=None) as sound:
            assert again == dataclasses.replace(sound.forms.questionnaire(), media={}, xform="")
        assert study.safety.verify().is_whole


def test_its_lists_are_apart_again_so_that_it_opens_as_quickly(tmp_path: Path, out: Path) -> None:
    rescue(broken_study(tmp_path, where(tmp_path)), out)
    assert rows.read(out, "SELECT form_id, version FROM form_skeleton") == [("where", "1")]


def test_a_form_that_is_whole_has_its_lists_apart_too(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "broken.study"
    Study.create(path, Cluster(), [where(tmp_path)], passphrase=None, clock=lambda: NOW).close()
    wipe(path, 1)
    report = rescue(path, out)
    assert report.rebuilt_forms == []
    assert rows.read(out, "SELECT form_id, version FROM form_skeleton") == [("where", "1")]


def test_of_a_list_that_lost_rows_the_others_keep_their_words_and_the_loss_is_told(
    tmp_path: Path, out: Path
) -> None:
    path = broken_study(tmp_path, where(tmp_path))
    data = path.read_bytes()
    number = next(
        at // PAGE + 1
        for at in places(data, b"Village 301")
        if data[at - 7 : at] != b"<value>" and data[at // PAGE * PAGE] == 13
    )
    wipe(path, number)
    report = rescue(path, out)
    assert report.lost_lists == [("where", "village")]
    with Study.open(out) as study:
        entry = study.interviews.begin("where")
        codes = {choice.value for choice in entry.choices("/data/any")}
        assert "v301" not in codes
        assert {"v1", "v222", "v399"} <= codes


def places(data: bytes, mark: bytes) -> list[int]:
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


def test_an_old_version_that_is_made_anew_does_not_count_as_the_newest(tmp_path: Path, out: Path) -> None:
    rescue(broken_study(tmp_path, where(tmp_path), where(tmp_path, "2")), out)
    with Study.open(out) as study:
        assert study.forms.questionnaire("where").version == "2"


def test_neither_does_one_made_of_its_answers(
    tmp_path: Path, out: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "broken.study"
    newer = dataclasses.replace(
        questionnaire,
        version="2",
        xform=questionnaire.xform.replace('version="1"', 'version="2"'),
    )
    with Study.create(path, Cluster(), [questionnaire], passphrase=None, clock=lambda: NOW) as study:
        study.interviews.add("small", ANSWERS)
    with Study.open(path, clock=lambda: LATER) as study:
        study.forms.add(newer)
    rows.change(path, "UPDATE form SET xform = 'none' WHERE version = '1'")
    wipe(path, root_of("setting", path, None))
    report = rescue(path, out)
    assert report.rebuilt_forms == [("small", "1")]
    with Study.open(out) as study:
        assert study.forms.questionnaire("small").version == "2"
