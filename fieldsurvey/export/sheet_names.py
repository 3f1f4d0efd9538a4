"""Names of sheets: what Excel takes, each once, none that is one of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fieldsurvey.records import Table

README, DATA, CODEBOOK, CODES, QUALITY_LOG = "README", "Data", "Codebook", "Codes", "Quality log"
_LONGEST = 31
_RESERVED = (README, DATA, CODEBOOK, CODES, QUALITY_LOG, "History")
"""Ours, and the one Excel keeps to itself."""
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_names(tables: Sequence[Table]) -> list[str]:
    """One for each table; the first is that of the interviews themselves."""
    taken = {name.casefold() for name in _RESERVED}
    return [DATA, *(_free(table.name, taken) for table in tables[1:])]


def next_name(name: str, number: int, names: Sequence[str]) -> str:
    """Of the sheet that goes on where one is full."""
    return _free(f"{name[: _LONGEST - 4]}_{number}", {other.casefold() for other in (*names, *_RESERVED)})


def _free(wanted: str, taken: set[str]) -> str:
    plain = _REFUSED.sub("_", wanted).strip("' ") or "_"
    name, number = plain[:_LONGEST].rstrip("'"), 2
    while name.casefold() in taken:
        behind = f"_{number}"
        name, number = f"{plain[: _LONGEST - len(behind)]}{behind}", number + 1
    taken.add(name.casefold())
    return name
