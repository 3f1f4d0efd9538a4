"""An interview begins from its firm: what study and register know stands in it already, and a firm counts once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import CaseRole, Cluster, FirmField, Outcome, Topic
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

CLUSTER = Cluster(name="Nagamangala Brass", district="Mandya", state="Karnataka", agency="Udyoga Trust")
KNOWN = {
    FirmField.PHONE: "9845012345",
    FirmField.PLACE: "Kumbara street",
    FirmField.UDYAM: "UDYAM-KR-18-0041276",
    FirmField.WORKERS: "14",
}


@pytest.fixture
def firm_study(tmp_path: Path) -> Iterator[tuple[Study, str]]:
    """A study with the firm form that ships, and one firm."""
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(
        tmp_path / "n.study", CLUSTER, [form], passphrase=None, clock=lambda: NOW, who=lambda: "Meena"
    ) as study:
        (firm,) = study.register.add("Sri Manjunatha Brass Works", KNOWN).ids
        yield study, firm


def answers(study: Study, instance_id: str) -> dict[str, str]:
    """Name of a question -> answer, of those that have one and are a person's."""
    entry = study.interviews.resume(instance_id)
    return {ref.rsplit("/", 1)[1]: entry.value(ref) for ref in entry.refs() if entry.value(ref)}


def test_what_is_known_stands_in_the_interview(firm_study: tuple[Study, str]) -> None:
    study, firm = firm_study
    begun = study.fieldwork.begin(firm, interviewer="Meena Patil")
    assert Topic.FIELDWORK in begun.topics
    told = answers(study, begun.instance_id)
    expected = {
        "interviewer": "Meena Patil",
        "survey_round": "baseline",
        "cluster_name": "Nagamangala Brass",
        "firm_id": "0001",
        "firm_name": "Sri Manjunatha Brass Works",
        "selection": "purposive",
        "visit_number": "1",
        "respondent_phone": "9845012345",
        "state": "karnataka",
        "place": "Kumbara street",
        "udyam_number": "UDYAM-KR-18-0041276",
    }
    assert {name: told.get(name) for name in expected} == expected
    assert "workers" not in told
    assert begun.filled >= len(expected)


def test_it_is_in_the_list_under_the_firm_and_every_answer_in_the_history(
    firm_study: tuple[Study, str],
) -> None:
    study, firm = firm_study
    begun = study.fieldwork.begin(firm)
    (row,) = study.interviews.listing()
    assert row.firm == "0001 Sri Manjunatha Brass Works"
    events = [line.event for line in study.interviews.history(begun.instance_id)]
    assert events.count("answered") == begun.filled
    assert events[-1] == "belongs to"
    assert study.safety.verify().faults == ()


def test_a_firm_is_interviewed_once_in_a_round(firm_study: tuple[Study, str]) -> None:
    study, firm = firm_study
    study.fieldwork.begin(firm)
    with pytest.raises(RegisterError, match="has an interview in the round baseline"):
        study.fieldwork.begin(firm)
    assert len(study.interviews.listing()) == 1


def test_a_deleted_interview_makes_room_for_another(firm_study: tuple[Study, str]) -> None:
    study, firm = firm_study
    study.interviews.delete(study.fieldwork.begin(firm).instance_id)
    study.fieldwork.begin(firm)
    assert len(study.interviews.listing()) == 1


def test_the_next_round_asks_anew(firm_study: tuple[Study, str]) -> None:
    study, firm = firm_study
    study.fieldwork.begin(firm)
    again = study.fieldwork.begin(firm, round_key="follow_up")
    assert answers(study, again.instance_id)["survey_round"] == "follow_up"


def test_calls_before_are_counted_and_the_draw_is_told(firm_study: tuple[Study, str]) -> None:
    study, firm = firm_study
    study.fieldwork.draw([Stratum("all", method=Method.CENSUS, drawn=1)], 1)
    study.fieldwork.add_visit(firm, Outcome.AWAY)
    told = answers(study, study.fieldwork.begin(firm).instance_id)
    assert (told["visit_number"], told["selection"]) == ("2", "take_all")


def test_a_firm_in_reserve_is_not_interviewed(firm_study: tuple[Study, str]) -> None:
    study, _firm = firm_study
    study.register.add("Verma Castings")
    study.fieldwork.draw([Stratum("all", method=Method.SIMPLE, drawn=1, reserve=1)], 1)
    waiting = next(one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.RESERVE)
    with pytest.raises(RegisterError, match="waits in the reserve"):
        study.fieldwork.begin(waiting)


ODD = """
    | survey |                        |               |                    |              |             |            |
    |        | type                   | name          | label::English (en) | calculation  | constraint  | disclosure |
    |        | text                   | firm_name     | Firm               |              | regex(., '^[a-z]+$') |    |
    |        | calculate              | cluster_name  |                    | 'computed'   |             |            |
    |        | text                   | phone         | Phone              |              |             | sensitive  |
    |        | begin_repeat           | unit          | Unit               |              |             |            |
    |        | text                   | place         | Place              |              |             |            |
    |        | end_repeat             |               |                    |              |             |            |
    |        | select_one here        | district      | District           |              |             |            |
    | choices |           |       |                     |
    |         | list_name | name  | label::English (en) |
    |         | here      | d1    | Hassan              |
    |         | here      | d2    | Hassan              |
    | settings |         |
    |          | form_id |
    |          | odd     |
"""


def test_nothing_is_filled_that_is_not_meant_or_not_accepted(tmp_path: Path) -> None:
    form = load_questionnaire(write_form(tmp_path / "odd.xlsx", ODD))
    cluster = dataclasses.replace(CLUSTER, district="Hassan")
    with Study.create(tmp_path / "o.study", cluster, [form], passphrase=None, clock=lambda: NOW) as study:
        (firm,) = study.register.add("Sri Manjunatha Brass Works", KNOWN).ids
        begun = study.fieldwork.begin(firm)
        told = answers(study, begun.instance_id)
    assert begun.filled == 0
    assert {
        name: told.get(name, "") for name in ("firm_name", "cluster_name", "phone", "place", "district")
    } == {
        "firm_name": "",
        "cluster_name": "computed",
        "phone": "",
        "place": "",
        "district": "",
    }


def test_an_interview_without_a_firm_has_what_is_the_same_in_all(firm_study: tuple[Study, str]) -> None:
    study, _firm = firm_study
    entry = study.interviews.begin("", None, "Savitha")
    known = {ref.rsplit("/", 1)[1]: entry.value(ref) for ref in entry.refs() if entry.value(ref)}
    assert known["cluster_name"] == "Nagamangala Brass"
    assert known["interviewer"] == "Savitha"
    assert {"firm_name", "phone"}.isdisjoint(known)
    assert not entry.can_undo


def test_a_script_that_records_answers_adds_none_of_its_own(
    firm_study: tuple[Study, str], tmp_path: Path
) -> None:
    study, _firm = firm_study
    form = write_form(tmp_path / "s.xlsx", SHORT)
    study.forms.add(load_questionnaire(form))
    identity = study.interviews.add("short", {"/data/workers": "4"})
    assert "Karnataka" not in study.interviews.read(identity).xml
    assert study.interviews.begin("short").value("/data/state") == "Karnataka"


SHORT = """
    | survey   |         |         |         |
    |          | type    | name    | label   |
    |          | text    | state   | State   |
    |          | integer | workers | Workers |
    | settings |         |         |         |
    |          | form_id |         |         |
    |          | short   |         |         |
"""
