"""Shown alone while a closed study is worked on: what happens, how far it is, a way to stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _
from fieldsurvey.system.progress import Cancelled, Progress
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.widgets import Card, button, label

_log = logging.getLogger(__name__)


class Working(QWidget):
    """One piece of work in a thread of its own."""

    ended = Signal(object)
    """What the work returned, or the FieldSurveyError or Cancelled that ended it."""
    _stepped = Signal(int, int)

    def __init__(self, title: str, words: str, job: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._job = job
        self._stop = threading.Event()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._stepped.connect(self._on_stepped)
        self._stop_button = button(_("Stop"), self.stop)
        stop = QHBoxLayout()
        stop.addWidget(self._stop_button)
        stop.addStretch(1)
        card = Card(label(title, "heading"), label(words, "muted", wrap=True), self._bar)
        card.column.addLayout(stop)
        card.setMaximumWidth(560)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.addLayout(row)
        column.addStretch(1)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def start(self) -> None:
        """Begin; `ended` comes later."""
        BackgroundCall(self, self._work_on, self.ended.emit)

    def _work_on(self) -> Any:
        """The work; a fault of the program ends it as any other does, or the window would show this page for ever."""
        try:
            return self._job(self._step)
        except (FieldSurveyError, Cancelled):
            raise
        except Exception as error:
            _log.exception("The work on a closed study failed")
            raise StoreError("program.mistake") from error

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()
        self._stop_button.setEnabled(False)

    def _step(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._stepped.emit(done, total)

    def _on_stepped(self, done: int, total: int) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
