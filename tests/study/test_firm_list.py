"""Firms as a list shows them: narrowed and sorted with their cases, the same figures as the coverage, page by page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from fieldsurvey.records import CaseRole, CaseState, FirmField, FirmFilter, Outcome, VisitFilter
from fieldsurvey.records.design import Stratum
from fieldsurvey.register import strata
from fieldsurvey.study import Study
from tests.support import messy_list
from tests.support.small_form import ANSWERS, NOW

AGENTS = ("Meena", "Ravi")


@pytest.fixture
def drawn(study: Study, tmp_path: Path) -> Study:
    """The messy list with a sample of forty and its reserve, given to two agents; some firms were visited."""
    study.register.import_list(study.register.plan_import(messy_list.write(tmp_path / "units.xlsx")))
    classes = strata.by_workers([], [5, 20])
    study.fieldwork.draw(
        [
            Stratum(one.name, one.conditions, drawn=n, reserve=2)
            for one, n in zip(classes, (20, 12, 8), strict=True)
        ],
        5,
    )
    asked = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
    for number, agent in enumerate(AGENTS):
        study.fieldwork.assign(agent, asked[number::2], planned_on=date(2026, 11, 28))
    ends = (Outcome.REFUSED, Outcome.CLOSED, Outcome.AWAY, Outcome.COMPLETED)
    for number, firm_id in enumerate(asked[:8]):
        at = NOW - timedelta(hours=20 - number)
        study.fieldwork.add_visit(
            firm_id, ends[number % 4], reason="said so", at=at, next_at=NOW if number % 4 == 2 else None
        )
    return study


def names(study: Study, **wanted: object) -> list[str]:
    return [firm.name for firm in study.register.listing(FirmFilter(**wanted))]  # type: ignore[arg-type]


def test_the_states_add_up_to_the_coverage(drawn: Study) -> None:
    found, told = drawn.fieldwork.coverage().whole, drawn.register.choices()
    assert (told.asked, told.reserve, told.firms) == (found.drawn, 6, messy_list.FIRMS)
    assert told.states[CaseState.REFUSED] == found.refused == 2
    assert told.states[CaseState.TO_VISIT] + told.states[CaseState.AWAY] == found.to_visit
    assert dict(told.agents) == {"Meena": 20, "Ravi": 20}
    assert sum(firms for _stratum, firms in told.strata) == 46
    assert sum(firms for _place, firms in told.places) == messy_list.FIRMS


@pytest.mark.parametrize(
    ("wanted", "firms"),
    [
        ({"is_asked": True}, 40),
        ({"is_asked": False}, messy_list.FIRMS - 40),
        ({"agent": "Ravi"}, 20),
        ({"state": CaseState.REFUSED}, 2),
        ({"state": CaseState.RESERVE}, 6),
        ({"state": CaseState.NONE}, messy_list.FIRMS - 46),
        ({"agent": "Ravi", "state": CaseState.AWAY}, 0),
        ({"agent": "Meena", "state": CaseState.AWAY}, 2),
        ({"round": "followup", "is_asked": True}, 0),
    ],
)
def test_a_list_is_narrowed_as_wanted(drawn: Study, wanted: dict[str, object], firms: int) -> None:
    asked = FirmFilter(**wanted)  # type: ignore[arg-type]
    assert drawn.register.count(asked) == len(drawn.register.ids(asked)) == firms


@pytest.mark.parametrize("order", ["number", "name", "place", "workers", "stratum", "state", "agent", "last"])
def test_any_head_sorts_both_ways_and_loses_nobody(drawn: Study, order: str) -> None:
    up, down = (drawn.register.ids(FirmFilter(order=order, is_descending=way)) for way in (False, True))
    assert sorted(up) == sorted(down)
    rows = drawn.register.rows(up)
    told = {
        "number": lambda row: row.firm.number,
        "name": lambda row: row.firm.name.lower(),
        "place": lambda row: row.firm.place.lower(),
        "workers": lambda row: row.firm.workers or -1,
        "stratum": lambda row: row.case.stratum.lower() if row.case else "",
        "state": lambda row: row.state.value,
        "agent": lambda row: row.case.agent.lower() if row.case else "",
        "last": lambda row: row.last_at.isoformat() if row.last_at else str(row.next_on or ""),
    }[order]
    assert [told(row) for row in rows] == sorted(map(told, rows))


def test_a_line_says_what_became_of_the_case(drawn: Study) -> None:
    away = drawn.register.ids(FirmFilter(state=CaseState.AWAY))[0]
    (row,) = drawn.register.rows([away, "gone"])
    assert (row.state, row.next_on, row.case and row.case.agent) == (
        *(CaseState.AWAY, NOW.astimezone().date(), "Meena"),
    )
    interview = drawn.fieldwork.begin(away, "small").instance_id
    assert drawn.register.rows([away])[0].state is CaseState.DRAFT
    drawn.fieldwork.add_visit(away, Outcome.REFUSED, reason="no time")
    assert drawn.register.rows([away])[0].state is CaseState.REFUSED
    drawn.interviews.delete(interview)
    assert drawn.register.rows([away])[0].instance_id == ""


def test_a_case_stands_as_its_interview_does(drawn: Study) -> None:
    firm = drawn.register.ids(FirmFilter(state=CaseState.TO_VISIT))[0]
    interview = drawn.interviews.add("small", ANSWERS)
    drawn.fieldwork.belongs_to(interview, firm)
    for state, act in (
        (CaseState.FINALISED, lambda: None),
        (CaseState.APPROVED, lambda: drawn.review.approve(interview)),
        (CaseState.RETURNED, lambda: drawn.review.return_interview(interview, "wage")),
    ):
        act()
        (row,) = drawn.register.rows([firm])
        assert (row.state, row.instance_id) == (state, interview)
        assert firm in drawn.register.ids(FirmFilter(state=state))


def test_who_took_whose_place_is_told_of_one_firm(drawn: Study) -> None:
    refused = drawn.register.ids(FirmFilter(state=CaseState.REFUSED))[0]
    stratum = drawn.fieldwork.case(refused).stratum  # type: ignore[union-attr]
    assert (drawn.fieldwork.substitute_of(refused), drawn.fieldwork.reserve_left(stratum)) == (None, 2)
    taken = drawn.fieldwork.substitute(refused, "refused twice").ids[1]
    found = drawn.fieldwork.substitute_of(refused)
    assert (found and found.id, drawn.fieldwork.reserve_left(stratum)) == (taken, 1)


def test_visits_come_newest_first_by_agent_and_outcome(drawn: Study) -> None:
    rows = drawn.fieldwork.visit_rows(VisitFilter(), 0, 100)
    assert [row.visit.at for row in rows] == sorted((row.visit.at for row in rows), reverse=True)
    assert drawn.fieldwork.visit_count() == len(rows) == 8
    assert drawn.fieldwork.visit_rows(VisitFilter(), 6, 100) == rows[6:]
    assert drawn.fieldwork.visit_count(VisitFilter(outcome=Outcome.REFUSED)) == 2
    meenas = drawn.fieldwork.visit_rows(VisitFilter(agent="Meena"), 0, 100)
    assert {row.visit.agent for row in meenas} == {"Meena"}
    assert drawn.register.firm(rows[0].visit.firm_id).name == rows[0].name


def test_the_route_holds_what_is_planned_and_still_open(drawn: Study) -> None:
    route = drawn.fieldwork.planned()
    assert {row.state for row in route} == {CaseState.TO_VISIT, CaseState.AWAY}
    told = [(row.next_on, row.case.agent) for row in route if row.case]
    assert told == sorted(told)  # type: ignore[type-var]
    assert len(drawn.fieldwork.planned(agent="Ravi")) + len(drawn.fieldwork.planned(agent="Meena")) == len(
        route
    )
    assert drawn.fieldwork.agents() == ["Meena", "Ravi"]


def test_a_search_and_a_case_are_asked_together(drawn: Study) -> None:
    name = drawn.register.rows(drawn.register.ids(FirmFilter(is_asked=True))[:1])[0].firm.name
    assert name in names(drawn, text=name, is_asked=True)
    assert name not in names(drawn, text=name, is_asked=False)


def test_look_alikes_follow_a_change_of_the_register(drawn: Study) -> None:
    before = len(drawn.register.lookalikes())
    phone = drawn.register.listing(FirmFilter(is_asked=True))[0].phone
    drawn.register.add("Sri Vinayaka", {FirmField.PHONE: phone})
    assert len(drawn.register.lookalikes()) == before + 1
