"""What the study itself remembers: the cluster, the server, the chapters written by hand."""

from __future__ import annotations

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
