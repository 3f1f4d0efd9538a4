"""Cases of a round, the visits at each, and the interviews that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Case, CaseRole, FirmField, Outcome, Stage, Visit
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION

_CASE = "firm_id, round, role, stratum, position, agent, planned_on, replaces, reason"
_VISIT = "id, firm_id, round, at, agent, outcome, reason, next_at, geopoint"


def put(db: Database, cases: Iterable[Case]) -> None:
    """Keep cases as they are now; part of the caller's transaction."""
    for one in cases:
        planned = one.planned_on.isoformat() if one.planned_on else None
        db.execute(
            f"INSERT OR REPLACE INTO firm_case ({_CASE}, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {NEW_VERSION})",
            (
                *(one.firm_id, one.round, one.role.value, one.stratum, one.position, one.agent),
                *(planned, one.replaces, one.reason),
            ),
        )


def read(db: Database, firm_id: str, round_key: str) -> Case | None:
    """The case of a firm in a round; None where it has none."""
    row = db.execute(
        f"SELECT {_CASE} FROM firm_case WHERE firm_id = ? AND round = ?", (firm_id, round_key)
    ).fetchone()
    return _case(row) if row else None


def rounds_of(db: Database, firm_id: str) -> set[str]:
    """The rounds a firm has a case in."""
    return {
        str(row[0])
        for row in db.execute("SELECT round FROM firm_case WHERE firm_id = ?", (firm_id,)).fetchall()
    }


def of_round(db: Database, round_key: str) -> list[Case]:
    """All cases of a round, by stratum and order of the draw."""
    rows = db.execute(
        f"SELECT {_CASE} FROM firm_case WHERE round = ? ORDER BY stratum, position, firm_id", (round_key,)
    ).fetchall()
    return [_case(row) for row in rows]


def drop(db: Database, round_key: str, roles: Iterable[CaseRole]) -> None:
    """Take the cases of these roles out of a round; part of the caller's transaction."""
    for role in roles:
        db.execute("DELETE FROM firm_case WHERE round = ? AND role = ?", (round_key, role.value))


def add_visit(db: Database, visit: Visit) -> None:
    """Keep a visit; part of the caller's transaction."""
    db.execute(
        f"INSERT INTO visit ({_VISIT}, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {NEW_VERSION})",
        (
            *(visit.id, visit.firm_id, visit.round, visit.at.isoformat(), visit.agent, visit.outcome.value),
            *(visit.reason, visit.next_at.isoformat() if visit.next_at else None, visit.position),
        ),
    )


def visits(db: Database, round_key: str, firm_id: str = "") -> list[Visit]:
    """The visits of a round, or of one firm in it, the oldest first."""
    where, values = "round = ?", [round_key]
    if firm_id:
        where, values = f"{where} AND firm_id = ?", [round_key, firm_id]
    rows = db.execute(f"SELECT {_VISIT} FROM visit WHERE {where} ORDER BY at, id", values).fetchall()
    return [_visit(row) for row in rows]


def link_interview(db: Database, instance_id: str, firm_id: str, round_key: str) -> None:
    """Say that an interview is of this firm in this round; part of the caller's transaction."""
    db.execute(
        "INSERT OR REPLACE INTO interview_case (instance_id, firm_id, round) VALUES (?, ?, ?)",
        (instance_id, firm_id, round_key),
    )


def interviews_of(db: Database, firm_id: str, round_key: str) -> list[str]:
    """The interviews of a firm in a round that are not deleted, the oldest first."""
    rows = db.execute(
        "SELECT c.instance_id FROM interview_case c JOIN interview i USING (instance_id) "
        "WHERE c.firm_id = ? AND c.round = ? AND i.deleted_at IS NULL ORDER BY i.started_at, i.instance_id",
        (firm_id, round_key),
    ).fetchall()
    return [str(row[0]) for row in rows]


def has_interviews(db: Database, round_key: str) -> bool:
    """Whether an interview belongs to a case of the round."""
    return bool(db.execute("SELECT 1 FROM interview_case WHERE round = ?", (round_key,)).fetchone())


def interview_stages(db: Database, round_key: str, firm_id: str = "") -> dict[str, list[tuple[str, Stage]]]:
    """Firm -> (interview, FINALISED when it was ever finalised) of a round, deleted ones left out."""
    where, values = "c.round = ? AND i.deleted_at IS NULL", [round_key]
    if firm_id:
        where, values = f"{where} AND c.firm_id = ?", [round_key, firm_id]
    found: dict[str, list[tuple[str, Stage]]] = {}
    for firm, instance_id, is_submitted in db.execute(
        "SELECT c.firm_id, c.instance_id, EXISTS (SELECT 1 FROM submission s WHERE s.instance_id = c.instance_id) "
        f"FROM interview_case c JOIN interview i USING (instance_id) WHERE {where}",
        values,
    ).fetchall():
        stage = Stage.FINALISED if is_submitted else Stage.DRAFT
        found.setdefault(str(firm), []).append((str(instance_id), stage))
    return found


def case_of(db: Database, instance_id: str) -> tuple[str, str] | None:
    """(firm, round) an interview belongs to; None where it belongs to none."""
    row = db.execute(
        "SELECT firm_id, round FROM interview_case WHERE instance_id = ?", (instance_id,)
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def standings(db: Database) -> dict[str, tuple[str, str]]:
    """Interview -> (stratum of its case, position of its firm as ODK writes a geopoint), for those that belong to a firm."""
    rows = db.execute(
        """SELECT c.instance_id, coalesce(k.stratum, ''), f.properties FROM interview_case c JOIN firm f ON f.id = c.firm_id
        LEFT JOIN firm_case k ON k.firm_id = c.firm_id AND k.round = c.round"""
    ).fetchall()
    with decoded():
        return {str(one): (str(stratum), _position(text)) for one, stratum, text in rows}


def _position(properties: str) -> str:
    return str(json.loads(properties).get(FirmField.POSITION, ""))


def _case(row: tuple[Any, ...]) -> Case:
    with decoded():
        planned = date.fromisoformat(row[6]) if row[6] else None
        return Case(
            *(str(row[0]), str(row[1]), CaseRole(row[2]), str(row[3]), int(row[4]), str(row[5]), planned),
            *(str(row[7]), str(row[8])),
        )


def _visit(row: tuple[Any, ...]) -> Visit:
    with decoded():
        next_at = datetime.fromisoformat(row[7]) if row[7] else None
        return Visit(
            *(str(row[0]), str(row[1]), str(row[2]), datetime.fromisoformat(row[3]), str(row[4])),
            *(Outcome(row[5]), str(row[6]), next_at, str(row[8])),
        )
