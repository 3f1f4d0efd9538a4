"""What each interview, and the study itself, says as a whole, sealed into the history: so a change made past the program is found.

A line of the history may carry a state: a digest of all that one record says. Every transaction that changes a record
leaves one with its state; `watch` sees to that on a connection, by triggers that note which records were touched. A
record is an interview, with its draft, submissions, annotations, attachments and what waits for the server; or one of
the study's own: its set-up, its forms, the chapters written by hand.

What a digest covers is named in `_INTERVIEW` and `_OWN`. It leaves out what only follows from the rest or from looking at
it (order in a list, cursor, completeness, tries at the server). The state is one of the line's values: salted, and
erased with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.messages import Message
from fieldsurvey.store import history

SEALED = "sealed"
"""Event of a line that says nothing but what a record says."""
FOUND = "found"
"""The same of a record that no line had sealed: it came from an earlier program, or a rescue put it together."""
EVENTS = (SEALED, FOUND)
_INTERVIEW: dict[str, tuple[str, str, str]] = {
    "interview": (
        "form_id, form_version, stage, review, firm, interviewer, started_at, deleted_at, previous_id",
        "xml",
        "instance_id",
    ),
    "submission": ("id, number, form_version, finalised_at, who, firm, version", "", "number, id"),
    "annotation": ("id, kind, ref, text, at, who", "", "id"),
    "attachment": ("name, sha256", "", "name"),
    "outbox": ("submission_id, queued_at, acknowledged_at", "envelope, reduced", "submission_id"),
    "interview_case": ("firm_id, round", "", "instance_id"),
    "withdrawal": ("at, who, destroy_on", "", "instance_id"),
    "approval": ("submission_id, at, who", "signature", "submission_id"),
}
"""Table -> (columns as they stand, columns by their hash, order). The hash of a submission's answers is its version."""
_OWN: dict[str, dict[str, tuple[str, str, str]]] = {
    "set-up": {
        "setting": ("key, value", "", "key"),
        "tombstone": ("instance_id, form_id, at, who, why, was_sent", "", "instance_id"),
    },
    "forms": {
        "form": ("form_id, version, title", "xform, extra", "form_id, version"),
        "form_media": ("form_id, version, name", "data", "form_id, version, name"),
        "form_list": (
            "form_id, version, name, (SELECT sha256 FROM list WHERE list.id = form_list.list)",
            "",
            "form_id, version, name",
        ),
    },
    "chapters": {"narrative": ("chapter, language, updated_at", "text", "chapter, language")},
    "fieldwork": {
        "source_list": (
            "id, title, file, sheet, imported_at, who, read, added, same",
            "left_out, mapping",
            "id",
        ),
        "draw": ("id, round, drawn_at, who, undone_at", "record", "id"),
        "firm_apart": ("one, other, at, who", "", "one, other"),
        "firm_merge": ("id, kept, merged, at, who, undone_at", "moved", "id"),
    },
}
"""The study's own records, by the name a line has for `ref`; their tables as above."""
_SHELF = "firms "
"""Firms are sealed by shelves, some hundred for a register of any size: a list of thousands must not write a line for each."""
_OF_FIRMS: dict[str, tuple[str, str, str, str]] = {
    "firm": ("id", "id, number, name, merged_into, created_at", "properties", "id"),
    "firm_source": ("firm_id", "firm_id, source_id, line, digest", "", "firm_id, source_id, line"),
    "firm_case": (
        "firm_id",
        "firm_id, round, role, stratum, position, agent, planned_on, replaces, reason",
        "",
        "firm_id, round",
    ),
    "visit": ("firm_id", "id, firm_id, round, at, agent, outcome, reason, next_at, geopoint", "", "id"),
}
"""Table -> (column with the firm's id, then as above). A firm's shelf is what the last two characters of its id say."""
_WHERE = {
    "setting": "{row}key IN ('cluster', 'sensitive_rows', 'server', 'set_up', 'lead', 'agent_flags') OR {row}key LIKE 'roles:%'"
}
"""Settings that say what the study is, where it is sent, what of it may leave and what was decided on agents; the others follow from work. `{row}` is the row meant."""
_EMPTY = "''"
_NOTHING = hashlib.sha256().hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """An interview, or one of the study's own records."""

    instance_id: str
    """"" for the study's own."""
    part: str = ""
    """Which of the study's own; or a shelf of firms."""

    @property
    def tables(self) -> dict[str, tuple[str, str, str]]:
        """What its digest covers: table -> (columns as they stand, columns by their hash, order)."""
        if self.part.startswith(_SHELF):
            return {table: found[1:] for table, found in _OF_FIRMS.items()}
        return _OWN[self.part] if self.part else _INTERVIEW

    def where(self, table: str) -> tuple[str, tuple[str, ...]]:
        """SQL that is true of its rows in a table, and the values in it."""
        if self.part.startswith(_SHELF):
            return f"{_shelf(_OF_FIRMS[table][0])} = ?", (self.part.removeprefix(_SHELF),)
        if self.part:
            return _WHERE.get(table, "1").format(row=""), ()
        return "instance_id = ?", (self.instance_id,)


def _shelf(column: str) -> str:
    """SQL for the shelf a firm stands on."""
    return f"substr(hex({column}), -4)"


def watch(db: Database, clock: Callable[[], datetime], who: Callable[[], str]) -> None:
    """From now on every transaction of this connection (`database.writing`) seals what it changed."""
    connection: Any = db.conn
    if connection.before_commit is not None:
        return
    for statement in _triggers():
        db.execute(statement)
    connection.before_commit = lambda: _seal_touched(db, clock, who)


def _triggers() -> Iterator[str]:
    yield "CREATE TEMP TABLE touched (instance_id TEXT, part TEXT, PRIMARY KEY (instance_id, part)) WITHOUT ROWID"
    tables = {table: (parts, "") for table, parts in _INTERVIEW.items()}
    tables |= {table: (parts, own) for own, found in _OWN.items() for table, parts in found.items()}
    for table, ((plain, hashed, _order), own) in tables.items():
        of = "" if own else f" OF {', '.join(filter(None, (plain, hashed)))}"
        for event, row in (("INSERT", "NEW"), (f"UPDATE{of}", "NEW"), ("DELETE", "OLD")):
            record = ("''", f"'{own}'") if own else (f"{row}.instance_id", "''")
            when = f" WHEN {_WHERE[table].format(row=f'{row}.')}" if table in _WHERE else ""
            yield (
                f"CREATE TEMP TRIGGER touched_{table}_{event.split()[0].lower()} AFTER {event} ON main.{table}{when} "
                f"BEGIN {_noted(*record)}; END"
            )
    for table, (key, plain, hashed, _order) in _OF_FIRMS.items():
        columns = ", ".join(filter(None, (plain, hashed)))
        for event, row in (("INSERT", "NEW"), (f"UPDATE OF {columns}", "NEW"), ("DELETE", "OLD")):
            part = f"'{_SHELF}' || {_shelf(f'{row}.{key}')}"
            yield (
                f"CREATE TEMP TRIGGER touched_{table}_{event.split()[0].lower()} AFTER {event} ON main.{table} "
                f"BEGIN {_noted(_EMPTY, part)}; END"
            )


def _noted(instance_id: str, part: str) -> str:
    """SQL that notes a record once. OR IGNORE would not do: within a trigger the statement outside decides what a conflict means."""
    return (
        f"INSERT INTO touched SELECT {instance_id}, {part} "
        f"WHERE NOT EXISTS (SELECT 1 FROM touched WHERE instance_id = {instance_id} AND part = {part})"
    )


def _seal_touched(db: Database, clock: Callable[[], datetime], who: Callable[[], str]) -> None:
    touched = db.execute("SELECT instance_id, part FROM touched ORDER BY instance_id, part").fetchall()
    if not touched:
        return
    for record in (Record(*row) for row in touched):
        state = state_of(db, record)
        if state and state != sealed_state(db, record):
            _add(db, record, state, clock(), who())
    db.execute("DELETE FROM touched")


def seal_missing(db: Database, at: datetime, *, again: bool = False) -> None:
    """Seal every record that no line has sealed, as it is found; with `again` also those that are not as they were sealed.

    Part of the caller's transaction. For a study that was brought up to date, and one a rescue put together.
    """
    for record in _records(db):
        if again or _last(db, record) is None:
            state = state_of(db, record)
            if state and state != sealed_state(db, record):
                _add(db, record, state, at, event=FOUND)


def _add(
    db: Database, record: Record, state: str, at: datetime, who: str = "", *, event: str = SEALED
) -> None:
    history.add(db, at, event, instance_id=record.instance_id, who=who, ref=record.part, state=state)


def current(db: Database, instance_id: str) -> str:
    """The state of an interview for a line that is about to be added, so that it needs none of its own; part of the transaction.

    "" on a connection that seals nothing (`watch`).
    """
    connection: Any = db.conn
    if connection.before_commit is None:
        return ""
    db.execute("DELETE FROM touched WHERE instance_id = ?", (instance_id,))
    return state_of(db, Record(instance_id))


def state_of(db: Database, record: Record) -> str:
    """What a record says now, as 64 hexadecimal digits; "" for an interview that is not there."""
    found = hashlib.sha256()
    rows = 0
    for table, (plain, hashed, order) in record.tables.items():
        columns = ", ".join(filter(None, (plain, hashed)))
        where, values = record.where(table)
        last = -len(hashed.split(", ")) if hashed else None
        for row in db.execute(f"SELECT {columns} FROM main.{table} WHERE {where} ORDER BY {order}", values):
            told = [table, *map(_told, row[:last]), *map(_hashed, row[last:] if last else ())]
            found.update(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))
            rows += 1
        if table == "interview" and not rows:
            return ""
    return found.hexdigest()


def _told(value: object) -> object:
    """A value as JSON can say it, whatever somebody put there."""
    return value if isinstance(value, str | int | float) or value is None else repr(value)


def _hashed(value: object) -> str:
    data = value if isinstance(value, bytes) else str(value).encode(errors="replace")
    return "" if value is None else hashlib.sha256(data).hexdigest()


def sealed_state(db: Database, record: Record) -> str:
    """What a record said when a line last sealed it; "" for an interview that none did, and of the study's own what says nothing."""
    found = _last(db, record)
    return found[0] if found else _NOTHING if record.part else ""


def is_as_written(db: Database, instance_id: str) -> bool:
    """Whether an interview is, to the letter, what this program last wrote; False for one that was sealed as it was found."""
    found = _last(db, Record(instance_id))
    return found is not None and found[1] != FOUND and found[0] == state_of(db, Record(instance_id))


def _last(db: Database, record: Record) -> tuple[str, str] | None:
    """(state, event) of the last line that sealed it."""
    row = db.execute(
        f"SELECT state, event FROM history WHERE instance_id = ? AND ref {'=' if record.part else '>='} ? AND {_tells(db)} "
        "ORDER BY id DESC LIMIT 1",
        (record.instance_id, record.part),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def _tells(db: Database) -> str:
    """SQL that is true of lines with a state that were written in this file or in what it is a copy of; a chain that was added
    tells of records that may not be here."""
    return f"state <> '' AND NOT ({history.came_in(db)})"


def _records(db: Database) -> Iterator[Record]:
    yield from (Record("", part) for part in _OWN)
    shelves = db.execute(
        f"SELECT '{_SHELF}' || {_shelf('id')} FROM firm UNION "
        f"SELECT ref FROM history WHERE instance_id = '' AND ref LIKE '{_SHELF}%' AND {_tells(db)} ORDER BY 1"
    ).fetchall()
    yield from (Record("", str(shelf)) for (shelf,) in shelves)
    for (instance_id,) in db.execute("SELECT instance_id FROM interview ORDER BY instance_id").fetchall():
        yield Record(str(instance_id))


def broken(db: Database) -> Iterator[Message]:
    """One message for each record that is not as the history last sealed it, was never sealed, or is gone.

    A study in which nothing was sealed yet has no fault: an earlier program wrote it, and it was only read since.
    """
    begun = db.execute(f"SELECT 1 FROM history WHERE {_tells(db)} LIMIT 1").fetchone()
    if not begun:
        return
    for record in _records(db):
        last = sealed_state(db, record)
        if last != state_of(db, record):
            yield _fault(record, was_sealed=bool(last))
    yield from _gone(db)


def _fault(record: Record, *, was_sealed: bool) -> Message:
    if record.part == "set-up":
        return Message("verify.set-up-changed")
    if record.part.startswith(_SHELF) or record.part == "fieldwork":
        return Message("verify.register-changed")
    if record.part == "forms":
        return Message("verify.forms-changed")
    if record.part:
        return Message("verify.chapters-changed")
    if was_sealed:
        return Message("verify.record-changed", interview=record.instance_id)
    return Message("verify.record-unknown", interview=record.instance_id)


def _gone(db: Database) -> Iterator[Message]:
    rows = db.execute(
        f"""SELECT DISTINCT instance_id FROM history WHERE instance_id <> '' AND {_tells(db)}
        AND instance_id NOT IN (SELECT instance_id FROM interview)
        AND instance_id NOT IN (SELECT instance_id FROM tombstone) ORDER BY instance_id"""
    ).fetchall()
    yield from (Message("verify.record-gone", interview=row[0]) for row in rows)
