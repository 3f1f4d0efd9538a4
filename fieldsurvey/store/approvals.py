"""The lead's key, and the signatures under what was approved.

The study keeps a salt and the public half of an Ed25519 key; the private half comes from the lead's passphrase and is kept
nowhere. A signature covers the interview, its submission and the hash of that submission's answers: it says that who knows
the passphrase approved exactly these.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.records import Approval, Submission
from fieldsurvey.store import global_ids, keys, settings, submissions
from fieldsurvey.store.decoding import decoded
from fieldsurvey.system import crypto

_SETTING = "lead"
_SALT_BYTES = 16
_SIGNED = b"FieldSurvey approval 1"
"""What every signed text begins with, so that a signature is never one of something else."""


@dataclass(frozen=True, slots=True)
class LeadKey:
    """The private half of the lead's key, in memory alone and never printed."""

    secret: bytes

    def __repr__(self) -> str:
        return "LeadKey(...)"

    @property
    def public(self) -> bytes:
        """What the study keeps of it."""
        return crypto.signing_public_key(self.secret)


@dataclass(frozen=True, slots=True)
class Lead:
    """What the study keeps of the lead's key."""

    salt: bytes
    public: bytes
    name: str
    """Who set it, for "Anand has it"."""

    def key_of(self, passphrase: str) -> LeadKey | None:
        """The key, when it is the lead's passphrase; takes a third of a second."""
        key = LeadKey(keys.with_salt(passphrase, self.salt).secret)
        return key if key.public == self.public else None


def new_lead(passphrase: str, name: str) -> tuple[Lead, LeadKey]:
    """A key for the lead of a study, with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    key = LeadKey(keys.with_salt(passphrase, salt).secret)
    return Lead(salt, key.public, name), key


def lead(db: Database) -> Lead | None:
    """Who approves in this study; None where nobody was named."""
    text = settings.read(db, _SETTING)
    if not text:
        return None
    with decoded():
        told = json.loads(text)
        return Lead(bytes.fromhex(told["salt"]), bytes.fromhex(told["public"]), str(told["name"]))


def keep_lead(db: Database, one: Lead) -> None:
    """Note who approves from now on; part of the caller's transaction."""
    told = {"salt": one.salt.hex(), "public": one.public.hex(), "name": one.name}
    settings.write(db, _SETTING, json.dumps(told, ensure_ascii=False))


def sign(db: Database, key: LeadKey, one: Submission, at: datetime, who: str) -> None:
    """Keep the lead's signature under a submission; part of the caller's transaction."""
    db.execute(
        "INSERT OR REPLACE INTO approval (submission_id, instance_id, at, who, signature) VALUES (?, ?, ?, ?, ?)",
        (one.id, one.instance_id, at.isoformat(), who, crypto.signed(_text(one), key.secret)),
    )


def want_key(db: Database, key: LeadKey | None) -> Lead | None:
    """Raise StoreError where the study has a lead and this is not the lead's key; gives who leads."""
    found = lead(db)
    if found is not None and (key is None or key.public != found.public):
        raise StoreError("review.not-lead", lead=named(found.name))
    return found


def named(name: str) -> str | Message:
    """The lead as a sentence names the person."""
    return name or Message("review.somebody")


def of_submission(db: Database, submission_id: str) -> Approval | None:
    """The signature under a submission; None where there is none."""
    row = db.execute(
        "SELECT submission_id, instance_id, at, who, signature FROM approval WHERE submission_id = ?",
        (submission_id,),
    ).fetchone()
    return _approval(row) if row else None


def is_valid(found: Approval | None, one: Submission, by: Lead) -> bool:
    """Whether this is the lead's signature under that submission."""
    return found is not None and crypto.is_signed(_text(one), found.signature, by.public)


def standing(db: Database) -> Iterator[Submission]:
    """The last submission of each interview that is approved."""
    rows = db.execute(
        "SELECT instance_id FROM interview WHERE review = 'approved' ORDER BY instance_id"
    ).fetchall()
    for (instance_id,) in rows:
        last = submissions.last(db, str(instance_id))
        if last is not None:
            yield last


def broken(db: Database) -> Iterator[Message]:
    """One sentence for each interview that is approved without the lead's signature, where the study has a lead."""
    by = lead(db)
    if by is None:
        return
    for one in standing(db):
        if not is_valid(of_submission(db, one.id), one, by):
            yield Message("verify.approval-unsigned", interview=one.instance_id, firm=one.firm)


def _text(one: Submission) -> bytes:
    """What is signed: the hash is taken of the answers as they stand, so a changed answer has no signature."""
    told = [one.instance_id, one.id, global_ids.hash_of(one.xml)]
    return _SIGNED + b"\n" + json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@decoded()
def _approval(row: Sequence[Any]) -> Approval:
    return Approval(str(row[0]), str(row[1]), datetime.fromisoformat(row[2]), str(row[3]), bytes(row[4]))
