"""Entities: what an interview creates and updates in lists, from the form and from repeats."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import Entity, EntityAction, FormEntry, ViolationKind, parse_form
from fieldsurvey.xforms.instance.entities import listed
from tests.support.scenario import NOW, Scenario, xform

NEW_FIRM = """
    | survey   |           |      |       |           |
    |          | type      | name | label | save_to   |
    |          | text      | name | Name  | firm_name |
    |          | integer   | age  | Age   | age       |
    |          | text      | note | Note  |           |
    | entities |           |       |          |
    |          | list_name | label | create_if |
    |          | firms     | ${name} | ${age} > 3 |
"""
KNOWN_FIRM = """
    | survey   |                                |        |         |          |
    |          | type                           | name   | label   | save_to  |
    |          | select_one_from_file firms.csv | firm   | Firm    |          |
    |          | integer                        | people | Workers | workers  |
    | entities |           |         |           |           |
    |          | list_name | label   | entity_id | update_if |
    |          | firms     |         | ${firm}   | true()    |
"""
WORKERS = """
    | survey   |              |        |       |             |
    |          | type         | name   | label | save_to     |
    |          | text         | firm   | Firm  |             |
    |          | begin repeat | worker | W     |             |
    |          | text         | name   | Name  | person_name |
    |          | end repeat   |        |       |             |
    | entities |           |         |           |
    |          | list_name | label   | repeat    |
    |          | people    | ${name} | ${worker} |
"""
NESTED = """
    | survey   |              |        |       |             |
    |          | type         | name   | label | save_to     |
    |          | begin repeat | unit   | U     |             |
    |          | text         | title  | Title | units#unit_title   |
    |          | begin repeat | worker | W     |             |
    |          | text         | name   | Name  | people#person_name |
    |          | end repeat   |        |       |             |
    |          | end repeat   |        |       |             |
    | entities |           |          |
    |          | list_name | label    |
    |          | units     | ${title} |
    |          | people    | ${name}  |
"""
ID = "6b2b7cb0-6e5f-4d5a-9a4e-3f6b7e7a0001"
LIST = f"name,label,__version,__trunkVersion,__branchId\n{ID},Old name,4,4,branch-1\n"


def _known_firm() -> Scenario:
    form = Scenario(KNOWN_FIRM, {"firms.csv": LIST})
    form.answer("/data/firm", ID)
    form.answer("/data/people", 12)
    return form


def test_a_new_firm_takes_the_answers_saved_to_it() -> None:
    form = Scenario(NEW_FIRM)
    form.answer("/data/name", "Asha Knits")
    form.answer("/data/age", 5)
    (made,) = form.entry.entities()
    assert (made.dataset, made.action, made.label) == ("firms", EntityAction.CREATE, "Asha Knits")
    assert made.properties == {"firm_name": "Asha Knits", "age": "5"}
    assert made.problem is None


def test_a_firm_whose_condition_does_not_hold_is_not_created() -> None:
    form = Scenario(NEW_FIRM)
    form.answer("/data/age", 2)
    assert form.entry.entities() == []


def test_a_new_entity_without_a_label_is_told() -> None:
    form = Scenario(NEW_FIRM)
    form.answer("/data/age", 5)
    assert "has no label" in str(form.entry.entities()[0].problem)


def test_an_update_names_the_version_and_branch_it_is_based_on() -> None:
    (made,) = _known_firm().entry.entities()
    assert (made.action, made.entity_id) == (EntityAction.UPDATE, ID)
    assert (made.base_version, made.trunk_version, made.branch_id) == ("4", "4", "branch-1")


def test_the_submission_carries_what_the_update_is_based_on() -> None:
    assert 'baseVersion="4" trunkVersion="4" branchId="branch-1"' in _known_firm().entry.xml()


def test_each_instance_of_a_repeat_makes_its_own_entity() -> None:
    form = Scenario(WORKERS)
    form.entry.add_repeat("/data/worker")
    form.answer("/data/worker[1]/name", "Asha")
    form.answer("/data/worker[2]/name", "Ravi")
    made = form.entry.entities()
    assert [entity.properties["person_name"] for entity in made] == ["Asha", "Ravi"]
    assert [entity.problem for entity in made] == [None, None]
    assert made[0].entity_id != made[1].entity_id


def test_rows_of_rows_and_several_lists_make_entities_with_ids_of_their_own() -> None:
    form = Scenario(NESTED)
    form.entry.add_repeat("/data/unit[1]/worker")
    form.entry.add_repeat("/data/unit")
    form.entry.add_repeat("/data/unit[2]/worker")
    form.entry.answer_all(
        {
            "/data/unit[1]/title": "Dyeing",
            "/data/unit[1]/worker[1]/name": "Asha",
            "/data/unit[1]/worker[2]/name": "Ravi",
            "/data/unit[2]/title": "Weaving",
            "/data/unit[2]/worker[1]/name": "Noor",
        }
    )
    made = form.entry.entities()
    assert [(entity.dataset, entity.label) for entity in made] == [
        ("people", "Asha"), ("people", "Ravi"), ("people", "Noor"), ("units", "Dyeing"), ("units", "Weaving"),
    ]  # fmt: skip
    assert [entity.problem for entity in made] == [None] * 5
    assert len({entity.entity_id for entity in made}) == 5


def test_a_row_without_a_label_is_told_at_finalising_with_its_question() -> None:
    form = Scenario(WORKERS)
    form.entry.add_repeat("/data/worker")
    form.answer("/data/worker[1]/name", "Asha")
    (fault,) = form.entry.finalise()
    assert (fault.ref, fault.kind) == ("/data/worker[2]/name", ViolationKind.ENTITY)
    assert "has no label" in fault.message


def test_an_id_no_server_takes_is_told_at_finalising_with_its_question() -> None:
    form = Scenario(KNOWN_FIRM, {"firms.csv": "name,label\nfirm-7,Old name\n"})
    form.answer("/data/firm", "firm-7")
    (fault,) = form.entry.finalise()
    assert (fault.ref, fault.kind) == ("/data/firm", ViolationKind.ENTITY)
    assert "firm-7" in fault.message


def test_an_id_may_have_the_prefix_of_an_interviews_identity() -> None:
    form = Scenario(KNOWN_FIRM, {"firms.csv": f"name,label\nuuid:{ID},Old name\n"})
    form.answer("/data/firm", f"uuid:{ID}")
    (made,) = form.entry.entities()
    assert (made.entity_id, made.problem) == (ID, None)


def test_a_draft_in_which_further_rows_got_no_id_opens_with_one() -> None:
    form = Scenario(WORKERS)
    form.answer("/data/worker[1]/name", "Asha")
    draft = form.entry.draft_xml().replace(form.entry.entities()[0].entity_id, "")
    (made,) = FormEntry.restore(form.form, draft, now=NOW).entities()
    assert made.problem is None


def test_an_answer_saved_where_no_entity_is_declared_is_refused() -> None:
    text = xform(NEW_FIRM).replace('dataset="firms"', "")
    with pytest.raises(FormError, match="declares no entity there"):
        parse_form(text)


def test_a_form_of_a_newer_specification_is_refused() -> None:
    with pytest.raises(FormError, match=r"version 2031\.2\.0"):
        parse_form(xform(NEW_FIRM).replace('entities-version="2024.1.0"', 'entities-version="2031.2.0"'))


def test_a_new_entity_stands_in_the_list_with_a_branch_of_its_own() -> None:
    made = Entity("firms", ID, EntityAction.CREATE, "Asha Knits", {"age": "5"})
    row = listed({}, made, lambda: "branch-9")[ID]
    assert row == {
        "name": ID, "label": "Asha Knits", "age": "5", "__version": "1", "__trunkVersion": "", "__branchId": "branch-9",
    }  # fmt: skip


def test_a_local_update_counts_the_version_up_and_keeps_its_trunk() -> None:
    rows = {ID: {"name": ID, "label": "Old", "__version": "4", "__trunkVersion": "4", "__branchId": "b"}}
    row = listed(rows, Entity("firms", ID, EntityAction.UPDATE, "", {"workers": "12"}))[ID]
    assert (row["__version"], row["__trunkVersion"], row["__branchId"], row["label"]) == (
        "5",
        "4",
        "b",
        "Old",
    )


def test_the_first_local_update_of_a_row_from_the_server_begins_a_branch_at_its_version() -> None:
    rows = {ID: {"name": ID, "label": "Old", "__version": "4"}}
    row = listed(rows, Entity("firms", ID, EntityAction.UPDATE, "New"), lambda: "branch-9")[ID]
    assert (row["__version"], row["__trunkVersion"], row["__branchId"]) == ("5", "4", "branch-9")


def test_an_update_of_an_unknown_entity_changes_nothing() -> None:
    assert listed({}, Entity("firms", ID, EntityAction.UPDATE, "New")) == {}
