"""The first page when a study does not open: a backup takes its place, or what can be read is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.welcome.recovery_card import RescueOutcome
from tests.support.damage import root_of, wipe
from tests.support.pages import Program
from tests.support.screen import press
from tests.support.small_form import ANSWERS, PASSPHRASE

pytestmark = pytest.mark.usefixtures("ring")
LATER = {**ANSWERS, "/data/identity/firm_name": "Verma Castings"}


def made(path: Path, questionnaire: Questionnaire, passphrase: str | None) -> Path:
    """A closed study with two interviews, the second of after the backup."""
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=passphrase) as study:
        study.interviews.add("small", ANSWERS)
        study.safety.back_up()
        study.interviews.add("small", LATER)
    return path


@pytest.fixture
def plain(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    return made(tmp_path / "p.study", questionnaire, None)


@pytest.fixture
def locked(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    return made(tmp_path / "a.study", questionnaire, PASSPHRASE)


def firms(program: Program) -> list[str]:
    program.bot.waitUntil(lambda: program.window.study is not None, timeout=20000)
    assert program.window.study is not None
    return sorted(row.firm for row in program.window.study.interviews.listing())


def rescued(program: Program, out: Path) -> RescueOutcome:
    """Save what can be read, and wait for the report."""
    page = program.welcome
    page.mend_card.rescue(out)
    program.bot.waitUntil(lambda: page.findChild(RescueOutcome) is not None, timeout=30000)
    outcome = page.findChild(RescueOutcome)
    assert outcome is not None
    return outcome


# --- damaged --------------------------------------------------------------------------------------------------------


def test_a_damaged_study_is_offered_its_newest_backup(program: Program, plain: Path) -> None:
    wipe(plain, 1, begin=100)
    program.welcome.choose(plain)
    card = program.welcome.mend_card
    assert card.isVisible()
    assert "is damaged" in card.sentence
    card.restore()
    assert firms(program) == ["Sharma Brass Works"]
    assert len(list(plain.parent.glob("p before restoring*.study"))) == 1


def test_a_study_whose_end_is_missing_is_offered_its_backup(program: Program, locked: Path) -> None:
    locked.write_bytes(locked.read_bytes()[:-1000])
    program.welcome.choose(locked)
    card = program.welcome.mend_card
    card.passphrase.setText(PASSPHRASE)
    card.restore()
    assert firms(program) == ["Sharma Brass Works"]


def test_what_can_be_read_of_a_damaged_study_is_saved_and_opened(program: Program, plain: Path) -> None:
    wipe(plain, root_of("annotation", plain, None))
    wipe(plain, 1, begin=100)
    program.welcome.choose(plain)
    outcome = rescued(program, plain.with_name("saved.study"))
    assert "2 of 2 interviews are saved in saved.study" in outcome.text.toPlainText()
    outcome.open_it.click()
    assert firms(program) == ["Sharma Brass Works", "Verma Castings"]


def test_a_locked_study_whose_beginning_is_lost_is_saved_with_the_passphrase_and_a_backup(
    program: Program, locked: Path
) -> None:
    wipe(locked, 1)
    program.welcome.choose(locked)
    program.unlock(PASSPHRASE)
    press(program.welcome.unlock_card, "It should open: restore a backup, or save what can be read")
    card = program.welcome.mend_card
    assert "The passphrase does not open" in card.sentence
    card.passphrase.setText(PASSPHRASE)
    outcome = rescued(program, locked.with_name("saved.study"))
    outcome.open_it.click()
    assert firms(program) == ["Sharma Brass Works", "Verma Castings"]


def test_a_wrong_passphrase_is_said_on_the_card_and_nothing_is_changed(
    program: Program, locked: Path
) -> None:
    locked.write_bytes(locked.read_bytes()[:-1000])
    before = locked.read_bytes()
    program.welcome.choose(locked)
    card = program.welcome.mend_card
    card.passphrase.setText("guess")
    card.restore()
    program.bot.waitUntil(lambda: "The passphrase does not open" in card.error, timeout=20000)
    assert locked.read_bytes() == before
    assert card.isVisible()


def test_a_study_that_opens_but_cannot_be_shown_is_offered_the_same(program: Program, plain: Path) -> None:
    wipe(plain, root_of("interview", plain, None))
    program.welcome.choose(plain)
    card = program.welcome.mend_card
    assert program.window.study is None
    assert card.isVisible()
    card.restore()
    assert firms(program) == ["Sharma Brass Works"]


# --- gone -----------------------------------------------------------------------------------------------------------


def test_a_study_that_is_gone_is_brought_back_from_its_backup(program: Program, locked: Path) -> None:
    locked.unlink()
    program.welcome.choose(locked)
    card = program.welcome.mend_card
    assert "does not exist" in card.sentence
    assert not card.rescue_it.isVisible()
    card.passphrase.setText(PASSPHRASE)
    card.restore()
    assert firms(program) == ["Sharma Brass Works"]


def test_a_backup_from_a_stick_is_chosen_by_hand(program: Program, plain: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backup = next((tmp_path / "p backups").glob("*.study")).rename(stick / "kept.study")
    plain.unlink()
    program.welcome.choose(plain)
    card = program.welcome.mend_card
    assert not card.restore_it.isVisible()
    card.add_backup(backup)
    card.restore()
    assert firms(program) == ["Sharma Brass Works"]


# --- not damaged ----------------------------------------------------------------------------------------------------


def test_another_kind_of_file_is_offered_nothing(program: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    program.welcome.choose(tmp_path / "letter.txt")
    assert not program.welcome.mend_card.isVisible()


def test_choosing_another_study_takes_the_offer_away(program: Program, plain: Path, locked: Path) -> None:
    wipe(plain, 1, begin=100)
    program.welcome.choose(plain)
    program.welcome.choose(locked)
    assert not program.welcome.mend_card.isVisible()
    assert program.welcome.unlock_card.isVisible()
