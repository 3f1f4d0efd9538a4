"""Whole chains of the history: is each as it was written, and how one of another laptop comes in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from fieldsurvey.errors import StoreError
from fieldsurvey.messages import Message
from fieldsurvey.store import history, origins
from fieldsurvey.store.history import Line
from fieldsurvey.store.origins import Origin

_CARRIED = ("answered", "not carried")
"""Events of a round whose lines may tell what was said in the interview it was begun from."""


def broken(db: Database) -> Iterator[Message]:
    """What in the chains does not hold, one message a fault; nothing when all are whole."""
    known = origins.listing(db)
    gone = {row[0] for row in db.execute("SELECT instance_id FROM tombstone").fetchall()}
    rounds = history.begun_from_erased(db)
    for origin in known:
        yield from _broken(db, origin, origin.name[:12] if len(known) > 1 else "", gone, rounds)
    changed = f"""SELECT name FROM origin WHERE name NOT LIKE 'first-%' AND (
        begun_at <> (SELECT at FROM history WHERE origin = origin.id AND number = 1) OR NOT (
            length(file) = 16 OR file = '' AND id IN (SELECT origin FROM history WHERE {history.came_in(db)})))"""
    for (name,) in db.execute(changed).fetchall():
        yield Message("history.origin-changed", chain=str(name)[:12])
    (strays,) = db.execute(
        "SELECT count(*) FROM history WHERE origin NOT IN (SELECT id FROM origin)"
    ).fetchone()
    if strays:
        yield Message("history.strays", count=strays)


def _broken(db: Database, origin: Origin, chain: str, gone: set[str], rounds: set[str]) -> Iterator[Message]:
    """The faults of one chain; `gone` are the interviews that were erased, `rounds` those that were begun from them."""
    previous, expected = origin.start, 1
    for line in history.chain(db, origin):
        if not _is_legible(line):
            name = Message("history.line-at", line=_line(line.number, chain), at=str(line.at))
            yield Message("history.fault", fault=Message("history.changed", line=name))
            continue
        if line.number != expected:
            count = line.number - expected
            yield Message("history.lines-missing", count=count, line=_line(line.number, chain))
        for fault in _faults_of(previous, line, chain):
            yield Message("history.fault", fault=fault)
        is_gone = line.instance_id in gone or (line.event in _CARRIED and line.instance_id in rounds)
        if line.is_erased and not is_gone:
            name = Message("history.line-at", line=_line(line.number, chain), at=line.at)
            yield Message("history.fault", fault=Message("history.erased-alone", line=name))
        yield from _faults_of_seals(db, line, chain)
        previous, expected = line.hash, line.number + 1


def _faults_of_seals(db: Database, line: Line, chain: str) -> Iterator[Message]:
    """Chains a line sealed whose sealed line is not there any more."""
    for sealed in line.new.split() if line.event in history.SEALING else ():
        number, _dash, line_hash = sealed.partition("-")
        if not number.isdecimal() or not history.has_line(db, int(number), line_hash):
            yield Message("history.other-cut", line=_line(line.number, chain), number=number)


def _is_legible(line: Line) -> bool:
    """Whether every value is of the kind the program writes."""
    texts = (
        line.instance_id,
        line.at,
        line.who,
        line.event,
        line.ref,
        line.old,
        line.new,
        line.why,
        line.state,
    )
    return (
        isinstance(line.number, int)
        and all(isinstance(text, str) for text in texts)
        and all(isinstance(data, bytes) for data in (line.salt, line.digest, line.hash))
    )


def _line(number: int, chain: str) -> Message:
    """A line by its number, and by its chain where there are several."""
    if not chain:
        return Message("history.line", number=number)
    return Message("history.line-of-chain", number=number, chain=chain)


def _faults_of(previous: bytes, line: Line, chain: str = "") -> Iterator[Message]:
    """What is wrong with a line that follows one with the hash `previous`."""
    name = Message("history.line-at", line=_line(line.number, chain), at=str(line.at))
    if history.seal(previous, line) != line.hash:
        yield Message("history.changed", line=name)
    elif not line.is_erased and _digest_of(line) != line.digest:
        yield Message("history.values-changed", line=name)
    elif line.is_erased and (line.old or line.new or line.why or line.state):
        yield Message("history.erased-holds", line=name)


def _digest_of(line: Line) -> bytes:
    return history.digest_of(line.salt, line.old, line.new, line.why, line.state)


def add(db: Database, origin: Origin, lines: Iterable[Line], at: datetime, who: str = "") -> int:
    """Add the chain of another laptop or copy, whole, from its first line on; gives how many of its lines were new here.

    Of another study's chains all are added, in the order that study has them: a line may seal any of them. What the study has of this
    one already must be the same. Values of interviews that were erased here do not come back. Part of the
    caller's transaction. Raises StoreError for a chain that is not whole, or is another one than is known; then the caller rolls back.
    """
    here = origins.take_in(db, origin)
    known, head = history.last_of(db, here)
    erased = {row[0] for row in db.execute("SELECT instance_id FROM tombstone").fetchall()}
    previous, number, added = here.start, 0, 0
    for number, line in enumerate(lines, start=1):
        fault = (
            next(_faults_of(previous, line), None)
            if line.number == number
            else Message("history.line-missing", number=number)
        )
        if fault is not None:
            raise StoreError("history.not-whole", fault=fault)
        if number == known and line.hash != head:
            raise StoreError("history.differs", line=number)
        if number > known:
            history.insert(db, _without_erased(dataclasses.replace(line, origin=here.id), erased), line.hash)
            added += 1
        previous = line.hash
    if number < known:
        raise StoreError("history.older")
    if added:
        history.add(db, at, history.ADDED, who=who, new=f"{number}-{previous.hex()}")
    return added


def _without_erased(line: Line, erased: set[str]) -> Line:
    return (
        dataclasses.replace(line, old="", new="", why="", state="", salt=b"")
        if line.instance_id in erased
        else line
    )
