"""Photos, sounds and files of interviews, kept under the names their answers give."""

from __future__ import annotations

from typing import BinaryIO
from weakref import WeakSet

from fieldsurvey.messages import Message
from fieldsurvey.records import (
    Changed,
    Topic,
)
from fieldsurvey.store import (
    attachments,
    interviews,
)
from fieldsurvey.study.context import Context


class Attachments:
    """Attachments of one study, by interview."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._storing: WeakSet[attachments.Storing] = WeakSet()

    def add(self, instance_id: str, name: str, source: attachments.Source) -> Changed:
        """Keep a photo, sound or file under the name its answer has; a long one in many short writes.

        The interview needs a savepoint first. Raises StoreError; then nothing is kept of it.
        """
        attachments.add(self._context.db, self._context.path, instance_id, name, source)
        return Changed(frozenset({Topic.DRAFTS}), (instance_id,))

    def adding(self, instance_id: str, name: str) -> attachments.Storing:
        """The same for one whose portions come one by one, as jobs of a lane between which savepoints have their turn."""
        storing = attachments.Storing(self._context.db, self._context.path, instance_id, name)
        self._storing.add(storing)
        return storing

    def drop_half_stored(self) -> None:
        """The study is closed: what has not come in whole does not come."""
        for storing in self._storing:
            storing.drop()

    def read(self, instance_id: str, name: str) -> bytes | None:
        """The bytes of one attachment, whole. Raises StoreError when the interview's consent was withdrawn."""
        self._context.refuse_withdrawn(instance_id)
        return attachments.read(self._context.db, instance_id, name)

    def open(self, instance_id: str, name: str) -> BinaryIO | None:
        """One attachment as a file to read: a film is never whole in memory. Raises as `read` does."""
        self._context.refuse_withdrawn(instance_id)
        return attachments.opened(self._context.db, instance_id, name)

    def lacking(self, instance_id: str) -> Message | None:
        """Why a finalised interview must not leave as it is: it names a file the study does not hold. None when it may."""
        found = interviews.submitted(self._context.db, instance_id)
        return (
            None
            if found is None
            else self._context.lacking(instance_id, found.form_id, found.form_version, found.xml)
        )
