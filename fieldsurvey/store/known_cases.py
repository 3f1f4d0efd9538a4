"""The cases of a round for who asks again and again: a row is read and made a case once, until what it says is written anew."""

from __future__ import annotations

import json

from sqlite_utils import Database

from fieldsurvey.records import Case
from fieldsurvey.store import cases
from fieldsurvey.store.decoding import decoded

_AT_ONCE = 500


class KnownCases:
    """What was read of each round, by firm and version of its row."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Case]] = {}

    def of_round(self, db: Database, round_key: str) -> list[Case]:
        """All cases of a round as they are now, by stratum and order of the draw."""
        known = self._known.get(round_key, {})
        there = _versions(db, round_key)
        fresh = [firm_id for key, firm_id in there.items() if key not in known]
        if len(fresh) > _AT_ONCE:
            read = cases.of_round(db, round_key)
        else:
            read = cases.of_firms(db, round_key, fresh)
        made = {case.firm_id: case for case in read}
        found = ((key, known.get(key) or made.get(firm_id)) for key, firm_id in there.items())
        now = {key: case for key, case in found if case is not None}  # one may be gone since
        self._known[round_key] = now
        return list(now.values())


def _versions(db: Database, round_key: str) -> dict[str, str]:
    """Firm and version of each row -> firm, in order; in one row, so that a thread beside does not have its turn at each."""
    (told,) = db.execute(
        "SELECT json_group_array(firm_id || ' ' || version) FROM (SELECT firm_id, version FROM firm_case "
        "WHERE round = ? ORDER BY stratum, position, firm_id)",
        (round_key,),
    ).fetchone()
    with decoded():
        return {key: key.rpartition(" ")[0] for key in json.loads(told)}
