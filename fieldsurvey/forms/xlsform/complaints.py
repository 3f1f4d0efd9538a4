"""Give the complaints of pyxform and of the engine their place: sheet, row and column first, then what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fieldsurvey.forms.xlsform.sheets import Row
from fieldsurvey.forms.xlsform.survey import Walk
from fieldsurvey.messages import Message

_Sheets = Mapping[str, Sequence[Row]]
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*", re.IGNORECASE)
_COLUMN = re.compile(
    r"(?:On the '\w+' sheet, )?the '([^']+)' value(?: '[^']*')? is invalid\.\s*", re.IGNORECASE
)
_QUOTED = re.compile(r"['‘“]([^'’”]+)['’”]")
_PLACED = ("form.in-column", "form.of-question", "form.expression-fails", "form.circle-in-column")
"""Messages of the engine that name a question, and what is wrong with it as a message of its own."""
_COLUMNS = {
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "choices": "choice_filter",
}
"""Columns of the workbook for what the engine calls otherwise."""
_KNOWN_COLUMNS = (
    ("Missing calculation", "calculation"),
    ("Unmatched", "type"),
    ("Unknown question type", "type"),
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing pyxform found, and where: `row` is 0 where neither it nor the workbook tells."""

    message: Message
    sheet: str
    row: int
    said: str


def of_pyxform(complaints: str, sheets: _Sheets) -> Iterator[Complaint]:
    """pyxform's own sentences with their places in front, as far as it tells or the workbook shows."""
    flat = " ".join(complaints.split())
    places = [match.start() for match in _ROW.finditer(flat)] or [0]
    for start, end in pairwise([0 if places[0] else places[0], *places[1:], len(flat)]):
        yield _complaint(flat[start:end].strip(), sheets)


def _complaint(flat: str, sheets: _Sheets) -> Complaint:
    row = _ROW.search(flat)
    sheet = next((s for s in ("choices", "settings", "entities") if f"'{s}' sheet" in flat), "survey")
    said = _ROW.sub("", flat).strip()
    column = _column(said)
    sentence = _COLUMN.sub("", said).strip() or said
    text = Message("sheet.reader-says", text=sentence)
    if row is not None:
        number = int(row.group(1))
        return Complaint(
            Message("sheet.fault", cell=_cell(sheet, number, column), fault=text), sheet, number, said
        )
    found = _found(said, sheets)
    if found is None:
        return Complaint(text, "", 0, said)
    place = Message("sheet.fault", cell=found, fault=text)
    return Complaint(place, str(found.values["sheet"]), int(str(found.values["row"])), said)


def _cell(sheet: str, row: int, column: str) -> Message:
    if not column:
        return Message("sheet.row", sheet=sheet, row=row)
    return Message("sheet.cell", sheet=sheet, row=row, column=column)


def _column(said: str) -> str:
    named = _COLUMN.search(said)
    if named:
        return named[1]
    return next((column for words, column in _KNOWN_COLUMNS if words in said), "")


def _found(said: str, sheets: _Sheets) -> Message | None:
    """The first cell that holds a word the complaint quotes; for a missing choices sheet the first question that needs it."""
    if "choices sheet" in said:
        needs = (row for row in sheets["survey"] if row.get("type").startswith(("select", "rank")))
        return next((row.cell("type") for row in needs), None)
    for token in _QUOTED.findall(said):
        for rows in sheets.values():
            for row in rows:
                for column, cell in row.cells.items():
                    if token in (cell, *cell.split()):
                        return row.cell(column)
    return None


def of_missing_file(file: str, sheets: _Sheets) -> Message:
    """An attached file that is not beside the workbook, with the first cell that names it."""
    fault = Message("form.needs-file", file=file)
    named = re.compile(rf"(?<![\w.-]){re.escape(file.rpartition('.')[0])}(?![\w-])")
    for rows in sheets.values():
        for row in rows:
            for column, text in row.cells.items():
                if file in text or (column not in ("name", "label") and named.search(text)):
                    return Message("sheet.fault", cell=row.cell(column), fault=fault)
    return fault


def of_engine(complaint: Message, walk: Walk) -> Message:
    """The engine's message with its place in the workbook in front, in the place of question and column."""
    values = complaint.values
    ref, column, fault = str(values.get("ref", "")), str(values.get("column", "")), values.get("fault")
    if complaint.code == "form.circle-in-column" and isinstance(fault, Message):
        ref = str(fault.values["path"]).partition(" ")[0]
    row = walk.rows.get(ref.rpartition("/")[2]) if complaint.code in _PLACED else None
    if row is None or not isinstance(fault, Message):
        return complaint
    cell = row.cell(_COLUMNS.get(column, column)) if column else _cell("survey", row.number, "")
    if complaint.code == "form.expression-fails":
        return Message("sheet.expression-fails", cell=cell, expression=str(values["expression"]), fault=fault)
    return Message("sheet.fault", cell=cell, fault=fault)
