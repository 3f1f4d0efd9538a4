"""The window fits the screen it opens on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fieldsurvey.settings import Settings
from fieldsurvey.ui.window.main_window import MainWindow


def test_the_window_is_no_larger_than_the_screen(fonts: None, qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Settings(), tmp_path / "settings.json")
    qtbot.addWidget(window)
    room = QGuiApplication.primaryScreen().availableSize()  # 800 x 800 offscreen
    assert window.width() <= room.width()
    assert window.height() <= room.height()
