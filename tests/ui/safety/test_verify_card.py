"""The card that checks the study."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.safety.verify_card import VerifyCard
from tests.support import rows
from tests.support.pages import Program
from tests.support.screen import press
from tests.support.small_form import ANSWERS


@pytest.fixture
def path(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A closed, plain study with one interview and one photo."""
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None) as study:
        study.attachments.add(study.interviews.add("small", ANSWERS), "gate.jpg", b"not much of a photo")
    return path


def checked(program: Program, path: Path, seal: str = "") -> VerifyCard:
    """Open the study, check it, and wait for the outcome."""
    program.welcome.choose(path)
    card = program.rested().safety.check
    card.noted.setText(seal)
    card.check()
    program.bot.waitUntil(lambda: not card.work.is_running, timeout=20000)
    return card


def test_a_whole_study_is_told_in_numbers(program: Program, path: Path) -> None:
    words = checked(program, path).work.words
    assert words.startswith("Everything is whole: 1 interview, 1 file, ")
    assert "of history" in words


def test_the_seal_can_be_copied_and_holds_later(program: Program, path: Path) -> None:
    seal = checked(program, path).seal.text()
    assert "-" in seal
    card = program.safety.check
    card.noted.setText(seal)
    card.check()
    program.bot.waitUntil(lambda: card.work.words.endswith("The seal holds."), timeout=20000)


def test_a_history_rewritten_since_shows_by_the_seal(program: Program, path: Path) -> None:
    card = checked(program, path, "1-" + "0" * 64)
    assert card.work.words.startswith("1 fault was found")
    assert "is not the one that was noted" in card.faults.toPlainText()


def test_faults_are_listed_and_can_be_copied(program: Program, path: Path) -> None:
    rows.change(path, "UPDATE interview SET xml = replace(xml, 'workers', 'wrokers')")
    card = checked(program, path)
    assert "is no question of its form" in card.faults.toPlainText()
    assert card.faults.isVisible()
    press(card, "Copy the list")
    assert program.clipboard == card.faults.toPlainText()


def test_a_mistyped_seal_is_no_damage(program: Program, path: Path) -> None:
    card = checked(program, path, "hello")
    program.bot.waitUntil(lambda: "no seal" in card.work.words, timeout=20000)
    assert "All else is whole." in card.work.words
    assert "1234-9f3a" in card.faults.toPlainText()
