"""Two entries become one firm when somebody says so, with all that belonged to either, and can be two again."""

from __future__ import annotations

import json

import pytest

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import Case, CaseRole, Firm, FirmField, Outcome, Topic, Visit
from fieldsurvey.store import cases
from fieldsurvey.study import Study
from tests.support import rows
from tests.support.fixtures_command_line import Run
from tests.support.small_form import NOW


@pytest.fixture
def pair(study: Study) -> tuple[str, str]:
    """Two entries of one firm: ids of the fuller one and of the other, which alone has a certificate and was visited."""
    (one,) = study.register.add(
        "Sri Manjunatha Brass Works", {FirmField.PLACE: "Kumbara street", FirmField.WORKERS: "14"}
    ).ids
    (other,) = study.register.add(
        "ಮಂಜುನಾಥ ಬ್ರಾಸ್ ವರ್ಕ್ಸ್",
        {
            FirmField.PLACE: "Kumbara street",
            FirmField.UDYAM: "UDYAM-KR-18-0041276",
            FirmField.WORKERS: "12",
        },
    ).ids
    study.register.add("Verma Castings", {FirmField.PLACE: "Kumbara street"})
    with study.context.writing() as db:
        cases.add_visit(db, Visit("v1", other, "baseline", NOW, "Meena", Outcome.AWAY))
        cases.put(db, [Case(other, "baseline", CaseRole.DRAWN, "workshop", 1)])
    return one, other


def whole(study: Study) -> list[object]:
    """All that the register says, but when it was said."""
    tables = {
        "firm": "id, number, name, place, workers, merged_into, properties, words",
        "visit": "*",
        "firm_case": "firm_id, round, role, stratum, position",
        "firm_source": "*",
    }
    return [
        rows.read(study, f"SELECT {columns} FROM {table} ORDER BY 1") for table, columns in tables.items()
    ]


def test_entries_that_may_be_one_firm_are_proposed(study: Study, pair: tuple[str, str]) -> None:
    (found,) = study.register.lookalikes()
    assert (found.one.id, found.other.id, found.likeness) == (*pair, 100)


def test_nothing_is_merged_unasked(study: Study, pair: tuple[str, str]) -> None:
    before = whole(study)
    study.register.lookalikes()
    assert whole(study) == before


def test_a_merged_firm_holds_what_either_had(study: Study, pair: tuple[str, str]) -> None:
    one, other = pair
    changed = study.register.merge(one, other)
    assert changed.topics == {Topic.REGISTER}
    firm = study.register.firm(one)
    assert (firm.workers, firm.get(FirmField.UDYAM)) == (14, "UDYAM-KR-18-0041276")
    assert study.register.count() == 2
    assert [visit.firm_id for visit in study.fieldwork.visits()] == [one]
    assert [case.firm_id for case in study.fieldwork.cases()] == [one]
    assert study.register.lookalikes() == []


def test_a_merge_is_undone_to_the_letter(study: Study, pair: tuple[str, str]) -> None:
    before = whole(study)
    study.register.merge(*pair)
    study.register.unmerge(pair[1])
    assert whole(study) == before
    assert study.safety.verify().faults == ()


def test_what_was_learnt_after_a_merge_stays_when_it_is_undone(study: Study, pair: tuple[str, str]) -> None:
    study.register.merge(*pair)
    study.register.change(pair[0], {FirmField.PHONE: "9845012345", FirmField.WORKERS: "15"})
    study.register.unmerge(pair[1])
    firm = study.register.firm(pair[0])
    assert (firm.phone, firm.workers, firm.get(FirmField.UDYAM)) == ("9845012345", 15, "")


def test_two_that_are_drawn_cannot_become_one(study: Study, pair: tuple[str, str]) -> None:
    with study.context.writing() as db:
        cases.put(db, [Case(pair[0], "baseline", CaseRole.DRAWN, "workshop", 2)])
    before = whole(study)
    with pytest.raises(RegisterError, match="both drawn in one round"):
        study.register.merge(*pair)
    assert whole(study) == before


def test_a_firm_is_not_merged_twice_or_with_itself(study: Study, pair: tuple[str, str]) -> None:
    with pytest.raises(RegisterError, match="part of another firm already"):
        study.register.merge(pair[0], pair[0])
    study.register.merge(*pair)
    with pytest.raises(RegisterError, match="part of another firm already"):
        study.register.merge(*pair)
    with pytest.raises(RegisterError, match="nothing to undo"):
        study.register.unmerge(pair[0])


def test_a_pair_judged_to_be_two_is_not_proposed_again(study: Study, pair: tuple[str, str]) -> None:
    study.register.keep_apart(pair[1], pair[0])
    assert study.register.lookalikes() == []
    assert study.register.like(study.register.firm(pair[0])) == []


def test_a_firm_is_asked_about_before_it_is_added(study: Study, pair: tuple[str, str]) -> None:
    asked = Firm("", 0, "Manjunath Brass Wks", {"place": "Kumbara street"})
    assert {found.one.id for found in study.register.like(asked)} | {
        found.other.id for found in study.register.like(asked)
    } >= set(pair)


def test_the_command_line_proposes_merges_and_undoes(run: Run, study: Study, pair: tuple[str, str]) -> None:
    study.close()
    (told,) = json.loads(run("register", "duplicates", study.path, "--json")[1])
    assert (told["one"]["number"], told["other"]["number"], told["common"]) == (1, 2, ["name", "place"])
    assert run("register", "merge", study.path, "1", "2")[0] == 0
    assert run("register", "duplicates", study.path)[1] == ""
    assert run("register", "merge", study.path, "1", "2", "--undo")[0] == 0
    assert run("register", "merge", study.path, "1", "2", "--apart")[0] == 0
    assert run("register", "duplicates", study.path)[1] == ""
    code, _, complained = run("register", "merge", study.path, "1", "77")
    assert (code, complained.strip()) == (2, "The register has no firm 77.")
