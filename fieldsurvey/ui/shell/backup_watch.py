"""Makes the day's backup when a study is opened, anew after every few interviews and when it is closed; knows how it stands with them.

It says nothing by itself.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from fieldsurvey.backup.backups import BackupStatus, look
from fieldsurvey.i18n import sentence
from fieldsurvey.records import Changed, Topic
from fieldsurvey.study import Study
from fieldsurvey.system.progress import Progress
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.tasks import Tasks

_OVERDUE = 3  # days
AFTER_MS = 20_000
"""Opening a study is quick, and the first interview is looked for then; a copy of the whole file can wait."""
_HOUR_MS = 3_600_000
_AGAIN_MS = 1_000
_LONGEST = 30.0
"""Seconds closing waits for the backup."""


class BackupWatch(QObject):
    """One for each study that is open. Its owner keeps it alive: calls aside may outlast whoever asks for them."""

    looked = Signal()
    """`standing` and `fault` are known anew."""
    alarmed = Signal(str)
    """The day's backup failed although its folder is there: perhaps the study itself is damaged."""

    def __init__(self, owner: QObject, study: Study, tasks: Tasks) -> None:
        super().__init__(owner)
        self._study, self._tasks = study, tasks
        self.standing: BackupStatus | None = None
        """None until it was looked at."""
        self.fault = ""
        """Why the day's backup failed, in a sentence."""
        self._alarm = ""
        self._has_settled = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask_again)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.begin)
        tasks.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look at once; make today's backup when the person has settled in, and look again for it each hour."""
        self.look()
        if not self._study.why_read_only:
            self._timer.start(AFTER_MS)

    def begin(self) -> None:
        """Make today's backup unless there is one; then look."""
        self._has_settled = True
        self._timer.start(_HOUR_MS)
        self._tasks.long(_back_up, self, self._on_done, self._on_failed)

    def finish(self) -> None:
        """The study is about to be closed: the day's backup holds what was finalised since. Gives up after a while, or when other work runs."""
        tasks, study = self._tasks, self._study
        is_in_vain = study.why_read_only or not self.standing or not study.path.exists()
        if is_in_vain or tasks.is_closed or tasks.is_at_long_work:
            return
        tasks.drain()
        self._timer.stop()
        self._again.stop()
        is_over = threading.Event()

        def back_up(study: Study, progress: Progress) -> None:
            try:
                study.safety.back_up_if_due(progress, most=0)
            finally:
                is_over.set()

        tasks.long(back_up, self, failed=lambda _sentence: None)
        with waiting():
            is_over.wait(_LONGEST)  # no loop of events: the window is half closed, nothing may happen to it

    def look(self) -> None:
        """Look at the folder, beside the window."""
        if not self._tasks.is_closed:
            study = self._study
            seen = partial(
                look, study.safety.backup_folder, study.path, study.clock(), study.safety.last_backup
            )
            BackgroundCall(self, seen, self._on_looked)

    @property
    def is_overdue(self) -> bool:
        """Whether a person should do something about it."""
        standing = self.standing
        if standing is None:
            return False
        return not standing.is_there or standing.days is None or standing.days > _OVERDUE

    def _on_looked(self, result: Any) -> None:
        if isinstance(result, BackupStatus) and not self._tasks.is_closed:
            self.standing = result
            self.looked.emit()
            if self._alarm and result.is_there:
                self.alarmed.emit(self._alarm)
            self._alarm = ""

    def _on_done(self, changed: Changed) -> None:
        if not changed.topics:  # there was one today
            self.look()

    def _on_failed(self, sentence: str) -> None:
        self.fault = self._alarm = sentence
        self.look()

    def _on_changed(self, changed: Changed) -> None:
        if Topic.BACKUPS in changed.topics:
            self.fault = sentence(changed.message) if _is_warning(changed) else ""
            self.look()
        elif Topic.INTERVIEWS in changed.topics and self._has_settled:
            self._again.start()

    def _ask_again(self) -> None:
        """After every few interviews; other work goes first."""
        if self._tasks.is_closed:
            return
        if self._tasks.is_at_long_work:
            self._again.start()
        else:
            self._tasks.long(_back_up, self, self._on_done, self._on_failed)


def _back_up(study: Study, progress: Progress) -> Changed:
    """Make today's backup, unless there is one that lacks but a few interviews."""
    return _quiet(study.safety.back_up_if_due(progress))


def _quiet(changed: Changed) -> Changed:
    """That a backup was made is no news; that it lacks something is."""
    return changed if _is_warning(changed) else dataclasses.replace(changed, message=None)


def _is_warning(changed: Changed) -> bool:
    return changed.message is not None and changed.message.code in ("backup.without", "backup.rest")


@contextmanager
def waiting() -> Iterator[None]:
    """The pointer says that the program is at work."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
