"""The step that gives the study its register: firms, lists, cases, visits and draws; and the lead's signatures under what is approved.

What interviews knew as entities of `firms` moves in.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from fieldsurvey.store.global_ids import NEW_VERSION

_NEVER = "1970-01-01T00:00:00+00:00"
"""When an entity came was not kept before."""
_TABLES = (
    # What a list shows stands first; the words to search last, so that a page of rows is read without them.
    """CREATE TABLE firm (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, workers INTEGER,
        geopoint TEXT NOT NULL DEFAULT '', merged_into TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
        revision INTEGER NOT NULL, version TEXT NOT NULL, properties TEXT NOT NULL, words TEXT NOT NULL)""",
    "CREATE INDEX firm_by_number ON firm (number)",
    "CREATE INDEX firm_by_revision ON firm (revision)",
    """CREATE TABLE source_list (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, imported_at TEXT NOT NULL,
        who TEXT NOT NULL, read INTEGER NOT NULL, added INTEGER NOT NULL, same INTEGER NOT NULL, left_out TEXT NOT NULL,
        mapping TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE firm_source (
        firm_id TEXT NOT NULL REFERENCES firm, source_id TEXT NOT NULL REFERENCES source_list, line INTEGER NOT NULL,
        digest TEXT NOT NULL, PRIMARY KEY (firm_id, source_id, line)) WITHOUT ROWID""",
    "CREATE INDEX firm_source_by_digest ON firm_source (digest)",
    """CREATE TABLE firm_apart (
        one TEXT NOT NULL REFERENCES firm, other TEXT NOT NULL REFERENCES firm, at TEXT NOT NULL, who TEXT NOT NULL,
        PRIMARY KEY (one, other)) WITHOUT ROWID""",
    """CREATE TABLE firm_merge (
        id TEXT PRIMARY KEY, kept TEXT NOT NULL REFERENCES firm, merged TEXT NOT NULL REFERENCES firm, at TEXT NOT NULL,
        who TEXT NOT NULL, undone_at TEXT, moved TEXT NOT NULL, version TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE firm_case (
        firm_id TEXT NOT NULL REFERENCES firm, round TEXT NOT NULL, role TEXT NOT NULL, stratum TEXT NOT NULL,
        position INTEGER NOT NULL, agent TEXT NOT NULL, planned_on TEXT, replaces TEXT NOT NULL, reason TEXT NOT NULL,
        version TEXT NOT NULL, PRIMARY KEY (firm_id, round)) WITHOUT ROWID""",
    """CREATE TABLE visit (
        id TEXT PRIMARY KEY, firm_id TEXT NOT NULL REFERENCES firm, round TEXT NOT NULL, at TEXT NOT NULL,
        agent TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, next_at TEXT, geopoint TEXT NOT NULL,
        version TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX visit_of_firm ON visit (firm_id, round, at)",
    """CREATE TABLE interview_case (
        instance_id TEXT PRIMARY KEY REFERENCES interview, firm_id TEXT NOT NULL REFERENCES firm,
        round TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX interview_of_firm ON interview_case (firm_id, round)",
    """CREATE TABLE withdrawal (
        instance_id TEXT PRIMARY KEY REFERENCES interview, at TEXT NOT NULL, who TEXT NOT NULL,
        destroy_on TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE draw (
        id TEXT PRIMARY KEY, round TEXT NOT NULL, drawn_at TEXT NOT NULL, who TEXT NOT NULL, undone_at TEXT,
        record TEXT NOT NULL, version TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE approval (
        submission_id TEXT PRIMARY KEY REFERENCES submission, instance_id TEXT NOT NULL REFERENCES interview,
        at TEXT NOT NULL, who TEXT NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID""",
    # The seals of the history look firms up by the last characters of their ids.
    "CREATE INDEX firm_by_shelf ON firm (substr(hex(id), -4))",
    "CREATE INDEX firm_source_by_shelf ON firm_source (substr(hex(firm_id), -4))",
    "CREATE INDEX firm_case_by_shelf ON firm_case (substr(hex(firm_id), -4))",
    "CREATE INDEX visit_by_shelf ON visit (substr(hex(firm_id), -4))",
)


def migrate(db: Database) -> None:
    """Make the tables, and move the entities of `firms` into them, in the order they came."""
    for statement in _TABLES:
        db.execute(statement)
    rows = db.execute(
        "SELECT id, row, revision FROM entity WHERE dataset = 'firms' ORDER BY revision"
    ).fetchall()
    for number, (identity, text, revision) in enumerate(rows, start=1):
        row = json.loads(text)
        name = str(row.pop("label", "")) or identity
        row.pop("name", "")
        workers = str(row.get("workers", ""))
        db.execute(
            "INSERT INTO firm (id, number, name, place, workers, created_at, updated_at, revision, version, properties, words) "
            f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, {NEW_VERSION}, ?, ?)",
            (
                *(identity, number, name, str(row.get("place", ""))),
                *(int(workers) if workers.isdecimal() else None, _NEVER, _NEVER, revision),
                *(json.dumps(row, ensure_ascii=False), f"{number:04d} {name.casefold()}"),
            ),
        )
    db.execute("DELETE FROM entity WHERE dataset = 'firms'")
