"""Step m008 of the schema: what was written beside answers gets rows with a kind; the round before becomes a column.

Before, all of it stood under a name in `check_comment`: the ref of a question for its comment, a sign and the ref for a flag and a lock,
a sign alone for the round before, and the name of a check, which may be any text. So a name counts as one of the others
only with words that can stand under it; anything else is a check, with its words.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.store import global_ids

_REF = re.compile(r"/[^/\s]+(/[^/\s]+)+")
"""A place in a form stands below its root, so it has two steps at least."""
_IDENTITY = re.compile(r"uuid:\S+")
_FLAG, _LOCK, _ROUND = "!", "#", "<"
_FLAGGED, _BEGUN = "flagged", "begun "
_TABLES = (
    """CREATE TABLE annotation (
        id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES interview,
        kind TEXT NOT NULL CHECK (kind IN ('check','comment','flag','lock','remark','note')),
        ref TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, version TEXT NOT NULL)""",
    "CREATE INDEX annotation_of_interview ON annotation (instance_id, kind, ref)",
    "ALTER TABLE interview ADD COLUMN previous_id TEXT NOT NULL DEFAULT ''",
)


def migrate(db: Database) -> None:
    """Sort every row of `check_comment` by its name and words."""
    for statement in _TABLES:
        db.execute(statement)
    known = {row[0] for row in db.execute("SELECT instance_id FROM interview").fetchall()}
    rows = db.execute("SELECT instance_id, name, comment, at FROM check_comment").fetchall()
    for instance_id, name, comment, at in rows:
        if name == _ROUND and (comment in known or _IDENTITY.fullmatch(comment)):
            db.execute("UPDATE interview SET previous_id = ? WHERE instance_id = ?", (comment, instance_id))
            continue
        kind, ref, text, written_at = _sorted(name, comment, at)
        db.execute(
            "INSERT INTO annotation (id, instance_id, kind, ref, text, at, who, version) VALUES (?, ?, ?, ?, ?, ?, '', ?)",
            (
                *(global_ids.derived("annotation", instance_id, kind, ref), instance_id),
                *(kind, ref, text, written_at, global_ids.version_of(kind, ref, text, written_at)),
            ),
        )
    db.execute("DROP TABLE check_comment")


def _sorted(name: str, comment: str, at: str) -> tuple[str, str, str, str]:
    """Kind, ref, text and time of what a name and its comment meant."""
    sign, ref, time = name[:1], name[1:], comment.removeprefix(_BEGUN)
    if sign == _FLAG and _REF.fullmatch(ref) and comment == _FLAGGED:
        return "flag", ref, "", at
    if sign == _LOCK and _REF.fullmatch(ref) and _is_time(time):
        return "lock", ref, "begun" if comment.startswith(_BEGUN) else "finished", time
    return "comment" if _REF.fullmatch(name) else "check", name, comment, at


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
