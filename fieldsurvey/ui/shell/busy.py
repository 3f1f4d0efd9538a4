"""A strip that shows long work: what it does, how far it is, a way to stop it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.tasks import Tasks
from fieldsurvey.ui.shell.widgets import button, label


class LongWork(QWidget):
    """One piece of long work at a time; the file it wrote can be opened from here."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._words = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(0)
        self._stop = button(_("Stop"), tasks.cancel)
        self._open = button(_("Open it"), self._open_file, "quiet", "open")
        self._path: Path | None = None
        self._running = False
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._open)
        row.addWidget(self._stop)
        for widget in (self._bar, self._stop):  # what stands below does not move when the work ends
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._bar)
        tasks.progressed.connect(self._on_progress)
        self._show(running=False)
        self.hide()  # until there is something to say

    @property
    def is_running(self) -> bool:
        return self._running

    @property
    def words(self) -> str:
        """What is shown now."""
        return self._words.text()

    def run(
        self,
        words: str,
        job: Callable[..., Any],
        said: Callable[[Any], str],
        path: Path | None = None,
    ) -> None:
        """Start `job(study, progress)`; `said(result)` is the sentence shown at the end."""
        self._path = path
        self.show()
        self._words.setText(words)
        self._bar.setMaximum(0)
        self._show(running=True)
        self._tasks.long(
            job,
            self,
            lambda result: self._end(said(result), ok=True),
            lambda sentence: self._end(sentence, ok=False),
        )

    def _end(self, sentence: str, *, ok: bool) -> None:
        self._words.setText(sentence or _("Stopped. Nothing half-done was left behind."))
        if not ok:
            self._path = None
        self._show(running=False)

    def _show(self, *, running: bool) -> None:
        self._running = running
        self._words.setVisible(bool(self._words.text()))
        self._bar.setVisible(running)
        self._stop.setVisible(running)
        self._open.setVisible(not running and self._path is not None and self._path.exists())

    def _on_progress(self, done: int, total: int, what: str) -> None:
        if self._running:
            self._bar.setMaximum(total)
            self._bar.setValue(done)

    def _open_file(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
