"""Two lanes beside the window: one that writes, one for long work. The window never waits for either.

A job is a function of a Study (the lane's own, opened in its thread) and plain data; never of a widget.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, overload

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from fieldsurvey.errors import FieldSurveyError, StoreError
from fieldsurvey.i18n import _, sentence, sentences
from fieldsurvey.records import Changed
from fieldsurvey.study import Report, Study
from fieldsurvey.system.progress import Cancelled, Progress
from fieldsurvey.ui.shell.callback import Callback, bound

_log = logging.getLogger(__name__)
_PATIENCE = 3.0  # seconds
_REST = 1.0
"""Seconds without a job after which what was written stands in the study's one file."""


_LEFT: list[QObject] = []
"""Lanes whose work did not end in time. They are kept, or their own threads would end them, which Qt answers with a crash."""
_Job = Callable[[Study], Any]
_LongJob = Callable[[Study, Progress], Any]
_Done = Callable[[Any], object] | None
_Failed = Callable[[str], object] | None


class _Lane(QObject):
    """A thread with its own connection that takes jobs one after the other.

    It knows a job by its number alone. Who wants to hear of it is no business of the thread: the last one to hold a
    widget would be the one that ends it, and only the window's own thread may do that.
    """

    finished = Signal(int, object)
    raised = Signal(int, object)
    progressed = Signal(int, int, str)

    def __init__(self, study: Study, name: str) -> None:
        super().__init__()
        self._study = study
        self._jobs: queue.Queue[tuple[int, _Job] | None] = queue.Queue()
        self.cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, number: int, job: _Job) -> None:
        self._jobs.put((number, job))

    def stop(self, patience: float | None = None) -> None:
        """Finish what is queued, then end. After `patience` seconds the work is left to itself: it can be cut anywhere."""
        self._jobs.put(None)
        self._thread.join(patience)
        if self._thread.is_alive():
            _LEFT.append(self)

    def tell(self, done: int, total: int, what: str) -> None:
        """How far the work is. Raises Cancelled when it should stop."""
        if self.cancelled.is_set():
            raise Cancelled
        self.progressed.emit(done, total, what)

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
            taken = self._next(study)
            if taken is None:
                break
            number, job = taken
            try:
                study = study or self._study.again()
                self.finished.emit(number, job(study))
            except Cancelled:
                self.raised.emit(number, None)
            except Exception as error:  # noqa: BLE001 - reported by the window: known ones as sentences, others as bugs
                self.raised.emit(number, error)
            finally:
                del taken, job
                self._jobs.task_done()
        if study is not None:
            study.close()
        self._jobs.task_done()

    def _next(self, study: Study | None) -> tuple[int, _Job] | None:
        """The next job; while there is none, what was written is put into the one file."""
        if study is None:
            return self._jobs.get()
        try:
            return self._jobs.get(timeout=_REST)
        except queue.Empty:
            try:
                study.settle()
            except FieldSurveyError as error:  # said where the next answer is saved
                _log.warning("The study could not be put into its one file: %s", error.message.code)
            return self._jobs.get()


_MOST_PROBLEMS = 10
"""Of a form or of answers; so many lines can be read."""


class Tasks(QObject):
    """Run jobs beside the window and tell every screen what changed.

    Who wants to be told how one job ended names its owner, a QObject: when that has ended, as an interview that was left
    while a report runs, neither `done` nor `failed` is called; how it ended is then said to the window. What must go on whoever looks is owned by the tasks.
    """

    changed = Signal(object)
    """Changed: each screen that shows one of its topics reloads."""
    failed = Signal(str)
    """A whole sentence, when nobody asked for it, or who asked has gone."""
    ended = Signal(str)
    """What came of work whose asker has gone, in a sentence."""
    progressed = Signal(int, int, str)
    """Of the long lane: done, total, what."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._writer = _Lane(study, "writer")
        self._long = _Lane(study, "long")
        self._why_read_only = study.why_read_only
        self._closed = False
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Callback[Any] | None, Callback[str] | None]] = {}
        for lane in (self._writer, self._long):
            lane.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
            lane.raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)
        self._long.progressed.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    @overload
    def write(self, job: _Job) -> None: ...

    @overload
    def write(self, job: _Job, owner: QObject, done: _Done = None, failed: _Failed = None) -> None: ...

    def write(
        self, job: _Job, owner: QObject | None = None, done: _Done = None, failed: _Failed = None
    ) -> None:
        """Queue a write; its Changed goes to every screen. In a study open to read only it fails, and says why."""
        if self._why_read_only is not None:
            job = self._refuse
        self._writer.put(self._number(owner, done, failed), job)

    def _number(self, owner: QObject | None, done: _Done, failed: _Failed) -> int:
        number = next(self._numbers)
        self._waiting[number] = (bound(owner, done), bound(owner, failed))
        return number

    def _refuse(self, _study: Study) -> None:
        assert self._why_read_only is not None
        raise StoreError.of(self._why_read_only)

    @overload
    def long(self, job: _LongJob) -> None: ...

    @overload
    def long(self, job: _LongJob, owner: QObject, done: _Done = None, failed: _Failed = None) -> None: ...

    def long(
        self, job: _LongJob, owner: QObject | None = None, done: _Done = None, failed: _Failed = None
    ) -> None:
        """Queue long work; it gets a Progress that raises Cancelled after `cancel`."""
        self._long.cancelled.clear()
        tell = self._long.tell
        self._long.put(self._number(owner, done, failed), lambda study: job(study, tell))

    def cancel(self) -> None:
        """Ask the long work to stop at its next step."""
        self._long.cancelled.set()

    @property
    def is_at_long_work(self) -> bool:
        """Whether long work runs or waits."""
        return self._long.is_busy

    def wait_for_writes(self) -> None:
        """Return when every queued write is on disk, or has failed, and their owners have heard of it."""
        self._writer.wait()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def drain(self) -> None:
        """Return when every queued write is on disk, or has failed; their owners hear of it when the loop of events turns."""
        self._writer.wait()

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

    def _on_finished(self, number: int, result: object) -> None:
        done, _failed = self._waiting.pop(number)
        if self._closed:
            return
        changed = result.changed if isinstance(result, Report) else result
        if isinstance(changed, Changed):
            self.changed.emit(changed)
        is_told = done is None or done(result)
        if not is_told and isinstance(changed, Changed) and changed.message is not None:
            self.ended.emit(sentence(changed.message))

    def _on_raised(self, number: int, error: Exception | None) -> None:
        _done, failed = self._waiting.pop(number)
        if self._closed:
            return
        if error is None:
            said = ""
        elif isinstance(error, FieldSurveyError):
            said = "\n".join(sentences(error, _MOST_PROBLEMS))
        else:
            _log.error("A job failed", exc_info=error)
            if failed is not None:  # a bug, and yet: what was not saved must not pass for saved
                failed(_("The program made a mistake, and this was not done. Try again."))
            raise error
        is_told = failed is not None and failed(said)
        if said and not is_told:
            self.failed.emit(said)
