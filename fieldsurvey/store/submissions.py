"""Submissions: an interview as it was finalised, once for each time. Rows are added, never changed; erasing takes them.

What counts in figures, exports and reports, and what is sent, is the last one of an interview, whatever its draft says now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.messages import Message
from fieldsurvey.records import Submission
from fieldsurvey.store import global_ids
from fieldsurvey.store.decoding import decoded

_COLUMNS = "id, instance_id, number, form_version, odk_instance_id, deprecated_id, finalised_at, who, firm, version, xml"
LAST = (
    "(SELECT s.id FROM submission s WHERE s.instance_id = i.instance_id "
    "ORDER BY s.number DESC, s.finalised_at DESC, s.id DESC LIMIT 1)"
)
"""SQL for the id of an interview's last submission, `interview` being `i`; NULL when it was never finalised."""


def add(
    db: Database, instance_id: str, xml: str, at: datetime, *, form_version: str, firm: str, who: str
) -> str:
    """Append what was finalised; part of the caller's transaction. Gives the submission's id."""
    identity = global_ids.new()
    db.execute(
        f"""INSERT INTO submission ({_COLUMNS}) VALUES (?, ?,
        (SELECT coalesce(max(number), 0) + 1 FROM submission WHERE instance_id = ?), ?, ?, '', ?, ?, ?, ?, ?)""",
        (
            *(identity, instance_id, instance_id, form_version, instance_id),
            *(at.isoformat(), who, firm, global_ids.hash_of(xml), xml),
        ),
    )
    return identity


def last(db: Database, instance_id: str) -> Submission | None:
    """The last submission of an interview; None when it was never finalised."""
    return next(iter(of_interview(db, instance_id, newest_first=True)), None)


def of_interview(db: Database, instance_id: str, *, newest_first: bool = False) -> Iterator[Submission]:
    """All submissions of an interview, in the order they were finalised, one at a time."""
    order = "DESC" if newest_first else "ASC"
    rows = db.execute(
        f"""SELECT {_COLUMNS} FROM submission WHERE instance_id = ?
        ORDER BY number {order}, finalised_at {order}, id {order}""",
        (instance_id,),
    )
    return (_submission(row) for row in rows)


def add_missing(db: Database) -> None:
    """Of interviews that are finalised and lost their submissions in a rescue, make one of what the interview holds."""
    lacking = db.execute(
        f"SELECT i.instance_id FROM interview i WHERE i.stage = 'finalised' AND {LAST} IS NULL"
    ).fetchall()
    for (instance_id,) in lacking:
        xml, at, version, firm = db.execute(
            "SELECT xml, updated_at, form_version, firm FROM interview WHERE instance_id = ?", (instance_id,)
        ).fetchone()
        add(db, instance_id, xml, datetime.fromisoformat(at), form_version=version, firm=firm, who="")


def broken(db: Database) -> Iterator[Message]:
    """One sentence for each submission whose XML is not the one that was finalised."""
    for instance_id, number, version, xml in db.execute(
        "SELECT instance_id, number, version, xml FROM submission ORDER BY instance_id, number"
    ):
        if global_ids.hash_of(xml) != version:
            yield Message("verify.submission-changed", number=number, interview=instance_id)


@decoded()
def _submission(row: Sequence[Any]) -> Submission:
    return Submission(
        *(row[0], row[1], row[2], row[3], row[4], row[5]),
        finalised_at=datetime.fromisoformat(row[6]),
        who=row[7],
        firm=row[8],
        version=row[9],
        xml=row[10],
    )
