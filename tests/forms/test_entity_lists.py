"""A firm recorded this morning can be chosen this afternoon: lists of entities without network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import xform
from tests.support.small_form import NOW

KNOWN = "6b2b7cb0-6e5f-4d5a-9a4e-3f6b7e7a0001"
FIRMS = f"name,label,__version,workers\n{KNOWN},Brass House,4,9\n"
NEW_FIRM = """
    | survey   |           |         |       |         |
    |          | type      | name    | label | save_to |
    |          | text      | name    | Name  |         |
    |          | integer   | workers | W     | workers |
    | settings |           |         |       |         |
    |          | form_id   | version |       |         |
    |          | new_firm  | 1       |       |         |
    | entities |           |         |       |         |
    |          | list_name | label   |       |         |
    |          | firms     | ${name} |       |         |"""
FOLLOW_UP = """
    | survey   |                                |         |       |         |
    |          | type                           | name    | label | save_to |
    |          | select_one_from_file firms.csv | firm    | Firm  |         |
    |          | integer                        | workers | W     | workers |
    | settings |                                |         |       |         |
    |          | form_id                        | version |       |         |
    |          | follow_up                      | 1       |       |         |
    | entities |                                |         |       |         |
    |          | list_name | label | entity_id | update_if |
    |          | firms     |       | ${firm}   | true()    |"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    forms = [
        questionnaire_from_xform(xform(NEW_FIRM)),
        questionnaire_from_xform(xform(FOLLOW_UP), {"firms.csv": FIRMS.encode()}),
    ]
    with Study.create(tmp_path / "a.study", Cluster(), forms, passphrase=None) as made:
        yield made


def _finalised(study: Study, entry: FormEntry) -> str:
    assert entry.finalise() == []
    study.interviews.finalise(savepoint_of(entry, NOW), entry.xml())
    return entry.instance_id


def _new_firm(study: Study, name: str) -> None:
    entry = study.interviews.begin("new_firm")
    entry.answer("/data/name", name)
    entry.answer("/data/workers", "12")
    _finalised(study, entry)


def _follow_up(study: Study, firm: str, workers: str) -> FormEntry:
    entry = study.interviews.begin("follow_up")
    entry.answer("/data/firm", firm)
    entry.answer("/data/workers", workers)
    return entry


def _labels(study: Study) -> list[str]:
    return [choice.label for choice in study.interviews.begin("follow_up").choices("/data/firm")]


def test_a_new_firm_stands_in_the_list_of_the_follow_up(study: Study) -> None:
    _new_firm(study, "Asha Knits")
    assert _labels(study) == ["Brass House", "Asha Knits"]


def test_a_draft_changes_no_list(study: Study) -> None:
    entry = study.interviews.begin("new_firm")
    entry.answer("/data/name", "Asha Knits")
    study.interviews.savepoint(savepoint_of(entry, NOW))
    assert _labels(study) == ["Brass House"]


def test_an_update_stands_in_the_list_instead_of_the_server_s_row(study: Study) -> None:
    _finalised(study, _follow_up(study, KNOWN, "15"))
    again = study.interviews.begin("follow_up")
    workers = again.evaluate(f"instance('firms')/root/item[name = '{KNOWN}']/workers")
    assert (workers, _labels(study)) == ("15", ["Brass House"])


def test_a_second_update_names_the_branch_the_first_began(study: Study) -> None:
    _finalised(study, _follow_up(study, KNOWN, "15"))
    (second,) = _follow_up(study, KNOWN, "16").entities()
    assert (second.base_version, second.trunk_version) == ("5", "4")
    assert second.branch_id != ""


def test_an_update_of_a_firm_made_here_has_no_trunk(study: Study) -> None:
    _new_firm(study, "Asha Knits")
    made = study.interviews.begin("follow_up").choices("/data/firm")[1].value
    (update,) = _follow_up(study, made, "13").entities()
    assert (update.base_version, update.trunk_version) == ("1", "")


def test_the_lists_are_there_after_the_study_was_closed(study: Study) -> None:
    _new_firm(study, "Asha Knits")
    with Study.open(study.path) as again:
        assert _labels(again) == ["Brass House", "Asha Knits"]


def test_another_thread_s_study_sees_the_new_firm(study: Study) -> None:
    with study.again() as screen:
        before = _labels(screen)
        _new_firm(study, "Asha Knits")
        assert (before, _labels(screen)) == (["Brass House"], ["Brass House", "Asha Knits"])


def test_a_firm_whose_interview_is_erased_is_offered_no_more(study: Study) -> None:
    _new_firm(study, "Zebulon")
    identity = study.interviews.listing()[0].instance_id
    study.interviews.erase(identity, "Consent withdrawn")
    offered = [choice.label for choice in study.interviews.begin("follow_up").choices("/data/firm")]
    assert offered == ["Brass House"]
