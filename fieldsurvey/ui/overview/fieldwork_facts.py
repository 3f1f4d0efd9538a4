"""What the overview says of the fieldwork, from cases and how they stand. No widget is made here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from fieldsurvey.records import Case, CaseRole, Outcome
from fieldsurvey.register.outcomes import FAILED, asked
from fieldsurvey.study import Study
from fieldsurvey.ui.overview.map_card import Point, point_of
from fieldsurvey.ui.overview.outcome_looks import key_of

_OPEN = (None, Outcome.AWAY)


def done_by_agent(study: Study, round_key: str) -> dict[str, dict[date, int]]:
    """Agent -> day -> cases done: interviews that were finalised, and firms whose visit says completed while their interview is elsewhere."""
    found = study.interviews.done_by_agent(round_key)
    for agent, days in study.fieldwork.completed_elsewhere(round_key).items():
        mine = found.setdefault(agent, {})
        for day, number in days.items():
            mine[day] = mine.get(day, 0) + number
    return found


def first_day(study: Study, round_key: str) -> date | None:
    """The day of a round's first visit or interview; None before it."""
    days = [study.fieldwork.first_visit(round_key), *study.interviews.by_day(round_key)]
    return min((day for day in days if day), default=None)


def left_by_agent(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> dict[str, int]:
    """Agent -> firms still to be visited."""
    return dict(Counter(case.agent for case in asked(cases) if outcomes.get(case.firm_id) in _OPEN))


def planned_next(
    study: Study, cases: Sequence[Case], outcomes: Mapping[str, Outcome], today: date
) -> list[tuple[str, str, int]]:
    """(agent, part of the cluster most are in, visits) of the next day for which any is planned, from today on."""
    ahead = [
        case
        for case in asked(cases)
        if case.planned_on and case.planned_on >= today and outcomes.get(case.firm_id) in _OPEN
    ]
    next_day = min((case.planned_on for case in ahead if case.planned_on), default=None)
    by_agent: dict[str, list[str]] = {}
    for case in ahead:
        if case.planned_on == next_day:
            by_agent.setdefault(case.agent, []).append(study.register.firm(case.firm_id).place)
    return [
        (agent, Counter(filter(None, places)).most_common(1)[0][0] if any(places) else "", len(places))
        for agent, places in sorted(by_agent.items())
    ]


def waiting_for_place(cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> tuple[int, int]:
    """(firms that failed and were not replaced, of strata with a reserve; firms left in these reserves)."""
    replaced = {case.replaces for case in cases if case.replaces}
    reserve = Counter(case.stratum for case in cases if case.role is CaseRole.RESERVE)
    failed = Counter(
        case.stratum
        for case in asked(cases)
        if outcomes.get(case.firm_id) in FAILED and case.firm_id not in replaced and reserve[case.stratum]
    )
    return failed.total(), sum(reserve[stratum] for stratum in failed)


def points_of(study: Study, cases: Sequence[Case], outcomes: Mapping[str, Outcome]) -> list[Point]:
    """The firms that are asked and have a position; all of the register where none is drawn."""
    wanted = {case.firm_id for case in asked(cases)}
    found = (
        point_of(geopoint, key_of(outcomes.get(firm_id)))
        for firm_id, geopoint in study.register.positions()
        if not wanted or firm_id in wanted
    )
    return [point for point in found if point is not None]
