"""The study's side of a sync: what waits, its frozen bytes, and what the server has acknowledged."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.leaving import log_without, without
from fieldsurvey.interviews.submissions import texts_in
from fieldsurvey.messages import Message, written
from fieldsurvey.records import Interview
from fieldsurvey.store import Database, attachments, interviews, outbox, parts
from fieldsurvey.store.database import writing
from fieldsurvey.sync import submission_encryption
from fieldsurvey.xforms import AUDIT_FILE, FormDefinition


def enqueue(
    db: Database,
    form: FormDefinition,
    instance_id: str,
    submission_id: str,
    submission: str,
    at: datetime,
    staying: Collection[str] = (),
) -> None:
    """A submission waits to be sent: as it is, or in an envelope when the form carries a public key.

    `staying`: refs of the questions that do not leave; an envelope is sealed without them, the rest is reduced at its first try.

    The envelope is made here, once: another one would be other bytes, which the server refuses. Call it within a
    transaction. Raises EncryptionError when the key cannot be used.
    """
    envelope = _sealed(db, form, instance_id, submission, staying) if public_key_of(form) else None
    if envelope is None:
        outbox.drop_sealed(db, instance_id)
    outbox.queue(db, instance_id, submission_id, at, envelope=envelope)


def public_key_of(form: FormDefinition) -> str:
    """The key a form's submissions are encrypted with; "" where they leave open."""
    return form.submission.get("base64RsaPublicKey", "").strip()


def _sealed(
    db: Database, form: FormDefinition, instance_id: str, submission: str, staying: Collection[str]
) -> bytes:
    """Seal a submission without what stays; its files are kept, its manifest is returned."""
    outbox.drop_sealed(db, instance_id)
    leaving = without(submission, staying) if staying else submission
    named = texts_in(leaving)
    sealer = submission_encryption.Sealer(form.form_id, form.version, instance_id, public_key_of(form))
    for name in attachments.names(db, instance_id):
        if name in named and (file := _leaving_file(db, instance_id, name, staying)) is not None:
            outbox.keep_sealed(db, instance_id, *sealer.seal_portions(name, parts.portions(file)))
    outbox.keep_sealed(
        db, instance_id, *sealer.seal_portions(submission_encryption.SUBMISSION, [leaving.encode()])
    )
    return sealer.manifest()


def _leaving_file(db: Database, instance_id: str, name: str, staying: Collection[str]) -> BinaryIO | None:
    """An attachment as it leaves; of the log only what it says of questions that leave."""
    file = attachments.opened(db, instance_id, name)
    if file is not None and staying and name == AUDIT_FILE:
        return io.BytesIO(log_without(file.read(), staying))
    return file


class StudyOutbox:
    """Reads and marks the outbox of one open study; each mark is one short transaction."""

    def __init__(
        self,
        db: Database,
        path: Path,
        clock: Callable[[], datetime],
        lacking: Callable[[str], Message | None] = lambda _instance_id: None,
        staying: Callable[[str], Collection[str]] = lambda _form_id: (),
        form: Callable[[str, str], FormDefinition] | None = None,
    ) -> None:
        """`lacking` says so when an interview names a file the study does not hold; `staying` names a form's questions that do not leave.

        `form` gives a version, to seal again what an earlier program sealed with what stays.
        """
        self._db, self._path, self._clock = db, path, clock
        self._lacking, self._staying, self._form = lacking, staying, form

    def waiting(self) -> list[str]:
        """instanceIDs to send, oldest first; those whose photos are still missing at the server too."""
        return outbox.waiting(self._db)

    def submission(self, instance_id: str) -> bytes:
        """The frozen bytes."""
        return outbox.bytes_of(self._db, instance_id)

    def lacking(self, instance_id: str) -> Message | None:
        """Why it must not be sent as it is; None when it may."""
        return None if outbox.is_sealed(self._db, instance_id) else self._lacking(instance_id)

    def attachments(self, instance_id: str) -> dict[str, int]:
        """Name -> bytes of the attachments not acknowledged yet; those of an envelope are its sealed files."""
        if outbox.is_sealed(self._db, instance_id):
            return outbox.sealed_files(self._db, instance_id)
        unsent = attachments.unsent(self._db, instance_id)
        staying, is_reduced = self._staying_of(instance_id), outbox.is_reduced(self._db, instance_id)
        if not unsent or not (staying or is_reduced):
            return unsent
        named = texts_in(without(self.submission(instance_id).decode(), staying))
        return {name: size for name, size in unsent.items() if name in named}

    def attachment(self, instance_id: str, name: str) -> BinaryIO:
        """One attachment, read from the study while it is sent. Raises StoreError when it is not there."""
        file: BinaryIO | None
        if outbox.is_sealed(self._db, instance_id):
            file = outbox.sealed_file(self._db, instance_id, name)
        else:
            file = _leaving_file(self._db, instance_id, name, self._staying_of(instance_id))
        if file is None:
            raise StoreError("file.not-in-study", name=name)
        return file

    def attempted(self, instance_id: str) -> bool:
        """A try begins. False when it waits no longer: it was opened again, or another program has sent it.

        At the first, what leaves is settled: each later one sends the same bytes. What an earlier program tried is settled at
        the next, unless some of it is known to have arrived: the rest of that follows.
        """
        staying = self._staying_of(instance_id)
        with writing(self._db, self._path) as db:
            waits = outbox.attempted(db, instance_id, self._clock())
            found = interviews.submitted(db, instance_id) if waits else None
            if found is not None:
                self._settle(db, found, () if outbox.has_arrived(db, instance_id) else staying)
            return waits

    def _settle(self, db: Database, found: Interview, staying: Collection[str]) -> None:
        identity = found.instance_id
        if not outbox.is_sealed(db, identity):
            outbox.settle(db, identity, without(found.xml, staying).encode() if staying else b"")
        elif staying and self._form is not None and not outbox.is_settled(db, identity):
            form = self._form(found.form_id, found.form_version)
            outbox.seal_again(db, identity, _sealed(db, form, identity, found.xml, staying))

    def _staying_of(self, instance_id: str) -> Collection[str]:
        return self._staying(self.form_of(instance_id))

    def form_of(self, instance_id: str) -> str:
        """The id of the form it was filled in."""
        return outbox.form_of(self._db, instance_id)

    def did_not_leave(self, instance_id: str) -> None:
        """The try that was noted sent nothing: it does not count."""
        with writing(self._db, self._path) as db:
            outbox.did_not_leave(db, instance_id)

    def attachments_stored(self, instance_id: str, names: list[str]) -> None:
        """The server has these attachments."""
        with writing(self._db, self._path) as db:
            if outbox.is_sealed(db, instance_id):
                outbox.acknowledge_sealed(db, instance_id, names, self._clock())
            else:
                attachments.acknowledge(db, instance_id, names, self._clock())

    def stored(self, instance_id: str, remark: Message | None = None) -> None:
        """The server has the interview: it leaves the outbox and is sent. `remark` stays in the list of interviews."""
        with writing(self._db, self._path) as db:
            outbox.acknowledge(db, instance_id, self._clock(), written(remark) if remark else "")
            interviews.note_sent(db, instance_id, self._clock())
        parts.clear(self._db, self._path)

    def failed(self, instance_id: str, message: Message) -> None:
        """The try failed; why stands in the list until the next one."""
        with writing(self._db, self._path) as db:
            outbox.failed(db, instance_id, written(message))
