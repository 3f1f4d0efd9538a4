"""What the lead settled for the study, as one setting."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Round
from fieldsurvey.records.selection import Candidate, Consideration, SelectionSheet
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
            selection=sheet_of(told.get("selection") or {}),
        )


def sheet_of(told: Mapping[str, Any]) -> SelectionSheet:
    """The selection sheet as it is kept, and as a script hands it over. Raises KeyError, TypeError or ValueError for what is none."""
    return SelectionSheet(
        tuple(
            Candidate(
                str(one["name"]),
                str(one.get("state", "")),
                str(one.get("product_group", "")),
                {Consideration(key): _whole(score) for key, score in one.get("scores", {}).items()},
                {Consideration(key): str(text) for key, text in one.get("evidence", {}).items()},
            )
            for one in told.get("candidates", ())
        ),
        {Consideration(key): float(weight) for key, weight in told.get("weights", {}).items()},
        float(told.get("region", 0)),
        float(told.get("product", 0)),
    )


def write(db: Database, set_up: SetUp) -> None:
    """Keep it; part of the caller's transaction."""
    told = dataclasses.asdict(set_up)
    text = json.dumps(told, ensure_ascii=False, default=lambda day: day.isoformat())
    settings.write(db, KEY, text)


def _whole(score: object) -> int:
    """A score as it was given. Raises ValueError for half a point: what was not given is not made of it."""
    if isinstance(score, float) or not isinstance(score, int | str):
        raise ValueError(score)
    return int(score)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
