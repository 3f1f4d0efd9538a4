"""Carry out a sync: network first, then one short transaction. Pull the plug anywhere, run it again."""

from __future__ import annotations

import dataclasses
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
    def form_of(self, instance_id: str) -> str: ...
    def attempted(self, instance_id: str) -> bool: ...
    def did_not_leave(self, instance_id: str) -> None: ...
    def attachments_stored(self, instance_id: str, names: list[str]) -> None: ...
    def stored(self, instance_id: str, remark: Message | None = None) -> None: ...
    def failed(self, instance_id: str, message: Message) -> None: ...


@dataclass(slots=True)
class Report:
    """What a sync did. `stopped` says what ended it early, None when it went through."""

    sent: list[str] = field(default_factory=list)
    refused: dict[str, Message] = field(default_factory=dict)
    """instanceID -> why."""
    remarks: dict[str, Message] = field(default_factory=dict)
    """instanceID of what was sent -> what a person should know about it."""
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

    A refusal of one goes on with the next, a closed form with those of other forms; a server that fails over two in a row, or is
    too busy, trouble of the network, a wrong address, certificate or key end the run. What did not leave stays as free to be corrected as before. Raises Cancelled when
    `progress` does; what was acknowledged stays acknowledged.
    """
    report = Report()
    waiting = outbox.waiting()
    closed: dict[str, Message] = {}
    last = Outcome.STORED
    for position, instance_id in enumerate(waiting):
        progress(position, len(waiting), instance_id)
        held = outbox.lacking(instance_id) or closed.get(outbox.form_of(instance_id))
        if held is None and (unready := remote.ready()) is not None:
            report.stopped = unready.message
            break
        if held is None and not outbox.attempted(instance_id):
            report.withdrawn += 1
            continue
        answer = _send(outbox, remote, instance_id, pause) if held is None else _kept_here(held)
        if answer.outcome in (Outcome.STORED, Outcome.ARRIVED):
            _note_sent(outbox, instance_id, answer, report)
        else:
            said = answer.message or Message("sync.not-read")
            outbox.failed(instance_id, said)
            report.stopped = _ended_by(answer.outcome, last, said)
            if report.stopped is not None:
                break
            if answer.outcome is Outcome.FORM_REFUSED:
                closed[outbox.form_of(instance_id)] = said
            report.refused[instance_id] = said
        last = answer.outcome
    report.waiting = len(waiting) - len(report.sent) - report.withdrawn
    progress(len(report.sent), len(waiting), "")
    return report


def _note_sent(outbox: Outbox, instance_id: str, answer: Answer, report: Report) -> None:
    outbox.stored(instance_id, answer.message)
    report.sent.append(instance_id)
    if answer.message is not None:
        report.remarks[instance_id] = answer.message


def _ended_by(outcome: Outcome, last: Outcome, said: Message) -> Message | None:
    """Why nothing more is tried in this run; None when the next submission may do better."""
    if outcome in (Outcome.LATER, Outcome.FORBIDDEN):
        return said
    return Message("sync.server-trouble") if outcome is last is Outcome.STUMBLED else None


def _kept_here(why: Message) -> Answer:
    """What is not even tried."""
    return Answer(Outcome.REFUSED, why, may_have_arrived=False)


def _send(
    outbox: Outbox, remote: TakesSubmissions, instance_id: str, pause: Callable[[float], None]
) -> Answer:
    """The XML with all attachments that fit into one request; each later portion repeats the XML."""
    xml = outbox.submission(instance_id)
    most, has_arrived = remote.most_at_once, False
    while True:
        answer, names, arrived = _send_portions(outbox, remote, instance_id, xml, most, pause)
        has_arrived = has_arrived or arrived
        if answer.outcome is not Outcome.TOO_LARGE or (len(names) <= 1 and (has_arrived or not names)):
            break
        sizes = outbox.attachments(instance_id)
        most = (
            min(most, len(xml) + sum(sizes[name] for name in names)) // 2
        )  # whoever stands between lets less through
    if answer.outcome is Outcome.ARRIVED:
        return _arrived(list(outbox.attachments(instance_id)))
    if not answer.may_have_arrived and not has_arrived:
        outbox.did_not_leave(instance_id)
    if answer.outcome is Outcome.TOO_LARGE:
        return dataclasses.replace(answer, outcome=Outcome.REFUSED)
    return answer


def _send_portions(
    outbox: Outbox,
    remote: TakesSubmissions,
    instance_id: str,
    xml: bytes,
    most: int,
    pause: Callable[[float], None],
) -> tuple[Answer, list[str], bool]:
    """The last answer, the files of its portion, and whether a portion was stored."""
    answer, names, has_arrived = Answer(Outcome.STORED), list[str](), False
    for names in batches(outbox.attachments(instance_id), len(xml), most):
        try:
            files = {name: outbox.attachment(instance_id, name) for name in names}
            answer = _patiently(remote, instance_id, xml, files, pause)
        except StoreError as error:  # bytes of a file cannot be read; other interviews can
            answer = _kept_here(error.message)
        if answer.outcome is not Outcome.STORED:
            break
        has_arrived = True
        outbox.attachments_stored(instance_id, names)
    return answer, names, has_arrived


def _arrived(missing: list[str]) -> Answer:
    """The submission is at the server, where somebody has changed it; files that no answer acknowledged are named."""
    if not missing:
        return Answer(Outcome.ARRIVED)
    return Answer(Outcome.ARRIVED, Message("sync.files-may-be-missing", n=len(missing), files=tuple(missing)))


def _patiently(
    remote: TakesSubmissions,
    instance_id: str,
    xml: bytes,
    files: dict[str, BinaryIO],
    pause: Callable[[float], None],
) -> Answer:
    """Once more after a pause when a twin request raced us or the server was busy; then its word is final."""
    first = answer = remote.submit(instance_id, xml, files)
    if answer.outcome in (Outcome.RACED, Outcome.LATER, Outcome.STUMBLED):
        wanted = answer.retry_after if answer.retry_after is not None else 1.0
        pause(min(wanted, 30.0) * (1 + random.random() / 4))  # noqa: S311 - jitter, not a secret
        answer = remote.submit(instance_id, xml, files)
        if first.may_have_arrived and not answer.may_have_arrived:
            answer = dataclasses.replace(answer, may_have_arrived=True)
    if answer.outcome is Outcome.RACED:
        return dataclasses.replace(answer, outcome=Outcome.REFUSED)
    return answer
