"""The schema, step by step. A released step is never edited; a new one is added below."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlite_utils import Database, Migrations

from fieldsurvey.store import (
    history,
    migrate_annotations,
    migrate_origins,
    migrate_register,
    migrate_submissions,
)

_steps = Migrations("fieldsurvey")


def apply(db: Database, *, stop_before: Collection[str] = ()) -> None:
    """Bring the study to today's schema, or to the one before the first of these steps.

    A table may be made anew on the way, so references are looked at in the end.
    """
    db.execute("PRAGMA foreign_keys = OFF")
    _steps.apply(db, stop_before=stop_before)
    db.execute("PRAGMA foreign_keys = ON")


def unknown_to(applied: Collection[str]) -> frozenset[str]:
    """The steps a study that has had these still lacks."""
    return frozenset(names()).difference(applied)


@cache
def names() -> tuple[str, ...]:
    """All steps, the oldest first."""
    empty = Database(memory=True, execute_plugins=False)
    try:
        return tuple(step.name for step in _steps.pending(empty))
    finally:
        empty.close()


def has_newer(applied: Collection[str]) -> bool:
    """Whether one of these steps is none this program knows."""
    return not set(applied).issubset(names())


def pending(db: Database) -> bool:
    """Whether the study is older than the program."""
    return bool(_steps.pending(db))


def is_newer(db: Database) -> bool:
    """Whether a step was applied that this program does not know."""
    return has_newer([step.name for step in _steps.applied(db)])


def are_told(db: Database) -> bool:
    """Whether the study says which steps it has had, the first among them. A damaged one may not."""
    try:
        return any(step.name == "m001_first" for step in _steps.applied(db))
    except KeyError:
        return False


@_steps()
def m001_first(db: Database) -> None:
    """The document of design.md section 2, as far as the first release fills it."""
    for statement in _FIRST:
        db.execute(statement)


@_steps()
def m002_encryption(db: Database) -> None:
    """Envelopes of encrypted forms, kept as they were made until the server has them."""
    db.execute("ALTER TABLE outbox ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0")
    db.execute(
        """CREATE TABLE sealed_file (
        instance_id TEXT NOT NULL REFERENCES interview, place INTEGER NOT NULL, name TEXT NOT NULL,
        data BLOB NOT NULL, acknowledged_at TEXT, PRIMARY KEY (instance_id, name))"""
    )


@_steps()
def m003_audit(db: Database) -> None:
    """The audit log of an interview under way."""
    db.execute(
        "CREATE TABLE audit_log (instance_id TEXT PRIMARY KEY REFERENCES interview, text TEXT NOT NULL) WITHOUT ROWID"
    )


@_steps()
def m004_lists(db: Database) -> None:
    """Large lists of choices: a file once, however many form versions name it. Its rows get a table of their own, list_N."""
    for statement in _LISTS:
        db.execute(statement)


@_steps()
def m005_entities(db: Database) -> None:
    """Rows of entity lists as interviews of this study left them."""
    db.execute(
        """CREATE TABLE entity (
        dataset TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL, revision INTEGER NOT NULL,
        PRIMARY KEY (dataset, id)) WITHOUT ROWID"""
    )


@_steps()
def m006_custody(db: Database) -> None:
    """The chained history, delete marks, erasures, undo across restarts, search, and an order that no clock disturbs."""
    for statement in _CUSTODY_TABLES:
        db.execute(statement)
    history.chain_up(db)
    for statement in _CUSTODY_RULES:
        db.execute(statement)


@_steps()
def m007_parts(db: Database) -> None:
    """Attachments and the files of envelopes in parts, so that a film is never whole in memory, nor one long write; and indexes."""
    for statement in _PARTS:
        db.execute(statement)
    number = 0
    for table in ("blob", "sealed_file"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
        db.execute(f"ALTER TABLE {table} ADD COLUMN size INTEGER NOT NULL DEFAULT 0")
        for (row,) in db.execute(f"SELECT rowid FROM {table}").fetchall():
            number += 1
            _move_into_parts(db, table, row, number)
        db.execute(f"ALTER TABLE {table} DROP COLUMN data")
    db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('intake', ?)", (number,))


@_steps()
def m008_annotations(db: Database) -> None:
    """Checks passed, comments, flags and locks as rows with a kind; the round before as a column."""
    migrate_annotations.migrate(db)


@_steps()
def m009_submissions(db: Database) -> None:
    """Stage, review and transport apart; a submission for each finalising."""
    migrate_submissions.migrate(db)


@_steps()
def m010_identity(db: Database) -> None:
    """An origin for each chain of the history, an id for the copy, ids and versions for what can be merged; a locality."""
    migrate_origins.migrate(db)
    _say_locality(db)


@_steps()
def m011_reduced(db: Database) -> None:
    """What leaves of a submission of which something stays here, kept from the first try until the server has it."""
    db.execute("ALTER TABLE outbox ADD COLUMN reduced BLOB")


@_steps()
def m012_states(db: Database) -> None:
    """What each record says, sealed by the lines of the history; what is here stands sealed as it is found."""
    for statement in _STATES:
        db.execute(statement)


@_steps()
def m013_skeletons(db: Database) -> None:
    """A form without its long lists, which are tables: what is read when it is opened. The form itself stays as it was added."""
    db.execute(
        """CREATE TABLE form_skeleton (
        form_id TEXT NOT NULL, version TEXT NOT NULL, xform TEXT NOT NULL, extra TEXT NOT NULL,
        PRIMARY KEY (form_id, version),
        FOREIGN KEY (form_id, version) REFERENCES form)"""
    )


@_steps()
def m014_register(db: Database) -> None:
    """The register of firms with the lists they came from, their cases and visits, and each draw."""
    migrate_register.migrate(db)


def _say_locality(db: Database) -> None:
    """The cluster's town or village goes by the name of locality."""
    row = db.execute("SELECT value FROM setting WHERE key = 'cluster'").fetchone()
    told = json.loads(row[0]) if row else {}
    if "place" in told:
        told["locality"] = told.pop("place")
        text = json.dumps(told, ensure_ascii=False)
        db.execute("UPDATE setting SET value = ? WHERE key = 'cluster'", (text,))


def _move_into_parts(db: Database, table: str, row: int, number: int) -> None:
    """One file, a part at a time; the room it leaves is used again at once."""
    size = 0
    connection: Any = db.conn
    with connection.open_blob(table, "data", row, True) as data:
        while part := data.read(1 << 18):
            db.execute("INSERT INTO blob_part (number, place, data) VALUES (?, ?, ?)", (number, size, part))
            size += len(part)
    db.execute(f"UPDATE {table} SET data = x'', number = ?, size = ? WHERE rowid = ?", (number, size, row))


_FIRST = (
    """CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE form (
        form_id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, xform TEXT NOT NULL,
        extra TEXT NOT NULL, added_at TEXT NOT NULL,
        PRIMARY KEY (form_id, version))""",
    """CREATE TABLE form_media (
        form_id TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
        PRIMARY KEY (form_id, version, name),
        FOREIGN KEY (form_id, version) REFERENCES form)""",
    """CREATE TABLE interview (
        instance_id TEXT PRIMARY KEY, form_id TEXT NOT NULL, form_version TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft','finalised','returned','approved','sent')),
        firm TEXT NOT NULL DEFAULT '', xml TEXT NOT NULL, language TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '', interviewer TEXT NOT NULL DEFAULT '', completeness REAL NOT NULL DEFAULT 0,
        started_at TEXT NOT NULL, updated_at TEXT NOT NULL, finalised_at TEXT, sent_at TEXT,
        FOREIGN KEY (form_id, form_version) REFERENCES form)""",
    "CREATE INDEX interview_by_update ON interview (updated_at)",
    "CREATE INDEX interview_by_form ON interview (form_id, state)",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES interview, at TEXT NOT NULL,
        event TEXT NOT NULL, ref TEXT NOT NULL DEFAULT '', old TEXT NOT NULL DEFAULT '', new TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX history_of_interview ON history (instance_id, id)",
    """CREATE TABLE check_comment (
        instance_id TEXT NOT NULL REFERENCES interview, name TEXT NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (instance_id, name)) WITHOUT ROWID""",
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)",
    """CREATE TABLE attachment (
        instance_id TEXT NOT NULL REFERENCES interview, name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES blob,
        acknowledged_at TEXT, PRIMARY KEY (instance_id, name))""",
    """CREATE TABLE outbox (
        instance_id TEXT PRIMARY KEY REFERENCES interview, xml BLOB NOT NULL, queued_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, tried_at TEXT, error TEXT NOT NULL DEFAULT '', acknowledged_at TEXT)""",
    """CREATE TABLE narrative (
        chapter TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, updated_at TEXT NOT NULL,
        PRIMARY KEY (chapter, language)) WITHOUT ROWID""",
)

_LISTS = (
    """CREATE TABLE list (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, columns TEXT NOT NULL,
        rows INTEGER NOT NULL DEFAULT 0, is_whole INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE list_part (
        list INTEGER NOT NULL REFERENCES list, place INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (list, place))""",
    """CREATE TABLE list_spelling (
        list INTEGER NOT NULL REFERENCES list, place INTEGER NOT NULL, number REAL NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (list, place, number, text)) WITHOUT ROWID""",
    """CREATE TABLE form_list (
        form_id TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL, list INTEGER NOT NULL REFERENCES list,
        PRIMARY KEY (form_id, version, name),
        FOREIGN KEY (form_id, version) REFERENCES form)""",
)

_CUSTODY_TABLES = (
    # The answers stand last, so that a list reads a row without the pages its XML fills.
    """CREATE TABLE new_interview (
        instance_id TEXT PRIMARY KEY, form_id TEXT NOT NULL, form_version TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft','finalised','returned','approved','sent')),
        firm TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
        interviewer TEXT NOT NULL DEFAULT '', completeness REAL NOT NULL DEFAULT 0,
        started_at TEXT NOT NULL, updated_at TEXT NOT NULL, finalised_at TEXT, sent_at TEXT,
        sequence INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL DEFAULT 0, deleted_at TEXT, xml TEXT NOT NULL,
        FOREIGN KEY (form_id, form_version) REFERENCES form)""",
    """INSERT INTO new_interview
        SELECT instance_id, form_id, form_version, state, firm, language, place, interviewer, completeness, started_at,
        updated_at, finalised_at, sent_at, row_number() OVER (ORDER BY updated_at, instance_id),
        row_number() OVER (ORDER BY updated_at, instance_id), NULL, xml FROM interview""",
    "DROP TABLE interview",
    "ALTER TABLE new_interview RENAME TO interview",
    # The list is counted, filtered and searched in this index alone.
    "CREATE INDEX interview_by_sequence ON interview (sequence, state, deleted_at, form_id, number)",
    "CREATE UNIQUE INDEX interview_by_number ON interview (number)",
    "CREATE INDEX interview_by_form ON interview (form_id, state, deleted_at)",
    "ALTER TABLE history RENAME TO old_history",
    "DROP INDEX history_of_interview",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, event TEXT NOT NULL,
        ref TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, why TEXT NOT NULL,
        salt BLOB NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL)""",
    "CREATE INDEX history_of_interview ON history (instance_id, id)",
    """CREATE TABLE tombstone (
        instance_id TEXT PRIMARY KEY, form_id TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
        was_sent INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE undo_journal (instance_id TEXT PRIMARY KEY REFERENCES interview, text TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE searchable (
        number INTEGER PRIMARY KEY REFERENCES interview (number), firm TEXT NOT NULL, words TEXT)""",
    # Marks (Mn, Mc) belong to a word in every script of India; the tokenizer's own setting would cut it at each matra.
    """CREATE VIRTUAL TABLE search USING fts5(firm, words, content='searchable', content_rowid='number', prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")""",
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
)

_CUSTODY_RULES = (
    "DROP TABLE old_history",
    """CREATE TRIGGER history_is_never_cut BEFORE DELETE ON history
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    """CREATE TRIGGER history_is_never_edited BEFORE UPDATE OF id, instance_id, at, who, event, ref, digest, hash ON history
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    """CREATE TRIGGER history_is_only_erased BEFORE UPDATE OF old, new, why, salt ON history
        WHEN length(NEW.old || NEW.new || NEW.why) + length(NEW.salt) > 0
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
    """CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN
        INSERT INTO search (rowid, firm, words) VALUES (NEW.number, NEW.firm, NEW.words); END""",
    """CREATE TRIGGER searchable_taken AFTER DELETE ON searchable BEGIN
        INSERT INTO search (search, rowid, firm, words) VALUES ('delete', OLD.number, OLD.firm, OLD.words); END""",
    """CREATE TRIGGER searchable_changed AFTER UPDATE ON searchable BEGIN
        INSERT INTO search (search, rowid, firm, words) VALUES ('delete', OLD.number, OLD.firm, OLD.words);
        INSERT INTO search (rowid, firm, words) VALUES (NEW.number, NEW.firm, NEW.words); END""",
    "INSERT INTO searchable (number, firm, words) SELECT number, firm, NULL FROM interview",
)

_STATES = (
    "ALTER TABLE history ADD COLUMN state TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX history_of_states ON history (instance_id, id) WHERE state <> ''",
    "DROP TRIGGER history_is_only_erased",
    """CREATE TRIGGER history_is_only_erased BEFORE UPDATE OF old, new, why, state, salt ON history
        WHEN length(NEW.old || NEW.new || NEW.why || NEW.state) + length(NEW.salt) > 0
        BEGIN SELECT raise(ABORT, 'history is only ever added to'); END""",
)

_PARTS = (
    "CREATE TABLE intake (number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL)",
    # Data in the middle: so a page of it can be told from one of list_part when all else of the file is lost.
    """CREATE TABLE blob_part (
        place INTEGER NOT NULL, data BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (number, place))""",
    "CREATE INDEX attachment_of_blob ON attachment (sha256)",
    # What the pages ask of 20,000 interviews without reading one.
    "CREATE INDEX outbox_waiting ON outbox (queued_at, instance_id) WHERE acknowledged_at IS NULL",
    "CREATE INDEX interview_by_start ON interview (started_at, deleted_at)",
    "CREATE INDEX interview_deleted ON interview (instance_id) WHERE deleted_at IS NOT NULL",
    "DROP INDEX interview_by_form",
    "CREATE INDEX interview_by_form ON interview (form_id, state, deleted_at, firm, instance_id)",
)
