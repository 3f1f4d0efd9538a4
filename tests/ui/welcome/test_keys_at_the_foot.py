"""The first page and a new study list their keys at the foot, and each does what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from fieldsurvey.ui.welcome.new_study import NewStudyForm
from fieldsurvey.ui.welcome.welcome_page import WelcomePage, keys, keys_of_new
from tests.support.pages import Program
from tests.support.screen import words_on


@pytest.fixture
def page(program: Program) -> WelcomePage:
    program.window.show()
    program.window.activateWindow()
    QApplication.processEvents()
    found = program.window.findChild(WelcomePage)
    assert found is not None
    return found


def new_form(page: WelcomePage) -> NewStudyForm | None:
    found = page.findChild(NewStudyForm)
    return found if found is not None and found.isVisible() else None


def press(page: WelcomePage, key: Qt.Key, *, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(page.window(), key, held)
    QApplication.processEvents()


def test_what_is_shown_is_what_the_page_at_hand_knows(page: WelcomePage) -> None:
    assert all(words in words_on(page) for _key, words in keys())
    press(page, Qt.Key.Key_N, ctrl=True)
    assert all(words in words_on(page) for _key, words in keys_of_new())
    assert "Ctrl+O" not in words_on(page)


def test_ctrl_n_begins_a_new_study_and_escape_leaves_it(page: WelcomePage) -> None:
    press(page, Qt.Key.Key_N, ctrl=True)
    assert new_form(page) is not None
    press(page, Qt.Key.Key_Escape)
    assert new_form(page) is None


def test_ctrl_enter_makes_the_study(
    page: WelcomePage, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *said, **_more: (asked.append(said[1]), ("", ""))[1]
    )
    press(page, Qt.Key.Key_N, ctrl=True)
    form = new_form(page)
    assert form is not None
    press(page, Qt.Key.Key_Return, ctrl=True)
    assert "Give the cluster a name." in words_on(form)
    assert asked == []


def test_ctrl_o_asks_which_study(page: WelcomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *said, **_more: (asked.append(said[1]), ("", ""))[1]
    )
    press(page, Qt.Key.Key_O, ctrl=True)
    assert asked == ["Open a study"]
