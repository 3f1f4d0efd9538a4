"""Flags of a study: found in what was last finalised, decided on with a reason, and found again when the answer changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldsurvey.cli import fieldsurvey
from fieldsurvey.errors import StoreError
from fieldsurvey.i18n import sentence, speaking
from fieldsurvey.records import FirmField, Flag, Verdict
from fieldsurvey.records.design import Method, Stratum
from fieldsurvey.study import Study
from tests.study.test_review import correct, finalise_again
from tests.support.field_form import HERE, ask, at_firm, field_study, numbers_of
from tests.support.small_form import ANSWERS

VALUE = "/data/trade/export_value"


@pytest.fixture
def odd(study: Study) -> str:
    """A study of twelve firms that export for 5 lakh or so; this one for fifty crore."""
    for number in range(12):
        study.interviews.add("small", {**ANSWERS, VALUE: str(500_000 + 1000 * number)})
    return study.interviews.add("small", {**ANSWERS, VALUE: "500000000", "/data/trade/turnover": "900000000"})


def flag_of(study: Study, rule: str = "outlier", ref: str = VALUE) -> Flag:
    (found,) = (flag for flag in study.quality.flags() if (flag.rule, flag.ref) == (rule, ref))
    return found


def test_a_number_far_from_the_other_firms_is_flagged_in_the_persons_language(study: Study, odd: str) -> None:
    flag = flag_of(study)
    assert (flag.instance_id, flag.value, flag.is_open) == (odd, 500_000_000.0, True)
    assert flag.usual is not None
    assert (flag.usual.firms, flag.usual.median) == (12, 505_500.0)
    assert "50,00,00,000" in sentence(flag.message)
    said = {sentence(flag.message)}
    for language in ("hi", "kn"):
        with speaking(language):
            said.add(sentence(flag.message))
    assert len(said) == 3


def test_what_was_decided_stands_with_its_reason_until_the_answer_changes(study: Study, odd: str) -> None:
    study.who = lambda: "Anand"
    study.quality.decide(flag_of(study), Verdict.RIGHT, "The largest exporter of the district")
    decision = flag_of(study).decision
    assert decision is not None
    assert (decision.verdict, decision.reason, decision.who) == (
        Verdict.RIGHT,
        "The largest exporter of the district",
        "Anand",
    )
    others = sum(flag.instance_id == odd for flag in study.quality.flags()) - 1
    assert study.quality.undecided().get(odd, 0) == others
    line = study.interviews.history(odd)[-1]
    assert (line.event, line.new, line.why) == (
        "flag decided",
        "right",
        "The largest exporter of the district",
    )
    assert study.interviews.reading(odd).interview.instance_id == odd  # a decision is no comment of the agent
    assert study.safety.verify().is_whole

    study.interviews.reopen(odd, "A slip")
    correct(study, odd, VALUE, "400000000")
    finalise_again(study, odd)
    assert flag_of(study).is_open


def test_a_decision_can_be_taken_back(study: Study, odd: str) -> None:
    study.quality.decide(flag_of(study), Verdict.ASK)
    assert flag_of(study).decision is not None
    study.quality.decide(flag_of(study), None)
    assert flag_of(study).is_open


def test_right_as_it_is_takes_a_reason_and_the_leads_key(study: Study, odd: str) -> None:
    with pytest.raises(StoreError, match="Say why it is right"):
        study.quality.decide(flag_of(study), Verdict.RIGHT, " ")
    study.review.set_lead("three brass lamps of Anand", name="Anand")
    with pytest.raises(StoreError, match="Anand has it"):
        study.quality.decide(flag_of(study), Verdict.RIGHT, "True")
    key = study.review.unlock("three brass lamps of Anand")
    study.quality.decide(flag_of(study), Verdict.RIGHT, "True", key=key)
    assert not flag_of(study).is_open


def test_the_queue_has_what_is_flagged_first(study: Study, odd: str) -> None:
    rows = study.review.queue(study.quality.undecided())
    assert (rows[0].instance_id, len(rows)) == (odd, 13)
    assert rows[0].flags >= 1


def test_an_interview_that_counts_no_more_is_neither_flagged_nor_compared_with(
    study: Study, odd: str
) -> None:
    study.quality.flags()
    study.interviews.delete(odd)
    assert [flag for flag in study.quality.flags() if flag.ref == VALUE] == []


def test_what_a_respondent_answered_alone_is_not_looked_at(study: Study, odd: str) -> None:
    study.interviews.reopen(odd, "A slip")
    study.annotations.lock_section(odd, "/data/trade")
    finalise_again(study, odd)
    assert [flag for flag in study.quality.flags() if flag.instance_id == odd and flag.ref == VALUE] == []


def test_the_command_line_lists_flags_and_reviews(
    study: Study, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.quality.decide(flag_of(study), Verdict.RIGHT, "The largest")
    path = str(study.path)
    run = CliRunner()
    told = json.loads(run.invoke(fieldsurvey, ["quality", path, "--json"]).output)
    (one,) = (flag for flag in told if flag["ref"] == VALUE)
    assert (one["rule"], one["interview"], one["others"]["n"], one["decision"]["reason"]) == (
        "outlier",
        odd,
        12,
        "The largest",
    )
    assert odd in run.invoke(fieldsurvey, ["quality", path]).output

    others = [
        row["instance_id"]
        for row in json.loads(run.invoke(fieldsurvey, ["review", "queue", path, "--json"]).output)
    ]
    assert len(others) == 13
    done = run.invoke(
        fieldsurvey, ["review", "return", path, odd, "--remark", f"{VALUE}=For how many years?"]
    )
    assert done.exit_code == 0, done.output
    assert [one.text for one in study.review.open_remarks(odd)] == ["For how many years?"]
    rest = [one for one in others if one != odd]
    assert run.invoke(fieldsurvey, ["review", "approve", path, *rest[:-1]]).exit_code == 0
    assert study.review.number_waiting() == 1

    monkeypatch.setenv("FIELDSURVEY_NEW_LEAD_PASSPHRASE", "three brass lamps of Anand")
    assert run.invoke(fieldsurvey, ["review", "lead", path, "--name", "Anand"]).exit_code == 0
    refused = run.invoke(fieldsurvey, ["review", "approve", path, rest[-1]])
    assert isinstance(refused.exception, StoreError)
    monkeypatch.setenv("FIELDSURVEY_LEAD_PASSPHRASE", "three brass lamps of Anand")
    assert run.invoke(fieldsurvey, ["review", "approve", path, rest[-1]]).exit_code == 0
    assert study.review.number_waiting() == 0
    assert study.safety.verify().is_whole


def test_a_firm_of_the_sample_is_compared_in_its_stratum(study: Study, odd: str) -> None:
    waiting = [row.instance_id for row in study.review.queue()]
    for number in range(len(waiting)):
        study.register.add(f"Firm {number}", {FirmField.WORKERS: str(3)})
    study.fieldwork.draw([Stratum("household", method=Method.CENSUS, drawn=len(waiting))], seed=1)
    for instance_id, firm in zip(waiting, study.register.listing(), strict=True):
        study.fieldwork.belongs_to(instance_id, firm.id)
    assert flag_of(study).stratum == "household"


def test_how_far_an_interview_was_held_from_its_firm_is_known_with_and_without_a_look_at_all(
    tmp_path: Path,
) -> None:
    with field_study(tmp_path) as study:
        for number in range(12):
            one = ask(study, f"Firm {number:02}", "Meena", numbers_of(number), HERE)
            at_firm(study, one, f"Firm {number:02}", f"{12.8 + number / 10_000} 76.7 0 0")
        far = ask(study, "Far Brass", "Meena", numbers_of(30), "12.8405 76.7 0 5")
        nowhere = ask(study, "No Place", "Meena", numbers_of(31))
        at_firm(study, far, "Far Brass")
        at_firm(study, nowhere, "No Place")
        assert round(study.quality.from_firm(far) or 0) == 4503  # 0.0405 degrees of 6,371 km
        assert study.quality.from_firm(nowhere) is None
        flag = flag_of(study, "off-firm", "")
        assert (flag.instance_id, round(flag.value)) == (far, 4503)
        assert flag.usual is not None
        assert flag.usual.firms == 12
        assert str(flag.message) == "The position is 4.5 km from the firm in the register; 61 m are usual."
        assert round(study.quality.from_firm(far) or 0) == 4503

        run, path = CliRunner(), str(study.path)
        told = json.loads(run.invoke(fieldsurvey, ["interview", "show", path, far, "--json"]).output)
        assert told["metres_from_firm"] == 4503
        assert "from the firm:\t4.5 km" in run.invoke(fieldsurvey, ["interview", "show", path, far]).output
        assert "from the firm" not in run.invoke(fieldsurvey, ["interview", "show", path, nowhere]).output
