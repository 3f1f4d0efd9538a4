"""A round after the first: who is asked again, what their interviews hold already, and which round it is."""

from __future__ import annotations

from datetime import date

import pytest

from fieldsurvey.errors import RegisterError
from fieldsurvey.i18n import sentence
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import CaseRole, FirmField, Outcome, Round
from fieldsurvey.records.design import Stratum
from fieldsurvey.records.set_up import LegalBase, Purpose, SetUp
from fieldsurvey.register import strata
from fieldsurvey.study import Study
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS

LATER = "followup"
ROUNDS = (
    Round("baseline", "Baseline", date(2026, 10, 1)),
    Round(LATER, "After two years", date(2028, 10, 1)),
)


@pytest.fixture
def surveyed(study: Study) -> Study:
    """Six firms drawn of eight, given to Meena: four interviewed, one refused, one not visited."""
    study.set_up.change(SetUp(rounds=ROUNDS))
    for number in range(8):
        study.register.add(f"Firm {number}", {FirmField.WORKERS: "3"})
    study.fieldwork.draw([Stratum("all", strata.by_workers([], [])[0].conditions, drawn=6)], 7)
    drawn = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
    study.fieldwork.assign("Meena", drawn)
    for number, firm_id in enumerate(drawn[:4]):
        interview(study, firm_id, workers=str(number + 2))
    study.fieldwork.add_visit(drawn[4], Outcome.REFUSED, reason="busy")
    return study


def interview(study: Study, firm_id: str, *, round_key: str = "baseline", workers: str = "2") -> str:
    """A finalised interview of a firm."""
    begun = study.fieldwork.begin(firm_id, round_key=round_key)
    entry = study.interviews.resume(begun.instance_id)
    for ref, value in {**ANSWERS, "/data/labour/workers": workers}.items():
        if "worker[" not in ref:
            entry.answer(ref, value)
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.interviews.record(entry)
    return begun.instance_id


@pytest.mark.parametrize(
    ("day", "key"),
    [(date(2026, 9, 1), "baseline"), (date(2027, 1, 1), "baseline"), (date(2028, 10, 1), LATER)],
)
def test_the_round_of_a_day_is_the_last_that_has_begun(day: date, key: str) -> None:
    assert SetUp(rounds=ROUNDS).round_on(day).key == key
    assert SetUp(rounds=ROUNDS[::-1]).round_on(date(2029, 1, 1)).key == LATER


def test_those_that_were_interviewed_are_asked_again(surveyed: Study) -> None:
    changed = surveyed.fieldwork.ask_again("baseline", LATER)
    assert sentence(changed.message) == "4 firms are asked again."
    again = surveyed.fieldwork.cases(LATER)
    assert {one.firm_id for one in again} == set(changed.ids)
    assert {(one.role, one.stratum, one.agent) for one in again} == {(CaseRole.AGAIN, "all", "Meena")}
    whole = surveyed.fieldwork.coverage(LATER).whole
    assert (whole.drawn, whole.completed, whole.to_visit) == (4, 0, 4)
    assert surveyed.fieldwork.coverage().whole.completed == 4  # the first round stays as it was
    note = surveyed.fieldwork.method_note(LATER).text
    assert "4 firms were interviewed in an earlier round and are asked again." in note
    assert surveyed.safety.verify().is_whole


def test_asked_again_twice_they_are_in_it_once(surveyed: Study) -> None:
    surveyed.fieldwork.ask_again("baseline", LATER)
    with pytest.raises(RegisterError, match="Nobody of the round baseline can be asked again"):
        surveyed.fieldwork.ask_again("baseline", LATER)
    with pytest.raises(RegisterError, match="cannot follow itself"):
        surveyed.fieldwork.ask_again(LATER, LATER)
    assert len(surveyed.fieldwork.cases(LATER)) == 4


def test_whoever_took_it_back_is_left_out_and_counted(surveyed: Study) -> None:
    surveyed.set_up.change(
        SetUp(
            rounds=ROUNDS,
            legal_base=LegalBase.CONSENT,
            contact="080 23",
            purposes=(Purpose.STUDY, Purpose.RETURN_VISIT),
            withdrawal_days=30,
        )
    )
    surveyed.withdrawals.withdraw(surveyed.interviews.listing()[0].instance_id)
    changed = surveyed.fieldwork.ask_again("baseline", LATER)
    assert len(changed.ids) == 3


def test_an_interview_of_the_next_round_holds_what_was_said_and_what_the_register_knows_since(
    surveyed: Study,
) -> None:
    (firm_id, *_others) = surveyed.fieldwork.ask_again("baseline", LATER).ids
    firm = surveyed.register.firm(firm_id)
    surveyed.register.change(firm_id, {**firm.properties, FirmField.GSTIN: "29ABCDE1234F1Z5"})
    before = next(
        one.instance_id
        for one in surveyed.interviews.listing()
        if surveyed.fieldwork.firm_of(one.instance_id)[0].id == firm_id  # type: ignore[index]
    )
    begun = surveyed.fieldwork.begin(firm_id, round_key=LATER)
    assert begun.before is not None
    assert (begun.before.previous_id, begun.before.carried > 0) == (before, True)
    entry = surveyed.interviews.resume(begun.instance_id)
    assert entry.value("/data/trade/turnover") == ANSWERS["/data/trade/turnover"]
    assert entry.value("/data/identity/gstin") == "29ABCDE1234F1Z5"
    assert surveyed.rounds.before(begun.instance_id) is not None
    events = [line.event for line in surveyed.interviews.history(begun.instance_id)]
    assert "carried" in events
    assert surveyed.fieldwork.outcomes(LATER) == {}
    assert surveyed.safety.verify().is_whole


def test_the_first_interview_of_a_firm_holds_nothing_of_another(surveyed: Study) -> None:
    waiting = [
        one.firm_id for one in surveyed.fieldwork.cases() if one.firm_id not in surveyed.fieldwork.outcomes()
    ]
    assert surveyed.fieldwork.begin(waiting[0]).before is None


def test_days_and_agents_are_told_by_round(surveyed: Study) -> None:
    (firm_id, *_others) = surveyed.fieldwork.ask_again("baseline", LATER).ids
    interview(surveyed, firm_id, round_key=LATER)
    count = {key: sum(surveyed.interviews.by_day(key).values()) for key in ("", "baseline", LATER)}
    assert count == {"": 5, "baseline": 4, LATER: 1}
    done = {
        key: sum(sum(days.values()) for days in surveyed.interviews.done_by_agent(key).values())
        for key in count
    }
    assert done == count


def test_an_interview_said_to_be_of_another_round_is_counted_there_at_once(surveyed: Study) -> None:
    """Nothing of the interview itself changes by that."""
    identity = surveyed.interviews.add("small", ANSWERS)
    waiting = next(
        one for one in surveyed.fieldwork.cases() if one.firm_id not in surveyed.fieldwork.outcomes()
    )
    assert surveyed.interviews.done_by_agent(LATER) == {}
    surveyed.fieldwork.belongs_to(identity, waiting.firm_id, round_key=LATER)
    assert sum(sum(days.values()) for days in surveyed.interviews.done_by_agent(LATER).values()) == 1
    assert sum(surveyed.interviews.by_day("baseline").values()) == 4


def test_a_script_asks_again(run: Run, surveyed: Study) -> None:
    surveyed.close()
    code, said, _error = run("sample", "again", surveyed.path, "--round", LATER)
    assert (code, said.strip()) == (0, "4 firms are asked again.")
    code, _said, error = run("sample", "again", surveyed.path, "--round", LATER)
    assert code != 0
    assert "Nobody of the round baseline" in error
