"""Files on their way into the study, one after the other, while the interview goes on.

A thread of its own reads and shrinks them, and hands them to the writer lane a portion at a time: whatever the lane has
to save meanwhile waits for one portion at most.
"""

from __future__ import annotations

import io
import logging
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtCore import QObject, Signal

from fieldsurvey import i18n
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _
from fieldsurvey.records import Changed, Topic
from fieldsurvey.study import Study
from fieldsurvey.ui.entry.kinds.media.picture import Picture, Taken
from fieldsurvey.ui.shell.background_call import BackgroundCall
from fieldsurvey.ui.shell.tasks import Tasks

Source = bytes | Path | Picture | Taken
"""Bytes at hand, a file taken as it is, or a picture that is shrunk and written first."""
_Outcome = tuple[str, Exception | None]
"""Why it did not come in, "" when it did; or the fault of the program."""
_log = logging.getLogger(__name__)
_PORTION = 1 << 18  # as long as one part in the study
_SPARE = 50_000_000  # bytes that stay free for the answers
_LOOK_AGAIN = 0.5  # seconds after which a thread asks whether its lane still runs


class _Closed(Exception):
    """The study was closed: nobody waits for the file any more."""


class AttachmentQueue(QObject):
    """The files of one interview that are not in the study yet."""

    stored = Signal(str)
    """Name of a file that is in the study now."""
    failed = Signal(str, str)
    """Name of a file that did not come in, and why."""

    def __init__(self, tasks: Tasks, instance_id: str, parent: QObject) -> None:
        super().__init__(parent)  # so that a thread, which may know it last, does not end it
        self._tasks, self._instance_id = tasks, instance_id
        self._coming: dict[str, BackgroundCall] = {}
        self._turn = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a file is still on its way."""
        return bool(self._coming)

    def take(self, name: str, source: Source) -> None:
        """Begin with a file; `stored` or `failed` tells how it ended."""
        self._coming[name] = BackgroundCall(
            self, partial(self._bring, name, source), partial(self._on_ended, name)
        )

    def wait(self, patience: float) -> None:
        """Return when all files are in and their owner has heard of it, or after `patience` seconds."""
        deadline = time.monotonic() + patience
        while self._coming and time.monotonic() < deadline:
            time.sleep(0.005)
            for call in list(self._coming.values()):
                call.deliver()

    # --- in the file's own thread ------------------------------------------------------------------------------

    def _bring(self, name: str, source: Source) -> _Outcome | None:
        """How it ended; None when the study was closed meanwhile."""
        try:
            with self._turn, _opened(source) as stream:
                self._store(name, stream)
        except _Closed:
            return None
        except FieldSurveyError as error:
            return i18n.sentence(error), None
        except OSError:
            return _("The file cannot be read to its end. Choose it again, or another one."), None
        except Exception as error:  # noqa: BLE001 - told in the window's thread, as a bug
            return "", error
        return "", None

    def _store(self, name: str, stream: BinaryIO) -> None:
        portion = stream.read(_PORTION)
        storing = self._written(lambda study: study.attachments.adding(self._instance_id, name))
        try:
            while portion:
                taken = portion
                self._written(lambda _study: storing.keep(taken))  # noqa: B023 - it has run when this returns
                portion = stream.read(_PORTION)
            self._written(
                lambda _study: storing.finish() or Changed(frozenset({Topic.DRAFTS}), (self._instance_id,))
            )
        except _Closed:
            raise
        except BaseException:
            self._written(lambda _study: storing.drop())
            raise

    def _written(self, job: Callable[[Study], Any]) -> Any:
        """Let the writer lane do it, and wait for what it gives."""
        result: Future[Any] = Future()

        def run(study: Study) -> Any:
            try:
                found = job(study)
            except BaseException as error:  # noqa: BLE001 - it belongs to who waits
                result.set_exception(error)
                return None
            result.set_result(found)
            return found

        self._tasks.write(run)
        while True:
            try:
                return result.result(_LOOK_AGAIN)
            except TimeoutError:
                if self._tasks.is_closed:
                    raise _Closed from None

    # --- in the window's thread --------------------------------------------------------------------------------

    def _on_ended(self, name: str, outcome: _Outcome | None) -> None:
        if outcome is None:
            return
        sentence, bug = outcome
        del self._coming[name]
        if bug is not None:
            _log.error("A file could not be taken", exc_info=bug)
            self.failed.emit(name, _("The file could not be stored. Choose it again, or another one."))
            raise bug
        if sentence:
            self.failed.emit(name, sentence)
        else:
            self.stored.emit(name)


def lacks_room(study: Path, source: Source) -> str:
    """A sentence when the disk has no room for the file; else ""."""
    size = source.stat().st_size if isinstance(source, Path) else 0
    if size and shutil.disk_usage(study.parent).free < size + _SPARE:
        return _("The disk has no room for this file. Free some space and choose it again.")
    return ""


def _opened(source: Source) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    return io.BytesIO(source.shrunk() if isinstance(source, Picture | Taken) else source)
