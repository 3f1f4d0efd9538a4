"""Erasing an interview reaches the rounds that were begun from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
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
