"""Which schemes of `resources/rules/schemes.csv` may fit a firm, by the answers it gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from fieldsurvey.analysis import rules
from fieldsurvey.analysis.rules import Rule
from fieldsurvey.records import Missing, Value

_CONDITION = re.compile(r"(\w+)\s*([=<>])\s*(\S+)")


def fitting(row: Mapping[str, Value], on: date) -> list[Rule]:
    """The schemes in force whose condition the firm's answers meet; an answer that is missing meets none."""
    return [rule for rule in rules.in_force("schemes", on) if _meets(rule.cells["when"], row)]


def _meets(condition: str, row: Mapping[str, Value]) -> bool:
    """`name=value`, `name>number` or `name<number`; several joined by `and` must all hold."""
    return all(_holds(part, row) for part in condition.split(" and "))


def _holds(part: str, row: Mapping[str, Value]) -> bool:
    found = _CONDITION.fullmatch(part.strip())
    value = row.get(found.group(1)) if found else None
    if found is None or value is None or isinstance(value, Missing):
        return False
    sign, wanted = found.group(2), found.group(3)
    if isinstance(value, int | float):
        limit = float(wanted)
        return {"=": value == limit, ">": value > limit, "<": value < limit}[sign]
    return sign == "=" and (wanted in value if isinstance(value, tuple) else str(value) == wanted)
