"""The lists firms came from, and which row of which list stands for which firm."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import FirmSource, SourceList
from fieldsurvey.store.decoding import decoded

_COLUMNS = "id, title, file, sheet, imported_at, who, read, added, same, left_out, mapping"


def add(db: Database, source: SourceList) -> None:
    """Keep a list that was read; part of the caller's transaction."""
    db.execute(
        f"INSERT INTO source_list ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(source.id, source.title, source.file, source.sheet, source.imported_at.isoformat(), source.who),
            *(source.rows, source.added, source.same),
            json.dumps({str(row): reason for row, reason in source.left_out.items()}),
            json.dumps(dict(source.mapping), ensure_ascii=False),
        ),
    )


def add_rows(db: Database, source_id: str, rows: Iterable[tuple[str, int, str]]) -> None:
    """(firm, row in the file, digest of what the row says) of every row that stands for a firm; part of the caller's transaction."""
    for firm_id, line, digest in rows:
        db.execute(
            "INSERT OR IGNORE INTO firm_source (firm_id, source_id, line, digest) VALUES (?, ?, ?, ?)",
            (firm_id, source_id, line, digest),
        )


_ADDED = (
    "SELECT a.id FROM firm a WHERE a.created_at = :at AND (a.merged_into <> '' "
    "OR EXISTS (SELECT 1 FROM firm_source s WHERE s.firm_id = a.id AND s.source_id = :list))"
)
"""The firms that came with a list: those made at the moment it was imported; one that was merged gave its sources away."""
_IN_USE = (
    "f.updated_at <> f.created_at OR f.merged_into <> '' "
    "OR EXISTS (SELECT 1 FROM firm_merge m WHERE m.kept = f.id AND m.undone_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM firm_source o WHERE o.firm_id = f.id AND o.source_id <> :list) "
    "OR EXISTS (SELECT 1 FROM firm_case c WHERE c.firm_id = f.id) OR EXISTS (SELECT 1 FROM visit v WHERE v.firm_id = f.id) "
    "OR EXISTS (SELECT 1 FROM interview_case i WHERE i.firm_id = f.id)"
)


def in_use(db: Database, source: SourceList) -> list[str]:
    """Names of the firms that came with a list and were changed, merged, chosen, visited or named by another list since."""
    rows = db.execute(
        f"SELECT f.name FROM firm f WHERE f.id IN ({_ADDED}) AND ({_IN_USE}) ORDER BY f.number",
        {"list": source.id, "at": source.imported_at.isoformat()},
    ).fetchall()
    return [str(row[0]) for row in rows]


def drop(db: Database, source: SourceList) -> int:
    """Take a list away with the firms that came with it, and give how many those were; part of the caller's transaction."""
    added = db.execute(_ADDED, {"list": source.id, "at": source.imported_at.isoformat()}).fetchall()
    db.execute("DELETE FROM firm_source WHERE source_id = ?", (source.id,))
    for (firm_id,) in added:
        for table, columns in (("firm_apart", ("one", "other")), ("firm_merge", ("kept", "merged"))):
            db.execute(
                f"DELETE FROM {table} WHERE {' OR '.join(f'{column} = ?' for column in columns)}",
                [firm_id] * len(columns),
            )
        db.execute("DELETE FROM firm WHERE id = ?", (firm_id,))
    db.execute("DELETE FROM source_list WHERE id = ?", (source.id,))
    return len(added)


def listing(db: Database) -> list[SourceList]:
    """All lists, the newest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM source_list ORDER BY imported_at DESC, id").fetchall()
    return [_source(row) for row in rows]


def of_firm(db: Database, firm_id: str) -> list[FirmSource]:
    """The rows that stand for a firm, the oldest list first."""
    rows = db.execute(
        "SELECT f.firm_id, f.source_id, s.title, f.line FROM firm_source f JOIN source_list s ON s.id = f.source_id "
        "WHERE f.firm_id = ? ORDER BY s.imported_at, f.line",
        (firm_id,),
    ).fetchall()
    return [FirmSource(str(r[0]), str(r[1]), str(r[2]), int(r[3])) for r in rows]


def known_rows(db: Database) -> dict[str, str]:
    """Digest of every row that was imported -> the firm it stands for."""
    rows = db.execute(
        "SELECT s.digest, CASE WHEN f.merged_into <> '' THEN f.merged_into ELSE f.id END "
        "FROM firm_source s JOIN firm f ON f.id = s.firm_id"
    ).fetchall()
    return {str(digest): str(firm_id) for digest, firm_id in rows}


def _source(row: tuple[Any, ...]) -> SourceList:
    with decoded():
        left_out = {int(line): str(reason) for line, reason in json.loads(row[9]).items()}
        return SourceList(
            id=str(row[0]),
            title=str(row[1]),
            file=str(row[2]),
            sheet=str(row[3]),
            imported_at=datetime.fromisoformat(row[4]),
            who=str(row[5]),
            rows=int(row[6]),
            added=int(row[7]),
            same=int(row[8]),
            left_out=left_out,
            mapping={str(head): str(name) for head, name in json.loads(row[10]).items()},
        )
