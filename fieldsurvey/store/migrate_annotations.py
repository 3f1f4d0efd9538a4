"""Step m008 of the schema: what was written beside answers gets rows with a kind; the round before becomes a column."""

from __future__ import annotations

from sqlite_utils import Database

from fieldsurvey.store import global_ids

_KINDS = {"/": "comment", "!": "flag", "#": "lock"}
"""First sign of the name in `check_comment` -> kind; a name without one is that of a check."""
_ROUND, _BEGUN = "<", "begun "
_TABLES = (
    """CREATE TABLE annotation (
        id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES interview,
        kind TEXT NOT NULL CHECK (kind IN ('check','comment','flag','lock','remark','note')),
        ref TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, version TEXT NOT NULL)""",
    "CREATE INDEX annotation_of_interview ON annotation (instance_id, kind, ref)",
    "ALTER TABLE interview ADD COLUMN previous_id TEXT NOT NULL DEFAULT ''",
    f"""UPDATE interview SET previous_id = c.comment FROM check_comment c
        WHERE c.instance_id = interview.instance_id AND c.name = '{_ROUND}'""",
)


def migrate(db: Database) -> None:
    """Sort every row of `check_comment` by the first sign of its name."""
    for statement in _TABLES:
        db.execute(statement)
    rows = db.execute(
        "SELECT instance_id, name, comment, at FROM check_comment WHERE name <> ?", (_ROUND,)
    ).fetchall()
    for instance_id, name, comment, at in rows:
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
    kind = _KINDS.get(name[:1], "check")
    if kind == "lock":
        return (
            kind,
            name[1:],
            "begun" if comment.startswith(_BEGUN) else "finished",
            comment.removeprefix(_BEGUN),
        )
    if kind == "flag":
        return kind, name[1:], "", at
    return kind, name, comment, at
