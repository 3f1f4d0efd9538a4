"""The set-up of a study can be changed at any time, and only into what can be."""

from __future__ import annotations

import json
from datetime import date

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import CaseRole, Round
from fieldsurvey.records.set_up import LegalBase, MinimumWage, Purpose, SetUp, SpvMember
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.fixtures_command_line import Run

SETTLED = SetUp(
    rounds=(
        Round("baseline", "Baseline", date(2026, 10, 26), date(2026, 12, 15)),
        Round("followup", "Follow-up"),
    ),
    spv=(SpvMember("Brass Consortium"), SpvMember("DIC Mandya", is_government=True)),
    wages=(MinimumWage("skilled", "zone A", 640.5),),
    legal_base=LegalBase.CONSENT,
    contact="Anand Kulkarni, 08234-220011",
    purposes=(Purpose.STUDY, Purpose.REGISTER),
    kept_for="three years after the report",
    withdrawal_days=30,
)


def test_what_is_settled_is_kept_and_sealed(study: Study) -> None:
    assert study.set_up.read() == SetUp()
    study.set_up.change(SETTLED)
    assert study.set_up.read() == SETTLED
    assert study.safety.verify().faults == ()
    rows.damage(study, "UPDATE setting SET value = replace(value, '30', '365') WHERE key = 'set_up'")
    assert study.safety.verify().faults != ()


def test_the_region_follows_from_the_state_by_the_dated_table(study: Study) -> None:
    assert study.set_up.region() == "North"
    assert "Karnataka" in study.set_up.states()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("name= ",), "needs a name"),
        (("state=Atlantis",), "no state or union territory"),
        (("cluster_type=navy",), "none of the choices"),
        (("horoscope=Leo",), "nothing a study is set up with"),
        (("population=many",), "not understood"),
        (("withdrawal-days=366",), "0 to 365 days"),
        (("rounds=baseline:Baseline:2026-12-01:2026-10-01",), "cannot end before it begins"),
        (("rounds=a:A,a:B",), "a key of its own"),
        (("rounds=a:A:soon:",), "not understood"),
        (("wages=skilled:A:0",), "above zero"),
        (("wages=skilled:640",), "not understood"),
        (("purposes=fun",), "none of the choices"),
        (("legal_base=whim",), "none of the choices"),
        (("name",), "not understood"),
        (("name=Brass", "state=Atlantis"), "no state"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    run: Run, study: Study, values: tuple[str, ...], said: str
) -> None:
    before = study.cluster, study.set_up.read()
    study.close()
    code, _, complained = run("study", "set", study.path, *values)
    assert code == 2
    assert said in complained
    with Study.open(study.path) as again:
        assert (again.cluster, again.set_up.read()) == before


def test_the_command_line_sets_and_shows(run: Run, study: Study) -> None:
    study.close()
    values = (
        "state=Karnataka", "donor=SIDBI", "nic-code=25999", "population=1,850", "legal_base=consent", "purposes=study,register",
        "spv=Brass Consortium:member", "wages=skilled:zone A:640.5", "rounds=baseline:Baseline:2026-10-26:2026-12-15,followup:Follow-up",
    )  # fmt: skip
    assert run("study", "set", study.path, *values)[0] == 0
    code, printed, complained = run("study", "show", study.path, "--json")
    told = json.loads(printed)
    assert code == 0
    assert (told["region"], told["donor"], told["nic_code"], told["population"]) == (
        "South",
        "SIDBI",
        "25999",
        1850,
    )
    assert told["rounds"][0]["begins"] == "2026-10-26"
    assert "no member of government" in run("study", "show", study.path)[2]
    assert complained == ""


def test_a_round_with_firms_stays(study: Study) -> None:
    (firm,) = study.register.add("Verma Works").ids
    study.fieldwork.choose([firm], role=CaseRole.CHOSEN, round_key="baseline")
    with pytest.raises(StoreError, match="round baseline has firms"):
        study.set_up.change(SetUp(rounds=(Round("followup", "Follow-up"),)))
