"""The study locks itself when nobody touches the laptop; nothing typed is lost, and it opens again where it was."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.records import Changed, Cluster, Questionnaire
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program
from tests.support.small_form import PASSPHRASE


class Wrist:
    """A watch that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(program: Program) -> Wrist:
    """The clock by which the window counts idle minutes."""
    wrist = Wrist()
    program.window.guard.idle.clock = wrist
    return wrist


@pytest.fixture
def locked(program: Program, watch: Wrist, tmp_path: Path, questionnaire: Questionnaire) -> Program:
    """The window with a study open that has a passphrase."""
    study = Study.create(tmp_path / "a.study", Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE)
    return rested(program.open(study))


def rested(program: Program) -> Program:
    """The form is read beside the window, so that no long work runs."""
    tasks = program.window.tasks
    assert tasks is not None
    program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20000)
    return program


def leave_alone(program: Program, watch: Wrist, minutes: float) -> None:
    """Nobody touches the laptop for so long, and the timer rings."""
    watch.now += 60 * minutes
    program.window.guard.idle.look()
    QApplication.processEvents()


def is_locked(program: Program) -> bool:
    return program.window.study is None


def test_after_ten_minutes_without_a_key_the_study_is_locked_and_says_so(
    locked: Program, watch: Wrist
) -> None:
    leave_alone(locked, watch, 10)
    assert is_locked(locked)
    assert locked.welcome.unlock_card.notice == "Locked after 10 minutes without a key. Everything is saved."


def test_a_minute_earlier_it_is_not(locked: Program, watch: Wrist) -> None:
    leave_alone(locked, watch, 9)
    assert not is_locked(locked)


def test_a_key_begins_the_minutes_anew(locked: Program, watch: Wrist) -> None:
    watch.now += 9 * 60
    locked.touch()
    leave_alone(locked, watch, 9)
    assert not is_locked(locked)


def test_the_mouse_begins_the_minutes_anew(locked: Program, watch: Wrist) -> None:
    watch.now += 9 * 60
    QTest.mouseClick(locked.window.windowHandle(), Qt.MouseButton.LeftButton)
    leave_alone(locked, watch, 9)
    assert not is_locked(locked)


def test_the_first_key_after_a_long_sleep_of_the_laptop_finds_the_study_locked(
    locked: Program, watch: Wrist
) -> None:
    watch.now += 3600
    locked.touch()
    QApplication.processEvents()
    assert is_locked(locked)


def test_a_study_without_a_passphrase_is_not_locked(program: Program, watch: Wrist, study: Study) -> None:
    rested(program.open(study))
    leave_alone(program, watch, 60)
    assert not is_locked(program)


def test_never_means_never(locked: Program, watch: Wrist) -> None:
    box = locked.safety.laptop.lock_after
    box.setCurrentIndex(box.findData(0))
    box.activated.emit(box.currentIndex())
    leave_alone(locked, watch, 600)
    assert not is_locked(locked)


def test_the_choice_of_minutes_is_kept_on_this_laptop(locked: Program, watch: Wrist, tmp_path: Path) -> None:
    box = locked.safety.laptop.lock_after
    box.setCurrentIndex(box.findData(5))
    box.activated.emit(box.currentIndex())
    assert '"lock_after": 5' in (tmp_path / "settings.json").read_text()
    leave_alone(locked, watch, 5)
    assert is_locked(locked)


def test_after_unlocking_the_same_page_is_open(locked: Program, watch: Wrist) -> None:
    locked.window.show_page("export")
    leave_alone(locked, watch, 10)
    locked.unlock(PASSPHRASE)
    assert locked.window.frame is not None
    assert locked.window.frame.page_name == "export"


def typed(program: Program) -> Interview:
    """An interview with an answer typed but not left with Enter, on the second page."""
    interview = program.new_interview().fill("firm_name", "Sharma").turn_page()
    interview.question("workers").take_focus()
    return interview.type("12")


def test_what_was_typed_is_saved_and_the_same_question_is_open_after_unlocking(
    locked: Program, watch: Wrist
) -> None:
    typed(locked)
    leave_alone(locked, watch, 10)
    assert is_locked(locked)
    locked.unlock(PASSPHRASE)
    again = Interview(locked.bot, locked.window)
    assert (again.value("firm_name"), again.value("workers")) == ("Sharma", "12")
    assert again.focused_ref == "/data/labour/workers"


def test_after_unlocking_one_types_on_behind_the_last_letter(locked: Program, watch: Wrist) -> None:
    typed(locked)
    leave_alone(locked, watch, 10)
    locked.unlock(PASSPHRASE)
    again = Interview(locked.bot, locked.window).type("5").enter()
    assert again.value("workers") == "125"


def test_ctrl_shift_l_locks_at_once(locked: Program) -> None:
    typed(locked)
    QTest.keyClick(
        locked.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert is_locked(locked)
    assert locked.welcome.unlock_card.notice == "Locked. Everything is saved."


def test_an_open_dialog_is_closed_by_locking(locked: Program, watch: Wrist) -> None:
    interview = typed(locked)
    interview.entry.find_question()
    dialog = interview.entry.findChild(QDialog)
    assert dialog is not None
    leave_alone(locked, watch, 10)
    locked.bot.waitUntil(lambda: is_locked(locked), timeout=20000)
    assert QApplication.activeModalWidget() is None


def test_answers_the_disk_refuses_keep_the_study_open_and_say_why(locked: Program, watch: Wrist) -> None:
    interview = typed(locked).enter()
    locked.set_room(1)
    interview.entry.session.answers.give("/data/identity/gstin", "9" * 40_000)
    leave_alone(locked, watch, 10)
    assert not is_locked(locked)
    assert "Not locked" in locked.sentence
    assert "disk is full" in locked.sentence
    assert interview.value("workers") == "12"


def test_a_study_open_to_read_only_is_locked_too(
    program: Program, watch: Wrist, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    with Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE) as first:
        first.take_writer_lock()
        rested(program.open(Study.open(path, PASSPHRASE)))
        leave_alone(program, watch, 10)
        assert is_locked(program)


def test_a_lock_is_no_interruption(locked: Program, watch: Wrist) -> None:
    typed(locked)
    leave_alone(locked, watch, 10)
    locked.unlock(PASSPHRASE)
    assert locked.window.frame is not None
    assert locked.window.frame.banner.isHidden()  # it waits behind the interview that is open again


def test_once_there_is_room_again_it_locks_at_the_next_rest(locked: Program, watch: Wrist) -> None:
    interview = typed(locked)
    locked.set_room(1)
    interview.entry.session.answers.give("/data/identity/gstin", "9" * 40_000)
    leave_alone(locked, watch, 10)
    locked.set_room(1_000_000)
    leave_alone(locked, watch, 10)
    assert is_locked(locked)


@pytest.fixture
def at_work(locked: Program) -> Iterator[Callable[[], None]]:
    """Long work that ends when told to."""
    end = threading.Event()
    assert locked.window.tasks is not None
    locked.window.tasks.long(lambda _study, _progress: end.wait(60) and Changed())
    yield end.set
    end.set()


def test_long_work_is_waited_for(locked: Program, watch: Wrist, at_work: Callable[[], None]) -> None:
    leave_alone(locked, watch, 30)
    assert not is_locked(locked)
    at_work()
    rested(locked)
    leave_alone(locked, watch, 0)
    assert is_locked(locked)


def test_locking_by_hand_during_long_work_says_why_not(locked: Program, at_work: Callable[[], None]) -> None:
    locked.window.guard.lock_now()
    assert not is_locked(locked)
    assert "still at work" in locked.sentence


def test_a_key_during_long_work_begins_the_minutes_anew(
    locked: Program, watch: Wrist, at_work: Callable[[], None]
) -> None:
    leave_alone(locked, watch, 10)
    locked.touch()
    at_work()
    rested(locked)
    leave_alone(locked, watch, 9)
    assert not is_locked(locked)


def test_another_language_chosen_while_locked_keeps_the_study_locked_and_asked_for(
    locked: Program, watch: Wrist
) -> None:
    leave_alone(locked, watch, 10)
    locked.window.set_preferences(dataclasses.replace(locked.window.settings, theme="dark"))
    locked.unlock(PASSPHRASE)
    assert not is_locked(locked)


def test_nothing_of_the_study_is_left_open(locked: Program, watch: Wrist, tmp_path: Path) -> None:
    typed(locked)
    leave_alone(locked, watch, 10)
    assert [file.name for file in tmp_path.glob("a.study*")] == ["a.study"]
    assert (locked.window.study, locked.window.tasks) == (None, None)
