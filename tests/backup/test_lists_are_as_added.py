"""Check now compares what is read of a form, and the rows of its lists, with what was added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.forms import external_lists, inline_lists
from fieldsurvey.i18n import sentence
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.forms.test_inline_lists import CHOICES, FORM, SETTINGS
from tests.support import rows
from tests.support.markdown_form import write_form

SHOPS = """
    |        | select_one_from_file shops.csv | shop | Shop | H | | |
    |        | calculate | near |  |  |  | instance('shops')/root/item[name = ${shop}]/label |
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """One with a form that has a long list of its own, and a large file beside it."""
    monkeypatch.setattr(inline_lists, "LONG", 3)
    monkeypatch.setattr(inline_lists, "BYTES_OF_ONE", 0)
    monkeypatch.setattr(external_lists, "LARGE", 10)
    lines = [f"s{number}, Shop {number}\n" for number in range(50)]
    (tmp_path / "shops.csv").write_text("name,label\n\n" + "".join(lines))
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", FORM.rstrip() + SHOPS, CHOICES, SETTINGS))
    with Study.create(tmp_path / "a.study", Cluster(name="Brass"), [read], passphrase=None) as made:
        yield made


def table_with(study: Study, text: str) -> str:
    """The name and the column of the list in which a text stands."""
    for (name,) in rows.read(
        study, "SELECT name FROM sqlite_master WHERE name GLOB 'list_[0-9]*' AND type = 'table'"
    ):
        for (column,) in rows.read(study, f"SELECT name FROM pragma_table_info('{name}')"):
            if rows.number(study, f"SELECT count(*) FROM {name} WHERE {column} = '{text}'"):
                return f"{name} SET {column} = 'DISTORTED' WHERE {column} = '{text}'"
    raise AssertionError(text)


def test_a_form_that_nobody_changed_has_no_fault(study: Study) -> None:
    assert study.safety.verify().is_whole
    study.safety.back_up()
    (backup,) = study.safety.backups()
    with Study.open(backup.path) as copy:
        assert copy.safety.verify().is_whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE form_skeleton SET xform = replace(xform, 'District', 'DISTORTED')",
        "UPDATE form_skeleton SET extra = replace(extra, 'District', 'DISTORTED')",
        "UPDATE form_skeleton SET xform = '<broken'",
        "UPDATE form_skeleton SET extra = '{'",
        "DELETE FROM form_list WHERE name GLOB 'jr:*'",
    ],
)
def test_a_change_of_what_is_read_in_its_place_names_the_form(study: Study, change: str) -> None:
    rows.damage(study, change)
    assert any("The form where (version 1)" in sentence(one) for one in study.safety.verify().faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [("Ashby", "The form where (version 1)"), ("Shop 7", "The list shops.csv of the form where")],
)
def test_a_changed_row_of_a_list_names_the_form(study: Study, text: str, says: str) -> None:
    rows.damage(study, f"UPDATE {table_with(study, text)}")
    faults = [sentence(one) for one in study.safety.verify().faults]
    assert [one for one in faults if says in one] == faults


def test_changed_bytes_of_an_attached_list_name_it(study: Study) -> None:
    rows.damage(study, "UPDATE list_part SET data = x'00' WHERE place = 0")
    assert any("shops.csv" in sentence(one) for one in study.safety.verify().faults)
