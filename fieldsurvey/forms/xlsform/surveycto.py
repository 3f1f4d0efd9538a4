"""Workbooks written for SurveyCTO: what its dialect says otherwise than XLSForm, put into XLSForm where it can be, and named.

The dialect is described in SurveyCTO's documentation, "Designing forms". The copy pyxform is given is changed, never the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fieldsurvey.messages import Message

_Book = Mapping[str, Any]
_LOGS = ("text audit", "audio audit", "sensor_statistic", "sensor_stream", "speed violations")
"""Types that keep a log of how the interview went."""
_LEFT_OUT = {
    "caseid": Message("surveycto.caseid"),
    "comments": Message("surveycto.comments"),
    "calculate_here": Message("surveycto.calculate-here"),
}
_COLUMNS = ("minimum_seconds", "publishable", "response_note", "response note")
_SIGNS = ("help-survey", "help-choices", "help-settings")
"""Sheets of its template."""
_DURATION = re.compile(r"(?<![\w-])duration\(\s*\)")
_INDEX = re.compile(r"(?<![\w-])index\(\s*\)")
_CHOICE_LABEL = re.compile(r"(?<![\w-])choice-label\(\s*\$\{([^}]+)\}\s*,\s*([^()]+?)\s*\)")
_FUNCTIONS = re.compile(
    r"(?<![\w:-])(count-if|sum-if|min-if|max-if|join-if|rank-index|rank-value|rank-index-if|item-at|item-index|"
    r"item-present|de-duplicate|phone-call-duration|phone-call-log|device-info|plug-in-metadata|format-number|hash|"
    r"collect-is-phone-app|short-date|geo-scatter|distance-between|area-of|number-of-selected|linebreak)\("
)


def adapt(book: _Book) -> Iterator[Message]:
    """Change the workbook, as pyxform reads it, into XLSForm; what differs is told, after one sentence that names the dialect."""
    differences = list(_differences(book))
    if differences or _is_its_template(book):
        yield (
            Message("surveycto.dialect", n=len(differences)) if differences else Message("surveycto.template")
        )
        yield from differences


def _is_its_template(book: _Book) -> bool:
    return any(name.strip().lower() in _SIGNS for name in book.get("sheet_names") or ())


def _differences(book: _Book) -> Iterator[Message]:
    rows = book.get("survey") or []
    start = next((str(row.get("name")) for row in rows if _type(row) == "start"), "")
    groups: list[bool] = []
    for number, row in enumerate(rows, 2):
        kind = _type(row)
        if kind.startswith("end ") and groups:
            groups.pop()
        yield from _type_of_row(row, kind, number)
        yield from _expressions(row, number, start, "" if kind == "begin repeat" else _to_the_row(groups))
        if kind.startswith("begin "):
            groups.append("repeat" in kind)
    if start == "" and any(_START in str(text) for row in rows for text in row.values()):
        rows.append({"type": "start", "name": _START})
    for header in book.get("survey_header") or []:
        header.update(dict.fromkeys(name for row in rows for name in row))
    yield from _columns(book)


_START = "interview_start"


def _type(row: Mapping[str, str]) -> str:
    found = next((text for header, text in row.items() if header.strip().lower() == "type"), "")
    return " ".join(str(found).lower().replace("begin_", "begin ").replace("end_", "end ").split())


def _type_of_row(row: dict[str, str], kind: str, number: int) -> Iterator[Message]:
    """A type that XLSForm does not have becomes a calculation, so that its name can still be spoken of."""
    header = next((header for header in row if header.strip().lower() == "type"), "type")
    told = _LEFT_OUT.get(kind) or (Message("surveycto.log") if kind.startswith(_LOGS) else None)
    if told is None:
        return
    name, calculation = row.get("name", ""), row.get("calculation", "")
    if kind != "calculate_here":
        row.clear()
        calculation = "''"
    row.update({header: "calculate", "name": name or f"row_{number}", "calculation": calculation})
    yield _at(number, header, told)


def _to_the_row(groups: list[bool]) -> str:
    """The path from a question to its row of the nearest repeat; "" outside repeats. `groups` around it: is each a repeat?"""
    return "/".join([".."] * (groups[::-1].index(True) + 1)) if True in groups else ""


def _expressions(row: dict[str, str], number: int, start: str, steps: str) -> Iterator[Message]:
    for header, text in list(row.items()):
        if not isinstance(text, str) or "(" not in text:
            continue
        changed = _DURATION.sub(_seconds_since(start or _START), text)
        if changed != text:
            yield _at(number, header, Message("surveycto.duration"))
        if steps and _INDEX.search(changed):
            changed = _INDEX.sub(f"position({steps})", changed)
            yield _at(number, header, Message("surveycto.index"))
        named = _CHOICE_LABEL.sub(r"jr:choice-name(\2, '${\1}')", changed)
        if named != changed:
            yield _at(number, header, Message("surveycto.choice-label"))
        row[header] = named
        for function in dict.fromkeys(_FUNCTIONS.findall(named)):
            yield _at(number, header, Message("surveycto.function", function=function))


def _seconds_since(start: str) -> Callable[[re.Match[str]], str]:
    said = f"int((decimal-date-time(now()) - decimal-date-time(${{{start}}})) * 86400)"
    return lambda _found: said


def _columns(book: _Book) -> Iterator[Message]:
    present = {header for row in book.get("survey") or [] for header in row}
    for header in sorted(present):
        if header.strip().lower() in _COLUMNS:
            yield Message("surveycto.column", column=header)


def _at(number: int, column: str, fault: Message) -> Message:
    cell = Message("sheet.cell", sheet="survey", row=number, column=column.strip().lower())
    return Message("sheet.fault", cell=cell, fault=fault)
