"""What the notice says is done "only if you agree" is done only then: sharing with the ministry, coming again, standing in the register."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.records import Cluster
from fieldsurvey.records.set_up import LegalBase, Purpose, SetUp
from fieldsurvey.study import ExportOptions, Profile, Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.workbooks import readme, rows

FORM = """
    | survey   |                |                  |                           |            |                 |            |
    |          | type           | name             | label                     | disclosure | prefill         | back_check |
    |          | hidden         | notice_purposes  | Purposes                  |            | notice.purposes |            |
    |          | text           | firm             | Firm                      | direct     |                 |            |
    |          | text           | contact_result   | How did the call end?     | plain      |                 |            |
    |          | select_one yn  | consent_given    | Do you agree?             |            |                 |            |
    |          | select_one yn  | consent_ministry | May the ministry have it? |            |                 |            |
    |          | select_one yn  | consent_return   | May we come again?        |            |                 |            |
    |          | select_one yn  | consent_register | May we list you?          |            |                 |            |
    |          | integer        | workers          | Workers                   | plain      |                 | 1          |
    | choices  |                |                  |                           |            |                 |
    |          | list_name      | name             | label                     |            |                 |
    |          | yn             | yes              | Yes                       |            |                 |
    |          | yn             | no               | No                        |            |                 |
    | settings |                |                  |                           |            |                 |
    |          | form_id        | version          | instance_name             |            |                 |
    |          | firm           | 1                | ${firm}                   |            |                 |
"""
MINISTRY = "    |          | select_one yn  | consent_ministry | May the ministry have it? |            |                 |            |\n"
GROUP = "    |          | {:14} | asks             | Asks                      |            |                 |            |\n"
IN_A_GROUP = FORM.replace(
    MINISTRY, GROUP.format("begin_group") + MINISTRY + GROUP.format("end_group")
).replace("| 1                | ${firm}", "| 2                | ${firm}")
"""The next version: the question about the ministry stands in a group."""
EVERY = (Purpose.STUDY, Purpose.REGISTER, Purpose.MINISTRY, Purpose.RETURN_VISIT)
RESEARCH = ExportOptions()
REGISTER = ExportOptions(profile=Profile.REGISTER)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    form = load_questionnaire(write_form(tmp_path / "firm.xlsx", FORM))
    with Study.create(tmp_path / "a.study", Cluster(name="Brass"), [form], passphrase=None) as made:
        yield made


def settled(study: Study, *purposes: Purpose) -> None:
    study.set_up.change(SetUp(legal_base=LegalBase.CONSENT, contact="080 2345", purposes=purposes))


def interviewed(study: Study, workers: int, said: Mapping[str, str], *, takes_part: bool = True) -> str:
    """A finalised interview; the identity."""
    entry = study.interviews.begin()
    answers = {
        "firm": f"Firm {workers}",
        "workers": str(workers),
        "consent_given": "yes" if takes_part else "no",
    }
    for name, value in {**answers, **said}.items():
        entry.answer(f"/data/{name}", value)
    study.interviews.record(entry)
    return entry.instance_id


def drawn(study: Study) -> list[str]:
    """What a back-check may be drawn from."""
    with contextlib.suppress(StoreError):
        return list(study.back_checks.draw(seed=1, percent=100).ids)
    return []


def shared(study: Study, folder: Path, options: ExportOptions = RESEARCH) -> list[int]:
    """The workers of the firms whose rows leave."""
    path = folder / "shared.xlsx"
    study.exports.write(path, options)
    return sorted(int(row["workers"]) for row in rows(path))


def test_only_firms_that_agreed_are_shared_with_the_ministry(study: Study, tmp_path: Path) -> None:
    settled(study, *EVERY)
    interviewed(study, 5, {"consent_ministry": "yes"})
    interviewed(study, 6, {"consent_ministry": "no"})
    interviewed(study, 7, {})
    assert shared(study, tmp_path) == [5]
    assert readme(tmp_path / "shared.xlsx")["Interviews left out for want of consent"] == 2
    assert shared(study, tmp_path, ExportOptions(profile=Profile.WORKING)) == [5, 6, 7]


def test_a_refused_contact_has_no_answers_to_share_and_is_counted(study: Study, tmp_path: Path) -> None:
    settled(study, *EVERY)
    interviewed(study, 5, {"consent_ministry": "yes"})
    interviewed(study, 8, {}, takes_part=False)
    assert shared(study, tmp_path) == [5, 8]


def test_where_the_notice_does_not_speak_of_it_nothing_is_left_out(study: Study, tmp_path: Path) -> None:
    settled(study, Purpose.STUDY)
    interviewed(study, 5, {})
    interviewed(study, 6, {"consent_ministry": "no"})
    assert shared(study, tmp_path) == [5]


def test_what_was_read_out_then_holds_though_the_study_asks_less_now(study: Study, tmp_path: Path) -> None:
    settled(study, *EVERY)
    interviewed(study, 5, {})
    settled(study, Purpose.STUDY)
    interviewed(study, 6, {})
    assert shared(study, tmp_path) == [6]


@pytest.mark.parametrize(
    ("purposes", "said", "may_come"),
    [
        (EVERY, {"consent_return": "yes"}, True),
        (EVERY, {"consent_return": "no"}, False),
        (EVERY, {}, False),
        ((Purpose.STUDY,), {}, True),
        ((Purpose.STUDY,), {"consent_return": "no"}, False),
    ],
)
def test_nobody_comes_again_who_is_not_wanted(
    study: Study, purposes: tuple[Purpose, ...], said: dict[str, str], may_come: bool
) -> None:
    """No new round of the interview, none of the firm, no back-check."""
    settled(study, *purposes)
    identity = interviewed(study, 5, said)
    (firm,) = study.register.add("Firm 5", {}).ids
    study.fieldwork.belongs_to(identity, firm)
    assert drawn(study) == ([identity] if may_come else [])
    if may_come:
        study.rounds.begin(identity)
        study.fieldwork.begin(firm, round_key="follow_up")
        return
    for begin in (
        lambda: study.rounds.begin(identity),
        lambda: study.fieldwork.begin(firm, round_key="follow_up"),
    ):
        before = len(study.interviews.listing())
        with pytest.raises(StoreError) as told:
            begin()
        assert told.value.message.code == "round.not-agreed"
        assert len(study.interviews.listing()) == before


@pytest.mark.parametrize(
    "ended", ["away", "closed_season", "closed", "moved", "not_found", "not_eligible", "absent", "casualty"]
)
def test_where_nobody_was_met_nobody_was_asked(study: Study, tmp_path: Path, ended: str) -> None:
    """Nothing was promised there: the contact counts as one, and somebody goes again."""
    settled(study, *EVERY)
    identity = interviewed(study, 5, {"contact_result": ended})
    (firm,) = study.register.add("Firm 5", {}).ids
    study.fieldwork.belongs_to(identity, firm)
    assert shared(study, tmp_path) == [5]
    assert readme(tmp_path / "shared.xlsx")["Contacts here without an interview"] == 1
    assert study.fieldwork.begin(firm, round_key="follow_up")


def test_who_refused_at_the_door_agreed_to_no_second_visit(study: Study) -> None:
    settled(study, *EVERY)
    identity = interviewed(study, 5, {"contact_result": "refused_at_door"})
    with pytest.raises(StoreError) as told:
        study.rounds.begin(identity)
    assert told.value.message.code == "round.not-agreed"


def test_a_mind_that_changed_is_put_right_in_the_earlier_interview(study: Study) -> None:
    settled(study, *EVERY)
    identity = interviewed(study, 5, {"consent_return": "no"})
    study.interviews.reopen(identity, "she agrees now")
    entry = study.interviews.resume(identity)
    entry.answer("/data/consent_return", "yes")
    study.interviews.record(entry)
    assert study.rounds.begin(identity).instance_id


def test_a_no_is_heard_wherever_a_version_of_the_form_asks(study: Study, tmp_path: Path) -> None:
    interviewed(study, 5, {"consent_ministry": "no"})
    study.forms.add(load_questionnaire(write_form(tmp_path / "two.xlsx", IN_A_GROUP)))
    interviewed(study, 6, {"asks/consent_ministry": "no"})
    interviewed(study, 7, {"asks/consent_ministry": "yes"})
    assert shared(study, tmp_path) == [7]


def test_only_a_yes_lists_a_firm(study: Study, tmp_path: Path) -> None:
    settled(study, Purpose.STUDY)
    for workers, said in ((5, {"consent_register": "yes"}), (6, {"consent_register": "no"}), (7, {})):
        interviewed(study, workers, said)
    path = tmp_path / "register.xlsx"
    study.exports.write(path, REGISTER)
    assert [row["firm"] for row in rows(path)] == ["Firm 5"]


def test_what_the_newest_interview_says_counts_also_for_a_round_begun_from_an_older(study: Study) -> None:
    settled(study, *EVERY)
    older = interviewed(study, 5, {"consent_return": "yes"})
    (firm,) = study.register.add("Firm 5", {}).ids
    study.fieldwork.belongs_to(older, firm)
    newer = interviewed(study, 6, {"consent_return": "no"})
    study.fieldwork.belongs_to(newer, firm, round_key="follow_up")
    with pytest.raises(StoreError) as told:
        study.rounds.begin(older)
    assert told.value.message.code == "round.not-agreed"


def test_whoever_took_it_back_is_not_visited_again(study: Study) -> None:
    settled(study, *EVERY)
    identity = interviewed(study, 5, {"consent_return": "yes"})
    (firm,) = study.register.add("Firm 5", {}).ids
    study.fieldwork.belongs_to(identity, firm)
    study.withdrawals.withdraw(identity)
    with pytest.raises(StoreError) as told:
        study.fieldwork.begin(firm, round_key="follow_up")
    assert told.value.message.code == "round.withdrawn"
