"""The draft for the day of a breach: what the file holds is said, nobody is named, and the rest is left to be written."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.records.set_up import SetUp
from fieldsurvey.security.unlocking import lock
from fieldsurvey.study import ExportOptions, Profile, Study
from tests.support.fake_server import CentralState
from tests.support.fixtures_command_line import Run
from tests.support.pages import Program
from tests.support.sending import send
from tests.support.small_form import ANSWERS, PASSPHRASE


@pytest.fixture
def held(study: Study) -> Study:
    """Two interviews, one of them withdrawn and not yet destroyed, and a firm."""
    study.set_up.change(SetUp(withdrawal_days=30))
    study.interviews.add("small", ANSWERS)
    study.withdrawals.withdraw(study.interviews.add("small", ANSWERS))
    study.register.add("Sharma Brass Works")
    return study


def read(path: Path) -> str:
    """The words of the PDF."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_it_says_what_the_file_holds(held: Study, tmp_path: Path) -> None:
    held.exports.write(tmp_path / "w.xlsx", ExportOptions(profile=Profile.WORKING))
    held.papers.write_breach_report(tmp_path / "b.pdf")
    words = read(tmp_path / "b.pdf")
    assert "not locked: whoever has the file can read it" in words
    assert "Interviews 2 " in words  # what is sealed is in the file all the same
    assert "Firms in the register 1" in words
    assert "workbook or table" in words
    assert "within 72 hours" in words
    assert "What was done, and what will be done" in words
    assert not (tmp_path / "b.pdf").stat().st_mode & 0o077


def test_a_report_of_one_firm_was_written_for_others_too(held: Study, tmp_path: Path) -> None:
    (identity,) = (one.instance_id for one in held.interviews.listing())
    held.reports.write_firm(tmp_path / "f.pdf", identity)
    held.papers.write_breach_report(tmp_path / "b.pdf")
    assert "· report" in read(tmp_path / "b.pdf")


def test_it_names_questions_and_nobody(held: Study, tmp_path: Path) -> None:
    held.papers.write_breach_report(tmp_path / "b.pdf")
    words = read(tmp_path / "b.pdf")
    questions = held.forms.questionnaire("small").questions
    for kind in ("direct", "sensitive"):
        labels = [next(iter(one.label.values())) for one in questions if one.disclosure == kind]
        assert labels
        assert all(label in words for label in labels)
    for answer in (value for value in ANSWERS.values() if len(value) > 4):
        assert answer not in words
    assert "Sharma" not in words


def test_a_locked_study_says_so_and_which_copies_can_be_read(held: Study, tmp_path: Path) -> None:
    held.safety.back_up()
    path = held.path
    held.close()
    lock(path, PASSPHRASE)
    with Study.open(path, passphrase=PASSPHRASE) as locked:
        copies = len(locked.safety.readable_copies())
        locked.papers.write_breach_report(tmp_path / "b.pdf")
    words = read(tmp_path / "b.pdf")
    assert "locked with a passphrase (AES-256)" in words
    assert copies
    assert f"without the passphrase {copies}" in words


@pytest.mark.parametrize(("language", "word"), [("hi", "अध्ययन"), ("kn", "72")])
def test_a_script_writes_it_in_each_language(
    run: Run, held: Study, tmp_path: Path, language: str, word: str
) -> None:
    held.close()
    assert run("breach", held.path, tmp_path / "b.pdf", "--language", language)[0] == 0
    assert word in read(tmp_path / "b.pdf")


def test_the_page_safety_writes_it(program: Program, held: Study, tmp_path: Path) -> None:
    card = program.open(held).safety.breach
    card.write(tmp_path / "b.pdf")
    program.rested()
    assert "Interviews 2 " in read(tmp_path / "b.pdf")


def test_a_question_of_an_older_version_is_in_the_file_still(held: Study, tmp_path: Path) -> None:
    old = held.forms.questionnaire("small")
    dropped = next(one for one in old.questions if one.disclosure == "sensitive")
    bare = tuple(dataclasses.replace(one, disclosure="") for one in old.questions)
    held.forms.add(dataclasses.replace(old, version=f"{old.version}1", questions=bare))
    held.papers.write_breach_report(tmp_path / "b.pdf")
    words = read(tmp_path / "b.pdf")
    assert next(iter(dropped.label.values())) in words
    assert f"name somebody: {old.title}." in words


def test_it_says_how_many_were_sent(held: Study, tmp_path: Path, server: tuple[str, CentralState]) -> None:
    held.papers.write_breach_report(tmp_path / "before.pdf")
    assert "sent to a server 0 " in read(tmp_path / "before.pdf")
    send(held, server[0])
    held.papers.write_breach_report(tmp_path / "b.pdf")
    assert "sent to a server 1 " in read(tmp_path / "b.pdf")


def test_it_says_how_many_files_it_leaves_out(held: Study, tmp_path: Path) -> None:
    (identity,) = (one.instance_id for one in held.interviews.listing())
    for _report in range(14):
        held.reports.write_firm(tmp_path / "f.pdf", identity)
    held.papers.write_breach_report(tmp_path / "b.pdf")
    words = read(tmp_path / "b.pdf")
    assert "The last 12 stand here; the history has 2 earlier ones." in words
    assert words.count("· report") == 12
