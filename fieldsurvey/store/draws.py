"""The design record of each draw, as it was written on the day."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records.design import Condition, Design, Method, Stratum
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION


def add(db: Database, design: Design) -> None:
    """Keep a draw; part of the caller's transaction."""
    told = dataclasses.asdict(design)
    record = json.dumps({name: told[name] for name in _RECORD}, ensure_ascii=False)
    db.execute(
        f"INSERT INTO draw (id, round, drawn_at, who, record, version) VALUES (?, ?, ?, ?, ?, {NEW_VERSION})",
        (design.id, design.round, design.drawn_at.isoformat(), design.who, record),
    )


def undo(db: Database, draw_id: str, at: datetime) -> None:
    """Note that a draw does not stand any more; what it said stays. Part of the caller's transaction."""
    db.execute(
        f"UPDATE draw SET undone_at = ?, version = {NEW_VERSION} WHERE id = ?", (at.isoformat(), draw_id)
    )


def of_round(db: Database, round_key: str) -> Design | None:
    """The draw of a round that stands; None where there is none."""
    row = db.execute(
        "SELECT id, round, drawn_at, who, record FROM draw WHERE round = ? AND undone_at IS NULL "
        "ORDER BY drawn_at DESC, id LIMIT 1",
        (round_key,),
    ).fetchone()
    return _design(row) if row else None


def any_since(db: Database, moment: datetime) -> bool:
    """Whether a draw stands that was made at or after a moment."""
    times = db.execute("SELECT drawn_at FROM draw WHERE undone_at IS NULL").fetchall()
    with decoded():
        return any(datetime.fromisoformat(at) >= moment for (at,) in times)


_RECORD = ("seed", "strata", "spread_over", "sources", "frame", "confidence")


def _design(row: tuple[Any, ...]) -> Design:
    with decoded():
        told = json.loads(row[4])
        strata = tuple(
            Stratum(
                str(one["name"]),
                tuple(Condition(**{**c, "one_of": tuple(c["one_of"])}) for c in one["conditions"]),
                Method(one["method"]),
                *(int(one["population"]), int(one["drawn"]), int(one["reserve"])),
            )
            for one in told["strata"]
        )
        return Design(
            *(
                str(row[0]),
                str(row[1]),
                datetime.fromisoformat(row[2]),
                str(row[3]),
                int(told["seed"]),
                strata,
            ),
            *(str(told["spread_over"]), tuple(told["sources"]), str(told["frame"])),
            confidence=int(told.get("confidence", 90)),
        )
