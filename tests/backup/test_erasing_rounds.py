"""Erasing an interview reaches the rounds that were begun from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.i18n import sentence
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.rows import damage
from tests.support.small_form import NOW

FORM = """
    | survey |              |         |         |
    |        | type         | name    | label   |
    |        | text         | firm    | firm    |
    |        | integer      | workers | workers |
    |        | text         | city    | city    |
    |        | begin_repeat | machine | machine |
    |        | text         | kind    | kind    |
    |        | end_repeat   |         |         |
    | settings |         |         |
    |          | form_id | version |
    |          | firm    | 1       |
"""
ANSWERS = {
    "/data/firm": "Zebulon Works",
    "/data/workers": "12",
    "/data/city": "Pune",
    "/data/machine[1]/kind": "Zebulon Lathe",
}


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    read = load_questionnaire(write_form(tmp_path / "form.xlsx", FORM))
    with Study.create(
        tmp_path / "a.study", Cluster(name="Brass"), [read], passphrase=None, clock=lambda: NOW
    ) as made:
        yield made


def begun(study: Study) -> tuple[str, str]:
    """An interview, and a draft that begins with its answers, of which one was given anew."""
    before = study.interviews.add("firm", ANSWERS)
    identity = study.rounds.begin(before, "Asha").instance_id
    entry = study.interviews.resume(identity)
    entry.answer("/data/workers", "13")
    entry.answer("/data/workers", "12")
    said = (("/data/workers", "12", "13"), ("/data/workers", "13", "12"))
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=said))
    return before, identity


def test_what_was_carried_and_not_given_anew_goes_too(study: Study) -> None:
    before, identity = begun(study)
    study.interviews.erase(before, "Consent withdrawn")
    entry = study.interviews.resume(identity)
    assert [entry.value(ref) for ref in ANSWERS] == ["", "12", "", ""]
    assert "Zebulon" not in study.interviews.read(identity).xml
    assert study.interviews.listing()[0].firm != "Zebulon Works"


def test_its_bytes_are_gone_from_the_file(study: Study) -> None:
    before, _identity = begun(study)
    study.interviews.erase(before, "Consent withdrawn")
    study.settle()
    assert b"Zebulon" not in study.path.read_bytes()


def test_the_round_says_in_its_history_that_its_beginning_was_erased(study: Study) -> None:
    before, identity = begun(study)
    study.interviews.erase(before, "Consent withdrawn")
    last = study.interviews.history(identity)[-1]
    assert (last.event, last.old) == ("round before erased", before)
    assert study.safety.verify().is_whole


def test_a_round_that_was_finalised_keeps_its_answers_and_says_it(study: Study) -> None:
    before, identity = begun(study)
    entry = study.interviews.resume(identity)
    assert not entry.finalise()
    study.interviews.record(entry)
    study.interviews.erase(before, "Consent withdrawn")
    assert "Zebulon" in study.interviews.read(identity).xml
    assert study.interviews.history(identity)[-1].event == "round before erased"
    assert study.safety.verify().is_whole


def test_the_backups_forget_it_in_their_rounds_too(study: Study) -> None:
    before, identity = begun(study)
    study.safety.back_up()
    study.interviews.erase(before, "Consent withdrawn")
    assert study.safety.erase_in_backups(before) == []
    (backup,) = study.safety.backups()
    with Study.open(backup.path) as copy:
        assert copy.interviews.resume(identity).value("/data/firm") == ""


def corrected(study: Study, before: str) -> None:
    """The interview the round began with is opened again and finalised with another name."""
    study.interviews.reopen(before, "name was misspelt")
    entry = study.interviews.resume(before)
    entry.answer("/data/firm", "Zeb Ltd")
    assert not entry.finalise()
    study.interviews.record(entry)


def test_what_a_later_submission_says_otherwise_goes_too(study: Study) -> None:
    before, identity = begun(study)
    corrected(study, before)
    study.interviews.erase(before, "Consent withdrawn")
    assert "Zebulon" not in study.interviews.read(identity).xml


def test_rows_that_moved_in_the_round_go_too_and_that_is_said(study: Study) -> None:
    before = study.interviews.add("firm", {**ANSWERS, "/data/machine[2]/kind": "Zebulon Press"})
    identity = study.rounds.begin(before, "Asha").instance_id
    entry = study.interviews.resume(identity)
    entry.remove_repeat("/data/machine[1]")
    taken_away = (
        ("/data/machine[1]", "row removed", ""),
        ("/data/machine[1]/kind", "Zebulon Lathe", "Zebulon Press"),
    )
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=taken_away))
    message = study.interviews.erase(before, "Consent withdrawn").message
    study.settle()
    assert b"Zebulon" not in study.path.read_bytes()
    assert message is not None
    assert "Look through it" in sentence(message)


def test_a_round_that_lies_among_the_deleted_is_cleared_too(study: Study) -> None:
    before, identity = begun(study)
    study.interviews.delete(identity)
    study.interviews.erase(before, "Consent withdrawn")
    assert "Zebulon" not in study.interviews.read(identity).xml


def test_what_was_changed_from_and_what_could_not_be_carried_leave_the_history(
    study: Study, tmp_path: Path
) -> None:
    before = study.interviews.add("firm", ANSWERS)
    form = FORM.replace("| text         | city ", "| integer      | city ").replace(
        "| firm    | 1  ", "| firm    | 2  "
    )
    study.forms.add(load_questionnaire(write_form(tmp_path / "form.xlsx", form)))
    identity = study.rounds.begin(before, "Asha").instance_id
    entry = study.interviews.resume(identity)
    entry.answer("/data/firm", "Other")
    said = (("/data/firm", "Zebulon Works", "Other"),)
    study.interviews.savepoint(savepoint_of(entry, NOW, answers=said))
    assert "Pune" in {line.old for line in study.interviews.history(identity)}
    study.interviews.erase(before, "Consent withdrawn")
    told = {line.old for line in study.interviews.history(identity)}
    assert told.isdisjoint({"Pune", "Zebulon Works"})
    assert study.interviews.resume(identity).value("/data/firm") == "Other"
    assert study.safety.verify().is_whole


def test_where_the_erased_one_cannot_be_read_all_that_was_not_given_goes_and_that_is_said(
    study: Study,
) -> None:
    before, identity = begun(study)
    damage(study.path, f"UPDATE submission SET xml = substr(xml, 1, 60) WHERE instance_id = '{before}'")
    damage(study.path, f"UPDATE interview SET xml = substr(xml, 1, 60) WHERE instance_id = '{before}'")
    message = study.interviews.erase(before, "Consent withdrawn").message
    entry = study.interviews.resume(identity)
    assert [entry.value(ref) for ref in ANSWERS] == ["", "12", "", ""]
    assert message is not None
    assert "Look through it" in sentence(message)


def test_a_round_that_cannot_be_read_is_named(study: Study) -> None:
    before, identity = begun(study)
    damage(study.path, f"UPDATE interview SET xml = substr(xml, 1, 60) WHERE instance_id = '{identity}'")
    message = study.interviews.erase(before, "Consent withdrawn").message
    assert message is not None
    assert identity in sentence(message)
    assert "Erase that one too" in sentence(message)


def test_any_other_line_of_the_round_that_lost_its_values_is_a_fault(study: Study) -> None:
    before, identity = begun(study)
    study.interviews.erase(before, "Consent withdrawn")
    blank = "old = '', new = '', why = '', state = '', salt = x''"
    damage(study.path, f"UPDATE history SET {blank} WHERE instance_id = '{identity}' AND event = 'carried'")
    assert any(
        "was erased, and its interview was not" in sentence(one) for one in study.safety.verify().faults
    )
