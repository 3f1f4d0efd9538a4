"""The history: who changed what, when, from what to what, and why. Lines are added, never edited; each seals the one before.

Every origin (`origins`) has a chain of its own, numbered from 1. A line's `digest` is SHA-256 over a random salt and the
values; its `hash` is SHA-256 over the hash of the line before in its chain, what the line is about, and the digest. So erasing a
person's values (salt and values go, the digest stays) leaves the chain whole, and without the salt nobody can try out values
against the digest. Chains of other laptops come in whole (`chains`), and stay as they were sealed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from fieldsurvey.store import origins
from fieldsurvey.store.origins import Origin

_COLUMNS = "origin, number, instance_id, at, who, event, ref, old, new, why, state, salt, digest, hash"
_OF_BEFORE = "id, instance_id, at, who, event, ref, old, new, why, salt, digest, hash"
_SALT_BYTES = 16
_CLOCK = "clock went back"
BEGUN, ADDED, SEALED = "chain begun", "chain added", "chains sealed"
SEALING = (BEGUN, ADDED, SEALED)
"""Events whose lines seal the heads of other chains, "1234-9f3a... 17-ab01..." in `new`."""
ROUND_BEFORE_ERASED = "round before erased"
"""The event that says in a round's history that the interview it was begun from (`old`) is no more."""
_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history as it is kept."""

    origin: int
    """Of its chain, in this file."""
    number: int
    """In its chain, from 1."""
    instance_id: str
    """"" for what concerns the study as a whole."""
    at: str
    who: str
    event: str
    ref: str
    old: str
    new: str
    why: str
    state: str
    """What the record it is about says after it (`record_seals`), "" where the line does not tell."""
    salt: bytes
    """Empty once the values are erased."""
    digest: bytes
    hash: bytes

    @property
    def is_erased(self) -> bool:
        """Whether the values were erased."""
        return not self.salt


def add(
    db: Database,
    at: datetime,
    event: str,
    *,
    instance_id: str = "",
    who: str = "",
    ref: str = "",
    old: str = "",
    new: str = "",
    why: str = "",
    state: str = "",
) -> int:
    """Add one line to the chain of this laptop and copy, sealed onto its last; part of the caller's transaction. Gives its number.

    Lines stand in the order they came. Where the laptop's clock went back, a line of its own says so. Where another chain went on
    since this one was written, a line of its own seals that one first: so the last line seals all that stands before it.
    """
    origin = origins.writing_here(db) or _begin(db, at)
    if event not in (BEGUN, SEALED) and _came_last(db) != origin.id:
        sealed_here = new.split() if event == ADDED else ()
        if heads := [head for head in _unsealed(db, origin) if head not in sealed_here]:
            add(db, at, SEALED, new=" ".join(heads))
    before = _last(db, origin)
    if before and event != _CLOCK and at < datetime.fromisoformat(before[2]) - _PATIENCE:
        add(db, at, _CLOCK, old=before[2], new=at.isoformat())
    number, previous = last_of(db, origin)
    number += 1
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = digest_of(salt, old, new, why, state)
    line = Line(
        *(origin.id, number, instance_id, at.isoformat(), who, event, ref),
        *(old, new, why, state, salt, digest, b""),
    )
    insert(db, line, seal(previous, line))
    return number


def insert(db: Database, line: Line, line_hash: bytes) -> None:
    """Keep a line with its hash; part of the caller's transaction."""
    db.execute(
        f"INSERT INTO history ({_COLUMNS}) VALUES ({', '.join('?' * 14)})",
        (
            *(line.origin, line.number, line.instance_id, line.at, line.who, line.event, line.ref),
            *(line.old, line.new, line.why, line.state, line.salt, line.digest, line_hash),
        ),
    )


def _begin(db: Database, at: datetime) -> Origin:
    """An origin for what is written here; where there are other chains, its first line seals those whose head no line sealed yet."""
    origin = origins.begin(db, at)
    if heads := _unsealed(db, origin):
        add(db, at, BEGUN, new=" ".join(heads))
    return origin


def _came_last(db: Database) -> int | None:
    """The origin of the line that came last."""
    row = db.execute("SELECT origin FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else None


def _unsealed(db: Database, writer: Origin) -> list[str]:
    """The heads of all chains but the writer's that no line sealed yet; what a line sealed is sealed with that line."""
    told = db.execute(
        f"SELECT new FROM history WHERE event IN ({', '.join(repr(event) for event in SEALING)})"
    ).fetchall()
    sealed = {one for (new,) in told for one in new.split()}
    others = [origin for origin in origins.listing(db) if origin.id != writer.id]
    return [head for head in _heads(db, others) if head not in sealed]


def _last(db: Database, origin: Origin) -> tuple[int, bytes, str] | None:
    found: tuple[int, bytes, str] | None = db.execute(
        "SELECT number, hash, at FROM history WHERE origin = ? ORDER BY number DESC LIMIT 1", (origin.id,)
    ).fetchone()
    return found


def last_of(db: Database, origin: Origin) -> tuple[int, bytes]:
    """The number and the hash of a chain's last line; 0 and what its first line will seal when it has none."""
    last = _last(db, origin)
    return (last[0], bytes(last[1])) if last else (0, origin.start)


def digest_of(salt: bytes, old: str, new: str, why: str, state: str = "") -> bytes:
    """The digest of a line's values, 32 bytes. Without a state it is that of the time before states."""
    return hashlib.sha256(salt + _written(*((old, new, why, state) if state else (old, new, why)))).digest()


def seal(previous: bytes, line: Line) -> bytes:
    """The hash of a line that follows one with the hash `previous`, 32 bytes."""
    head = _written(str(line.number), line.instance_id, line.at, line.who, line.event, line.ref)
    return hashlib.sha256(previous + head + line.digest).digest()


def _written(*texts: str) -> bytes:
    """Texts as bytes that no other texts give."""
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()


def lines(db: Database, instance_id: str | None = None) -> Iterator[Line]:
    """The lines of one interview, or of the whole study, in the order they came to this file, one at a time."""
    where, values = ("", ()) if instance_id is None else ("WHERE instance_id = ?", (instance_id,))
    return (Line(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM history {where} ORDER BY id", values))


def lines_of(db: Database, events: Sequence[str]) -> Iterator[Line]:
    """The lines of some events, of the study and of every interview, in the order they came to this file."""
    marks = ", ".join("?" * len(events))
    rows = db.execute(f"SELECT {_COLUMNS} FROM history WHERE event IN ({marks}) ORDER BY id", list(events))
    return (Line(*row) for row in rows)


def last_moment(db: Database) -> str:
    """When the line that came last was written, ISO; "" where there is none."""
    row = db.execute("SELECT at FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def chain(db: Database, origin: Origin) -> Iterator[Line]:
    """The lines of one chain, from the first on, one at a time."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM history WHERE origin = ? ORDER BY number", (origin.id,))
    return (Line(*row) for row in rows)


def number_of_lines(db: Database) -> int:
    """How many lines all chains have."""
    return int(db.execute("SELECT count(*) FROM history").fetchone()[0])


def head(db: Database) -> tuple[int, str]:
    """The number and the hash (64 hexadecimal digits) of the line that came last; 0 and "" when there is none.

    It seals every chain the study holds.
    """
    row = db.execute("SELECT number, lower(hex(hash)) FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def _heads(db: Database, chains: Iterable[Origin]) -> list[str]:
    """The number and hash of the last line of each of these chains, "1234-9f3a..."."""
    found = [_last(db, origin) for origin in chains]
    return [f"{last[0]}-{bytes(last[1]).hex()}" for last in found if last]


def has_line(db: Database, number: int, beginning: str) -> bool:
    """Whether a chain has a line of this number whose hash begins with these hexadecimal digits."""
    rows = db.execute(
        "SELECT lower(hex(hash)) FROM history WHERE origin IN (SELECT id FROM origin) AND number = ?",
        (number,),
    ).fetchall()
    return any(row[0].startswith(beginning) for row in rows)


def came_in(db: Database) -> str:
    """SQL that is true of lines that came in with a chain of another laptop: what they tell of may not be here.

    Told by the lines that say a chain was added, which the chain they stand in seals; no hash covers what an origin's row says of itself.
    """
    runs: list[tuple[int, int]] = []
    said = f"SELECT id, new FROM history WHERE event = '{ADDED}' ORDER BY id DESC"
    for added, new in db.execute(said).fetchall():
        number, _dash, line_hash = str(new).partition("-")
        if number.isdecimal() and not any(first <= added <= last for first, last in runs):
            runs += db.execute(
                """SELECT 1 + coalesce((SELECT max(id) FROM history WHERE id < one.id AND origin <> one.origin), 0), id
                FROM history AS one WHERE origin IN (SELECT id FROM origin) AND number = ? AND lower(hex(hash)) = ? AND id < ?""",
                (int(number), line_hash, added),
            ).fetchall()
    return " OR ".join(f"id BETWEEN {first} AND {last}" for first, last in runs) or "0"


def erase(db: Database, instance_id: str, *, event: str = "") -> None:
    """Take the values, states and reasons out of an interview's lines, or of those of one event; that it was, when and by whom stays."""
    db.execute(
        "UPDATE history SET old = '', new = '', why = '', state = '', salt = x'' "
        "WHERE instance_id = ? AND (event = ? OR ? = '')",
        (instance_id, event, event),
    )


def erase_lines(db: Database, lines: Iterable[Line]) -> None:
    """The same of these lines alone."""
    for line in lines:
        db.execute(
            "UPDATE history SET old = '', new = '', why = '', state = '', salt = x'' WHERE origin = ? AND number = ?",
            (line.origin, line.number),
        )


def begun_from_erased(db: Database) -> set[str]:
    """The rounds whose lines lost what they told of an interview that was erased."""
    rows = db.execute(
        "SELECT instance_id FROM history WHERE event = ? AND old IN (SELECT instance_id FROM tombstone)",
        (ROUND_BEFORE_ERASED,),
    ).fetchall()
    return {row[0] for row in rows}


def chain_up(db: Database) -> None:
    """Seal lines that were kept before there was a chain; for the migration m006 only."""
    previous = bytes(32)
    unsealed = db.execute("SELECT id, instance_id, at, event, ref, old, new FROM old_history ORDER BY id")
    for number, (_id, instance_id, at, event, ref, old, new) in enumerate(unsealed, 1):
        salt = secrets.token_bytes(_SALT_BYTES)
        digest = digest_of(salt, old, new, "")
        line = Line(1, number, instance_id, at, "", event, ref, old, new, "", "", salt, digest, b"")
        previous = seal(previous, line)
        db.execute(
            f"INSERT INTO history ({_OF_BEFORE}) VALUES ({', '.join('?' * 12)})",
            (number, instance_id, at, "", event, ref, old, new, "", salt, digest, previous),
        )
