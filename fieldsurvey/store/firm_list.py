"""Firms beside their cases, visits and interviews of one round, as a list shows them: narrowed and sorted by the database.

A list is asked for its ids once, in order; the lines on screen are read by their ids, some at a time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from fieldsurvey.records import Case, CaseRole, CaseState, Firm, FirmChoices, FirmFilter, FirmRow
from fieldsurvey.store.annotations import PARTIAL
from fieldsurvey.store.decoding import decoded
from fieldsurvey.system.transliteration import consonants, latin, words

_FAILED = ", ".join(f"'{state.value}'" for state in CaseState if state.has_failed)
_OPEN = ", ".join(f"'{state.value}'" for state in CaseState if state.is_open)
_CASE = "LEFT JOIN firm_case c ON c.firm_id = firm.id AND c.round = :round"
_CASES = "firm_case c CROSS JOIN firm ON firm.id = c.firm_id AND c.round = :round"
"""The same the other way: read in this order, so that firms without a case are never looked at."""
_VISIT = (  # who was visited or interviewed has a case: the many others are not looked up
    "LEFT JOIN visit v ON c.firm_id IS NOT NULL AND v.id = (SELECT w.id FROM visit w WHERE w.firm_id = firm.id AND w.round = :round "
    "ORDER BY w.at DESC, w.id DESC LIMIT 1)"
)
_INTERVIEW = (
    "LEFT JOIN interview i ON c.firm_id IS NOT NULL AND i.instance_id = (SELECT ic.instance_id FROM interview_case ic "
    "JOIN interview j ON j.instance_id = ic.instance_id WHERE ic.firm_id = firm.id AND ic.round = :round "
    "AND j.deleted_at IS NULL ORDER BY j.started_at, j.instance_id LIMIT 1)"
)
_STATE = (
    "CASE WHEN i.stage = 'draft' AND i.review = 'returned' THEN 'returned' "
    "WHEN i.stage = 'draft' AND EXISTS (SELECT 1 FROM annotation a WHERE a.instance_id = i.instance_id "
    f"AND a.kind = 'note' AND a.ref = '{PARTIAL}') THEN 'partial' "
    f"WHEN i.stage = 'draft' AND v.outcome IN ({_FAILED}) THEN v.outcome "
    "WHEN i.stage = 'draft' THEN 'draft' "
    "WHEN i.review = 'approved' THEN 'approved' "
    "WHEN i.instance_id IS NOT NULL THEN 'finalised' "
    "WHEN v.outcome IS NOT NULL THEN v.outcome "
    "WHEN c.role = 'reserve' THEN 'reserve' "
    "WHEN c.role IS NOT NULL THEN 'to visit' ELSE '' END"
)
_TO_REPLACE = (
    f"c.role <> 'reserve' AND {_STATE} IN ({_FAILED}) "
    "AND NOT EXISTS (SELECT 1 FROM firm_case r WHERE r.replaces = c.firm_id AND r.round = c.round) "
    "AND EXISTS (SELECT 1 FROM firm_case r WHERE r.role = 'reserve' AND r.stratum = c.stratum AND r.round = c.round)"
)
_LAST = "coalesce(v.at, i.updated_at)"
_NEXT = "coalesce(v.next_at, c.planned_on)"
_ORDERS = {
    "number": "firm.number",
    "name": "firm.name COLLATE NOCASE",
    "place": "firm.place COLLATE NOCASE",
    "workers": "firm.workers",
    "stratum": "coalesce(c.stratum, '') COLLATE NOCASE",
    "state": _STATE,
    "agent": "coalesce(c.agent, '') COLLATE NOCASE",
    "last": f"coalesce({_LAST}, {_NEXT}, '')",
}
_LEAST_CONSONANTS = 3
"""A sound of fewer is in every other name."""


def ids(db: Database, wanted: FirmFilter) -> list[str]:
    """The firms of a list in its order.

    They come in one row: between rows a thread that computes beside the window would have its turn, 20,000 times.
    """
    where, values = _where(wanted)
    way = "DESC" if wanted.is_descending else "ASC"
    order = f"{_ORDERS.get(wanted.order, _ORDERS['number'])} {way}, firm.number, firm.id"
    found = f"SELECT firm.id AS id FROM {_tables(wanted, where + order)} WHERE {where} ORDER BY {order}"
    (told,) = db.execute(f"SELECT group_concat(id, char(10)) FROM ({found})", values).fetchone()
    return str(told).split("\n") if told else []


def count(db: Database, wanted: FirmFilter) -> int:
    """How many firms a list shows."""
    where, values = _where(wanted)
    sql = f"SELECT count(*) FROM {_tables(wanted, where)} WHERE {where}"
    return int(db.execute(sql, values).fetchone()[0])


def rows(db: Database, wanted: Sequence[str], round_key: str) -> list[FirmRow]:
    """The lines of these firms, in this order; one that is gone has none."""
    marks = ", ".join(f":id{number}" for number in range(len(wanted)))
    values = {f"id{number}": one for number, one in enumerate(wanted)} | {"round": round_key}
    found = db.execute(
        f"SELECT firm.id, firm.number, firm.name, firm.properties, firm.merged_into, c.role, c.stratum, c.position, c.agent, "
        f"c.planned_on, c.replaces, c.reason, {_STATE}, i.instance_id, i.completeness, {_LAST}, v.next_at "
        f"FROM firm {_CASE} {_VISIT} {_INTERVIEW} WHERE firm.id IN ({marks})",
        values,
    ).fetchall()
    by_id = {str(row[0]): row for row in found}
    return [_row(by_id[one], round_key) for one in wanted if one in by_id]


def planned(db: Database, round_key: str, agent: str) -> list[str]:
    """The firms somebody is still to go to on a day that is set, by number; of one agent where one is named."""
    whose = " AND c.agent = :agent" if agent else ""
    found = db.execute(
        f"SELECT firm.id FROM {_CASES} {_VISIT} {_INTERVIEW} WHERE firm.merged_into = '' AND c.role <> 'reserve' "
        f"AND {_NEXT} IS NOT NULL AND {_STATE} IN ({_OPEN}){whose} "
        "ORDER BY firm.number",
        {"round": round_key, "agent": agent},
    ).fetchall()
    return [str(row[0]) for row in found]


def choices(db: Database, round_key: str) -> FirmChoices:
    """What a list can be narrowed to, with how many firms each."""
    counted = db.execute(
        f"SELECT c.role = 'reserve', c.stratum, c.agent, {_STATE}, count(*) FROM {_CASES} {_VISIT} {_INTERVIEW} "
        "WHERE firm.merged_into = '' GROUP BY 1, 2, 3, 4",
        {"round": round_key},
    ).fetchall()
    roles, strata, agents_, states = Counter[int](), Counter[str](), Counter[str](), Counter[CaseState]()
    for role, stratum, agent, state, number in counted:
        roles[int(role)] += number
        strata[str(stratum)] += number
        agents_[str(agent)] += number
        states[CaseState(state)] += number
    places = Counter[str](
        {
            str(place): int(number)
            for place, number in db.execute(
                "SELECT place, count(*) FROM firm WHERE merged_into = '' GROUP BY place"
            ).fetchall()
        }
    )
    return FirmChoices(
        *(places.total(), roles[0], roles[1]),
        places=_most_first(places),
        strata=_most_first(strata),
        agents=_most_first(agents_),
        states=dict(states),
        to_replace=count(db, FirmFilter(round=round_key, is_to_replace=True)) if roles[1] else 0,
    )


def agents(db: Database) -> list[str]:
    """Everybody to whom a firm was given, or who was at one, in any round."""
    found = db.execute(
        "SELECT agent FROM firm_case WHERE agent <> '' UNION SELECT agent FROM visit WHERE agent <> '' ORDER BY 1"
    )
    return [str(row[0]) for row in found.fetchall()]


def _most_first(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    told = [(word, number) for word, number in counted.items() if word]
    return tuple(sorted(told, key=lambda one: (-one[1], one[0])))


def _tables(wanted: FirmFilter, sql: str) -> str:
    """The firms, and beside them what is asked of; where a case is wanted, the few firms that have one."""
    is_case = bool(
        (wanted.stratum or wanted.agent or wanted.is_asked)
        or (wanted.state or wanted.is_open or wanted.is_to_replace)
    )
    joins = [join for join, name in ((_VISIT, "v."), (_INTERVIEW, "i.")) if name in sql]
    if not is_case and (joins or "c." in sql):
        joins.insert(0, _CASE)
    return " ".join([_CASES if is_case else "firm", *joins])


def _where(wanted: FirmFilter) -> tuple[str, dict[str, Any]]:
    parts = ["firm.merged_into = ''"]
    values: dict[str, Any] = {"round": wanted.round}
    for name, column in (("place", "firm.place"), ("stratum", "c.stratum"), ("agent", "c.agent")):
        if text := getattr(wanted, name):
            parts.append(f"{column} = :{name}")
            values[name] = text
    _add_case(wanted, parts, values)
    for number, word in enumerate(words(wanted.text)):
        looked_for = list(dict.fromkeys([word, latin(word)]))
        sound = consonants(word)
        if len(sound) >= _LEAST_CONSONANTS:
            looked_for.append(f"~{sound}")
        names = [f"word{number}_{way}" for way in range(len(looked_for))]
        parts.append("(" + " OR ".join(f"instr(firm.words, :{name})" for name in names) + ")")
        values.update(zip(names, looked_for, strict=True))
    return " AND ".join(parts), values


def _add_case(wanted: FirmFilter, parts: list[str], values: dict[str, Any]) -> None:
    """Conditions on how the case of a firm stands."""
    if wanted.is_asked is not None:
        parts.append("c.role <> 'reserve'" if wanted.is_asked else "coalesce(c.role, 'reserve') = 'reserve'")
    if wanted.state is not None:
        parts.append(f"{_STATE} = :state")
        values["state"] = wanted.state.value
    if wanted.is_open:
        parts.append(f"c.role <> 'reserve' AND {_STATE} IN ({_OPEN})")
    if wanted.is_to_replace:
        parts.append(_TO_REPLACE)


def _row(row: tuple[Any, ...], round_key: str) -> FirmRow:
    with decoded():
        properties = {str(name): str(text) for name, text in json.loads(row[3]).items()}
        firm = Firm(str(row[0]), int(row[1]), str(row[2]), properties, str(row[4]))
        case = None
        if row[5] is not None:
            planned_on = date.fromisoformat(row[9]) if row[9] else None
            case = Case(
                *(firm.id, round_key, CaseRole(row[5]), str(row[6]), int(row[7]), str(row[8]), planned_on),
                *(str(row[10]), str(row[11])),
            )
        last = datetime.fromisoformat(row[15]) if row[15] else None
        again = datetime.fromisoformat(row[16]).astimezone().date() if row[16] else None
        following = again or (case.planned_on if case else None)
        return FirmRow(
            *(firm, case, CaseState(row[12]), str(row[13] or ""), float(row[14] or 0.0), last, following)
        )
