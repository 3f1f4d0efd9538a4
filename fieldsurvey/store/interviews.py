"""Interviews and their history: savepoints and states."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Interview, InterviewFilter, InterviewRow, InterviewState, Savepoint
from fieldsurvey.store import audit, history, search, undo_journal
from fieldsurvey.store.decoding import legible

_COLUMNS = (
    "instance_id, form_id, form_version, state, firm, xml, started_at, updated_at, finalised_at, sent_at, "
    "language, place, interviewer, completeness"
)
_NEXT = "(SELECT coalesce(max(sequence), 0) + 1 FROM interview)"
_NUMBER = "(SELECT coalesce(max(number), 0) + 1 FROM interview)"
_AT_ONCE = 32
"""Interviews read from the file in one go: a few hundred kilobytes."""


def save(db: Database, savepoint: Savepoint) -> bool:
    """Put the draft on disk as it stands, and the answers given since the last savepoint into the history.

    A savepoint never touches an interview that is no longer a draft or returned, is deleted or erased: a late one is dropped,
    which gives False.
    """
    s = savepoint
    if db.execute("SELECT 1 FROM tombstone WHERE instance_id = ?", (s.instance_id,)).fetchone():
        return False
    with db.atomic():
        kept = db.execute(
            f"""INSERT INTO interview ({_COLUMNS}, sequence, number)
            VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?, {_NEXT}, {_NUMBER})
            ON CONFLICT (instance_id) DO UPDATE SET firm = excluded.firm, xml = excluded.xml,
            updated_at = excluded.updated_at, language = excluded.language, place = excluded.place,
            completeness = excluded.completeness, sequence = excluded.sequence
            WHERE state IN ('draft', 'returned') AND deleted_at IS NULL""",
            (
                *(s.instance_id, s.form_id, s.form_version, s.firm, s.xml),
                *(s.at.isoformat(), s.at.isoformat()),
                *(s.language, s.place, s.interviewer, s.completeness),
            ),
        )
        if not kept.rowcount:
            return False
        for ref, old, new in s.answers:
            history.add(
                db, s.at, "answered", instance_id=s.instance_id, who=s.interviewer, ref=ref, old=old, new=new
            )
        search.keep(db, s.instance_id, s.firm, s.words)
        undo_journal.save(db, s.instance_id, s.journal)
        if s.audit:
            audit.save(db, s.instance_id, s.audit)
    return True


def set_state(
    db: Database,
    instance_id: str,
    state: InterviewState,
    at: datetime,
    xml: str | None = None,
    *,
    who: str = "",
    why: str = "",
) -> None:
    """Move the interview to `state`; finalising hands in the submission's XML."""
    with db.atomic():
        (old,) = db.execute("SELECT state FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
        db.execute(
            f"UPDATE interview SET state = ?, updated_at = ?, sequence = {_NEXT} WHERE instance_id = ?",
            (state, at.isoformat(), instance_id),
        )
        if xml is not None:
            db.execute("UPDATE interview SET xml = ? WHERE instance_id = ?", (xml, instance_id))
        column = {InterviewState.FINALISED: "finalised_at", InterviewState.SENT: "sent_at"}.get(state)
        if column is not None:
            db.execute(
                f"UPDATE interview SET {column} = ? WHERE instance_id = ?", (at.isoformat(), instance_id)
            )
        history.add(db, at, state, instance_id=instance_id, who=who, old=old, new=state, why=why)


def read(db: Database, instance_id: str) -> Interview | None:
    """One interview, or None."""
    row = db.execute(f"SELECT {_COLUMNS} FROM interview WHERE instance_id = ?", (instance_id,)).fetchone()
    return _interview(row) if row else None


def every(db: Database) -> Iterator[Interview]:
    """Every interview, whatever its state, one at a time."""
    return (_interview(row) for row in db.execute(f"SELECT {_COLUMNS} FROM interview ORDER BY sequence"))


def number_of_all(db: Database) -> int:
    """How many there are, whatever their state."""
    return int(db.execute("SELECT count(*) FROM interview").fetchone()[0])


def of_form(db: Database, form_id: str, states: Sequence[InterviewState]) -> Iterator[Interview]:
    """Interviews of one form in these states, oldest first, one at a time so that memory stays flat.

    Only their numbers are sorted: SQLite would hold all answers at once to sort whole rows.
    """
    marks = ", ".join("?" * len(states))
    sorted_rows = db.execute(
        f"""SELECT rowid FROM interview WHERE form_id = ? AND state IN ({marks}) AND deleted_at IS NULL
        ORDER BY started_at, instance_id""",
        (form_id, *states),
    )
    while some := [row[0] for row in sorted_rows.fetchmany(_AT_ONCE)]:
        rows = db.execute(
            f"SELECT {_COLUMNS}, rowid FROM interview WHERE rowid IN ({', '.join('?' * len(some))})", some
        )
        found = {row[-1]: row for row in rows.fetchall()}
        yield from (_interview(found[row]) for row in some if row in found)


def number_of_form(db: Database, form_id: str, states: Sequence[InterviewState]) -> int:
    """How many interviews of one form stand in these states."""
    marks = ", ".join("?" * len(states))
    (number,) = db.execute(
        f"SELECT count(*) FROM interview WHERE form_id = ? AND state IN ({marks}) AND deleted_at IS NULL",
        (form_id, *states),
    ).fetchone()
    return int(number)


def fingerprint(db: Database, form_id: str, states: Sequence[InterviewState]) -> str:
    """A hash that is another one when an interview of the form came into these states, left them, or was changed."""
    marks = ", ".join("?" * len(states))
    digest = hashlib.sha256()
    for row in db.execute(
        f"""SELECT instance_id, updated_at FROM interview WHERE form_id = ? AND state IN ({marks})
        AND deleted_at IS NULL ORDER BY started_at, instance_id""",
        (form_id, *states),
    ):
        digest.update(f"{row[0]} {row[1]}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class FormInterviews:
    """The interviews of one form in some states, oldest first. A view: each pass reads them anew, one at a time.

    Passes, and the number beside them, agree where they are asked within one `database.reading`.
    """

    db: Database
    form_id: str
    states: tuple[InterviewState, ...]

    def __len__(self) -> int:
        return number_of_form(self.db, self.form_id, self.states)

    def __iter__(self) -> Iterator[Interview]:
        return of_form(self.db, self.form_id, self.states)


def newest_of_form(
    db: Database, form_id: str, states: Sequence[InterviewState], most: int
) -> Iterator[Interview]:
    """So many interviews of one form in these states, those touched last first, one at a time."""
    marks = ", ".join("?" * len(states))
    rows = db.execute(
        f"""SELECT {_COLUMNS} FROM interview WHERE form_id = ? AND state IN ({marks}) AND deleted_at IS NULL
        ORDER BY sequence DESC LIMIT ?""",
        (form_id, *states, most),
    )
    return (_interview(row) for row in rows)


def last_of_form(db: Database, form_id: str) -> str | None:
    """The XML of the interview of a form that was touched last, whatever its state; None when there is none."""
    row = db.execute(
        "SELECT xml FROM interview WHERE form_id = ? AND deleted_at IS NULL ORDER BY sequence DESC LIMIT 1",
        (form_id,),
    ).fetchone()
    return None if row is None else str(row[0])


def listing(
    db: Database, chosen: InterviewFilter, *, offset: int = 0, most: int | None = None
) -> list[InterviewRow]:
    """Lines of the list, last touched first; with `most`, one page of it."""
    where, values = _where(chosen)
    rows = db.execute(
        f"""SELECT i.instance_id, i.form_id, f.title, i.state, i.firm, i.started_at, i.updated_at, i.completeness,
        CASE WHEN i.state = 'sent' THEN '' ELSE coalesce(o.error, '') END, i.deleted_at IS NOT NULL
        FROM (SELECT i.rowid AS row FROM interview i {where} ORDER BY i.sequence DESC LIMIT ? OFFSET ?) page
        JOIN interview i ON i.rowid = page.row
        JOIN form f ON f.form_id = i.form_id AND f.version = i.form_version
        LEFT JOIN outbox o ON o.instance_id = i.instance_id ORDER BY i.sequence DESC""",
        (*values, -1 if most is None else most, offset),
    )
    with legible():
        return [
            InterviewRow(
                r[0], r[1], r[2], InterviewState(r[3]), r[4], _time(r[5]), _time(r[6]), r[7], r[8], bool(r[9])
            )
            for r in rows
        ]


def number(db: Database, chosen: InterviewFilter) -> int:
    """How many lines the list has."""
    where, values = _where(chosen)
    return int(db.execute(f"SELECT count(*) FROM interview i {where}", values).fetchone()[0])


def place_of(db: Database, chosen: InterviewFilter, instance_id: str) -> int | None:
    """Where in the list an interview stands, from 0; None when it is not in it."""
    where, values = _where(chosen)
    if not db.execute(
        f"SELECT 1 FROM interview i {where} AND i.instance_id = ?", (*values, instance_id)
    ).fetchone():
        return None
    (before,) = db.execute(
        f"""SELECT count(*) FROM interview i {where}
        AND i.sequence > (SELECT sequence FROM interview WHERE instance_id = ?)""",
        (*values, instance_id),
    ).fetchone()
    return int(before)


def _where(chosen: InterviewFilter) -> tuple[str, tuple[str, ...]]:
    parts, values = [f"i.deleted_at IS {'NOT NULL' if chosen.deleted else 'NULL'}"], []
    if chosen.states:
        parts.append(f"i.state IN ({', '.join('?' * len(chosen.states))})")
        values += [str(state) for state in chosen.states]
    if chosen.form_id:
        parts.append("i.form_id = ?")
        values.append(chosen.form_id)
    query = search.query(chosen.text)
    if chosen.text.strip() and not query:
        parts.append("0")  # signs only: no word begins so
    if query:
        # The sign before the column keeps the question in the list's own index.
        parts.append("+i.number IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(query)
    return f"WHERE {' AND '.join(parts)}", tuple(values)


def by_day(db: Database) -> dict[str, int]:
    """ISO day an interview began, where it began -> how many."""
    rows = db.execute(
        "SELECT substr(started_at, 1, 10), count(*) FROM interview WHERE deleted_at IS NULL GROUP BY 1"
    ).fetchall()
    return dict(rows)


def firms(db: Database, form_id: str, states: Sequence[InterviewState]) -> list[tuple[str, str]]:
    """(instanceID, firm) of a form's interviews in these states, by name."""
    marks = ", ".join("?" * len(states))
    rows = db.execute(
        f"""SELECT instance_id, firm FROM interview WHERE form_id = ? AND state IN ({marks}) AND deleted_at IS NULL
        ORDER BY firm COLLATE NOCASE, instance_id""",
        (form_id, *states),
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def any_refused(db: Database) -> bool:
    """Whether a try to send one failed, so that the list has a reason to show."""
    row = db.execute("SELECT 1 FROM outbox WHERE error <> '' AND acknowledged_at IS NULL LIMIT 1").fetchone()
    return row is not None


def counts(db: Database) -> dict[InterviewState, int]:
    """How many interviews stand in each state; deleted ones do not count."""
    rows = db.execute(
        "SELECT state, count(*) FROM interview WHERE deleted_at IS NULL GROUP BY state"
    ).fetchall()
    with legible():
        return {InterviewState(state): number for state, number in rows}


def mark_deleted(db: Database, instance_id: str, at: datetime | None) -> bool:
    """Put the delete mark on an interview, or with None take it off. False when nothing changed."""
    found = db.execute(
        f"""UPDATE interview SET deleted_at = ?, sequence = {_NEXT}
        WHERE instance_id = ? AND (deleted_at IS NULL) <> (? IS NULL)""",
        (at.isoformat() if at else None, instance_id, at.isoformat() if at else None),
    )
    return bool(found.rowcount)


@legible()
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
