"""The list of interviews narrowed: by person, day, round, stratum, how it was left and what is flagged, several at once."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import InterviewFilter
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS, NOW


@pytest.fixture
def many(study: Study) -> dict[str, str]:
    """Eight interviews on eight days by two people; the first four of firms, two of them of a second round. Name -> identity."""
    found = {}
    for number in range(8):
        study.clock = lambda number=number: NOW + timedelta(days=number)
        name = f"Firm {number}"
        found[name] = study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": name})
        rows.damage(
            study,
            f"UPDATE interview SET interviewer = '{'Asha' if number % 2 else 'Ravi'}' WHERE instance_id = '{found[name]}'",
        )
    for number in range(4):
        (firm,) = study.register.add(f"Firm {number}").ids
        study.fieldwork.belongs_to(
            found[f"Firm {number}"], firm, round_key="baseline" if number < 2 else "second"
        )
    rows.damage(study, "UPDATE firm_case SET stratum = 'Small' WHERE round = 'second'")
    return found


def names(study: Study, **wanted: object) -> list[str]:
    chosen = InterviewFilter(order="firm", is_ascending=True, **wanted)  # type: ignore[arg-type]
    found = [row.firm for row in study.interviews.page(chosen, 0, 50)]
    assert study.interviews.number(chosen) == len(found)
    return [name.removeprefix("Firm ") for name in found]


def day(number: int) -> str:
    return (NOW + timedelta(days=number)).date().isoformat()


def test_each_narrows_and_several_together_more(study: Study, many: dict[str, str]) -> None:
    assert names(study) == list("01234567")
    assert names(study, since=day(2), until=day(4)) == list("234")
    assert names(study, since=day(7)) == ["7"]
    assert names(study, round="baseline") == list("01")
    assert names(study, stratum="Small") == list("23")
    assert names(study, only=frozenset({many["Firm 1"], many["Firm 6"]})) == list("16")
    assert names(study, only=frozenset()) == []
    assert names(study, interviewer="Asha", since=day(2), round="second") == ["3"]


def test_what_can_be_chosen_is_counted(study: Study, many: dict[str, str]) -> None:
    choices = study.interviews.choices()
    assert choices.agents == (("Asha", 4), ("Ravi", 4))
    assert choices.rounds == (("baseline", 2), ("second", 2))
    assert choices.strata == (("Small", 2),)
    assert sum(number for _monday, number in choices.weeks) == 8
    assert all(monday.weekday() == 0 for monday, _number in choices.weeks)
    assert [monday for monday, _number in choices.weeks] == sorted(
        (monday for monday, _number in choices.weeks), reverse=True
    )
    first = min(monday for monday, _number in choices.weeks)
    assert first <= date.fromisoformat(day(0)) < first + timedelta(days=7)


def test_those_closed_as_partial_are_found(study: Study) -> None:
    entry = study.interviews.begin("small")
    entry.answer("/data/identity/firm_name", "Half")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Whole"})
    study.annotations.close_as_partial(entry.instance_id, "the owner left")
    assert names(study, is_partial=True) == ["Half"]
    assert names(study, is_partial=False) == ["Whole"]


def test_a_deleted_interview_is_no_choice(study: Study, many: dict[str, str]) -> None:
    for name in ("Firm 2", "Firm 3"):
        study.interviews.delete(many[name])
    assert study.interviews.choices().rounds == (("baseline", 2),)
    assert names(study, deleted=True, stratum="Small") == list("23")


def test_a_script_narrows_them_too(run: Run, study: Study, many: dict[str, str]) -> None:
    study.close()
    code, out, _ = run(
        "interview", "list", study.path, "--agent", "Asha", "--since", day(2), "--round", "second"
    )
    assert (code, [line.split("\t")[0] for line in out.splitlines()]) == (0, [many["Firm 3"]])
    code, out, _ = run("interview", "list", study.path, "--stratum", "Small", "--json")
    assert {one["firm"] for one in json.loads(out)} == {"Firm 2", "Firm 3"}
    assert run("interview", "list", study.path, "--partial")[1] == ""
    assert run("interview", "list", study.path, "--since", "soon")[0] == 2
