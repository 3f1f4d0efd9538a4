"""What was decided on what stands apart with an agent: one setting, sealed with the set-up, for it belongs to no interview."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.records import Decision, Verdict
from fieldsurvey.store import settings
from fieldsurvey.store.decoding import decoded

KEY = "agent_flags"
Place = tuple[str, str, str]
"""(form, agent, key of the flag)."""


def read(db: Database) -> dict[Place, tuple[Decision, float]]:
    """Place -> what was decided, and how far the agent stood from the others then."""
    found: dict[Place, tuple[Decision, float]] = {}
    text = settings.read(db, KEY)
    with decoded():
        for one in json.loads(text) if text else ():
            at = datetime.fromisoformat(one["at"])
            decision = Decision(Verdict(one["verdict"]), str(one["reason"]), at, str(one["who"]))
            found[one["form"], one["agent"], one["flag"]] = (decision, float(one["gap"]))
    return found


def decide(db: Database, place: Place, decision: Decision | None, gap: float) -> None:
    """Keep what was decided in the place of what was decided before; None takes it back. Part of the caller's transaction."""
    found = read(db)
    found.pop(place, None)
    if decision is not None:
        found[place] = (decision, gap)
    told = [
        {
            **dict(zip(("form", "agent", "flag"), where, strict=True)),
            **{"verdict": one.verdict.value, "reason": one.reason, "at": one.at.isoformat(), "who": one.who},
            "gap": far,
        }
        for where, (one, far) in found.items()
    ]
    settings.write(db, KEY, settings.packed(told))
