"""Measure the entry window: opening an interview, turning a page, an answer until the screen is repainted. Part of `make bench`.

The real window on the offscreen platform, 1366 x 728. A page turned to is measured twice: the next one, which the window
prepares while one types, and any other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldsurvey import demo
from fieldsurvey.app import make_application
from fieldsurvey.records import Questionnaire
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.system import paths
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.window.entry_window import EntryWindow
from fieldsurvey.ui.window.main_window import MainWindow
from tests.support.scenario import NOW
from tools.bench import BENCHES, clocked, main, measured, thousand_questions

_BEFORE = len(BENCHES)
_ANSWERS = 200
_REST_MS = 60  # the savepoint and the counting that follow an answer are over before the next one


@cache
def _questionnaire(folder: Path, name: str) -> Questionnaire:
    if name == "firm_diagnostic":
        return load_questionnaire(paths.forms() / "firm_diagnostic.xlsx")
    form = folder / "thousand.xml"
    form.write_text(thousand_questions(), encoding="utf-8")
    return load_questionnaire(form)


def _window(folder: Path, name: str) -> MainWindow:
    path = folder / f"{name}-entry.study"
    path.unlink(missing_ok=True)
    app = make_application()
    study = Study.create(path, demo.demo_cluster(), [_questionnaire(folder, name)], passphrase=None)
    if name == "firm_diagnostic":
        study.interviews.record(demo.synthetic_answers(study.forms.form(), 1, 0, NOW))
    window = MainWindow(Settings(), folder / "settings.json")
    window.resize(1366, 728)
    window.open_study(study)
    window.show()
    app.processEvents()
    QTest.qWait(300)
    return window


def _entered(window: MainWindow, name: str) -> EntryWindow:
    """An interview on screen: a filled one of the firm form, for all its sections to be asked; else a new one."""
    assert window.study is not None
    if name == "firm_diagnostic":
        window.resume_interview(window.study.interviews.listing()[0].instance_id)
    else:
        window.begin_interview()
    assert window.entry is not None
    QTest.qWait(600)
    return window.entry


def _opened(folder: Path, name: str) -> list[float]:
    seconds: list[float] = []
    window = _window(folder, name)
    for _ in range(7):
        with clocked(seconds):
            if name == "firm_diagnostic":
                assert window.study is not None
                window.resume_interview(window.study.interviews.listing()[0].instance_id)
            else:
                window.begin_interview()
            window.repaint()
            QApplication.processEvents()
        assert window.entry is not None
        window.entry.pause()
        QTest.qWait(400)
    window.close()
    return seconds[1:]  # the first one loads what the program had no use for before


def _turned(folder: Path, name: str, wanted: Callable[[int], Iterator[int]]) -> list[float]:
    seconds: list[float] = []
    window = _window(folder, name)
    entry = _entered(window, name)
    for number in wanted(len(entry.pages)):
        if entry.is_asked(number):
            QTest.qWait(500)
            with clocked(seconds):
                entry.show_page(number)
                entry.repaint()
                QApplication.processEvents()
    window.close()
    return seconds


def _answered(folder: Path, name: str) -> list[float]:
    """Each answer: a key and Enter, until the window has drawn what it moved."""
    seconds: list[float] = []
    window = _window(folder, name)
    entry = _entered(window, name)
    for number in range(len(entry.pages)):
        if not entry.is_asked(number) or len(seconds) >= _ANSWERS:
            continue
        entry.show_page(number)
        QTest.qWait(500)
        assert entry.page is not None
        stops = [f for f in entry.page.findChildren(QuestionFrame) if not f.isHidden() and f.can_be_answered]
        for frame in stops[:-1]:  # past the last one the page is turned
            if frame.isHidden() or not frame.can_be_answered:
                continue  # closed by an answer above
            frame.take_focus()
            QTest.qWait(_REST_MS)
            widget = QApplication.focusWidget()
            if widget is None or not frame.isAncestorOf(widget):
                continue
            with clocked(seconds):
                QTest.keyClick(widget, Qt.Key.Key_1)
                if isinstance(widget, QLineEdit):
                    QTest.keyClick(widget, Qt.Key.Key_Return)
                QApplication.processEvents()
    window.close()
    return seconds


def _in_order(pages: int) -> Iterator[int]:
    yield from range(1, pages)


def _at_random(pages: int) -> Iterator[int]:
    yield from (number * 7 % pages for number in range(1, min(pages, 25)))


@measured("interview of the firm form, opened and drawn", budget=0.2)
def firm_opened(folder: Path) -> list[float]:
    return _opened(folder, "firm_diagnostic")


@measured("interview of 1,000 questions, opened and drawn", budget=0.3)
def thousand_opened(folder: Path) -> list[float]:
    return _opened(folder, "thousand")


@measured("next page of the firm form", budget=0.05)
def firm_next(folder: Path) -> list[float]:
    return _turned(folder, "firm_diagnostic", _in_order)


@measured("any page of the firm form", budget=0.05)
def firm_any(folder: Path) -> list[float]:
    return _turned(folder, "firm_diagnostic", _at_random)


@measured("next page of 1,000 questions", budget=0.05)
def thousand_next(folder: Path) -> list[float]:
    return _turned(folder, "thousand", _in_order)


@measured("any page of 1,000 questions", budget=0.05)
def thousand_any(folder: Path) -> list[float]:
    return _turned(folder, "thousand", _at_random)


@measured("answer to repaint, firm form", budget=0.016, of="p95")
def firm_answer(folder: Path) -> list[float]:
    return _answered(folder, "firm_diagnostic")


@measured("answer to repaint, 1,000 questions", budget=0.016, of="p95")
def thousand_answer(folder: Path) -> list[float]:
    return _answered(folder, "thousand")


if __name__ == "__main__":
    main(sys.argv[1:], BENCHES[_BEFORE:])
