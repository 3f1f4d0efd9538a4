"""The lists of interviews: which lines they have, how many, where one stands; the firms and days of those that count."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from fieldsurvey.messages import read as read_message
from fieldsurvey.records import (
    AnnotationKind,
    DraftMark,
    InterviewChoices,
    InterviewFilter,
    InterviewRow,
    QueueRow,
    Review,
    Stage,
    Status,
    status_of,
)
from fieldsurvey.store import firms as firm_rows
from fieldsurvey.store import legibility, search, submissions, withdrawals
from fieldsurvey.store.annotations import COME_BACK, PARTIAL, mark_of
from fieldsurvey.store.decoding import decoded

SENT = "(SELECT max(o.acknowledged_at) FROM outbox o WHERE o.instance_id = i.instance_id HAVING count(*) = count(o.acknowledged_at))"
"""When the server had the last submission: nothing of the interview waits any more."""
_OF_FIRM = (
    "SELECT 1 FROM interview_case c LEFT JOIN firm_case k ON k.firm_id = c.firm_id AND k.round = c.round "
    "WHERE c.instance_id = i.instance_id"
)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""In the place of a time that cannot be read."""


def listing(
    db: Database, chosen: InterviewFilter, *, offset: int = 0, most: int | None = None
) -> list[InterviewRow]:
    """Lines of the list, last touched first; with `most`, one page of it."""
    where, values = _where(db, chosen)
    order = _order(chosen)
    with legibility.as_far_as_legible(db):
        rows = db.execute(
            f"""SELECT i.instance_id, i.form_id, f.title, i.stage, i.review, {SENT} IS NOT NULL, i.firm, i.started_at,
        i.updated_at, i.completeness, coalesce(o.error, ''), i.deleted_at IS NOT NULL, p.text, c.text
        FROM (SELECT i.rowid AS row FROM interview i {where} ORDER BY {order} LIMIT ? OFFSET ?) page
        JOIN interview i ON i.rowid = page.row
        JOIN form f ON f.form_id = i.form_id AND f.version = i.form_version
        LEFT JOIN outbox o ON o.rowid = (SELECT max(n.rowid) FROM outbox n WHERE n.instance_id = i.instance_id)
        LEFT JOIN annotation p ON p.instance_id = i.instance_id AND p.kind = '{AnnotationKind.NOTE}' AND p.ref = '{PARTIAL}'
        LEFT JOIN annotation c ON c.instance_id = i.instance_id AND c.kind = '{AnnotationKind.NOTE}' AND c.ref = '{COME_BACK}'
        ORDER BY {order}""",
            (*values, -1 if most is None else most, offset),
        ).fetchall()
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> InterviewRow:
    """A line of the list; what damage left of a value is shown, so that one interview takes no list away."""
    try:
        return _line_of(row)
    except (ValueError, TypeError, KeyError, AttributeError):
        stage = row[3] if row[3] in tuple(Stage) else Stage.FINALISED
        review = row[4] if row[4] in tuple(Review) else Review.NONE
        times = (_time_or_none(row[7]), _time_or_none(row[8]))
        started, updated = times[0] or times[1] or _LONG_AGO, times[1] or times[0] or _LONG_AGO
        words = [str(value or "") for value in row]
        return _line_of(
            (
                *(words[0], words[1], words[2], stage, review, row[5], words[6]),
                *(
                    started.isoformat(),
                    updated.isoformat(),
                    row[9] if isinstance(row[9], float) else None,
                    "",
                    row[11],
                    row[12],
                    row[13],
                ),
            )
        )


def _line_of(row: Sequence[Any]) -> InterviewRow:
    stage, review = Stage(row[3]), Review(row[4])
    return InterviewRow(
        *(row[0], row[1], row[2], stage, review, bool(row[5]), row[6], _time(row[7]), _time(row[8])),
        completeness=row[9],
        send_error=read_message(row[10]),
        is_deleted=bool(row[11]),
        mark=mark_of(row[12], row[13]) if stage is Stage.DRAFT else DraftMark(),
    )


_WAITING = "i.stage = 'finalised' AND i.review IN ('none', 'resubmitted') AND i.deleted_at IS NULL"


def waiting(db: Database, flags: Mapping[str, int]) -> list[QueueRow]:
    """The interviews the review has to decide on, as they were last finalised, the one that waits longest first."""
    with legibility.as_far_as_legible(db):
        rows = db.execute(
            f"""SELECT i.instance_id, i.form_id, s.firm, i.interviewer, i.started_at, s.finalised_at, i.review,
        coalesce(f.number, 0), coalesce(k.stratum, '') FROM interview i JOIN submission s ON s.id = {submissions.LAST}
        LEFT JOIN interview_case c ON c.instance_id = i.instance_id LEFT JOIN firm f ON f.id = c.firm_id
        LEFT JOIN firm_case k ON k.firm_id = c.firm_id AND k.round = c.round WHERE {_WAITING}
        ORDER BY s.finalised_at, i.number"""
        ).fetchall()
    return [
        QueueRow(
            *(str(row[0]), str(row[1]), str(row[2] or ""), str(row[3] or "")),
            *(_time_or_none(row[4]) or _LONG_AGO, _time_or_none(row[5]) or _LONG_AGO, Review(row[6])),
            flags=flags.get(str(row[0]), 0),
            number=int(row[7]),
            stratum=str(row[8]),
        )
        for row in rows
    ]


def number_waiting(db: Database) -> int:
    """How many they are."""
    return int(db.execute(f"SELECT count(*) FROM interview i WHERE {_WAITING}").fetchone()[0])


def is_waiting(db: Database, instance_id: str) -> bool:
    """Whether an interview is one of them."""
    sql = f"SELECT 1 FROM interview i WHERE {_WAITING} AND i.instance_id = ?"
    return db.execute(sql, (instance_id,)).fetchone() is not None


def number(db: Database, chosen: InterviewFilter) -> int:
    """How many lines the list has."""
    where, values = _where(db, chosen)
    return int(db.execute(f"SELECT count(*) FROM interview i {where}", values).fetchone()[0])


def index_of(db: Database, chosen: InterviewFilter, instance_id: str) -> int | None:
    """Where in the list an interview stands, from 0; None when it is not in it."""
    where, values = _where(db, chosen)
    if not db.execute(
        f"SELECT 1 FROM interview i {where} AND i.instance_id = ?", (*values, instance_id)
    ).fetchone():
        return None
    if chosen.order == "changed" and not chosen.is_ascending:
        (before,) = db.execute(
            f"""SELECT count(*) FROM interview i {where}
            AND i.sequence > (SELECT sequence FROM interview WHERE instance_id = ?)""",
            (*values, instance_id),
        ).fetchone()
    else:
        (before,) = db.execute(
            f"""SELECT place - 1 FROM (SELECT i.instance_id, row_number() OVER (ORDER BY {_order(chosen)}) AS place
            FROM interview i {where}) WHERE instance_id = ?""",
            (*values, instance_id),
        ).fetchone()
    return int(before)


_ORDERS = {
    "changed": "i.sequence",
    "firm": "i.firm COLLATE NOCASE",
    "form": "i.form_id",
    "state": "i.stage, i.review",
    "complete": "i.completeness",
}


def _order(chosen: InterviewFilter) -> str:
    """SQL for the order; of those alike, the last touched first."""
    way = "ASC" if chosen.is_ascending else "DESC"
    terms = [f"{term} {way}" for term in _ORDERS.get(chosen.order, "i.sequence").split(", ")]
    return ", ".join(terms if chosen.order == "changed" else [*terms, "i.sequence DESC"])


def _where(db: Database, chosen: InterviewFilter) -> tuple[str, tuple[str, ...]]:
    parts, values = [f"i.deleted_at IS {'NOT NULL' if chosen.deleted else 'NULL'}"], list[str]()
    if chosen.deleted and withdrawals.exists(db):
        parts.append("i.instance_id NOT IN (SELECT instance_id FROM withdrawal)")
    for expression, wanted in ((SENT, chosen.is_sent), (submissions.LAST, chosen.is_submitted)):
        if wanted is not None:
            parts.append(f"{expression} IS {'NOT NULL' if wanted else 'NULL'}")
    told = {
        "stage": chosen.stage,
        "form_id": chosen.form_id or None,
        "review": chosen.review,
        "interviewer": chosen.interviewer,
    }
    parts += [f"i.{column} = ?" for column, text in told.items() if text is not None]
    values += [str(text) for text in told.values() if text is not None]
    _add_narrowed(chosen, parts, values, has_firms=firm_rows.exists(db))
    _add_words(chosen.text, parts, values)
    return f"WHERE {' AND '.join(parts)}", tuple(values)


def _add_narrowed(chosen: InterviewFilter, parts: list[str], values: list[str], *, has_firms: bool) -> None:
    """Conditions on the day, the firm's round and stratum, how it was left, and instanceIDs; an older study that is only read knows no firm."""
    for text, condition in (
        (chosen.since, "substr(i.started_at, 1, 10) >= ?"),
        (chosen.until, "substr(i.started_at, 1, 10) <= ?"),
        (chosen.round, f"EXISTS ({_OF_FIRM} AND c.round = ?)" if has_firms else "? IS NULL"),
        (chosen.stratum, f"EXISTS ({_OF_FIRM} AND k.stratum = ?)" if has_firms else "? IS NULL"),
    ):
        if text:
            parts.append(condition)
            values.append(text)
    if chosen.is_partial is not None:
        no = "" if chosen.is_partial else "NOT "
        parts.append(
            f"{no}EXISTS (SELECT 1 FROM annotation a WHERE a.instance_id = i.instance_id AND a.kind = '{AnnotationKind.NOTE}' AND a.ref = '{PARTIAL}')"
        )
    if chosen.only is not None:
        parts.append("i.instance_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(chosen.only)))


def choices(db: Database, *, has_firms: bool) -> InterviewChoices:
    """What interviews can be narrowed by; `has_firms`: whether the study keeps a register."""

    def counted(what: str, tables: str = "interview i") -> tuple[tuple[str, int], ...]:
        rows = db.execute(
            f"SELECT {what}, count(DISTINCT i.instance_id) FROM {tables} WHERE i.deleted_at IS NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()
        return tuple((str(text), int(number)) for text, number in rows)

    of_firms = (
        "interview i JOIN interview_case c USING (instance_id) "
        "LEFT JOIN firm_case k ON k.firm_id = c.firm_id AND k.round = c.round"
    )
    days: dict[date, int] = {}
    weeks: dict[date, int] = {}
    for text, number in counted("substr(i.started_at, 1, 10)"):
        with suppress(ValueError):
            day = date.fromisoformat(text)
            monday = day - timedelta(days=day.weekday())
            days[day] = number
            weeks[monday] = weeks.get(monday, 0) + number
    strata = counted("coalesce(k.stratum, '')", of_firms) if has_firms else ()
    return InterviewChoices(
        counted("i.interviewer"),
        tuple(sorted(days.items(), reverse=True)),
        tuple(sorted(weeks.items(), reverse=True)),
        tuple((text, number) for text, number in strata if text),
        counted("c.round", of_firms) if has_firms else (),
    )


def _add_words(text: str, parts: list[str], values: list[str]) -> None:
    """What of the conditions comes from words that were typed."""
    query = search.query(text)
    if text.strip() and not query:
        parts.append("0")  # signs only: no word begins so
    if query:
        # The sign before the column keeps the question in the list's own index.
        parts.append("+i.number IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(query)


def by_day(db: Database, of_round: tuple[str, str] | None = None) -> dict[str, int]:
    """ISO day an interview began, where it began -> how many; of one round where it is named, as in `done_by_agent`."""
    only, values = _of_round(db, of_round)
    rows = db.execute(
        f"SELECT substr(started_at, 1, 10), count(*) FROM interview i WHERE deleted_at IS NULL{only} GROUP BY 1",
        values,
    ).fetchall()
    return dict(rows)


def _of_round(db: Database, of_round: tuple[str, str] | None) -> tuple[str, tuple[str, ...]]:
    if of_round is None or not firm_rows.exists(db):
        return "", ()
    round_key, first = of_round
    only = " AND coalesce((SELECT c.round FROM interview_case c WHERE c.instance_id = i.instance_id), ?) = ?"
    return only, (first, round_key)


def state(db: Database) -> tuple[object, ...]:
    """Another one when an interview was begun, touched, finalised, deleted, brought back or erased."""
    latest = db.execute("SELECT sequence, version FROM interview ORDER BY sequence DESC LIMIT 1").fetchone()
    counted = (db.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in ("interview", "submission"))
    return *(latest or ()), *counted


def interviewers(db: Database) -> list[str]:
    """Who held interviews that are not deleted, by name; "" where nobody said."""
    rows = db.execute(
        "SELECT DISTINCT interviewer FROM interview WHERE deleted_at IS NULL ORDER BY 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def done_by_agent(db: Database, of_round: tuple[str, str] | None = None) -> list[tuple[str, str, int]]:
    """(interviewer, ISO day an interview began, how many) of those that were ever finalised.

    `of_round`: (the round that is meant, the one to which interviews without a firm are counted).
    """
    only, values = _of_round(db, of_round)
    return [
        (str(agent), str(day), int(number))
        for agent, day, number in db.execute(
            "SELECT interviewer, substr(started_at, 1, 10), count(*) FROM interview i WHERE deleted_at IS NULL "
            f"AND EXISTS (SELECT 1 FROM submission s WHERE s.instance_id = i.instance_id){only} GROUP BY 1, 2",
            values,
        ).fetchall()
    ]


def returned_by_agent(db: Database) -> dict[str, int]:
    """Interviewer -> interviews that were returned and wait to be corrected."""
    rows = db.execute(
        "SELECT interviewer, count(*) FROM interview WHERE deleted_at IS NULL AND review = 'returned' GROUP BY 1"
    ).fetchall()
    return {str(agent): int(number) for agent, number in rows}


def firms(db: Database, form_id: str) -> list[tuple[str, str, datetime]]:
    """(instanceID, firm, when it was begun) of a form's interviews that count, by name."""
    with legibility.as_far_as_legible(db):
        rows = db.execute(
            f"""SELECT i.instance_id, s.firm, i.started_at FROM interview i JOIN submission s ON s.id = {submissions.LAST}
        WHERE i.form_id = ? AND i.deleted_at IS NULL ORDER BY s.firm COLLATE NOCASE, i.instance_id""",
            (form_id,),
        ).fetchall()
    return [(row[0], row[1], _time_or_none(row[2]) or _LONG_AGO) for row in rows]


def counts(db: Database) -> dict[Status, int]:
    """How many interviews stand under each word; deleted ones do not count."""
    rows = db.execute(
        f"""SELECT stage, review, is_sent, count(*) FROM (SELECT i.stage, i.review, {SENT} IS NOT NULL AS is_sent
        FROM interview i WHERE i.deleted_at IS NULL) GROUP BY stage, review, is_sent"""
    ).fetchall()
    found: dict[Status, int] = {}
    with decoded():
        for stage, review, is_sent, number in rows:
            status = status_of(Stage(stage), Review(review), is_sent=bool(is_sent))
            found[status] = found.get(status, 0) + number
    return found


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_or_none(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
