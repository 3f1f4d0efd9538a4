"""Consents that were withdrawn: which interviews are sealed, and when they are to be destroyed."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from fieldsurvey.records.set_up import Withdrawal
from fieldsurvey.store.recovery_rows import LETTERS

_LETTERS = 8


def withdrawal_code(instance_id: str) -> str:
    """The short code on the slip that is left with the person: it finds the interview and says nothing of it."""
    number = int.from_bytes(hashlib.sha256(instance_id.encode()).digest()[:8], "big")
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(_LETTERS))
    return f"{letters[:4]}-{letters[4:]}"


def add(db: Database, withdrawal: Withdrawal) -> None:
    """Note it; part of the caller's transaction."""
    db.execute(
        "INSERT OR IGNORE INTO withdrawal (instance_id, at, who, destroy_on) VALUES (?, ?, ?, ?)",
        (withdrawal.instance_id, withdrawal.at, withdrawal.who, withdrawal.destroy_on),
    )


def exists(db: Database) -> bool:
    """Whether the study can keep withdrawals; an older one that is only read cannot."""
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'withdrawal'").fetchone())


def listing(db: Database) -> list[Withdrawal]:
    """All that wait to be destroyed, the next first."""
    if not exists(db):
        return []
    rows = db.execute(
        "SELECT instance_id, at, who, destroy_on FROM withdrawal ORDER BY destroy_on, instance_id"
    )
    return [Withdrawal(*(str(cell) for cell in row)) for row in rows.fetchall()]


def is_sealed(db: Database, instance_id: str) -> bool:
    """Whether an interview is withdrawn: nobody reads, restores or sends it."""
    question = "SELECT 1 FROM withdrawal WHERE instance_id = ?"
    return exists(db) and bool(db.execute(question, (instance_id,)).fetchone())
