"""Step m010 of the schema: one chain of the history for each origin, an id for each copy, and ids and versions for what merges.

The lines of before stay as they were sealed. Their chain is over: it is named after its last line, so that copies of one
study that were updated apart have it under one name, and copies that went apart before have two.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from fieldsurvey.store import global_ids

_TABLES = (
    """CREATE TABLE origin (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, laptop TEXT NOT NULL, copy TEXT NOT NULL, file TEXT NOT NULL,
        begun_at TEXT NOT NULL)""",
    """INSERT INTO origin SELECT 1, 'first-' || substr(lower(hex(hash)), 1, 32), '', '', '',
        (SELECT at FROM history ORDER BY id LIMIT 1) FROM history ORDER BY id DESC LIMIT 1""",
    # Without a reference to the origin: a line whose origin is lost is worth keeping.
    """CREATE TABLE new_history (
        id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, number INTEGER NOT NULL, instance_id TEXT NOT NULL, at TEXT NOT NULL,
        who TEXT NOT NULL, event TEXT NOT NULL, ref TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, why TEXT NOT NULL,
        salt BLOB NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL)""",
    """INSERT INTO new_history SELECT id, 1, id, instance_id, at, who, event, ref, old, new, why, salt, digest, hash
        FROM history""",
    "DROP TABLE history",
    "ALTER TABLE new_history RENAME TO history",
    "CREATE INDEX history_of_interview ON history (instance_id, id)",
    "CREATE UNIQUE INDEX history_of_origin ON history (origin, number)",
    # Few lines seal other chains; who goes on after another laptop asks for all of them.
    """CREATE INDEX history_of_seals ON history (event, new)
        WHERE event IN ('chain begun', 'chain added', 'chains sealed')""",
    """CREATE TRIGGER history_is_never_cut BEFORE DELETE ON history
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    """CREATE TRIGGER history_is_never_edited
        BEFORE UPDATE OF id, origin, number, instance_id, at, who, event, ref, digest, hash ON history
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    """CREATE TRIGGER history_is_only_erased BEFORE UPDATE OF old, new, why, salt ON history
        WHEN length(NEW.old || NEW.new || NEW.why) + length(NEW.salt) > 0
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    "INSERT OR IGNORE INTO setting (key, value) VALUES ('copy_id', lower(hex(randomblob(16))))",
    "ALTER TABLE attachment ADD COLUMN id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attachment ADD COLUMN version TEXT NOT NULL DEFAULT ''",
    "UPDATE attachment SET id = derived('attachment', instance_id, name), version = version_of(sha256)",
    "CREATE UNIQUE INDEX attachment_by_id ON attachment (id)",
    "ALTER TABLE narrative ADD COLUMN id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE narrative ADD COLUMN version TEXT NOT NULL DEFAULT ''",
    "UPDATE narrative SET id = derived('narrative', chapter, language), version = version_of(text, updated_at)",
    "CREATE UNIQUE INDEX narrative_by_id ON narrative (id)",
    "ALTER TABLE tombstone ADD COLUMN version TEXT NOT NULL DEFAULT ''",
    "UPDATE tombstone SET version = version_of(form_id, at, who, why, was_sent)",
    "ALTER TABLE blob_part RENAME COLUMN place TO offset",
    "ALTER TABLE sealed_file RENAME COLUMN place TO position",
)


def migrate(db: Database) -> None:
    """Put the lines under their origin, then give ids and versions."""
    connection: Any = db.conn
    for function in (global_ids.derived, global_ids.version_of):
        connection.create_function(function.__name__, -1, function)
    for statement in _TABLES:
        db.execute(statement)
