"""Carry out a sync: network first, then one short transaction. Pull the plug anywhere, run it again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import Changed, Topic
from fieldsurvey.sync.peer import Answer, Outcome, TakesSubmissions
from fieldsurvey.sync.plan import batches
from fieldsurvey.system.progress import Progress, silent


class Outbox(Protocol):
    """The study's side of a sync; every call that writes is one short transaction."""

    def waiting(self) -> list[str]: ...
    def submission(self, instance_id: str) -> bytes: ...
    def lacking(self, instance_id: str) -> Message | None: ...
    def attachments(self, instance_id: str) -> dict[str, int]: ...
    def attachment(self, instance_id: str, name: str) -> BinaryIO: ...
    def attempted(self, instance_id: str) -> bool: ...
    def attachments_stored(self, instance_id: str, names: list[str]) -> None: ...
    def stored(self, instance_id: str) -> None: ...
    def failed(self, instance_id: str, message: Message) -> None: ...


@dataclass(slots=True)
class Report:
    """What a sync did. `stopped` says what ended it early, None when it went through."""

    sent: list[str] = field(default_factory=list)
    refused: dict[str, Message] = field(default_factory=dict)
    """instanceID -> why."""
    waiting: int = 0
    withdrawn: int = 0
    """Opened again, or sent by another program, since the run began."""
    stopped: Message | None = None

    @property
    def changed(self) -> Changed:
        """What screens show anew after a sync."""
        return Changed(frozenset({Topic.INTERVIEWS, Topic.OUTBOX}))


def send_all(
    outbox: Outbox,
    remote: TakesSubmissions,
    *,
    progress: Progress = silent,
    pause: Callable[[float], None] = time.sleep,
) -> Report:
    """Send every waiting submission, oldest first, one at a time.

    A refusal of one goes on with the next; network trouble, a 5xx or a wrong key ends the run. Raises Cancelled
    when `progress` does; what was acknowledged stays acknowledged.
    """
    report = Report()
    waiting = outbox.waiting()
    for position, instance_id in enumerate(waiting):
        progress(position, len(waiting), instance_id)
        lacking = outbox.lacking(instance_id)
        if lacking is None and not outbox.attempted(instance_id):
            report.withdrawn += 1
            continue
        answer = (
            _send(outbox, remote, instance_id, pause) if lacking is None else Answer(Outcome.REFUSED, lacking)
        )
        if answer.outcome is Outcome.STORED:
            outbox.stored(instance_id)
            report.sent.append(instance_id)
            continue
        said = answer.message or Message("sync.not-read")
        outbox.failed(instance_id, said)
        if answer.outcome in (Outcome.LATER, Outcome.FORBIDDEN):
            report.stopped = said
            break
        report.refused[instance_id] = said
    report.waiting = len(waiting) - len(report.sent) - report.withdrawn
    progress(len(report.sent), len(waiting), "")
    return report


def _send(
    outbox: Outbox, remote: TakesSubmissions, instance_id: str, pause: Callable[[float], None]
) -> Answer:
    """XML first, then its attachments in batches that each repeat the XML."""
    xml = outbox.submission(instance_id)
    answer = _patiently(remote, instance_id, xml, {}, pause)
    if answer.outcome is not Outcome.STORED:
        return answer
    for names in batches(outbox.attachments(instance_id), len(xml)):
        try:
            files = {name: outbox.attachment(instance_id, name) for name in names}
            answer = _patiently(remote, instance_id, xml, files, pause)
        except StoreError as error:  # bytes of a file cannot be read; other interviews can
            return Answer(Outcome.REFUSED, error.message)
        if answer.outcome is not Outcome.STORED:
            return answer
        outbox.attachments_stored(instance_id, names)
    return answer


def _patiently(
    remote: TakesSubmissions,
    instance_id: str,
    xml: bytes,
    files: dict[str, BinaryIO],
    pause: Callable[[float], None],
) -> Answer:
    """Once more after a pause when a twin request raced us or the server was busy; then its word is final."""
    answer = remote.submit(instance_id, xml, files)
    if answer.outcome in (Outcome.RACED, Outcome.LATER):
        wanted = answer.retry_after if answer.retry_after is not None else 1.0
        pause(min(wanted, 30.0) * (1 + random.random() / 4))  # noqa: S311 - jitter, not a secret
        answer = remote.submit(instance_id, xml, files)
    if answer.outcome is Outcome.RACED:
        return Answer(Outcome.REFUSED, answer.message)
    return answer
