"""A desk for widgets of the page Firms, without the window around them: what the window would say is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldsurvey.records import Changed
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study
from fieldsurvey.ui.page import Desk
from fieldsurvey.ui.shell.shown_round import ShownRound
from fieldsurvey.ui.shell.tasks import Tasks


class SpokenTo:
    """Stands where the window would."""

    def __init__(self) -> None:
        self.settings = Settings(interviewer="Anand")
        self.said: list[str] = []
        self.undo: list[Callable[[], object]] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        self.said.append(sentence)
        self.undo.append(undo)


class Room:
    """The desk, and what was said at it."""

    def __init__(self, bot: QtBot, study: Study) -> None:
        self.bot, self.study = bot, study
        self.window = SpokenTo()
        self.tasks = Tasks(study)
        nobody: Any = None
        window: Any = self.window
        self.desk = Desk(window, study, self.tasks, nobody, nobody, ShownRound(study))

    def show(self, widget: Any) -> Any:
        """Put a widget on the screen; it hears what changed."""
        self.bot.addWidget(widget)
        widget.resize(1182, 690)
        with self.bot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        self.tasks.changed.connect(lambda changed: self._tell(widget, changed))
        return widget

    def _tell(self, widget: Any, changed: Changed) -> None:
        widget.reload(changed)

    def until(self, true: Callable[[], bool]) -> None:
        self.bot.waitUntil(true)

    def rested(self) -> None:
        """When nothing is at work beside the window."""
        self.tasks.wait_for_writes()
        self.bot.waitUntil(lambda: not self.tasks.is_at_long_work)
        QApplication.processEvents()
