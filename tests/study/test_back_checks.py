"""Back-checks: drawn by chance among each agent's interviews, asked by somebody else, and the error rates that follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError, FormError, StoreError
from fieldsurvey.forms.xlsform import load_questionnaire
from fieldsurvey.records import BackCheckState, Cluster, Questionnaire
from fieldsurvey.study import Study, restore_backup
from tests.support import rows
from tests.support.markdown_form import write_form
from tests.support.small_form import NOW

FORM = """
    | survey |                        |                |             |                     |          |                       |             |            |
    |        | type                   | name           | label       | relevant            | required | calculation           | disclosure  | back_check |
    |        | text                   | firm_name      | Name        |                     | yes      |                       | direct      |            |
    |        | text                   | interviewer    | Who asks    |                     |          |                       | direct      |            |
    |        | select_one yes_no      | consent_return | Come again? |                     |          |                       |             |            |
    |        | integer                | started        | Year        |                     | yes      |                       |             | 1          |
    |        | begin_repeat           | worker         | Workers     |                     |          |                       |             |            |
    |        | integer                | wage           | Wage        |                     |          |                       |             |            |
    |        | end_repeat             |                |             |                     |          |                       |             |            |
    |        | calculate              | hired          |             |                     |          | count(${worker})      |             |            |
    |        | integer                | covered        | Covered     | ${hired} > 0        |          |                       |             | 2          |
    |        | select_multiple market | markets        | Markets     |                     |          |                       |             | 2          |
    |        | text                   | hope           | Hope        |                     |          |                       |             | 3          |
    |        | integer                | hidden_sales   | Unbilled    |                     | yes      |                       | sensitive   |            |
    |        | calculate              | twice          |             |                     |          | ${hidden_sales} * 2   |             |            |
    |        | decimal                | turnover       | Turnover    |                     |          |                       |             |            |
"""
CHOICES = """
    | choices |           |       |       |
    |         | list_name | name  | label |
    |         | yes_no    | yes   | Yes   |
    |         | yes_no    | no    | No    |
    |         | market    | local | Local |
    |         | market    | far   | Far   |
"""
SETTINGS = """
    | settings |         |         |
    |          | form_id | version |
    |          | firm    | 1       |
"""
ANSWERS = {
    "/data/consent_return": "yes",
    "/data/started": "1998",
    "/data/worker[1]/wage": "400",
    "/data/covered": "3",
    "/data/markets": "local far",
    "/data/hope": "A  better road",
    "/data/hidden_sales": "40",
    "/data/turnover": "12.5",
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    form = load_questionnaire(write_form(tmp_path / "form.xlsx", FORM, CHOICES, SETTINGS))
    made = Study.create(
        tmp_path / "a.study", Cluster(name="Brass"), [form], passphrase=None, clock=lambda: NOW
    )
    for agent, count in (("Meena", 12), ("Ravi", 3)):
        for number in range(count):
            said = {"/data/firm_name": f"{agent} {number}", "/data/interviewer": agent}
            made.interviews.add("firm", {**ANSWERS, **said})
    return made


def drawn_firms(study: Study) -> list[str]:
    return [one.firm for one in study.back_checks.listing()]


def drawn(study: Study) -> set[str]:
    return {one.instance_id for one in study.back_checks.listing()}


def firm_of(study: Study, agent: str) -> str:
    """The interview of that agent that was drawn."""
    return next(one.instance_id for one in study.back_checks.listing() if one.agent == agent)


def asked_again(study: Study, instance_id: str, answers: dict[str, str], who: str = "Savitha") -> str:
    identity = study.back_checks.begin(instance_id, who).instance_id
    entry = study.interviews.resume(identity)
    entry.answer_all(answers)
    assert not list(entry.validate())
    study.interviews.record(entry, interviewer=who)
    return identity


def test_a_tenth_of_each_agents_interviews_is_drawn_and_at_least_one(study: Study) -> None:
    drawn = study.back_checks.draw(seed=7)
    assert len(drawn.ids) == 3
    agents = [one.agent for one in study.back_checks.listing()]
    assert sorted(agents) == ["Meena", "Meena", "Ravi"]
    assert all(one.state is BackCheckState.DRAWN for one in study.back_checks.listing())


def test_the_same_seed_draws_the_same_and_what_is_drawn_counts(study: Study) -> None:
    study.close()
    twin = study.path.with_name("twin.study")
    twin.write_bytes(study.path.read_bytes())
    study = Study.open(study.path, clock=lambda: NOW)
    first = study.back_checks.draw(seed=7).ids
    with Study.open(twin, clock=lambda: NOW) as other:
        assert other.back_checks.draw(seed=7).ids == first
    with pytest.raises(StoreError) as told:
        study.back_checks.draw(seed=8)
    assert told.value.message.code == "back-check.none-to-draw"
    assert len(study.back_checks.draw(seed=8, percent=50).ids) == 6 + 2 - 3


def test_whoever_said_that_nobody_is_to_come_again_is_not_drawn(study: Study) -> None:
    said = {"/data/firm_name": "Asha 1", "/data/interviewer": "Asha", "/data/consent_return": "no"}
    study.interviews.add("firm", {**ANSWERS, **said})
    study.back_checks.draw(seed=7, percent=100)
    assert "Asha 1" not in drawn_firms(study)
    assert len(drawn_firms(study)) == 15


def test_only_what_is_marked_is_asked_and_as_it_was_asked_then(study: Study) -> None:
    study.back_checks.draw(seed=7)
    identity = study.back_checks.begin(firm_of(study, "Ravi"), "Savitha").instance_id
    entry = study.interviews.resume(identity)
    asked = [one.ref for one in entry.standings() if one.control]
    assert asked == ["/data/started", "/data/covered", "/data/markets", "/data/hope"]
    assert entry.relevant("/data/covered")
    assert all(entry.value(ref) == "" for ref in asked)
    assert entry.value("/data/turnover") == "12.5"


def test_sensitive_answers_and_what_tells_them_are_not_taken_along(study: Study) -> None:
    study.back_checks.draw(seed=7)
    asked_again(study, firm_of(study, "Ravi"), {"/data/started": "1998"})
    (check,) = [one for one in study.back_checks.listing() if one.state is BackCheckState.DONE]
    xml = study.interviews.submissions(check.check_id)[0].xml
    assert "<hidden_sales/>" in xml or "hidden_sales" not in xml
    assert "<twice>80" not in xml


def test_differences_are_found_as_a_person_would_find_them(study: Study) -> None:
    study.back_checks.draw(seed=7)
    ravi = firm_of(study, "Ravi")
    said = {
        "/data/started": "2001",
        "/data/covered": "03",
        "/data/markets": "far local",
        "/data/hope": "a better ROAD",
    }
    check = asked_again(study, ravi, said)
    (found,) = [one for one in study.back_checks.listing() if one.check_id]
    assert (found.check_id, found.checker, found.state) == (check, "Savitha", BackCheckState.DONE)
    assert [(one.ref, one.kind, one.first, one.second) for one in found.differences] == [
        ("/data/started", 1, "1998", "2001")
    ]
    assert len(found.compared) == 4


def test_error_rates_are_those_reckoned_by_hand(study: Study) -> None:
    study.back_checks.draw(seed=7)
    meena = [one.instance_id for one in study.back_checks.listing() if one.agent == "Meena"]
    asked_again(
        study, meena[0], {"/data/started": "1998", "/data/covered": "4", "/data/markets": "local far"}
    )
    asked_again(study, meena[1], {"/data/started": "1997", "/data/covered": "3", "/data/markets": "far"})
    asked_again(study, firm_of(study, "Ravi"), {"/data/started": "1998", "/data/hope": "Nothing"})
    told = {
        (one.agent, one.kind): (one.checks, one.different, one.compared) for one in study.back_checks.rates()
    }
    assert told == {
        ("", 1): (3, 1, 3),
        ("", 2): (2, 2, 4),
        ("", 3): (1, 1, 1),
        ("Meena", 1): (2, 1, 2),
        ("Meena", 2): (2, 2, 4),
        ("Ravi", 1): (1, 0, 1),
        ("Ravi", 3): (1, 1, 1),
    }
    high = {(one.agent, one.kind) for one in study.back_checks.rates() if one.is_high}
    assert high == {("", 1), ("", 2), ("Meena", 1), ("Meena", 2)}


REFUSED: dict[str, tuple[Callable[[Study], object], str]] = {
    "the same agent": (lambda s: s.back_checks.begin(firm_of(s, "Ravi"), "ravi"), "back-check.same-agent"),
    "nobody": (lambda s: s.back_checks.begin(firm_of(s, "Ravi")), "back-check.no-agent"),
    "twice": (
        lambda s: [s.back_checks.begin(firm_of(s, "Ravi"), "Asha") for _time in "12"],
        "back-check.begun-already",
    ),
    "more than all": (lambda s: s.back_checks.draw(1, 101), "back-check.percent"),
    "not drawn": (
        lambda s: s.back_checks.begin(
            next(r.instance_id for r in s.interviews.listing() if r.instance_id not in drawn(s)), "Asha"
        ),
        "back-check.not-drawn",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_prove_nothing_is_refused(study: Study, case: str) -> None:
    study.back_checks.draw(seed=7)
    attempt, code = REFUSED[case]
    with pytest.raises(StoreError) as told:
        attempt(study)
    assert told.value.message.code == code


def test_a_form_that_marks_nothing_says_how_to_mark(tmp_path: Path, questionnaire: Questionnaire) -> None:
    with (
        Study.create(tmp_path / "small.study", Cluster(), [questionnaire], passphrase=None) as small,
        pytest.raises(FormError) as told,
    ):
        small.back_checks.draw(seed=1)
    assert told.value.message.code == "back-check.nothing-marked"


def test_an_erased_interview_takes_its_back_check_along(study: Study) -> None:
    study.back_checks.draw(seed=7)
    ravi = firm_of(study, "Ravi")
    check = asked_again(study, ravi, {"/data/started": "1998"})
    study.interviews.erase(ravi, "She asked for it.")
    for gone in (ravi, check):
        with pytest.raises(FieldSurveyError):
            study.interviews.read(gone)
    assert b"12.5" not in b"".join(
        str(row).encode()
        for row in rows.read(study, "SELECT xml FROM submission WHERE instance_id = ?", check)
    )
    assert len(study.interviews.tombstones()) == 2


def test_a_withdrawn_interview_seals_its_back_check_too(study: Study) -> None:
    study.back_checks.draw(seed=7)
    ravi = firm_of(study, "Ravi")
    check = study.back_checks.begin(ravi, "Savitha").instance_id
    study.withdrawals.withdraw(ravi)
    with pytest.raises(StoreError):
        study.interviews.resume(check)
    assert {one.instance_id for one in study.withdrawals.listing()} == {ravi, check}


def test_the_study_is_whole_and_its_figures_are_of_the_interviews_alone(study: Study) -> None:
    study.back_checks.draw(seed=7)
    asked_again(study, firm_of(study, "Ravi"), {"/data/started": "1998"})
    assert study.safety.verify().faults == ()
    assert len(study.figures.dataset("firm").tables[0].rows) == 15
    assert study.forms.questionnaire("firm_back_check").back_check_of == "firm"


def test_marks_in_the_workbook_are_checked(tmp_path: Path) -> None:
    bad = FORM.replace("|             | 3          |", "|             | 4          |").replace(
        "| wage           | Wage        |                     |          |                       |             |            |",
        "| wage           | Wage        |                     |          |                       |             | 1          |",
    )
    with pytest.raises(FormError) as told:
        load_questionnaire(write_form(tmp_path / "bad.xlsx", bad, CHOICES, SETTINGS))
    codes = {problem.values["fault"].code for problem in told.value.problems}
    assert codes == {"sheet.back-check", "sheet.back-check-in-repeat"}


def test_whoever_asks_again_does_not_see_the_first_answers(study: Study) -> None:
    study.back_checks.draw(seed=7)
    identity = study.back_checks.begin(firm_of(study, "Ravi"), "Savitha").instance_id
    assert study.rounds.before(identity) is None
    round_of = study.rounds.begin(firm_of(study, "Ravi"))
    assert study.rounds.before(round_of.instance_id) is not None


@pytest.mark.parametrize("attempt", range(4))
def test_what_is_due_is_destroyed_whichever_of_the_two_comes_first(study: Study, attempt: int) -> None:
    """Their order is that of random names."""
    study.back_checks.draw(seed=attempt, percent=100)
    pairs = {
        one.instance_id: study.back_checks.begin(one.instance_id, "Asha").instance_id
        for one in study.back_checks.listing()
    }
    for told in pairs:
        study.withdrawals.withdraw(told)
    assert set(study.destroy_due()) == {*pairs, *pairs.values()}
    assert study.interviews.listing() == []


def test_a_back_check_goes_from_copies_of_a_day_the_study_does_not_know_any_more(study: Study) -> None:
    study.back_checks.draw(seed=7)
    ravi = firm_of(study, "Ravi")
    study.safety.back_up()
    (before,) = study.safety.backups()
    check = asked_again(study, ravi, {"/data/started": "1998"})
    study.safety.back_up()
    path, clock = study.path, study.clock
    study.close()
    restore_backup(path, before.path, clock=clock)
    with Study.open(path, clock=clock) as older:  # as it was before the back-check was begun
        gone = older.interviews.erase(ravi, "She asked for it.").ids
        assert gone == (ravi,)  # of the back-check it knows nothing
        assert older.safety.erase_in_backups(*gone) == []
        copies = [one.path for one in older.safety.backups()] + list(path.parent.glob("* before restoring *"))
    assert len(copies) == 3
    for copy in copies:
        with Study.open(copy, read_only=True) as opened:
            held = {row.instance_id for row in opened.interviews.listing()}
        assert not held & {ravi, check}


def test_a_back_check_goes_from_the_backups_too(study: Study) -> None:
    study.back_checks.draw(seed=7)
    ravi = firm_of(study, "Ravi")
    check = asked_again(study, ravi, {"/data/started": "1998"})
    study.safety.back_up()
    gone = study.interviews.erase(ravi, "She asked for it.").ids
    assert set(gone) == {ravi, check}
    assert study.safety.erase_in_backups(*gone) == []
    (backup,) = study.safety.backups()
    with Study.open(backup.path, read_only=True) as copy:
        held = {row.instance_id for row in copy.interviews.listing()}
    assert not held & {ravi, check}
