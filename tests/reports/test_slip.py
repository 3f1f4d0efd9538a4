"""The slip: a code, how to take the agreement back, what was told; nothing of the firm, and in the language of the interview."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster
from fieldsurvey.records.set_up import LegalBase, SetUp
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from tests.support.fixtures_command_line import Run
from tests.support.small_form import ANSWERS

SETTLED = SetUp(legal_base=LegalBase.CONSENT, contact="Sahyog, 080 2345 6789.", withdrawal_days=30)


@pytest.fixture
def interview(study: Study) -> str:
    study.set_up.change_cluster(dataclasses.replace(study.cluster, agency="Sahyog"))
    study.set_up.change(SETTLED)
    return study.interviews.add("small", ANSWERS)


def read(path: Path) -> str:
    """The words of the PDF."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def letters(text: str) -> str:
    """Without blanks and hyphens: the code stands letter by letter."""
    return "".join(text.split()).replace("-", "")


def test_it_holds_the_code_and_whom_to_ask_and_what_was_told(
    study: Study, interview: str, tmp_path: Path
) -> None:
    study.papers.write_slip(tmp_path / "s.pdf", interview, "en")
    words = read(tmp_path / "s.pdf")
    code = study.withdrawals.code(interview)
    assert letters(code) in letters(words)
    assert "Ask Sahyog, 080 2345 6789. " in words
    assert "Say the code. You need not give a reason." in words
    assert "destroyed after 30 days" in words
    assert "Data Protection Board of India" in words
    assert len(PdfReader(tmp_path / "s.pdf").pages) == 1


def test_nothing_of_the_firm_stands_on_it(study: Study, interview: str, tmp_path: Path) -> None:
    study.papers.write_slip(tmp_path / "s.pdf", interview, "en")
    words = read(tmp_path / "s.pdf")
    for answer in (value for value in ANSWERS.values() if len(value) > 3):
        assert answer not in words
    assert interview not in words
    assert not (tmp_path / "s.pdf").stat().st_mode & 0o077


@pytest.mark.parametrize(("language", "word"), [("hi", "कोड"), ("kn", "ಉತ್ತರಗಳ")])
def test_it_speaks_the_language_that_is_named(
    study: Study, interview: str, tmp_path: Path, language: str, word: str
) -> None:
    study.papers.write_slip(tmp_path / "s.pdf", interview, language)
    words = read(tmp_path / "s.pdf")
    assert word in words
    assert letters(study.withdrawals.code(interview)) in letters(words)


def test_else_it_speaks_that_of_the_interview(study: Study, interview: str, tmp_path: Path) -> None:
    entry = study.interviews.begin(language="Hindi (hi)")
    entry.answer("/data/identity/firm_name", "Verma")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.papers.write_slip(tmp_path / "s.pdf", entry.instance_id)
    assert "आपके रखने" in read(tmp_path / "s.pdf")


def test_before_anything_is_promised_and_after_it_was_taken_back_there_is_none(
    study: Study, interview: str, tmp_path: Path
) -> None:
    study.set_up.change(SetUp())
    with pytest.raises(StoreError, match="not settled yet"):
        study.papers.write_slip(tmp_path / "s.pdf", interview)
    study.set_up.change(SETTLED)
    study.withdrawals.withdraw(interview)
    with pytest.raises(StoreError, match="consent to this interview was withdrawn"):
        study.papers.write_slip(tmp_path / "s.pdf", interview)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_script_writes_it_and_takes_the_consent_back_by_its_code(
    run: Run, study: Study, interview: str, tmp_path: Path
) -> None:
    study.close()
    assert run("slip", study.path, interview, tmp_path / "s.pdf", "--language", "en")[0] == 0
    words = letters(read(tmp_path / "s.pdf"))
    code = words.partition("saysnothing.")[2][:8]
    assert run("withdraw", study.path, code)[0] == 0
    with Study.open(study.path) as again:
        assert [one.instance_id for one in again.withdrawals.listing()] == [interview]


def test_what_was_told_then_stands_on_it_though_the_study_promises_something_else_now(tmp_path: Path) -> None:
    form = load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    with Study.create(tmp_path / "a.study", Cluster(name="Brass"), [form], passphrase=None) as study:
        study.set_up.change(SETTLED)
        entry = study.interviews.begin()
        entry.answer("/data/visit/contact_result", "met")
        study.interviews.savepoint(savepoint_of(entry, study.clock()))
        study.set_up.change(dataclasses.replace(SETTLED, withdrawal_days=90))
        study.papers.write_slip(tmp_path / "s.pdf", entry.instance_id, "en")
    assert "destroyed after 30 days" in read(tmp_path / "s.pdf")


def test_it_has_the_day_on_which_the_firm_was_asked(study: Study, interview: str, tmp_path: Path) -> None:
    """An interview begun after midnight far in the east is of that day, wherever the laptop is when the slip is printed."""
    begun = datetime(2026, 12, 2, 0, 30, tzinfo=timezone(timedelta(hours=14)))
    study.context.clock = lambda: begun
    late = study.interviews.add("small", ANSWERS)
    study.papers.write_slip(tmp_path / "s.pdf", late, "en")
    assert "2 December 2026" in read(tmp_path / "s.pdf")
