"""What the lead settled for the study, as one setting."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

from sqlite_utils import Database

from fieldsurvey.records import Round
from fieldsurvey.records.set_up import LegalBase, MinimumWage, Purpose, SetUp, SpvMember
from fieldsurvey.store import settings
from fieldsurvey.store.decoding import decoded

KEY = "set_up"


def read(db: Database) -> SetUp:
    """What is settled; what a new study has where nothing is."""
    text = settings.read(db, KEY)
    if not text:
        return SetUp()
    with decoded():
        told = json.loads(text)
        return SetUp(
            rounds=tuple(
                Round(one["key"], one["name"], _day(one["begins"]), _day(one["ends"]))
                for one in told["rounds"]
            ),
            spv=tuple(SpvMember(**one) for one in told["spv"]),
            wages=tuple(MinimumWage(**one) for one in told["wages"]),
            legal_base=LegalBase(told["legal_base"]) if told["legal_base"] else None,
            contact=str(told["contact"]),
            purposes=tuple(Purpose(one) for one in told["purposes"]),
            kept_for=str(told["kept_for"]),
            withdrawal_days=int(told["withdrawal_days"]),
        )


def write(db: Database, set_up: SetUp) -> None:
    """Keep it; part of the caller's transaction."""
    told = dataclasses.asdict(set_up)
    text = json.dumps(told, ensure_ascii=False, default=lambda day: day.isoformat())
    settings.write(db, KEY, text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
