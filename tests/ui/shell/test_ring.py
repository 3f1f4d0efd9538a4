"""The keyboard's ring around a button: where Tab led, not where one clicked; a window that comes back leaves it as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldsurvey.ui.shell.widgets import button

_TAB, _MOUSE = Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason
_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


@pytest.fixture
def made(qtbot: QtBot) -> QPushButton:
    one = button("Go", lambda: None)
    qtbot.addWidget(one)
    return one


def focus(one: QPushButton, kind: QEvent.Type, reason: Qt.FocusReason) -> bool:
    QApplication.sendEvent(one, QFocusEvent(kind, reason))
    return bool(one.property("ring"))


def test_tab_shows_it_and_going_on_takes_it_away(made: QPushButton) -> None:
    assert focus(made, QEvent.Type.FocusIn, _TAB)
    assert not focus(made, QEvent.Type.FocusOut, _TAB)
    assert not focus(made, QEvent.Type.FocusIn, _MOUSE)


@pytest.mark.parametrize("reason", _AWAY)
def test_another_window_between_changes_nothing(made: QPushButton, reason: Qt.FocusReason) -> None:
    focus(made, QEvent.Type.FocusIn, _TAB)
    assert focus(made, QEvent.Type.FocusOut, reason)
    assert focus(made, QEvent.Type.FocusIn, reason)
    focus(made, QEvent.Type.FocusIn, _MOUSE)
    assert not focus(made, QEvent.Type.FocusIn, reason)
