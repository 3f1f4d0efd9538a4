"""Fieldwork: a draw that cannot be bent, firms given to agents, every visit kept, substitutes from the reserve alone."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import CaseRole, FirmField, Outcome, Topic
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.register import strata
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.small_form import ANSWERS, NOW


@pytest.fixture
def listed(study: Study) -> Study:
    """A study with thirty firms: 1 to 20 with three workers, 21 to 30 with thirty."""
    for number in range(1, 31):
        workers = "3" if number <= 20 else "30"
        study.register.add(f"Firm {number}", {FirmField.WORKERS: workers, FirmField.PLACE: "ab"[number % 2]})
    return study


SMALL = Stratum("small", strata.by_workers([], [20])[0].conditions, Method.SIMPLE, drawn=6, reserve=2)
LARGE = Stratum("large", strata.by_workers([], [20])[1].conditions, Method.CENSUS, drawn=10)


@pytest.fixture
def drawn(listed: Study) -> Study:
    """The same, with a sample of sixteen and two in reserve."""
    listed.fieldwork.draw([SMALL, LARGE], 20261020)
    return listed


def first(study: Study, stratum: str = "small", role: CaseRole = CaseRole.DRAWN) -> str:
    """Id of the first firm drawn in a stratum."""
    return next(one.firm_id for one in study.fieldwork.cases() if (one.stratum, one.role) == (stratum, role))


def test_a_draw_writes_the_design_record(drawn: Study) -> None:
    design = drawn.fieldwork.design()
    assert design is not None
    assert (design.seed, design.drawn, design.population, design.may_infer) == (20261020, 16, 30, True)
    assert [(one.name, one.population, one.drawn, one.reserve) for one in design.strata] == [
        ("small", 20, 6, 2),
        ("large", 10, 10, 0),
    ]
    roles = [one.role for one in drawn.fieldwork.cases()]
    assert (roles.count(CaseRole.DRAWN), roles.count(CaseRole.RESERVE)) == (16, 2)


def test_the_same_seed_draws_the_same_firms_again(drawn: Study) -> None:
    before = [one.firm_id for one in drawn.fieldwork.cases()]
    drawn.fieldwork.undo_draw()
    assert drawn.fieldwork.cases() == []
    assert drawn.fieldwork.design() is None
    drawn.fieldwork.draw([SMALL, LARGE], 20261020)
    assert [one.firm_id for one in drawn.fieldwork.cases()] == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"drawn": 21, "reserve": 0}, "20 firms, so 21 cannot be drawn"),
        ({"drawn": 0}, "Nothing would be drawn"),
        ({"conditions": strata.by_workers([], [50])[1].conditions}, "belong to no stratum"),
        ({"method": Method.PURPOSIVE}, "not chosen by chance"),
        ({"method": Method.CENSUS}, "those are 20"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_whole(listed: Study, change: dict[str, object], said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        listed.fieldwork.draw([dataclasses.replace(SMALL, **change), LARGE], 1)  # type: ignore[arg-type]
    assert (listed.fieldwork.design(), listed.fieldwork.cases()) == (None, [])


def test_an_empty_stratum_is_named(listed: Study) -> None:
    nobody = Stratum("dyers", SMALL.conditions + LARGE.conditions, drawn=1)
    with pytest.raises(RegisterError, match="No firm of the register stands in the stratum dyers"):
        listed.fieldwork.draw([SMALL, LARGE, nobody], 1)


def test_a_frame_that_changed_is_not_drawn_into(drawn: Study) -> None:
    drawn.register.add("Late firm", {FirmField.WORKERS: "4"})
    with pytest.raises(RegisterError, match="is drawn"):
        drawn.fieldwork.draw([SMALL, LARGE], 1)
    design = drawn.fieldwork.design()
    assert design is not None
    assert design.population == 30


def test_a_draw_stands_from_the_first_visit(drawn: Study) -> None:
    drawn.fieldwork.add_visit(first(drawn), Outcome.AWAY)
    with pytest.raises(RegisterError, match="so the draw stands"):
        drawn.fieldwork.undo_draw()


def test_firms_are_given_to_an_agent_for_a_day(drawn: Study) -> None:
    firm = first(drawn)
    changed = drawn.fieldwork.assign("Meena", [firm], planned_on=date(2026, 11, 28))
    assert changed.topics == {Topic.FIELDWORK}
    case = next(one for one in drawn.fieldwork.cases() if one.firm_id == firm)
    assert (case.agent, case.planned_on) == ("Meena", date(2026, 11, 28))


def test_a_firm_in_reserve_is_neither_given_nor_visited(drawn: Study) -> None:
    waiting = first(drawn, role=CaseRole.RESERVE)
    with pytest.raises(RegisterError, match="waits in the reserve"):
        drawn.fieldwork.assign("Meena", [waiting])
    with pytest.raises(RegisterError, match="waits in the reserve"):
        drawn.fieldwork.add_visit(waiting, Outcome.AWAY)


def test_assigning_several_is_all_or_nothing(drawn: Study) -> None:
    with pytest.raises(RegisterError, match="waits in the reserve"):
        drawn.fieldwork.assign("Meena", [first(drawn), first(drawn, role=CaseRole.RESERVE)])
    assert {one.agent for one in drawn.fieldwork.cases()} == {""}


def test_every_visit_is_kept_and_the_last_one_is_the_cases(drawn: Study) -> None:
    firm = first(drawn)
    for days, outcome in ((3, Outcome.AWAY), (2, Outcome.AWAY), (1, Outcome.REFUSED)):
        drawn.fieldwork.add_visit(
            firm, outcome, reason="no time", at=NOW - timedelta(days=days), agent="Ravi"
        )
    assert [one.outcome for one in drawn.fieldwork.visits(firm)] == [
        Outcome.AWAY,
        Outcome.AWAY,
        Outcome.REFUSED,
    ]
    assert drawn.fieldwork.outcome(firm) is Outcome.REFUSED
    whole = drawn.fieldwork.coverage().whole
    assert (whole.refused, whole.to_visit, whole.drawn) == (1, 15, 16)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.PARTIAL])
def test_a_refusal_has_its_reason(drawn: Study, outcome: Outcome) -> None:
    with pytest.raises(RegisterError, match="Say why"):
        drawn.fieldwork.add_visit(first(drawn), outcome)
    assert drawn.fieldwork.visits() == []


def test_a_visit_does_not_lie_ahead(drawn: Study) -> None:
    with pytest.raises(RegisterError, match="lies ahead"):
        drawn.fieldwork.add_visit(first(drawn), Outcome.AWAY, at=NOW + timedelta(hours=1))


def test_a_firm_nobody_drew_comes_in_as_chosen(drawn: Study) -> None:
    (late,) = drawn.register.add("Late firm").ids
    drawn.fieldwork.add_visit(late, Outcome.AWAY)
    case = next(one for one in drawn.fieldwork.cases() if one.firm_id == late)
    assert (case.role, case.stratum) == (CaseRole.CHOSEN, "")


def test_the_next_in_reserve_takes_the_place_of_one_that_failed(drawn: Study) -> None:
    firm = first(drawn)
    reserve = [one.firm_id for one in drawn.fieldwork.cases() if one.role is CaseRole.RESERVE]
    drawn.fieldwork.assign("Meena", [firm])
    drawn.fieldwork.add_visit(firm, Outcome.CLOSED)
    assert drawn.fieldwork.substitute(firm, "closed since 2024").ids == (firm, reserve[0])
    (told,) = drawn.fieldwork.substitutions()
    assert (told.stratum, told.gone, told.taken, told.reason) == (
        "small",
        firm,
        reserve[0],
        "closed since 2024",
    )
    taken = next(one for one in drawn.fieldwork.cases() if one.firm_id == reserve[0])
    assert (taken.role, taken.agent) == (CaseRole.SUBSTITUTE, "Meena")
    assert drawn.fieldwork.coverage().whole.drawn == 17


def test_nobody_is_replaced_without_cause(drawn: Study) -> None:
    firm, other = [one.firm_id for one in drawn.fieldwork.cases() if one.stratum == "small"][:2]
    with pytest.raises(RegisterError, match="can still be asked"):
        drawn.fieldwork.substitute(firm, "far away")
    drawn.fieldwork.add_visit(firm, Outcome.AWAY)
    with pytest.raises(RegisterError, match="can still be asked"):
        drawn.fieldwork.substitute(firm, "far away")
    drawn.fieldwork.add_visit(firm, Outcome.CLOSED)
    with pytest.raises(RegisterError, match="Say why"):
        drawn.fieldwork.substitute(firm, " ")
    drawn.fieldwork.substitute(firm, "closed")
    with pytest.raises(RegisterError, match="took the place"):
        drawn.fieldwork.substitute(firm, "closed")
    assert len(drawn.fieldwork.substitutions()) == 1
    assert other


def test_of_two_visits_at_one_moment_the_later_noted_counts(drawn: Study) -> None:
    ids = [one.firm_id for one in drawn.fieldwork.cases() if one.role is CaseRole.DRAWN]
    for firm in ids:
        drawn.fieldwork.add_visit(firm, Outcome.AWAY, at=NOW)
        drawn.fieldwork.add_visit(firm, Outcome.CLOSED, at=NOW)
    assert {drawn.fieldwork.outcome(firm) for firm in ids} == {Outcome.CLOSED}


def test_a_reserve_that_is_used_up_says_so(drawn: Study) -> None:
    firm = first(drawn, "large")
    drawn.fieldwork.add_visit(firm, Outcome.CLOSED)
    with pytest.raises(RegisterError, match="reserve of the stratum large is used up"):
        drawn.fieldwork.substitute(firm, "closed")


def test_two_interviews_of_one_firm_in_one_round_are_refused(drawn: Study) -> None:
    firm = first(drawn)
    one, other = (drawn.interviews.add("small", ANSWERS) for _each in range(2))
    drawn.fieldwork.belongs_to(one, firm)
    with pytest.raises(RegisterError, match="has an interview in the round baseline"):
        drawn.fieldwork.belongs_to(other, firm)
    assert drawn.fieldwork.outcome(firm) is Outcome.COMPLETED
    found = drawn.fieldwork.firm_of(one)
    assert found is not None
    assert (found[0].id, found[1]) == (firm, "baseline")
    assert drawn.fieldwork.firm_of(other) is None


def test_an_erased_interview_leaves_its_firm_to_be_visited(drawn: Study) -> None:
    firm = first(drawn)
    identity = drawn.interviews.add("small", ANSWERS)
    drawn.fieldwork.belongs_to(identity, firm)
    drawn.interviews.erase(identity, "Consent withdrawn")
    assert drawn.fieldwork.outcome(firm) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visit SET outcome = 'completed'",
        "DELETE FROM visit",
        "UPDATE firm_case SET stratum = 'large' WHERE position = 1",
        "DELETE FROM firm_case WHERE role = 'reserve'",
        "UPDATE draw SET record = replace(record, '20261020', '20261021')",
        "DELETE FROM interview_case",
        "UPDATE firm SET place = 'Elsewhere'",
        "UPDATE firm SET workers = 400",
        "UPDATE firm SET geopoint = '12.5 76.9 0 0'",
    ],
)
def test_fieldwork_changed_past_the_program_is_found(drawn: Study, statement: str) -> None:
    firm = first(drawn)
    drawn.fieldwork.add_visit(firm, Outcome.REFUSED, reason="no time")
    drawn.fieldwork.belongs_to(drawn.interviews.add("small", ANSWERS), first(drawn, "large"))
    assert drawn.safety.verify().faults == ()
    rows.damage(drawn, statement)
    assert drawn.safety.verify().faults != ()


def test_a_study_without_fieldwork_says_nothing_of_it(study: Study) -> None:
    assert (study.fieldwork.design(), study.fieldwork.weights(), study.fieldwork.coverage().whole.drawn) == (
        None, {}, 0,
    )  # fmt: skip


def test_the_note_speaks_of_the_draw_and_of_each_substitution(drawn: Study) -> None:
    gone = first(drawn)
    drawn.fieldwork.add_visit(gone, Outcome.CLOSED)
    taken = drawn.fieldwork.substitute(gone, "closed since March").ids[1]
    numbers = [drawn.register.firm(one).number for one in (taken, gone)]
    said = drawn.fieldwork.method_note().text
    assert "entered by hand: 30 firms" in said
    assert "In small, firm {:04d} took the place of firm {:04d}: closed since March.".format(*numbers) in said


def test_the_note_of_firms_that_were_chosen_keeps_to_them(listed: Study) -> None:
    with pytest.raises(RegisterError, match="Nothing was drawn"):
        listed.fieldwork.method_note()
    wanted = [firm.id for firm in listed.register.listing()[:3]]
    listed.fieldwork.choose(wanted, reason="the largest")
    assert (
        "3 firms were chosen by us: the largest (3). No draw was made." in listed.fieldwork.method_note().text
    )


def test_the_confidence_that_was_planned_is_kept_with_the_draw(listed: Study) -> None:
    listed.fieldwork.draw([SMALL, LARGE], 1, confidence=95)
    assert "with a confidence of 95 %" in listed.fieldwork.method_note().text
