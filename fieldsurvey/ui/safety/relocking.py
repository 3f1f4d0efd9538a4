"""Shown while a study gets another passphrase: what happens, how far it is, a way to stop it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.custody import locks
from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _
from fieldsurvey.progress import Cancelled
from fieldsurvey.ui.parts import Card, button, label
from fieldsurvey.ui.safety.aside import Aside

_log = logging.getLogger(__name__)


class Relocking(QWidget):
    """One change of passphrase of a closed study."""

    ended = Signal(object)
    """Path of the file as it was, None for a study that had no passphrase, or the exception that ended it."""
    _stepped = Signal(int, int)

    def __init__(self, path: Path, sheet: str, new: str, remembered_name: str) -> None:
        super().__init__()
        self.path, self.sheet, self.new = path, sheet, new
        self.remembered_name = remembered_name
        """Under which the keyring keeps the key of before, "" when it does not."""
        self._stop = threading.Event()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._stepped.connect(self._on_stepped)
        card = Card(
            label(_("Changing the passphrase") if sheet else _("Locking the study"), "heading"),
            label(
                _(
                    "The study is copied, locked anew and checked. Should the power fail meanwhile, it is whole, as it was or as it will be."
                ),
                "muted",
                wrap=True,
            ),
            self._bar,
            button(_("Stop"), self._stop.set),
        )
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
        Aside(self, self._work, self.ended.emit)

    def _work(self) -> Path | None:
        """The change; a fault of the program ends it as any other does, or the window would show this page for ever."""
        try:
            return self._change()
        except (FieldSurveyError, Cancelled):
            raise
        except Exception as error:
            _log.exception("The passphrase was not changed")
            raise StoreError(_("The program made a mistake, and this was not done. Try again.")) from error

    def _change(self) -> Path | None:
        if not self.sheet:
            locks.lock(self.path, self.new, progress=self._step)
            return None
        return locks.change_passphrase(self.path, self.new, recovery_key=self.sheet, progress=self._step)

    def _step(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._stepped.emit(done, total)

    def _on_stepped(self, done: int, total: int) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
