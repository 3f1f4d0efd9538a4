"""Give the complaints of pyxform and of the engine their place: sheet, row and column first, then what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fieldsurvey.forms.xlsform.sheets import Row
from fieldsurvey.forms.xlsform.survey import Walk

_Sheets = Mapping[str, Sequence[Row]]
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*", re.IGNORECASE)
_COLUMN = re.compile(
    r"(?:On the '\w+' sheet, )?the '([^']+)' value(?: '[^']*')? is invalid\.\s*", re.IGNORECASE
)
_QUOTED = re.compile(r"['‘“]([^'’”]+)['’”]")
_ENGINE = re.compile(r"(/[^\s,:]+)(?:, (\w+)(?: “(?P<expression>.*?)”)?)?: ")
_COLUMNS = {
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "choices": "choice_filter",
}
"""Columns of the workbook for what the engine calls otherwise."""
_CIRCLE = re.compile(r"the form, (\w+): (.*?(/[^\s]+).*)")
_KNOWN_COLUMNS = (
    ("Missing calculation", "calculation"),
    ("Unmatched", "type"),
    ("Unknown question type", "type"),
)


def of_pyxform(complaint: str, sheets: _Sheets) -> str:
    """pyxform's sentence with its place in front, as far as it tells or the workbook shows."""
    flat = " ".join(complaint.split())
    row = _ROW.search(flat)
    sheet = next((s for s in ("choices", "settings", "entities") if f"'{s}' sheet" in flat), "survey")
    said = _ROW.sub("", flat).strip()
    column = _column(said)
    sentence = _COLUMN.sub("", said).strip() or said
    if row is not None:
        cell = f"sheet {sheet}, row {row.group(1)}" + (f", column {column}" if column else "")
        return f"{cell}: {sentence}"
    found = _found(said, sheets)
    return f"{found}: {sentence}" if found else sentence


def _column(said: str) -> str:
    named = _COLUMN.search(said)
    if named:
        return named[1]
    return next((column for words, column in _KNOWN_COLUMNS if words in said), "")


def _found(said: str, sheets: _Sheets) -> str:
    """The first cell that holds a word the complaint quotes; for a missing choices sheet the first question that needs it."""
    if "choices sheet" in said:
        needs = (row for row in sheets["survey"] if row.get("type").startswith(("select", "rank")))
        return next((row.cell("type") for row in needs), "")
    for token in _QUOTED.findall(said):
        for rows in sheets.values():
            for row in rows:
                for column, cell in row.cells.items():
                    if token in (cell, *cell.split()):
                        return row.cell(column)
    return ""


def of_engine(complaint: str, walk: Walk) -> str:
    """The engine's `REF, column: sentence` with its place in the workbook in front."""
    circle = _CIRCLE.match(complaint)
    if circle:
        complaint = f"{circle[3].rstrip('.')}, {circle[1]}: {circle[2]}"
    named = _ENGINE.match(complaint)
    row = walk.rows.get(named[1].rpartition("/")[2]) if named else None
    if named is None or row is None:
        return complaint
    column = _COLUMNS.get(named[2], named[2])
    cell = row.cell(column) if column else f"sheet survey, row {row.number}"
    quoted = f"The expression “{named['expression']}” fails: " if named["expression"] else ""
    return f"{cell}: {quoted}{complaint[named.end() :]}"
