"""Submissions: an interview as it was finalised, once for each time. Rows are added, never changed; erasing takes them.

What counts in figures, exports and reports, and what is sent, is the last one of an interview, whatever its draft says now.
The line of the history that says an interview was finalised names its submission and seals what the row says, in its values:
erasing takes that too. Submissions an update made of what an earlier program kept have no such line; their id says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.messages import Message
from fieldsurvey.records import Submission
from fieldsurvey.store import global_ids, history
from fieldsurvey.store.decoding import decoded

_COLUMNS = "id, instance_id, number, form_version, odk_instance_id, deprecated_id, finalised_at, who, firm, version, xml"
LAST = (
    "(SELECT s.id FROM submission s WHERE s.instance_id = i.instance_id "
    "ORDER BY s.number DESC, s.finalised_at DESC, s.id DESC LIMIT 1)"
)
"""SQL for the id of an interview's last submission, `interview` being `i`; NULL when it was never finalised."""
_REMADE = "rescued"
_SEALS = re.compile(r"^(?P<status>.*) (?P<number>\S+)-(?P<hash>[0-9a-f]{64})$", re.DOTALL)
"""What a line that seals a submission has for `new`: the word for the interview, then the submission's number and hash."""


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


def any_of(db: Database, instance_id: str) -> bool:
    """Whether an interview was ever finalised, also where what was finalised cannot be read."""
    row = db.execute("SELECT 1 FROM submission WHERE instance_id = ? LIMIT 1", (instance_id,)).fetchone()
    return row is not None


def number(db: Database) -> int:
    """How many there are, of all interviews."""
    return int(db.execute("SELECT count(*) FROM submission").fetchone()[0])


def of_interview(db: Database, instance_id: str, *, newest_first: bool = False) -> Iterator[Submission]:
    """All submissions of an interview, in the order they were finalised, one at a time."""
    order = "DESC" if newest_first else "ASC"
    rows = db.execute(
        f"""SELECT {_COLUMNS} FROM submission WHERE instance_id = ?
        ORDER BY number {order}, finalised_at {order}, id {order}""",
        (instance_id,),
    )
    return (_submission(row) for row in rows)


def seal(db: Database, submission_id: str) -> str:
    """The number and hash of a submission as the history keeps them, "2-9f3a..."; what the row says gives the hash."""
    row = db.execute(f"SELECT {_COLUMNS} FROM submission WHERE id = ?", (submission_id,)).fetchone()
    return _seal(row)


def _seal(row: Sequence[Any]) -> str:
    (*head, _version, xml) = row
    told = json.dumps([*map(str, head), str(xml)], ensure_ascii=False, separators=(",", ":"))
    return f"{row[2]}-{global_ids.hash_of(told)}"


def without_seal(new: str) -> str:
    """The value of a line of the history as a person reads it."""
    found = _SEALS.match(new)
    return found["status"] if found else new


def add_missing(db: Database, now: datetime) -> None:
    """Of interviews that are finalised and lost their submissions in a rescue, make one of what the interview holds."""
    lacking = db.execute(
        f"SELECT i.instance_id FROM interview i WHERE i.stage = 'finalised' AND {LAST} IS NULL"
    ).fetchall()
    for (instance_id,) in lacking:
        xml, at, version, firm = db.execute(
            "SELECT xml, updated_at, form_version, firm FROM interview WHERE instance_id = ?", (instance_id,)
        ).fetchone()
        made = add(db, instance_id, xml, datetime.fromisoformat(at), form_version=version, firm=firm, who="")
        why = "its submission from its answers"
        history.add(db, now, _REMADE, instance_id=instance_id, new=f" {seal(db, made)}", why=why)


@dataclass(slots=True)
class _Told:
    """What the history tells of one interview's submissions."""

    seals: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    """Numbers of which all is told: a rescue gave them again, or they were found to be changed."""
    must_be_here: bool = True


def broken(db: Database) -> Iterator[Message]:
    """One sentence for each submission that is not the one that was finalised, that the history does not know, or that is gone."""
    told = _told(db)
    for row in db.execute(f"SELECT {_COLUMNS} FROM submission ORDER BY instance_id, number"):
        known = told.get(str(row[1]), _Told())
        number, here = str(row[2]), _seal(row)
        is_named = any(one.startswith(f"{number}-") for one in known.seals)
        if global_ids.hash_of(row[10]) != row[9] or (is_named and here not in known.seals):
            known.settled.add(number)
            yield Message("verify.submission-changed", number=number, interview=row[1])
        elif not is_named and not _is_migrated(row):
            yield Message("verify.submission-unknown", number=number, interview=row[1])
        known.seals.discard(here)
    for instance_id, left in sorted(told.items()):
        numbers = {one.partition("-")[0] for one in left.seals} - left.settled
        for number in sorted(numbers if left.must_be_here else ()):
            yield Message("verify.submission-gone", number=number, interview=instance_id)


def _told(db: Database) -> dict[str, _Told]:
    """The seals in the history, by interview. A chain that was added tells of interviews that may not be here yet."""
    found: dict[str, _Told] = {}
    for instance_id, event, new, must_be_here in db.execute(
        f"""SELECT instance_id, event, new, instance_id IN (SELECT instance_id FROM interview)
        OR NOT ({history.came_in(db)}) FROM history
        WHERE event IN ('finalised', '{_REMADE}') AND instance_id NOT IN (SELECT instance_id FROM tombstone) ORDER BY id"""
    ):
        if match := _SEALS.match(str(new)):
            told = found.setdefault(instance_id, _Told(must_be_here=bool(must_be_here)))
            told.seals.add(f"{match['number']}-{match['hash']}")
            if event == _REMADE:
                told.settled.add(match["number"])
    return found


def _is_migrated(row: Sequence[Any]) -> bool:
    """Whether an update made it (`migrate_submissions`)."""
    return bool(row[0] == global_ids.derived("submission", row[1], "1") and row[2] == 1)


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
