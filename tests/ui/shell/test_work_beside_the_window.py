"""Work beside the window tells who asked for it, and nobody when they are gone: an interview left while a report runs is no error."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed
from fieldsurvey.study import Study
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.tasks import Tasks
from tests.support.pages import Program


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Work waits behind it; it is open at the end, whatever happened."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def tasks(study: Study) -> Iterator[Tasks]:
    made = Tasks(study)
    yield made
    made.close()


def test_an_interview_left_while_long_work_runs_is_not_told_what_is_usual(
    program: Program, study: Study, gate: threading.Event
) -> None:
    interview = program.open(study).new_interview()
    tasks, session = interview.window.tasks, interview.entry.session
    assert tasks is not None
    program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20_000)

    def report(_study: Study, _progress: Progress) -> None:
        gate.wait(20)

    tasks.long(report)
    session.checks.compare()
    interview.entry.pause()
    with program.bot.waitSignal(session.destroyed, timeout=20_000):
        pass
    gate.set()
    program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20_000)
    program.bot.wait(20)
    assert program.window.entry is None


def test_who_asked_hears_what_a_write_gave(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[str] = []
    tasks.write(lambda study: study.cluster.name, tasks, done=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)


def test_who_is_gone_hears_nothing_and_the_window_hears_what_was_not_saved(
    qtbot: QtBot, tasks: Tasks
) -> None:
    heard: list[object] = []
    told: list[str] = []
    tasks.failed.connect(told.append)
    owner = QObject()

    def fails(_study: Study) -> None:
        raise StoreError("study.disk-full")

    tasks.write(lambda _study: 1, owner, done=heard.append)
    tasks.write(fails, owner, failed=heard.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    tasks.wait_for_writes()
    assert heard == []
    assert len(told) == 1
    assert "disk is full" in told[0]


def test_the_window_hears_how_work_ended_whose_asker_has_gone(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[str] = []
    tasks.ended.connect(told.append)
    owner = QObject()

    def writes(_study: Study, _progress: object) -> Changed:
        return Changed(message=Message("export.written", path="c.pdf", count=2))

    tasks.long(writes, owner, done=told.append)
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: bool(told))
    assert "c.pdf" in told[0]


def test_screens_hear_of_a_change_whoever_asked_for_it(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    with qtbot.waitSignal(tasks.changed):
        tasks.write(lambda study: study.interviews.set_open(""), owner, done=lambda _changed: None)
        owner.deleteLater()


def test_a_call_beside_the_window_tells_its_result(qtbot: QtBot) -> None:
    heard: list[object] = []
    owner = QObject()
    BackgroundCall(owner, lambda: 7, heard.append)
    qtbot.waitUntil(lambda: heard == [7])


def test_a_call_whose_owner_is_gone_tells_nobody(qtbot: QtBot, gate: threading.Event) -> None:
    heard: list[object] = []
    owner = QObject()
    call = BackgroundCall(owner, lambda: gate.wait(20), heard.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    with qtbot.waitSignal(call.destroyed):
        gate.set()
    assert heard == []
