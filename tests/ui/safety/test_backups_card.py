"""The card for backups on the page Safety, the day's backup, and the step on the overview."""

from __future__ import annotations

import dataclasses
import time
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.records import Changed, Cluster, Questionnaire, Topic
from fieldsurvey.security import unlocking
from fieldsurvey.study import Study
from fieldsurvey.study.context import now_here
from fieldsurvey.ui.overview.needs_card import NeedButton
from fieldsurvey.ui.overview.overview_page import OverviewPage
from fieldsurvey.ui.shell.dialogs import AskAgain
from tests.support import rows
from tests.support.pages import Program
from tests.support.small_form import ANSWERS, PASSPHRASE

pytestmark = pytest.mark.usefixtures("ring")
NEW = "kettle orbit ginger lake"
LATER = {**ANSWERS, "/data/identity/firm_name": "Verma Castings"}


def with_backup(locked_path: Path, *, days: int = 0, passphrase: str | None = PASSPHRASE) -> Path:
    """Make a backup so many days ago, then record one more firm."""
    clock = lambda: now_here() - timedelta(days=days)  # noqa: E731
    with Study.open(locked_path, passphrase, clock=clock) as study:
        study.safety.back_up()
        study.interviews.add("small", LATER)
        return study.safety.backups()[0].path


def opened(program: Program, locked_path: Path) -> Program:
    program.welcome.choose(locked_path)
    if program.window.study is None:
        program.unlock(PASSPHRASE)
    assert program.window.backups is not None
    program.window.backups.begin()  # a person waits some seconds for it
    return program.rested()


def firms(program: Program) -> list[str]:
    assert program.window.study is not None
    return sorted(row.firm for row in program.window.study.interviews.listing())


def steps(program: Program) -> list[str]:
    page = program.window.findChild(OverviewPage)
    assert page is not None
    needs = page.findChildren(NeedButton)
    return [
        one.accessibleName() for one in needs if one.isVisibleTo(page)
    ]  # a card that was replaced goes with the next turn


# --- the day's backup -------------------------------------------------------------------------------------------


def test_opening_a_study_makes_the_days_backup_and_the_card_says_so(
    program: Program, locked_path: Path
) -> None:
    backups = opened(program, locked_path).backups
    program.bot.waitUntil(lambda: backups.said.startswith("Last backup: today"), timeout=20000)
    assert len(backups.listed) == 1
    assert program.sentence == ""


def test_a_folder_beside_the_study_is_said_to_be_on_the_same_disk(
    program: Program, locked_path: Path
) -> None:
    backups = opened(program, locked_path).backups
    program.bot.waitUntil(lambda: "not when the laptop is lost" in backups.word, timeout=20000)


def test_a_stick_that_is_not_there_is_a_step_on_the_overview_and_no_banner(
    program: Program, locked_path: Path
) -> None:
    with_backup(locked_path, days=5)
    with Study.open(locked_path, PASSPHRASE) as study:
        study.safety.set_backup_folder(locked_path.parent / "stick" / "backups")
    opened(program, locked_path)
    program.bot.waitUntil(lambda: "Make a backup: the last is 5 days old" in steps(program), timeout=20000)
    assert program.sentence == ""
    assert program.backups.said == "The last backup is 5 days old: its folder is not there."
    assert "Connect its disk or stick" in program.backups.fault


def test_the_overview_is_quiet_while_backups_are_made(program: Program, locked_path: Path) -> None:
    opened(program, locked_path)
    program.bot.waitUntil(lambda: len(program.backups.listed) == 1, timeout=20000)
    assert [step for step in steps(program) if "backup" in step.lower()] == []


def interviews_in_newest(program: Program, locked_path: Path) -> int:
    """How many interviews the newest backup holds."""
    with Study.open(locked_path, PASSPHRASE) as study:
        newest = study.safety.backups()[0].path
    with Study.open(newest, PASSPHRASE, read_only=True) as backup:
        return len(backup.interviews.listing())


def test_closing_a_study_makes_a_backup_that_holds_the_day(program: Program, locked_path: Path) -> None:
    opened(program, locked_path)
    program.bot.waitUntil(lambda: len(program.backups.listed) == 1, timeout=20000)
    before = len(firms(program))
    assert program.window.tasks is not None
    for _each in range(2):
        program.window.tasks.write(lambda study: study.interviews.add("small", ANSWERS))
    program.window.close_study()
    assert interviews_in_newest(program, locked_path) == before + 2


def recorded(study: Study) -> Changed:
    """One more interview, as the window finalises it."""
    study.interviews.add("small", ANSWERS)
    return Changed(frozenset({Topic.INTERVIEWS}))


def test_after_every_few_interviews_there_is_another_backup(program: Program, locked_path: Path) -> None:
    opened(program, locked_path)
    program.bot.waitUntil(lambda: len(program.backups.listed) == 1, timeout=20000)
    tasks = program.window.tasks
    assert tasks is not None
    for _each in range(4):
        tasks.write(recorded)
    tasks.wait_for_writes()
    program.rested()
    assert len(program.backups.listed) == 1
    tasks.write(recorded)
    program.bot.waitUntil(lambda: len(program.backups.listed) == 2, timeout=20000)


# --- by hand ------------------------------------------------------------------------------------------------------


def test_one_more_backup_is_made_now(program: Program, locked_path: Path) -> None:
    backups = opened(program, locked_path).backups
    backups.card.back_up()
    program.bot.waitUntil(lambda: backups.card.work.words.startswith("The backup is written"), timeout=20000)
    program.bot.waitUntil(lambda: len(backups.listed) == 2, timeout=20000)


def test_another_folder_is_taken_and_is_empty_at_first(
    program: Program, locked_path: Path, tmp_path: Path
) -> None:
    backups = opened(program, locked_path).backups
    there = tmp_path / "stick"
    there.mkdir()
    backups.card.set_folder(there)
    assert program.window.tasks is not None
    program.window.tasks.wait_for_writes()
    program.bot.waitUntil(lambda: backups.said == "There is no backup yet.", timeout=20000)
    backups.card.back_up()
    program.bot.waitUntil(lambda: len(list(there.glob("*/*.study"))) == 1, timeout=20000)
    program.bot.waitUntil(lambda: len(backups.listed) == 1, timeout=20000)


def test_a_backup_that_cannot_be_written_says_why_on_the_card(program: Program, locked_path: Path) -> None:
    backups = opened(program, locked_path).backups
    backups.card.set_folder(locked_path.parent / "stick" / "backups")
    program.bot.waitUntil(lambda: "folder is not there" in backups.said, timeout=20000)
    backups.card.back_up()
    program.bot.waitUntil(lambda: "Connect its disk or stick" in backups.card.work.words, timeout=20000)


def test_a_backup_with_an_interview_nobody_can_read_says_so_on_the_card(
    program: Program, locked_path: Path
) -> None:
    damage = "UPDATE interview SET xml = '<cut'"
    rows.damage(locked_path, damage, passphrase=PASSPHRASE)
    backups = opened(program, locked_path).backups
    program.bot.waitUntil(lambda: "these interviews cannot be read" in backups.fault, timeout=20000)
    program.bot.waitUntil(lambda: len(backups.listed) == 1, timeout=20000)


# --- the way back -------------------------------------------------------------------------------------------------


def test_a_backup_is_restored_without_typing_the_passphrase_again(
    program: Program, locked_path: Path
) -> None:
    backup = with_backup(locked_path, days=1)
    opened(program, locked_path).restore(backup)
    assert "The backup is restored" in program.sentence
    assert "a before restoring" in program.sentence
    assert firms(program) == ["Sharma Brass Works"]
    assert program.window.bookmark().page == "safety"
    kept = next(locked_path.parent.glob("a before restoring*.study"))
    with Study.open(kept, PASSPHRASE) as before:
        assert len(before.interviews.listing()) == 2


def test_a_study_without_a_passphrase_is_restored(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    plain = tmp_path / "p.study"
    Study.create(plain, Cluster(name="Brass"), [questionnaire], passphrase=None).close()
    backup = with_backup(plain, days=1, passphrase=None)
    opened(program, plain).restore(backup)
    assert firms(program) == []


def test_what_was_erased_since_stays_erased_over_a_change_of_passphrase(
    program: Program, locked_path: Path
) -> None:
    backup = with_backup(locked_path, days=1)
    unlocking.change_passphrase(locked_path, NEW, passphrase=PASSPHRASE)
    with Study.open(locked_path, NEW) as study:
        sharma = next(row for row in study.interviews.listing() if row.firm == "Sharma Brass Works")
        study.interviews.erase(sharma.instance_id, "Consent withdrawn")
    program.welcome.choose(locked_path)
    program.unlock(NEW).rested().restore(backup, PASSPHRASE)
    assert "The backup is restored" in program.sentence
    assert firms(program) == []
    assert program.window.study is not None
    assert program.window.study.safety.is_passphrase(PASSPHRASE)


def test_a_wrong_passphrase_of_that_day_leaves_the_study_as_it_is(
    program: Program, locked_path: Path
) -> None:
    backup = with_backup(locked_path, days=1)
    unlocking.change_passphrase(locked_path, NEW, passphrase=PASSPHRASE)
    program.welcome.choose(locked_path)
    program.unlock(NEW).rested().restore(backup, "guess")
    assert "The passphrase does not open" in program.sentence
    assert firms(program) == ["Sharma Brass Works", "Verma Castings"]
    assert list(locked_path.parent.glob("a before restoring*")) == []


def test_a_damaged_backup_brings_back_the_study_as_it_was(program: Program, locked_path: Path) -> None:
    backup = with_backup(locked_path, days=1)
    content = bytearray(backup.read_bytes())
    content[20 * 4096 : 24 * 4096] = b"\1" * (4 * 4096)
    backup.write_bytes(content)
    opened(program, locked_path).restore(backup)
    assert "damaged" in program.sentence
    assert len(firms(program)) == 2


def test_the_dialog_says_what_happens_and_asks_for_no_passphrase(program: Program, locked_path: Path) -> None:
    backup = with_backup(locked_path, days=1)
    dialog = opened(program, locked_path).backups.ask(backup)
    assert dialog.windowTitle().startswith("Put the study back to how it was: yesterday")
    assert not dialog.passphrase.isVisible()
    dialog.reject()


def test_a_backup_of_before_the_lock_is_said_to_be_open_to_anyone(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    plain = tmp_path / "p.study"
    Study.create(plain, Cluster(name="Brass"), [questionnaire], passphrase=None).close()
    backup = with_backup(plain, days=1, passphrase=None)
    unlocking.lock(plain, PASSPHRASE)
    dialog = opened(program, plain).backups.ask(backup)
    assert "before the study was locked" in dialog.warning
    dialog.reject()


def test_a_plain_backup_takes_a_locked_studys_place_after_the_dialog_said_so(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    plain = tmp_path / "p.study"
    Study.create(plain, Cluster(name="Brass"), [questionnaire], passphrase=None).close()
    backup = with_backup(plain, days=1, passphrase=None)
    unlocking.lock(plain, PASSPHRASE)
    opened(program, plain).restore(backup)
    assert "The backup is restored" in program.sentence
    assert program.window.study is not None
    assert not program.window.study.is_encrypted


def test_a_backup_of_another_study_is_restored_only_after_a_second_word(
    program: Program, locked_path: Path, questionnaire: Questionnaire
) -> None:
    mine = with_backup(locked_path, days=1)
    other = locked_path.with_name("other.study")
    Study.create(other, Cluster(name="Other"), [questionnaire], passphrase=PASSPHRASE).close()
    other.replace(mine)
    opened(program, locked_path).restore(mine, PASSPHRASE)
    asked = program.window.findChild(AskAgain)
    assert asked is not None
    assert "has the history of another study" in asked.why.text()
    assert len(firms(program)) == 2
    asked.confirm.click()
    program.bot.waitUntil(lambda: "The backup is restored" in program.sentence, timeout=20000)
    assert program.window.study is not None
    assert program.window.study.cluster.name == "Other"


def test_restoring_waits_for_no_report(program: Program, locked_path: Path) -> None:
    backup = with_backup(locked_path, days=1)
    backups = opened(program, locked_path).backups
    dialog = backups.ask(backup)
    assert program.window.tasks is not None
    program.window.tasks.long(lambda _study, _progress: time.sleep(1))
    dialog.confirm.click()
    program.bot.waitUntil(lambda: "still at work" in program.sentence, timeout=20000)
    program.rested()


def test_the_settings_of_the_window_survive_a_restore(program: Program, locked_path: Path) -> None:
    backup = with_backup(locked_path, days=1)
    program.window.keep(dataclasses.replace(program.window.settings, interviewer="Asha"))
    opened(program, locked_path).restore(backup)
    assert program.window.study is not None
    assert [(line.event, line.who) for line in program.window.study.interviews.history("")][-1] == (
        "backup restored",
        "Asha",
    )
