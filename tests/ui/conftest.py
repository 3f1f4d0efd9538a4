"""A window of its own for each test, closed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey.settings import Settings
from fieldsurvey.ui import theme
from fieldsurvey.ui.main_window import MainWindow, apply_settings
from tests.pages import Program


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: object) -> None:
    theme.load_fonts()


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    settings = Settings()
    apply_settings(settings)
    window = MainWindow(settings, tmp_path / "settings.json")
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Program(qtbot, window)
    window.close()
