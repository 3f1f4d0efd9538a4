"""Interviews and their history: savepoints, states, comments on checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.models import Interview, InterviewRow, InterviewState, Savepoint
from fieldsurvey.store import audit

_COLUMNS = (
    "instance_id, form_id, form_version, state, firm, xml, started_at, updated_at, finalised_at, sent_at, "
    "language, place, interviewer, completeness"
)


def save(db: Database, savepoint: Savepoint) -> None:
    """Put the draft on disk as it stands, and the answers given since the last savepoint into the history.

    A savepoint never touches an interview that is no longer a draft or returned: a late one is dropped.
    """
    s = savepoint
    with db.atomic():
        kept = db.execute(
            f"""INSERT INTO interview ({_COLUMNS}) VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)
            ON CONFLICT (instance_id) DO UPDATE SET firm = excluded.firm, xml = excluded.xml,
            updated_at = excluded.updated_at, language = excluded.language, place = excluded.place,
            completeness = excluded.completeness WHERE state IN ('draft', 'returned')""",
            (
                *(
                    s.instance_id,
                    s.form_id,
                    s.form_version,
                    s.firm,
                    s.xml,
                    s.at.isoformat(),
                    s.at.isoformat(),
                ),
                *(s.language, s.place, s.interviewer, s.completeness),
            ),
        )
        for ref, old, new in s.answers if kept.rowcount else ():
            note(db, s.instance_id, s.at, "answered", ref=ref, old=old, new=new)
        if s.audit and kept.rowcount:
            audit.save(db, s.instance_id, s.audit)


def set_state(
    db: Database, instance_id: str, state: InterviewState, at: datetime, xml: str | None = None
) -> None:
    """Move the interview to `state`; finalising hands in the submission's XML."""
    with db.atomic():
        (old,) = db.execute("SELECT state FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
        db.execute(
            "UPDATE interview SET state = ?, updated_at = ? WHERE instance_id = ?",
            (state, at.isoformat(), instance_id),
        )
        if xml is not None:
            db.execute("UPDATE interview SET xml = ? WHERE instance_id = ?", (xml, instance_id))
        if state is InterviewState.FINALISED:
            db.execute(
                "UPDATE interview SET finalised_at = ? WHERE instance_id = ?", (at.isoformat(), instance_id)
            )
        if state is InterviewState.SENT:
            db.execute(
                "UPDATE interview SET sent_at = ? WHERE instance_id = ?", (at.isoformat(), instance_id)
            )
        note(db, instance_id, at, state, old=old, new=state)


def note(
    db: Database, instance_id: str, at: datetime, event: str, *, ref: str = "", old: str = "", new: str = ""
) -> None:
    """Add one line to the interview's history."""
    db.execute(
        "INSERT INTO history (instance_id, at, event, ref, old, new) VALUES (?, ?, ?, ?, ?, ?)",
        (instance_id, at.isoformat(), event, ref, old, new),
    )


def read(db: Database, instance_id: str) -> Interview | None:
    """One interview, or None."""
    row = db.execute(f"SELECT {_COLUMNS} FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
    return _interview(row) if row else None


def of_form(db: Database, form_id: str, states: Sequence[InterviewState]) -> Iterator[Interview]:
    """Interviews of one form in these states, oldest first, one at a time so that memory stays flat."""
    marks = ", ".join("?" * len(states))
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM interview WHERE form_id = ? AND state IN ({marks}) ORDER BY started_at, instance_id",
        (form_id, *states),
    )
    return (_interview(row) for row in rows)


def last_of_form(db: Database, form_id: str) -> str | None:
    """The XML of the interview of a form that was touched last, whatever its state; None when there is none."""
    row = db.execute(
        "SELECT xml FROM interview WHERE form_id = ? ORDER BY updated_at DESC LIMIT 1", (form_id,)
    ).fetchone()
    return None if row is None else str(row[0])


def listing(db: Database, states: Sequence[InterviewState] = ()) -> list[InterviewRow]:
    """The list's lines, last touched first; all states when none is named."""
    where = f"WHERE i.state IN ({', '.join('?' * len(states))})" if states else ""
    rows = db.execute(
        f"""SELECT i.instance_id, i.form_id, f.title, i.state, i.firm, i.started_at, i.updated_at, i.completeness,
        CASE WHEN i.state = 'sent' THEN '' ELSE coalesce(o.error, '') END
        FROM interview i JOIN form f ON f.form_id = i.form_id AND f.version = i.form_version
        LEFT JOIN outbox o ON o.instance_id = i.instance_id {where}
        ORDER BY i.updated_at DESC, i.instance_id""",
        tuple(states),
    )
    return [
        InterviewRow(r[0], r[1], r[2], InterviewState(r[3]), r[4], _time(r[5]), _time(r[6]), r[7], r[8])
        for r in rows
    ]


def counts(db: Database) -> dict[InterviewState, int]:
    """How many interviews stand in each state."""
    rows = db.execute("SELECT state, count(*) FROM interview GROUP BY state").fetchall()
    return {InterviewState(state): number for state, number in rows}


def history(db: Database, instance_id: str) -> list[tuple[datetime, str, str, str, str]]:
    """(at, event, ref, old, new), oldest first."""
    rows = db.execute(
        "SELECT at, event, ref, old, new FROM history WHERE instance_id = ? ORDER BY id", (instance_id,)
    ).fetchall()
    return [(_time(r[0]), r[1], r[2], r[3], r[4]) for r in rows]


def comment_check(db: Database, instance_id: str, name: str, comment: str, at: datetime) -> None:
    """Pass a soft check with a comment; an empty one opens it again."""
    with db.atomic():
        if comment:
            db.execute(
                "INSERT OR REPLACE INTO check_comment (instance_id, name, comment, at) VALUES (?, ?, ?, ?)",
                (instance_id, name, comment, at.isoformat()),
            )
        else:
            db.execute("DELETE FROM check_comment WHERE instance_id = ? AND name = ?", (instance_id, name))


def check_comments(db: Database, instance_id: str) -> dict[str, str]:
    """Check name -> comment."""
    rows = db.execute(
        "SELECT name, comment FROM check_comment WHERE instance_id = ?", (instance_id,)
    ).fetchall()
    return dict(rows)


def all_check_comments(db: Database) -> list[tuple[str, str, str]]:
    """(instanceID, check, comment): the quality log of the workbook."""
    rows = db.execute(
        "SELECT instance_id, name, comment FROM check_comment ORDER BY instance_id, name"
    ).fetchall()
    return [(r[0], r[1], r[2]) for r in rows]


def _interview(row: Sequence[Any]) -> Interview:
    return Interview(
        instance_id=row[0],
        form_id=row[1],
        form_version=row[2],
        state=InterviewState(row[3]),
        firm=row[4],
        xml=row[5],
        started_at=_time(row[6]),
        updated_at=_time(row[7]),
        finalised_at=_time(row[8]) if row[8] else None,
        sent_at=_time(row[9]) if row[9] else None,
        language=row[10],
        place=row[11],
        interviewer=row[12],
        completeness=row[13],
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
