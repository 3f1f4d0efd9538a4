"""Cases of a round, the visits at each, and the interviews that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import (
    AnnotationKind,
    Case,
    CaseRole,
    FirmField,
    Outcome,
    Stage,
    Visit,
    VisitFilter,
    VisitRow,
)
from fieldsurvey.store.annotations import PARTIAL
from fieldsurvey.store.decoding import decoded
from fieldsurvey.store.global_ids import NEW_VERSION

_CASE = "firm_id, round, role, stratum, position, agent, planned_on, replaces, reason"
_OUTCOMES = {one.value: one for one in Outcome}
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
    with decoded():
        return _case(row) if row else None


def round_keys(db: Database) -> list[str]:
    """The rounds that have cases, by key."""
    return [str(row[0]) for row in db.execute("SELECT DISTINCT round FROM firm_case ORDER BY 1").fetchall()]


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
    with decoded():
        return [_case(row) for row in rows]


def of_firms(db: Database, round_key: str, firm_ids: Sequence[str]) -> list[Case]:
    """The cases of these firms in a round, a few hundred at most, in any order."""
    marks = ", ".join("?" * len(firm_ids))
    rows = db.execute(
        f"SELECT {_CASE} FROM firm_case WHERE round = ? AND firm_id IN ({marks})", (round_key, *firm_ids)
    ).fetchall()
    with decoded():
        return [_case(row) for row in rows]


def replacing(db: Database, firm_id: str, round_key: str) -> str:
    """Id of the firm that took the place of this one; "" where none did."""
    row = db.execute(
        "SELECT firm_id FROM firm_case WHERE replaces = ? AND round = ?", (firm_id, round_key)
    ).fetchone()
    return str(row[0]) if row else ""


def waiting(db: Database, stratum: str, round_key: str) -> int:
    """How many firms of a stratum wait in the reserve."""
    row = db.execute(
        "SELECT count(*) FROM firm_case WHERE stratum = ? AND round = ? AND role = ?",
        (stratum, round_key, CaseRole.RESERVE.value),
    ).fetchone()
    return int(row[0])


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


def last_outcomes(db: Database, round_key: str, firm_id: str = "") -> dict[str, Outcome]:
    """Firm -> the outcome of its last visit in a round.

    All come in one row, as below: between rows a thread that computes beside the window would have its turn, thousands of times.
    """
    where, values = "round = ?", [round_key]
    if firm_id:
        where, values = f"{where} AND firm_id = ?", [round_key, firm_id]
    (told,) = db.execute(
        # SQLite gives a bare column from the row that holds the maximum (https://sqlite.org/lang_select.html#bareagg).
        "SELECT json_group_object(firm_id, outcome) FROM "
        f"(SELECT firm_id, outcome, max(at || id) FROM visit WHERE {where} GROUP BY firm_id)",
        values,
    ).fetchone()
    with decoded():
        return {
            firm: _OUTCOMES.get(outcome) or Outcome(outcome) for firm, outcome in json.loads(told).items()
        }


def number_of_visits(db: Database, round_key: str) -> int:
    """How many visits a round has."""
    return int(db.execute("SELECT count(*) FROM visit WHERE round = ?", (round_key,)).fetchone()[0])


def first_visit(db: Database, round_key: str) -> str:
    """The ISO time of a round's first visit; "" before it."""
    return str(db.execute("SELECT min(at) FROM visit WHERE round = ?", (round_key,)).fetchone()[0] or "")


def completed_elsewhere(db: Database, round_key: str) -> list[tuple[str, str, int]]:
    """(agent, ISO day, how many) of firms whose last visit says completed, while no interview of theirs is here."""
    rows = db.execute(
        "SELECT agent, substr(at, 1, 10), count(*) FROM ("
        "SELECT firm_id, outcome, agent, at, max(at || id) FROM visit WHERE round = ? GROUP BY firm_id) v "
        "WHERE outcome = ? AND NOT EXISTS (SELECT 1 FROM interview_case c JOIN submission s USING (instance_id) "
        "WHERE c.firm_id = v.firm_id AND c.round = ?) GROUP BY 1, 2",
        (round_key, Outcome.COMPLETED.value, round_key),
    ).fetchall()
    return [(str(agent), str(day), int(number)) for agent, day, number in rows]


def visit_count(db: Database, wanted: VisitFilter) -> int:
    """How many visits a list shows."""
    where, values = _wanted(wanted)
    return int(db.execute(f"SELECT count(*) FROM visit WHERE {where}", values).fetchone()[0])


def visit_rows(db: Database, wanted: VisitFilter, start: int, most: int) -> list[VisitRow]:
    """The visits of a list with their firms, the newest first."""
    where, values = _wanted(wanted)
    columns = ", ".join(f"visit.{name}" for name in _VISIT.split(", "))
    rows = db.execute(
        f"SELECT {columns}, f.number, f.name, f.place FROM visit JOIN firm f ON f.id = visit.firm_id "
        f"WHERE {where} ORDER BY visit.at DESC, visit.id DESC LIMIT ? OFFSET ?",
        (*values, most, start),
    ).fetchall()
    return [VisitRow(_visit(row[:9]), int(row[9]), str(row[10]), str(row[11])) for row in rows]


def _wanted(wanted: VisitFilter) -> tuple[str, list[str]]:
    parts, values = ["visit.round = ?"], [wanted.round]
    if wanted.agent:
        parts.append("visit.agent = ?")
        values.append(wanted.agent)
    if wanted.outcome is not None:
        parts.append("visit.outcome = ?")
        values.append(wanted.outcome.value)
    if wanted.stratum:
        parts.append(
            "EXISTS (SELECT 1 FROM firm_case k WHERE k.firm_id = visit.firm_id AND k.round = visit.round AND k.stratum = ?)"
        )
        values.append(wanted.stratum)
    return " AND ".join(parts), values


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


def interviews_of_other_rounds(db: Database, firm_id: str, round_key: str) -> list[str]:
    """The interviews of a firm in all rounds but one that are not deleted."""
    rows = db.execute(
        "SELECT c.instance_id FROM interview_case c JOIN interview i USING (instance_id) "
        "WHERE c.firm_id = ? AND c.round <> ? AND i.deleted_at IS NULL ORDER BY c.instance_id",
        (firm_id, round_key),
    ).fetchall()
    return [str(row[0]) for row in rows]


def interviews_ever(db: Database, firm_id: str) -> list[str]:
    """The interviews of a firm in all rounds, those that are deleted or sealed too."""
    rows = db.execute("SELECT instance_id FROM interview_case WHERE firm_id = ?", (firm_id,)).fetchall()
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


def told_by_interviews(db: Database, round_key: str, firm_id: str = "") -> list[tuple[str, bool, bool]]:
    """(firm, whether an interview of it was ever finalised, whether one is closed as partial), of those where either is so.

    Deleted interviews tell nothing.
    """
    where, values = "c.round = :round", {"round": round_key}
    if firm_id:
        where, values = f"{where} AND c.firm_id = :firm", {**values, "firm": firm_id}
    (told,) = db.execute(
        # The few that are deleted have an index of their own: no interview is looked up for that.
        "SELECT json_group_array(json_array(firm_id, is_done, is_partial)) FROM (SELECT c.firm_id, max(EXISTS (SELECT 1 FROM submission s WHERE s.instance_id = c.instance_id)) AS is_done, "
        "max(c.instance_id IN (SELECT instance_id FROM annotation WHERE kind = :kind AND ref = :ref)) AS is_partial "
        f"FROM interview_case c WHERE {where} "
        "AND c.instance_id NOT IN (SELECT instance_id FROM interview WHERE deleted_at IS NOT NULL) "
        "GROUP BY c.firm_id HAVING is_done OR is_partial)",
        {**values, "kind": AnnotationKind.NOTE.value, "ref": PARTIAL},
    ).fetchone()
    with decoded():
        return [(firm, bool(is_done), bool(is_partial)) for firm, is_done, is_partial in json.loads(told)]


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
