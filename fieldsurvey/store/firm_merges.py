"""Entries that turned out to be one firm, and pairs that were judged to be two. A merge can be undone: what it moved is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Firm
from fieldsurvey.store import firms, global_ids
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION

_OWNED = {
    "firm_source": "source_id, line",
    "firm_case": "round",
    "visit": "id",
    "interview_case": "instance_id",
}
"""Table -> what names a row of it beside its firm."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge that stands."""

    id: str
    kept: str
    merged: str
    at: datetime
    who: str


def merge(db: Database, kept: Firm, merged: Firm, at: datetime, who: str) -> str:
    """Make one entry part of another, which takes what it lacked itself, and give its id; part of the caller's transaction.

    Sources, cases, visits and interviews go over; a case the kept firm has itself stays where it is.
    """
    identity = global_ids.new()
    moved: dict[str, object] = {"properties": dict(kept.properties)}
    for table, key in _OWNED.items():
        own = set(db.execute(f"SELECT {key} FROM {table} WHERE firm_id = ?", (kept.id,)).fetchall())
        rows = db.execute(f"SELECT {key} FROM {table} WHERE firm_id = ?", (merged.id,)).fetchall()
        going = [list(row) for row in rows if row not in own]
        _hand_over(db, table, key, going, merged.id, kept.id)
        moved[table] = going
    filled = {**merged.properties, **kept.properties}
    firms.change(db, replace(kept, properties=filled), at)
    firms.change(db, replace(merged, merged_into=kept.id), at)
    db.execute(
        f"INSERT INTO firm_merge (id, kept, merged, at, who, moved, version) VALUES (?, ?, ?, ?, ?, ?, {NEW_VERSION})",
        (identity, kept.id, merged.id, at.isoformat(), who, json.dumps(moved, ensure_ascii=False)),
    )
    return identity


def undo(db: Database, merge: Merge, at: datetime) -> None:
    """Make two entries of one again, each with what was its own; part of the caller's transaction.

    What was changed of the kept firm since stays, unless the merge had filled it.
    """
    moved = _moved(db, merge.id)
    for table, key in _OWNED.items():
        _hand_over(db, table, key, moved.get(table, []), merge.kept, merge.merged)
    kept, merged = firms.read(db, merge.kept), firms.read(db, merge.merged)
    if kept is not None and merged is not None:
        before: Mapping[str, str] = moved["properties"]
        filled = {
            n for n, text in merged.properties.items() if n not in before and kept.properties.get(n) == text
        }
        own = {name: text for name, text in kept.properties.items() if name not in filled}
        firms.change(db, replace(kept, properties=own), at)
        firms.change(db, replace(merged, merged_into=""), at)
    db.execute(
        f"UPDATE firm_merge SET undone_at = ?, version = {NEW_VERSION} WHERE id = ?",
        (at.isoformat(), merge.id),
    )


def standing(db: Database) -> list[Merge]:
    """The merges that were not undone, the newest first."""
    rows = db.execute(
        "SELECT id, kept, merged, at, who FROM firm_merge WHERE undone_at IS NULL ORDER BY at DESC, id"
    ).fetchall()
    with decoded():
        return [Merge(str(r[0]), str(r[1]), str(r[2]), datetime.fromisoformat(r[3]), str(r[4])) for r in rows]


def keep_apart(db: Database, one: str, other: str, at: datetime, who: str) -> None:
    """Note that two entries are two firms; part of the caller's transaction."""
    first, second = sorted((one, other))
    db.execute(
        "INSERT OR REPLACE INTO firm_apart (one, other, at, who) VALUES (?, ?, ?, ?)",
        (first, second, at.isoformat(), who),
    )


def may_be_one(db: Database, one: str, other: str) -> None:
    """Forget that two entries were judged to be two firms; part of the caller's transaction."""
    db.execute("DELETE FROM firm_apart WHERE one = ? AND other = ?", tuple(sorted((one, other))))


def apart(db: Database) -> frozenset[frozenset[str]]:
    """The pairs of ids that were judged to be two firms."""
    return frozenset(frozenset(row) for row in db.execute("SELECT one, other FROM firm_apart").fetchall())


def _hand_over(db: Database, table: str, key: str, rows: list[list[object]], giver: str, taker: str) -> None:
    where = " AND ".join(f"{name.strip()} = ?" for name in key.split(","))
    for row in rows:
        db.execute(f"UPDATE {table} SET firm_id = ? WHERE firm_id = ? AND {where}", (taker, giver, *row))


def _moved(db: Database, identity: str) -> dict[str, Any]:
    row = db.execute("SELECT moved FROM firm_merge WHERE id = ?", (identity,)).fetchone()
    with decoded():
        found: dict[str, Any] = json.loads(row[0])
        return found
