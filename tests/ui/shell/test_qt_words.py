"""Qt's own menus and dialogs speak the window's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldsurvey.settings import Settings
from fieldsurvey.ui.window.main_window import apply_settings


@pytest.fixture(params=["hi", "kn"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    apply_settings(Settings(language=request.param))
    yield request.param
    apply_settings(Settings())


def is_english(words: str) -> bool:
    return any(letter.isascii() and letter.isalpha() for letter in words.partition("\t")[0].replace("&T", ""))


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_text_field_has_no_english_word(
    qtbot: QtBot, language: str, kind: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = kind("x")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert len(words) > 6
    assert [word for word in words if is_english(word)] == []


def test_the_dialog_for_files_has_no_english_word(qtbot: QtBot, language: str) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    words = [one.text() for kind in (QPushButton, QLabel) for one in dialog.findChildren(kind) if one.text()]
    assert len(words) > 3
    assert [word for word in words if is_english(word)] == []


def test_an_english_window_keeps_qts_keys_of_the_menu(qtbot: QtBot) -> None:
    field = QLineEdit("x")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert menu.actions()[0].text() == "&Undo\tCtrl+Z"
