"""Seal what a person took back, wherever it stands once more: in the study, or in a backup that takes its place."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from fieldsurvey.records.set_up import Withdrawal
from fieldsurvey.store import Database, history, interviews, record_seals, tombstones, withdrawals


def seal(db: Database, withdrawal: Withdrawal, at: datetime) -> tuple[str, ...]:
    """Seal an interview and its back-checks, and note it with each; part of the caller's transaction.

    Gives what was sealed now: nothing of what the study does not hold, or had sealed before.
    """
    identity = withdrawal.instance_id
    every = (identity, *interviews.back_checks_of(db, identity)) if tombstones.is_known(db, identity) else ()
    living = tuple(one for one in every if not withdrawals.is_sealed(db, one))
    for one in living:
        interviews.mark_deleted(db, one, at)
        withdrawals.add(db, dataclasses.replace(withdrawal, instance_id=one))
        state = record_seals.current(db, one)
        about = {"who": withdrawal.who, "new": withdrawal.destroy_on, "state": state}
        history.add(db, at, "withdrawn", instance_id=one, **about)
    return living
