"""A person takes back what they agreed to: the interview is sealed at once, and destroyed on the day the study sets."""

from __future__ import annotations

from datetime import timedelta

from fieldsurvey.backup import sealing
from fieldsurvey.errors import StoreError
from fieldsurvey.records import Changed, Topic
from fieldsurvey.records.set_up import Withdrawal
from fieldsurvey.store import interviews, withdrawals
from fieldsurvey.store import set_up as stored_set_up
from fieldsurvey.study.context import Context


class Withdrawals:
    """Consents withdrawn; destroying belongs to `interviews.erase`, which knows every place an interview went to."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def code(self, instance_id: str) -> str:
        """The short code on the slip that is left with the person: it finds the interview and says nothing of it."""
        return withdrawals.withdrawal_code(instance_id)

    def find(self, code: str) -> str:
        """The interview with this code or instanceID. Raises StoreError when there is none."""
        wanted = code.strip().upper().replace(" ", "")
        for identity in interviews.identities(self._context.db):
            if code.strip() == identity or self.code(identity) in (wanted, f"{wanted[:4]}-{wanted[4:]}"):
                return identity
        raise StoreError("withdrawal.unknown", code=code)

    def withdraw(self, instance_id: str) -> Changed:
        """Seal an interview and its back-checks: out of lists, figures, exports and what is sent. They are destroyed on the day, nobody
        brings them back.

        Raises FieldSurveyError when there is none.
        """
        self._context.interview(instance_id)
        now, who = self._context.clock(), self._context.who()
        days = stored_set_up.read(self._context.db).withdrawal_days
        day = (now + timedelta(days=days)).date().isoformat()
        with self._context.writing() as db:
            sealed = sealing.seal(db, Withdrawal(instance_id, now.isoformat(), who, day), now)
        topics = frozenset({Topic.INTERVIEWS, Topic.OUTBOX, Topic.FIELDWORK})
        return Changed(topics, sealed)

    def listing(self) -> list[Withdrawal]:
        """Those that are sealed and wait to be destroyed, the next first."""
        return withdrawals.listing(self._context.db)

    def due(self) -> tuple[str, ...]:
        """The interviews whose day has come."""
        today = self._context.clock().date().isoformat()
        return tuple(one.instance_id for one in self.listing() if one.destroy_on <= today)
