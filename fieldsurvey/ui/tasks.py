"""Two lanes beside the window: one that writes, one for long work. The window never waits for either.

A job is a function of a Study (the lane's own, opened in its thread) and plain data; never of a widget.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _
from fieldsurvey.models import Changed
from fieldsurvey.progress import Cancelled, Progress
from fieldsurvey.study import Study

_log = logging.getLogger(__name__)
_PATIENCE = 3.0  # seconds


@dataclass(slots=True)
class _Ticket:
    """One job and who wants to hear of it."""

    job: Callable[[Study], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[str], None] | None


class _Lane(QObject):
    """A thread with its own connection that takes jobs one after the other."""

    finished = Signal(object, object)
    raised = Signal(object, object)

    def __init__(self, study: Study, name: str) -> None:
        super().__init__()
        self._study = study
        self._jobs: queue.Queue[_Ticket | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, ticket: _Ticket) -> None:
        self._jobs.put(ticket)

    def stop(self, patience: float | None = None) -> None:
        """Finish what is queued, then end. After `patience` seconds the work is left to itself: it can be cut anywhere."""
        self._jobs.put(None)
        self._thread.join(patience)

    def wait(self) -> None:
        """Return when everything queued so far is done."""
        self._jobs.join()

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._jobs.unfinished_tasks > 0

    def _run(self) -> None:
        study: Study | None = None
        while True:
            ticket = self._jobs.get()
            if ticket is None:
                break
            try:
                study = study or self._study.again()
                self.finished.emit(ticket, ticket.job(study))
            except Cancelled:
                self.raised.emit(ticket, None)
            except Exception as error:  # noqa: BLE001 - reported by the window: known ones as sentences, others as bugs
                self.raised.emit(ticket, error)
            finally:
                self._jobs.task_done()
        if study is not None:
            study.close()
        self._jobs.task_done()


class Tasks(QObject):
    """Run jobs beside the window and tell every screen what changed."""

    changed = Signal(object)
    """Changed: each screen whose kind is named reloads."""
    failed = Signal(str)
    """A whole sentence, when the job's owner did not ask for it."""
    progressed = Signal(int, int, str)
    """Of the long lane: done, total, what."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._writer = _Lane(study, "writer")
        self._long = _Lane(study, "long")
        self._why_read_only = study.why_read_only
        self._stop_long = threading.Event()
        self._closed = False
        for lane in (self._writer, self._long):
            lane.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
            lane.raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def write(
        self,
        job: Callable[[Study], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Queue a write; its Changed goes to every screen. In a study open to read only it fails, and says why."""
        if self._why_read_only:
            job = self._refuse
        self._writer.put(_Ticket(job, done, failed))

    def _refuse(self, _study: Study) -> None:
        raise StoreError(self._why_read_only)

    def long(
        self,
        job: Callable[[Study, Progress], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Queue long work; it gets a Progress that raises Cancelled after `cancel`."""
        self._stop_long.clear()
        self._long.put(_Ticket(lambda study: job(study, self._progress), done, failed))

    def cancel(self) -> None:
        """Ask the long work to stop at its next step."""
        self._stop_long.set()

    @property
    def is_at_long_work(self) -> bool:
        """Whether long work runs or waits."""
        return self._long.is_busy

    def wait_for_writes(self) -> None:
        """Return when every queued write is on disk, or has failed, and their owners have heard of it."""
        self._writer.wait()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is taken any more."""
        return self._closed

    def close(self) -> None:
        """Finish the writes, stop the long work, end both lanes; nobody is told of what comes after."""
        self._closed = True
        self.cancel()
        self._writer.stop()
        self._long.stop(_PATIENCE)  # a request on its way may take a minute; the window does not

    def _progress(self, done: int, total: int, what: str) -> None:
        if self._stop_long.is_set():
            raise Cancelled
        self.progressed.emit(done, total, what)

    def _on_finished(self, ticket: _Ticket, result: object) -> None:
        if self._closed:
            return
        if isinstance(result, Changed):
            self.changed.emit(result)
        if ticket.done is not None:
            ticket.done(result)

    def _on_raised(self, ticket: _Ticket, error: Exception | None) -> None:
        if self._closed:
            return
        if error is None:
            sentence = ""
        elif isinstance(error, FieldSurveyError):
            sentence = str(error)
        else:
            _log.error("A job failed", exc_info=error)
            if ticket.failed is not None:  # a bug, and yet: what was not saved must not pass for saved
                ticket.failed(_("The program made a mistake, and this was not done. Try again."))
            raise error
        if ticket.failed is not None:
            ticket.failed(sentence)
        elif sentence:
            self.failed.emit(sentence)
