"""Step m009 of the schema: one state for three facts becomes a stage, a review, and the submissions with their outbox.

What was finalised is taken from the bytes that were frozen for the server, else from the interview. Of an interview that
was opened again and changed since, a program of before kept no more than the draft: it counts again when it is finalised.
What waited of a draft waits no longer, unless it was tried and may have arrived.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from fieldsurvey.store import global_ids

_TABLES = (
    # The answers stand last, so that a list reads a row without the pages its XML fills.
    """CREATE TABLE submission (
        id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES interview, number INTEGER NOT NULL,
        form_version TEXT NOT NULL, odk_instance_id TEXT NOT NULL, deprecated_id TEXT NOT NULL DEFAULT '',
        finalised_at TEXT NOT NULL, who TEXT NOT NULL, firm TEXT NOT NULL, version TEXT NOT NULL, xml TEXT NOT NULL)""",
    "CREATE INDEX submission_of_interview ON submission (instance_id, number, finalised_at, id, firm)",
    """INSERT INTO submission SELECT derived('submission', i.instance_id, '1'), i.instance_id, 1, i.form_version,
        i.instance_id, '', coalesce(i.finalised_at, o.queued_at, i.updated_at),
        coalesce((SELECT h.who FROM history h WHERE h.instance_id = i.instance_id AND h.event = 'finalised'
            ORDER BY h.id DESC LIMIT 1), ''),
        i.firm, hash_of(coalesce(CASE WHEN NOT o.is_sealed THEN CAST(o.xml AS TEXT) END, i.xml)),
        coalesce(CASE WHEN NOT o.is_sealed THEN CAST(o.xml AS TEXT) END, i.xml)
        FROM interview i LEFT JOIN outbox o USING (instance_id)
        WHERE o.instance_id IS NOT NULL OR i.state IN ('finalised', 'approved', 'sent')
        OR (i.finalised_at IS NOT NULL AND EXISTS (SELECT 1 FROM history h
            WHERE h.instance_id = i.instance_id AND h.event = i.state AND h.at = i.updated_at))""",
    """CREATE TRIGGER submission_is_never_edited BEFORE UPDATE ON submission
        BEGIN SELECT raise(ABORT, 'a submission is never edited'); END""",
    """CREATE TRIGGER submission_is_only_erased BEFORE DELETE ON submission
        WHEN OLD.instance_id NOT IN (SELECT instance_id FROM tombstone)
        BEGIN SELECT raise(ABORT, 'a submission is only erased'); END""",
    """CREATE TABLE new_outbox (
        submission_id TEXT PRIMARY KEY REFERENCES submission, instance_id TEXT NOT NULL REFERENCES interview,
        queued_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, tried_at TEXT, error TEXT NOT NULL DEFAULT '',
        acknowledged_at TEXT, envelope BLOB)""",
    """INSERT INTO new_outbox SELECT s.id, s.instance_id, coalesce(o.queued_at, s.finalised_at), coalesce(o.attempts, 1),
        o.tried_at, CASE WHEN i.state = 'sent' THEN '' ELSE coalesce(o.error, '') END,
        coalesce(o.acknowledged_at, CASE WHEN i.state = 'sent' THEN coalesce(i.sent_at, i.updated_at) END),
        CASE WHEN o.is_sealed THEN o.xml END
        FROM submission s JOIN interview i USING (instance_id) LEFT JOIN outbox o USING (instance_id)
        WHERE i.state = 'sent' OR o.acknowledged_at IS NOT NULL OR o.attempts > 0
        OR (o.instance_id IS NOT NULL AND i.state NOT IN ('draft', 'returned'))""",
    "DROP TABLE outbox",
    "ALTER TABLE new_outbox RENAME TO outbox",
    "CREATE INDEX outbox_waiting ON outbox (queued_at, instance_id) WHERE acknowledged_at IS NULL",
    "CREATE UNIQUE INDEX outbox_waits_once ON outbox (instance_id) WHERE acknowledged_at IS NULL",
    "CREATE INDEX outbox_of_interview ON outbox (instance_id, acknowledged_at)",
    """CREATE TABLE new_interview (
        instance_id TEXT PRIMARY KEY, form_id TEXT NOT NULL, form_version TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('draft','finalised')),
        review TEXT NOT NULL DEFAULT 'none' CHECK (review IN ('none','returned','resubmitted','approved')),
        firm TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', cursor TEXT NOT NULL DEFAULT '',
        interviewer TEXT NOT NULL DEFAULT '', completeness REAL NOT NULL DEFAULT 0,
        started_at TEXT NOT NULL, updated_at TEXT NOT NULL, sequence INTEGER NOT NULL DEFAULT 0,
        number INTEGER NOT NULL DEFAULT 0, deleted_at TEXT, previous_id TEXT NOT NULL DEFAULT '',
        version TEXT NOT NULL DEFAULT '', xml TEXT NOT NULL,
        FOREIGN KEY (form_id, form_version) REFERENCES form)""",
    # An approved interview that was sent said so in its history alone.
    """INSERT INTO new_interview SELECT instance_id, form_id, form_version,
        CASE WHEN state IN ('draft', 'returned') THEN 'draft' ELSE 'finalised' END,
        CASE WHEN state IN ('returned', 'approved') THEN state WHEN state = 'sent' AND (SELECT h.event FROM history h
            WHERE h.instance_id = i.instance_id AND h.event IN ('draft', 'finalised', 'returned', 'approved')
            ORDER BY h.id DESC LIMIT 1) = 'approved' THEN 'approved' ELSE 'none' END,
        firm, language, place, interviewer, completeness, started_at, updated_at, sequence, number, deleted_at, previous_id,
        version_of(form_version, state, firm, completeness, updated_at, deleted_at, previous_id, xml), xml FROM interview i""",
    "DROP TABLE interview",
    "ALTER TABLE new_interview RENAME TO interview",
    # The list is counted, filtered and searched in this index alone.
    """CREATE INDEX interview_by_sequence ON interview
        (sequence, stage, review, deleted_at, form_id, number, instance_id)""",
    "CREATE UNIQUE INDEX interview_by_number ON interview (number)",
    "CREATE INDEX interview_by_form ON interview (form_id, deleted_at, instance_id)",
    "CREATE INDEX interview_by_start ON interview (started_at, deleted_at)",
    "CREATE INDEX interview_deleted ON interview (instance_id) WHERE deleted_at IS NOT NULL",
)


def migrate(db: Database) -> None:
    """Make the submissions, then the outbox that names them, then the interviews."""
    connection: Any = db.conn
    for function in (global_ids.derived, global_ids.hash_of, global_ids.version_of):
        connection.create_function(function.__name__, -1, function)
    for statement in _TABLES:
        db.execute(statement)
