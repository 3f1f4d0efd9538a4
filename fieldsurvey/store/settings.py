"""What the study itself remembers: the cluster, the server, the chapters written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.store import global_ids


def read(db: Database, key: str, default: str = "") -> str:
    """One setting."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else default


def write(db: Database, key: str, value: str) -> None:
    """Keep one setting."""
    db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))


def read_list(db: Database, key: str) -> list[str]:
    """One setting that is a list of texts; empty where it is none."""
    try:
        found = json.loads(read(db, key) or "[]")
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def write_list(db: Database, key: str, texts: Iterable[str]) -> None:
    """Keep a list of texts."""
    write(db, key, json.dumps([*texts], ensure_ascii=False))


def packed(value: object) -> str:
    """A value as a setting keeps it: JSON in the letters of every script."""
    return json.dumps(value, ensure_ascii=False)


def narratives(db: Database, language: str) -> dict[str, str]:
    """Chapter -> Markdown text in that language."""
    rows = db.execute("SELECT chapter, text FROM narrative WHERE language = ?", (language,)).fetchall()
    return dict(rows)


def write_narrative(db: Database, chapter: str, language: str, text: str, at: datetime) -> None:
    """Keep a chapter's text."""
    db.execute(
        "INSERT OR REPLACE INTO narrative (chapter, language, text, updated_at, id, version) "
        f"VALUES (?, ?, ?, ?, ?, {global_ids.NEW_VERSION})",
        (chapter, language, text, at.isoformat(), global_ids.derived("narrative", chapter, language)),
    )
