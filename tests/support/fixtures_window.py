"""Fixtures of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey.settings import Settings
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.window.main_window import MainWindow, apply_settings
from tests.support.pages import Program


@pytest.fixture(scope="session")
def fonts(qapp: object) -> None:
    """The shipped fonts, known to Qt once."""
    theme.load_fonts()


@pytest.fixture
def program(fonts: None, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """A window of its own for each test, closed afterwards."""
    settings = Settings()
    apply_settings(settings)
    window = MainWindow(settings, tmp_path / "settings.json")
    qtbot.addWidget(window)  # closed before any fixture ends, so while its study is open
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Program(qtbot, window)
    window.close()
