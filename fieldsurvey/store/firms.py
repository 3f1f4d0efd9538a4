"""The firms of the register; as entities they are the list `firms` that forms choose from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.messages import Message
from fieldsurvey.records import TYPED, Firm, FirmField
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION
from fieldsurvey.system.transliteration import consonants, latin, words

_COLUMNS = "id, number, name, properties, merged_into"
_SEARCHED = (
    FirmField.OTHER_NAME,
    FirmField.CONTACT,
    FirmField.PHONE,
    FirmField.PLACE,
    FirmField.PRODUCT,
    FirmField.UDYAM,
    FirmField.GSTIN,
    FirmField.PAN,
)
_ENTITY = ("name", "label")
_REFERRING = (
    ("firm_source", "firm_id"),
    ("firm_case", "firm_id"),
    ("visit", "firm_id"),
    ("interview_case", "firm_id"),
    ("firm", "merged_into"),
    ("firm_merge", "kept"),
    ("firm_merge", "merged"),
    ("firm_apart", "one"),
    ("firm_apart", "other"),
)


NEXT_REVISION = (
    "(SELECT max(coalesce((SELECT max(revision) FROM firm), 0), "
    "coalesce((SELECT max(revision) FROM entity), 0)) + 1)"
)
"""SQL for the number of the next change to a firm or a row of another list."""


def exists(db: Database) -> bool:
    """Whether the study has a register; an older one that is only read has none."""
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'firm'").fetchone())


def add(db: Database, firm: Firm, at: datetime) -> None:
    """Put a new firm in; part of the caller's transaction."""
    _put(db, firm, at.isoformat(), at.isoformat())


def change(db: Database, firm: Firm, at: datetime) -> None:
    """Keep a firm as it is now; part of the caller's transaction."""
    row = db.execute("SELECT created_at FROM firm WHERE id = ?", (firm.id,)).fetchone()
    _put(db, firm, str(row[0]) if row else at.isoformat(), at.isoformat())


def _put(db: Database, firm: Firm, created_at: str, updated_at: str) -> None:
    properties = {name: text for name, text in sorted(firm.properties.items()) if text}
    db.execute(
        "INSERT INTO firm (id, number, name, place, workers, geopoint, merged_into, created_at, updated_at, revision, version, "
        f"properties, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {NEXT_REVISION}, {NEW_VERSION}, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET number = excluded.number, name = excluded.name, place = excluded.place, "
        "workers = excluded.workers, geopoint = excluded.geopoint, merged_into = excluded.merged_into, updated_at = excluded.updated_at, "
        "revision = excluded.revision, version = excluded.version, properties = excluded.properties, words = excluded.words",
        (
            *(
                firm.id,
                firm.number,
                firm.name,
                firm.place,
                firm.workers,
                firm.get(FirmField.POSITION),
                firm.merged_into,
            ),
            *(created_at, updated_at, json.dumps(properties, ensure_ascii=False), words_of(firm)),
        ),
    )


def next_number(db: Database) -> int:
    """The number of the next new firm."""
    return int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM firm").fetchone()[0])


def broken(db: Database) -> Iterator[Message]:
    """A fault where lists, maps and places read of a firm what its properties do not say; these alone are sealed."""
    rows = db.execute(f"SELECT {_COLUMNS}, place, workers, geopoint FROM firm") if exists(db) else ()
    for *row, place, workers, geopoint in rows:
        firm = _firm(tuple(row))
        if (place, workers, geopoint) != (firm.place, firm.workers, firm.get(FirmField.POSITION)):
            yield Message("verify.register-changed")
            return


def read(db: Database, firm_id: str) -> Firm | None:
    """One firm, whether it was merged or not; None when there is none."""
    row = db.execute(f"SELECT {_COLUMNS} FROM firm WHERE id = ?", (firm_id,)).fetchone()
    return _firm(row) if row else None


def of_number(db: Database, number: int) -> Firm | None:
    """The firm with this number, one that was not merged before one that was; None when there is none."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM firm WHERE number = ? ORDER BY merged_into <> '', id", (number,)
    ).fetchone()
    return _firm(row) if row else None


def every(db: Database) -> Iterator[Firm]:
    """All that stand for themselves, by number."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM firm WHERE merged_into = '' ORDER BY number, id").fetchall()
    return (_firm(row) for row in rows)


def positions(db: Database) -> list[tuple[str, str]]:
    """(id, geopoint) of the firms whose position is known."""
    rows = db.execute(
        "SELECT id, geopoint FROM firm WHERE geopoint <> '' AND merged_into = '' ORDER BY number"
    ).fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


def merged_into(db: Database, firm_id: str) -> list[Firm]:
    """The entries that turned out to be this firm."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM firm WHERE merged_into = ? ORDER BY number", (firm_id,))
    return [_firm(row) for row in rows.fetchall()]


def kept_in_merges(db: Database) -> frozenset[str]:
    """The firms that another entry turned out to be."""
    rows = db.execute("SELECT DISTINCT merged_into FROM firm WHERE merged_into <> ''").fetchall()
    return frozenset(str(row[0]) for row in rows)


def localities(db: Database) -> list[tuple[str, int]]:
    """(place, firms) of those that stand for themselves, most first; "" for those without one."""
    return [
        (str(place), int(firms))
        for place, firms in db.execute(
            "SELECT place, count(*) FROM firm WHERE merged_into = '' GROUP BY place ORDER BY 2 DESC, 1"
        ).fetchall()
    ]


def words_of(firm: Firm) -> str:
    """What a firm is found by: its name and what is searched of it, in its own script, in Latin letters, and by its consonants."""
    texts = [firm.name, *(firm.get(name) for name in _SEARCHED)]
    told = [" ".join(words(text)) for text in texts if text]
    romanised = [latin(text) for text in texts if text and not text.isascii()]
    names = [firm.name, firm.get(FirmField.OTHER_NAME)]
    sounds = [f"~{consonants(word)}" for name in names for word in words(name) if consonants(word)]
    return " ".join([f"{firm.number:04d}", *told, *romanised, *sounds])


def _firm(row: tuple[Any, ...]) -> Firm:
    with decoded():
        properties = {str(name): str(text) for name, text in json.loads(row[3]).items()}
        return Firm(str(row[0]), int(row[1]), str(row[2]), properties, str(row[4]))


# --- as entities ---------------------------------------------------------------------------------------------------


def entities(db: Database) -> dict[str, dict[str, str]]:
    """Every firm as the row its entity has: id -> column -> text."""
    return {firm.id: {"name": firm.id, "label": firm.name, **firm.properties} for firm in every(db)}


def state(db: Database) -> tuple[str, int]:
    """Another one after each change of a firm, and when one is gone, also where another came after it."""
    latest = db.execute("SELECT version FROM firm ORDER BY revision DESC LIMIT 1").fetchone()
    return str(latest[0]) if latest else "", int(db.execute("SELECT count(*) FROM firm").fetchone()[0])


def save_entity(db: Database, identity: str, row: Mapping[str, str]) -> None:
    """A firm as an interview created or changed it; part of the caller's transaction."""
    before = read(db, identity)
    number = before.number if before else next_number(db)
    properties = {name: text for name, text in row.items() if name not in _ENTITY}
    name = row.get("label", "") or (before.name if before else identity)
    told = db.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')").fetchone()
    created = db.execute("SELECT created_at FROM firm WHERE id = ?", (identity,)).fetchone() or told
    merged = before.merged_into if before else ""
    _put(db, Firm(identity, number, name, properties, merged), str(created[0]), str(told[0]))


def take(db: Database, identity: str, row: Mapping[str, str]) -> None:
    """A firm as a server's list has it, unless it was changed here since that version; part of the caller's transaction."""
    before = read(db, identity)
    if before is not None and _is_newer_here(before.properties, row):
        return
    known = {**before.properties, **row} if before is not None else dict(row)
    if before is None or {**known, "label": row.get("label", "")} != {
        **before.properties,
        "label": before.name,
    }:
        save_entity(db, identity, known)


def _is_newer_here(here: Mapping[str, str], row: Mapping[str, str]) -> bool:
    """Whether an interview changed it since, or somebody typed over this very version."""
    is_typed = bool(here.get(TYPED)) and here.get(TYPED) == here.get("__version", "")
    return _version(here) + is_typed > _version(row)


def _version(row: Mapping[str, str]) -> int:
    text = row.get("__version", "")
    return int(text) if text.isdecimal() else 0


def drop_unused(db: Database, firm_id: str) -> None:
    """Take a firm out that no list named, nobody drew, visited or interviewed; part of the caller's transaction."""
    if not any(
        db.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (firm_id,)).fetchone()
        for table, column in _REFERRING
    ):
        db.execute("DELETE FROM firm WHERE id = ?", (firm_id,))
