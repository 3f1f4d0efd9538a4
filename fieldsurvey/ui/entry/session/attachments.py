"""The photos and files of one interview: chosen, on their way into the study, and read out of it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from PySide6.QtCore import QObject, Signal

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.session.answers import Answers
from fieldsurvey.ui.entry.session.attachment_queue import AttachmentQueue, Source, lacks_room
from fieldsurvey.ui.entry.session.drafts import Drafts
from fieldsurvey.ui.entry.session.pending_attachments import PendingAttachments
from fieldsurvey.ui.shell.tasks import Tasks


class Attachments(QObject):
    """Answers that name files. A draft on disk names none that the study does not hold."""

    stored = Signal(str)
    """Name of a photo or file that is in the study now."""
    patience = 1.0
    """Seconds the window waits for a photo when it closes."""

    def __init__(
        self, study: Study, tasks: Tasks, answers: Answers, drafts: Drafts, pending: PendingAttachments
    ) -> None:
        super().__init__()
        self._study, self._answers, self._drafts, self._pending = study, answers, drafts, pending
        self._instance_id = answers.entry.instance_id
        self._after: Callable[[str], None] | None = None
        self._queue = AttachmentQueue(tasks, self._instance_id, self)
        self._queue.stored.connect(self._on_stored)
        self._queue.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether a file is still on its way."""
        return bool(self._pending)

    def attach(self, ref: str, name: str, source: Source) -> str:
        """Answer the question with a file, which comes into the study meanwhile; a sentence when there is no room for it.

        The answer goes to disk after the bytes, so that no draft names what is not there.
        """
        refused = lacks_room(self._study.path, source)
        if refused:
            return refused
        self._pending.begin(name, self._answers.entry.value(ref))
        self._answers.give(ref, name)
        self._queue.take(name, source)
        return ""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that is in the study; None when it is not."""
        return self._study.attachments.read(self._instance_id, name)

    def open(self, name: str) -> BinaryIO | None:
        """The same to be read piece by piece, for what is too long to be held at once."""
        return self._study.attachments.open(self._instance_id, name)

    # --- waiting ---------------------------------------------------------------------------------------------

    def wait(self) -> None:
        """The window closes: a photo just chosen is waited for, a film is not."""
        self._queue.wait(self.patience)

    def when_in(self, then: Callable[[str], None]) -> None:
        """Let `then` go on when all files are in; it is told why one did not come in, or ""."""
        self._after = then

    def _on_stored(self, name: str) -> None:
        self._pending.arrived(name)
        self._drafts.save_now()
        self.stored.emit(name)
        self._go_on("")

    def _on_failed(self, name: str, sentence: str) -> None:
        before, entry = self._pending.failed(name), self._answers.entry
        for ref in [ref for ref in entry.refs() if entry.value(ref) == name]:
            self._answers.give(ref, before)
        self._drafts.failed.emit(sentence)
        self._go_on(sentence)

    def _go_on(self, fault: str) -> None:
        if self._after is not None and (fault or not self._pending):
            then, self._after = self._after, None
            then(fault)
