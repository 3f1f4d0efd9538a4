"""The page Safety, and the card that opens a locked study."""

from __future__ import annotations

import gc
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.dialogs import AskLine
from tests.support.keyrings import DeafKeyring, MemoryKeyring
from tests.support.pages import Program
from tests.support.screen import field, press, words_on
from tests.support.small_form import PASSPHRASE

pytestmark = pytest.mark.usefixtures("ring")
NEW = "kettle orbit ginger lake"


@pytest.fixture
def plain(tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """A closed study without a passphrase."""
    path = tmp_path / "p.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=None).close()
    return path


def sheet_of(locked_path: Path) -> str:
    with Study.open(locked_path, PASSPHRASE) as study:
        return study.safety.recovery_key


def opened(program: Program, locked_path: Path) -> Program:
    program.welcome.choose(locked_path)
    if program.window.study is None:
        program.unlock(PASSPHRASE)
    return rested(program)


def rested(program: Program) -> Program:
    assert program.window.tasks is not None
    tasks = program.window.tasks
    program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20000)
    return program


def change(program: Program, old: str, new: str, again: str = "") -> None:
    """Fill in the card for the passphrase and press its button."""
    card = program.safety.passphrase
    card.begin.click()
    card.old.setText(old)
    card.new.first.setText(new)
    card.new.again.setText(again or new)
    card.change()


def until_open(program: Program) -> Program:
    program.bot.waitUntil(lambda: program.window.study is not None, timeout=20000)
    return program


# --- another passphrase ----------------------------------------------------------------------------------------


def test_a_changed_passphrase_opens_the_study_and_the_page_says_where_the_old_file_is(
    program: Program, locked_path: Path
) -> None:
    change(opened(program, locked_path), PASSPHRASE, NEW)
    until_open(program)
    assert "The passphrase is changed" in program.sentence
    assert "a before new passphrase" in program.sentence
    assert program.window.frame is not None
    assert program.window.frame.page_name == "safety"
    program.window.go_home()
    Study.open(locked_path, NEW).close()


def test_a_wrong_passphrase_of_now_is_said_and_nothing_is_changed(
    program: Program, locked_path: Path
) -> None:
    change(opened(program, locked_path), "guess", NEW)
    assert "not the passphrase of now" in program.safety.passphrase.error
    assert program.window.study is not None


def test_two_different_new_ones_are_said(program: Program, locked_path: Path) -> None:
    change(opened(program, locked_path), PASSPHRASE, NEW, "kettle")
    assert "differ" in program.safety.passphrase.error


def test_a_weak_one_is_asked_about_and_taken_when_it_is_wanted(program: Program, locked_path: Path) -> None:
    change(opened(program, locked_path), PASSPHRASE, "brass")
    card = program.safety.passphrase
    assert "easy to guess" in card.error
    card.new.all_the_same.setChecked(True)
    card.change()
    until_open(program).window.go_home()
    Study.open(locked_path, "brass").close()


def test_a_study_that_is_open_in_another_program_keeps_its_passphrase(
    program: Program, locked_path: Path
) -> None:
    with Study.open(locked_path, PASSPHRASE):
        change(opened(program, locked_path), PASSPHRASE, NEW)
        until_open(program)
        assert "in use by another window" in program.sentence
    assert program.window.study is not None
    assert program.window.study.safety.is_passphrase(PASSPHRASE)


def test_a_change_that_a_fault_of_the_program_ends_opens_the_study_again(
    program: Program, locked_path: Path
) -> None:
    locked_path.with_name(".a.study.old-key").mkdir()
    change(opened(program, locked_path), PASSPHRASE, NEW)
    program.bot.waitUntil(lambda: program.window.study is not None, timeout=20000)
    assert program.window.study is not None
    assert program.window.study.safety.is_passphrase(PASSPHRASE)


def test_a_study_without_a_passphrase_is_locked_from_the_page(program: Program, plain: Path) -> None:
    change(opened(program, plain), "", NEW)
    until_open(program)
    assert "locked from now on" in program.sentence
    assert program.window.study is not None
    assert program.window.study.is_encrypted


def test_a_study_without_a_passphrase_says_so(program: Program, plain: Path) -> None:
    assert "anyone who has the file" in opened(program, plain).safety.passphrase.state.text()


# --- strength --------------------------------------------------------------------------------------------------


def test_the_strength_is_said_while_typing(program: Program, locked_path: Path) -> None:
    field = opened(program, locked_path).safety.passphrase.new
    field.first.setText("password")
    program.bot.waitUntil(lambda: field.words.startswith("Very weak"), timeout=20000)
    field.first.setText(NEW)
    program.bot.waitUntil(lambda: field.words == "Strong", timeout=20000)


def test_a_new_study_knows_its_clusters_name_is_guessed_first(program: Program) -> None:
    form = program.new_study()
    field(form, "Name of the cluster").setText("Kotagarahalli handloom")
    form.passphrase.first.setText("Kotagarahalli1")
    program.bot.waitUntil(lambda: "stands in the study" in form.passphrase.words, timeout=20000)


# --- the recovery sheet ----------------------------------------------------------------------------------------


def test_the_sheet_is_saved_as_a_pdf(program: Program, locked_path: Path, tmp_path: Path) -> None:
    card = opened(program, locked_path).safety.sheet
    card.write(tmp_path / "sheet.pdf")
    program.bot.waitUntil(lambda: not card.work.is_running, timeout=20000)
    assert "Print it, then delete this file" in card.work.words
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_the_recovery_sheet_of_the_window_is_for_its_owners_eyes(
    program: Program, locked_path: Path, tmp_path: Path
) -> None:
    card = opened(program, locked_path).safety.sheet
    card.write(tmp_path / "sheet.pdf")
    program.bot.waitUntil(lambda: (tmp_path / "sheet.pdf").exists(), timeout=20000)
    assert (tmp_path / "sheet.pdf").stat().st_mode & 0o077 == 0


def test_the_sheet_is_not_given_to_who_does_not_know_the_passphrase(
    program: Program, locked_path: Path
) -> None:
    card = opened(program, locked_path).safety.sheet
    card.ask()
    dialog = card.findChildren(AskLine)[-1]
    dialog.field.setText("a guess")
    dialog.confirm.click()
    assert "This is not the study's passphrase. Nothing was saved." in words_on(card)
    assert not card.work.is_running


def test_the_pasted_sheet_opens_the_study(program: Program, locked_path: Path) -> None:
    rows = sheet_of(locked_path)
    program.welcome.choose(locked_path)
    program.unlock_with_sheet(rows)
    assert program.window.study is not None
    assert "Opened with the recovery sheet" in program.sentence


def test_the_sheet_is_typed_row_by_row_by_keyboard(program: Program, locked_path: Path) -> None:
    rows = sheet_of(locked_path)
    program.welcome.choose(locked_path)
    press(program.welcome.unlock_card, "Use the recovery sheet")
    first = program.welcome.unlock_card.rows.fields[0]
    QTest.keyClicks(first, rows.splitlines()[0].lower())
    second = program.welcome.unlock_card.rows.fields[1]
    program.bot.waitUntil(second.hasFocus, timeout=20000)


def test_a_slip_in_a_row_is_pointed_out_when_the_row_is_left(program: Program, locked_path: Path) -> None:
    program.welcome.choose(locked_path)
    rows = program.welcome.unlock_card.rows
    press(program.welcome.unlock_card, "Use the recovery sheet")
    rows.fields[2].setText("ABCD EFGH")
    rows.fields[2].editingFinished.emit()
    assert rows.fault == "Look at row 3 again: it is not as on the sheet."


def test_missing_rows_are_named_when_the_sheet_is_tried(program: Program, locked_path: Path) -> None:
    rows = sheet_of(locked_path).splitlines()
    program.welcome.choose(locked_path)
    program.unlock_with_sheet("\n".join(rows[:6]))
    assert program.welcome.unlock_card.rows.fault.startswith("Look at row 7, 8 again")


def test_the_sheet_of_another_study_is_said(program: Program, locked_path: Path, plain: Path) -> None:
    other = locked_path.with_name("other.study")
    Study.create(other, Cluster(), [], passphrase=PASSPHRASE).close()
    program.welcome.choose(locked_path)
    program.unlock_with_sheet(sheet_of(other))
    assert "does not open the study" in program.welcome.unlock_card.error


def test_who_came_in_with_the_sheet_sets_a_passphrase_without_the_old_one(
    program: Program, locked_path: Path
) -> None:
    rows = sheet_of(locked_path)
    program.welcome.choose(locked_path)
    rested(program.unlock_with_sheet(rows))
    change(program, "", NEW)
    until_open(program).window.go_home()
    Study.open(locked_path, NEW).close()


# --- the laptop's keyring ----------------------------------------------------------------------------------------


def remember(program: Program, ring: MemoryKeyring) -> None:
    box = program.safety.laptop.remember
    program.bot.waitUntil(box.isVisible, timeout=20000)
    box.click()
    program.bot.waitUntil(lambda: bool(program.window.settings.remembered), timeout=20000)


def test_a_remembered_study_opens_without_its_passphrase(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    remember(opened(program, locked_path), ring)
    program.window.go_home()
    program.welcome.choose(locked_path)
    until_open(program)
    assert program.window.windowTitle() == "Brass — FieldSurvey"


def test_the_box_on_the_unlock_card_remembers_too(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    program.welcome.choose(locked_path)
    box = program.welcome.unlock_card.remember
    program.bot.waitUntil(box.isVisible, timeout=20000)
    box.setChecked(True)
    program.unlock(PASSPHRASE)
    program.bot.waitUntil(lambda: len(ring.kept) == 1, timeout=20000)
    program.bot.waitUntil(lambda: len(program.window.settings.remembered) == 1, timeout=20000)


def test_locking_is_not_undone_by_the_keyring(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    remember(opened(program, locked_path), ring)
    program.window.guard.lock_now()
    program.welcome.choose(locked_path)
    program.bot.wait(300)
    assert program.window.study is None


def test_the_key_goes_when_the_box_is_cleared(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    remember(opened(program, locked_path), ring)
    program.safety.laptop.remember.click()
    program.bot.waitUntil(lambda: ring.kept == {}, timeout=20000)
    program.bot.waitUntil(lambda: program.window.settings.remembered == (), timeout=20000)


def test_after_a_change_of_passphrase_the_keyring_has_the_new_key_only(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    remember(opened(program, locked_path), ring)
    before = dict(ring.kept)
    change(program, PASSPHRASE, NEW)
    until_open(program)
    program.bot.waitUntil(lambda: len(ring.kept) == 1 and ring.kept != before, timeout=20000)
    program.bot.waitUntil(lambda: len(program.window.settings.remembered) == 1, timeout=20000)
    program.window.go_home()
    program.welcome.choose(locked_path)
    until_open(program)


def test_a_keyring_that_lost_the_key_leaves_the_passphrase(
    program: Program, locked_path: Path, ring: MemoryKeyring
) -> None:
    remember(opened(program, locked_path), ring)
    program.window.go_home()
    ring.kept.clear()
    program.welcome.choose(locked_path)
    program.bot.waitUntil(
        lambda: "does not have the key" in program.welcome.unlock_card.notice, timeout=20000
    )
    program.unlock(PASSPHRASE)
    assert program.window.study is not None


def test_without_a_keyring_the_box_is_not_there_and_the_page_says_why(
    program: Program, locked_path: Path
) -> None:
    keyring.set_keyring(fail.Keyring())
    laptop = opened(program, locked_path).safety.laptop
    program.bot.waitUntil(laptop.no_keyring.isVisible, timeout=20000)
    assert not laptop.remember.isVisible()


def test_a_keyring_that_refuses_is_a_sentence_and_the_box_stays_empty(
    program: Program, locked_path: Path
) -> None:
    keyring.set_keyring(DeafKeyring())
    box = opened(program, locked_path).safety.laptop.remember
    program.bot.waitUntil(box.isVisible, timeout=20000)
    box.click()
    program.bot.waitUntil(lambda: "did not take the key" in program.sentence, timeout=20000)
    assert not box.isChecked()


def test_a_card_that_goes_while_the_keyring_thinks_does_no_harm(program: Program, locked_path: Path) -> None:
    program.welcome.choose(locked_path)
    program.unlock(PASSPHRASE)
    program.window.go_home()
    gc.collect()
    program.bot.wait(200)
    assert program.welcome.unlock_card.isHidden()


def test_enter_in_the_passphrase_field_unlocks(program: Program, locked_path: Path) -> None:
    program.welcome.choose(locked_path)
    field = program.welcome.unlock_card.passphrase
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert program.window.study is not None


# --- copies of before the lock ------------------------------------------------------------------------------------


def test_copies_of_before_the_lock_are_named_and_deleted_when_told(program: Program, plain: Path) -> None:
    with Study.open(plain) as study:
        study.safety.back_up()
        (backup,) = study.safety.backups()
    opened(program, plain)
    assert not program.safety.copies.isVisibleTo(program.safety)
    change(program, "", NEW)
    until_open(program)
    program.bot.waitUntil(lambda: program.safety.copies.isVisibleTo(program.safety), timeout=20000)
    card = program.safety.copies
    assert backup.path.name in card.names.text()
    card.ask().confirm.click()
    program.bot.waitUntil(lambda: not card.isVisibleTo(program.safety), timeout=20000)
    assert not backup.path.exists()
    assert plain.exists()
