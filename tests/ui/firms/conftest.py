"""The fixture of widgets of the page Firms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldsurvey.study import Study
from fieldsurvey.ui.shell import theme
from tests.ui.firms.desk import Room


@pytest.fixture
def room(qtbot: QtBot, study: Study) -> Iterator[Room]:
    """A desk with an empty register."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.load_fonts()
    theme.apply(app)
    made = Room(qtbot, study)
    yield made
    made.tasks.close()
