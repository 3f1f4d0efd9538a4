"""What a study remembers of cases, outcomes, positions and days is, after whatever happened, what it would read anew."""

from __future__ import annotations

from random import Random

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.records import BASELINE, CaseRole, FirmField, Outcome, Stage
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register import outcomes as reckoned
from fieldsurvey.register import strata
from fieldsurvey.store import cases
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import ANSWERS

_FIRMS = 24


@pytest.fixture
def drawn(study: Study) -> Study:
    for number in range(_FIRMS):
        told = {FirmField.WORKERS: str(number), FirmField.POSITION: f"13.{number} 76.5 0 0"}
        study.register.add(f"Firm {number}", told)
    small, large = strata.by_workers([], [10])
    study.fieldwork.draw(
        [
            Stratum("small", small.conditions, Method.SIMPLE, drawn=5, reserve=3),
            Stratum("large", large.conditions, Method.SIMPLE, drawn=6, reserve=4),
        ],
        1,
    )
    return study


def something(study: Study, chance: Random) -> None:
    """One thing that fieldwork does; what it refuses is no matter here."""
    found = study.fieldwork.cases()
    firm = chance.choice(found).firm_id
    other = chance.choice(study.register.listing()).id
    interviews = [row.instance_id for row in study.interviews.listing()]
    one = chance.choice(interviews or [study.interviews.add("small", ANSWERS)])
    chance.choice(
        (
            lambda: study.fieldwork.assign(chance.choice(("Meena", "Ravi")), [firm]),
            lambda: study.fieldwork.add_visit(firm, chance.choice(list(Outcome)), reason="x"),
            lambda: replaced(study, firm),
            lambda: study.fieldwork.choose([other], role=CaseRole.CHOSEN),
            lambda: study.fieldwork.belongs_to(study.interviews.add("small", ANSWERS), firm),
            lambda: study.fieldwork.begin(firm, "small", interviewer="Ravi"),
            lambda: study.fieldwork.belongs_to(one, firm),
            lambda: study.interviews.delete(one),
            lambda: study.interviews.restore(one),
            lambda: study.interviews.reopen(one, "A slip"),
            lambda: study.register.merge(firm, other),
            lambda: study.register.change(firm, {FirmField.POSITION: f"14.{chance.randrange(99)} 76 0 0"}),
        )
    )()


def replaced(study: Study, firm: str) -> None:
    study.fieldwork.add_visit(firm, Outcome.CLOSED)
    study.fieldwork.substitute(firm, "Closed for good")


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_another_who_remembers_nothing_reads(drawn: Study, seed: int) -> None:
    chance = Random(seed)
    with drawn.again() as beside:
        for _step in range(60):
            try:
                something(drawn if chance.random() < 0.5 else beside, chance)
            except FieldSurveyError:
                continue
            with drawn.again() as fresh:
                for remembering in (drawn, beside):
                    assert told(remembering) == told(fresh)
                assert fresh.fieldwork.outcomes() == one_by_one(fresh)
    assert {one.role for one in drawn.fieldwork.cases()} >= {CaseRole.DRAWN, CaseRole.SUBSTITUTE}


def told(study: Study) -> tuple[object, ...]:
    return (
        *(study.fieldwork.standing(), study.register.positions(), study.register.count()),
        *(study.interviews.done_by_agent(), study.fieldwork.cases()),
        [study.register.merged_into(one.id) for one in study.register.listing()],
    )


def one_by_one(study: Study) -> dict[str, Outcome]:
    """How each case stands, by looking at its visits and its interviews one after the other."""
    found = {}
    for firm, visits in {
        v.firm_id: study.fieldwork.visits(v.firm_id) for v in study.fieldwork.visits()
    }.items():
        found[firm] = visits[-1].outcome
    left = "SELECT instance_id FROM annotation WHERE kind = 'note' AND ref = 'partial'"
    as_partial = {str(row[0]) for row in rows.read(study, left)}
    with rows.connected(study) as db:
        stages = cases.interview_stages(db, BASELINE.key)
    for firm, interviews in stages.items():
        partial = [one in as_partial for one, _stage in interviews]
        state = reckoned.outcome_of(
            found.get(firm),
            is_completed=any(stage is Stage.FINALISED for _id, stage in interviews),
            is_partial=any(partial),
        )
        if state is not None:
            found[firm] = state
    return found
