"""Entities as interviews of this study left them, until a server's list knows of them: dataset -> id -> row.

Those of `firms` are the register.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from fieldsurvey.records import FIRMS
from fieldsurvey.store import firms
from fieldsurvey.store.decoding import decoded

Lists = dict[str, dict[str, dict[str, str]]]


def read(db: Database) -> Lists:
    """Every entity an interview created or updated, as the row it has in its list now."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'entity'").fetchone():
        return {}  # an older study, opened to be read only
    found: Lists = {FIRMS: known} if firms.exists(db) and (known := firms.entities(db)) else {}
    for dataset, identity, row in db.execute("SELECT dataset, id, row FROM entity ORDER BY revision"):
        with decoded():
            found.setdefault(dataset, {})[identity] = json.loads(row)
    return found


def state(db: Database) -> object:
    """Another one after each change of a row, and when one is gone, so that a form read before can be told from one that knows it."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'entity'").fetchone():
        return None
    told = db.execute("SELECT coalesce(max(revision), 0), count(*) FROM entity").fetchone()
    return (*told, *(firms.state(db) if firms.exists(db) else ()))


def save(db: Database, dataset: str, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Keep rows as they are now; part of the caller's transaction."""
    for identity, row in rows.items():
        if dataset == FIRMS:
            firms.save_entity(db, identity, row)
            continue
        db.execute(
            f"INSERT OR REPLACE INTO entity (dataset, id, row, revision) VALUES (?, ?, ?, {firms.NEXT_REVISION})",
            (dataset, identity, json.dumps(row, ensure_ascii=False)),
        )


def drop(db: Database, dataset: str, identity: str) -> None:
    """Forget what interviews made of an entity; the list has the row of its file again, if there is one.

    A firm that a list named, or that was visited, stays in the register: it was there without the interview.
    """
    if dataset == FIRMS:
        firms.drop_unused(db, identity)
        return
    db.execute("DELETE FROM entity WHERE dataset = ? AND id = ?", (dataset, identity))
