"""A firm recorded this morning can be chosen this afternoon: lists of entities without network."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.xlsform import questionnaire_from_xform
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Changed, Cluster
from fieldsurvey.study import Study
from fieldsurvey.xforms import FormEntry
from tests.support.scenario import xform
from tests.support.sending import outbox_of
from tests.support.small_form import NOW

OTHER = "1c9a4c52-0d0e-4b7a-8a41-5a0f3e6b0002"
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


def _updated(study: Study, workers: str) -> tuple[str, str, str]:
    """Base, trunk and branch of an update, as it leaves for the server."""
    identity = _finalised(study, _follow_up(study, KNOWN, workers))
    return _based(study, identity)


def _based(study: Study, identity: str) -> tuple[str, str, str]:
    with outbox_of(study) as outbox:
        leaves = outbox.submission(identity).decode()
    (entity,) = FormEntry.record(study.forms.form("follow_up"), leaves).entities()
    return entity.base_version, entity.trunk_version, entity.branch_id


def test_updates_of_a_firm_the_server_knows_carry_its_trunk_and_one_branch_from_the_first(
    study: Study,
) -> None:
    first, second, third = (_updated(study, workers) for workers in ("15", "16", "17"))
    branch = first[2]
    assert uuid.UUID(branch).version == 4
    assert (first, second, third) == (("4", "4", branch), ("5", "4", branch), ("6", "4", branch))


def test_a_draft_that_was_begun_before_another_update_leaves_on_what_it_saw(study: Study) -> None:
    draft = _follow_up(study, KNOWN, "15")
    branch = _updated(study, "16")[2]
    identity = _finalised(study, draft)
    assert _based(study, identity) == ("4", "4", branch)


def test_two_copies_of_a_study_never_share_a_branch(study: Study, tmp_path: Path) -> None:
    with Study.create(
        tmp_path / "b.study",
        Cluster(),
        [questionnaire_from_xform(xform(FOLLOW_UP), {"firms.csv": FIRMS.encode()})],
        passphrase=None,
    ) as other:
        assert _updated(study, "15")[2] != _updated(other, "15")[2]


def test_an_update_that_is_finalised_again_leaves_on_the_version_it_had(study: Study) -> None:
    identity = _finalised(study, _follow_up(study, KNOWN, "15"))
    before = _based(study, identity)
    study.interviews.reopen(identity, "Workers were counted wrong")
    entry = study.interviews.resume(identity)
    entry.answer("/data/workers", "18")
    _finalised(study, entry)
    assert _based(study, identity) == before
    assert _updated(study, "19")[0] == "5"


def _renew(study: Study, rows: str) -> Changed:
    """The server's list comes again, with the form as it was."""
    media = {"firms.csv": f"name,label,__version,workers\n{rows}".encode()}
    return study.forms.add(questionnaire_from_xform(xform(FOLLOW_UP), media))


def _workers(study: Study) -> str:
    return study.interviews.begin("follow_up").evaluate(
        f"instance('firms')/root/item[name = '{KNOWN}']/workers"
    )


def test_a_refreshed_list_is_taken_with_the_form_as_it_was(study: Study) -> None:
    changed = _renew(study, f"{KNOWN},Brass House,5,30\n{OTHER},Zari Works,1,7\n")
    assert "firms.csv was renewed" in str(changed.message)
    assert (_labels(study), _workers(study)) == (["Brass House", "Zari Works"], "30")


def test_the_same_list_again_is_said_to_be_here(study: Study) -> None:
    assert "is in the study already" in str(_renew(study, f"{KNOWN},Brass House,4,9\n").message)


def test_another_thread_s_study_sees_the_refreshed_list(study: Study) -> None:
    with study.again() as screen:
        before = _labels(screen)
        _renew(study, f"{KNOWN},Brass House and Sons,5,30\n")
        assert (before, _labels(screen)) == (["Brass House"], ["Brass House and Sons"])


def test_who_still_reads_the_study_as_it_was_gives_nobody_the_list_of_before(study: Study) -> None:
    with study.again() as screen, study.context.reading():
        assert _labels_of(study) == ["Brass House"]
        _renew(screen, f"{KNOWN},Brass House and Sons,5,30\n")
        assert _labels_of(screen) == ["Brass House and Sons"]
        assert _labels_of(study) == ["Brass House"]
        assert _labels_of(screen) == ["Brass House and Sons"]
    assert _labels_of(study) == ["Brass House and Sons"]


def test_a_thread_that_comes_after_a_refreshed_list_shares_the_forms_that_were_read(study: Study) -> None:
    _renew(study, f"{KNOWN},Brass House and Sons,5,30\n")
    form = study.forms.form("follow_up")
    with study.again() as screen:
        assert screen.forms.form("follow_up") is form


def _labels_of(study: Study) -> list[str]:
    """What a new interview offers, without an interview."""
    return [choice.label for choice in study.context.new_entry("follow_up").choices("/data/firm")]


def test_a_list_that_is_behind_does_not_hide_an_update_made_here(study: Study) -> None:
    branch = _updated(study, "15")[2]
    _renew(study, f"{KNOWN},Brass House,4,9\n{OTHER},Zari Works,1,7\n")
    assert (_workers(study), _updated(study, "16")) == ("15", ("5", "4", branch))


def test_a_list_that_has_caught_up_takes_the_place_of_what_was_made_here_and_begins_a_new_branch(
    study: Study,
) -> None:
    branch = _updated(study, "15")[2]
    _renew(study, f"{KNOWN},Brass House,6,40\n")
    base, trunk, fresh = _updated(study, "41")
    assert (base, trunk) == ("6", "6")
    assert fresh != branch


def test_a_firm_made_here_stands_once_when_the_server_s_list_has_it(study: Study) -> None:
    _new_firm(study, "Asha Knits")
    made = study.interviews.begin("follow_up").choices("/data/firm")[1].value
    _renew(study, f"{KNOWN},Brass House,4,9\n{made},Asha Knits,1,12\n")
    assert _labels(study) == ["Brass House", "Asha Knits"]


def test_a_refreshed_list_without_the_column_the_form_needs_is_refused_and_changes_nothing(
    study: Study,
) -> None:
    with pytest.raises(FieldSurveyError):
        study.forms.add(
            questionnaire_from_xform(xform(FOLLOW_UP), {"firms.csv": b"code,town\nx,Moradabad\n"})
        )
    assert _labels(study) == ["Brass House"]


def test_a_list_that_has_become_large_is_taken_too(study: Study) -> None:
    rows = "".join(f"{uuid.UUID(int=number, version=4)},Firm {number},1,3\n" for number in range(12_000))
    _renew(study, rows + f"{KNOWN},Brass House,5,30\n")
    entry = _follow_up(study, KNOWN, "31")
    (update,) = entry.entities()
    assert (_workers(study), update.base_version, update.trunk_version) == ("30", "5", "5")


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
