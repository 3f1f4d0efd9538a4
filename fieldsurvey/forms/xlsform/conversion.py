"""From the workbook to the XForm with pyxform, so that all its faults come at once and none of them is a traceback.

pyxform stops at the first fault. The row it names is made harmless in a copy of the workbook, and it reads on; what it says of each
round is kept. What came out of a workbook with faults is used to look for further ones and for nothing else.
"""

from __future__ import annotations

import copy
import re
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from fieldsurvey.forms.inline_lists import Split
from fieldsurvey.forms.xlsform import complaints, long_choices, surveycto
from fieldsurvey.forms.xlsform.books import Book, as_pyxform_reads
from fieldsurvey.forms.xlsform.cells import Workbook
from fieldsurvey.forms.xlsform.sheets import STUMBLES, Row, header_of
from fieldsurvey.messages import Message
from fieldsurvey.xforms.xpath.nodes import secure_parser

_MOST = 100
_PATIENCE = 20.0
"""Seconds after which what was found is said, though there may be more."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_HARMLESS = ("name", "label")


@dataclass(slots=True)
class Converted:
    """What became of a workbook."""

    xform: str
    """"" when nothing could be made of it."""
    itemsets: str = ""
    """The choices of external selects as the file itemsets.csv."""
    problems: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    """What is worth knowing, of a workbook without faults."""
    is_surveycto: bool = False
    """Whether it is written in the dialect of SurveyCTO."""
    split: Split | None = None
    """The same XForm without its long lists, where they did not pass through pyxform."""
    survey: Sequence[Row] = ()
    """The rows of sheet survey as they were converted: another dialect's put into XLSForm."""


def converted(path: Path, sheets: Mapping[str, Sequence[Row]], workbook: Workbook | None) -> Converted:
    """The XForm of a workbook, or all that is wrong with it; with faults, the XForm of what is left without them."""
    book = as_pyxform_reads(path, workbook)
    remarks = list(surveycto.adapt(book))
    made = Converted("", remarks=remarks, is_surveycto=bool(remarks))
    made.survey = _rows_of(book) if remarks else sheets["survey"]
    short, lists = long_choices.shortened(book)
    said = _convert(short, sheets, made)
    if lists and made.xform and not made.problems:
        whole = long_choices.whole(made.xform, lists)
        if whole is None:
            said = _convert(book, sheets, made)
        else:
            made.xform, made.split = whole.xform, whole.split
    remarks.extend(one.message for warning in said for one in complaints.of_pyxform(warning, sheets))
    return made


def _convert(book: Book, sheets: Mapping[str, Sequence[Row]], made: Converted) -> list[str]:
    """Let pyxform convert, until it has nothing more to complain about or nothing can be left out; what it remarks in the end."""
    problems = made.problems
    touched: set[tuple[str, int]] = set()
    deadline = time.monotonic() + _PATIENCE
    while True:
        said: list[str] = []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = convert(xlsform=copy.deepcopy(book), warnings=said)
        except PyXFormError as error:
            found = list(complaints.of_pyxform(str(error), sheets))
            problems.extend(one.message for one in found if one.message not in problems)
            fresh = [one for one in found if one.row and (one.sheet, one.row) not in touched]
            touched.update((one.sheet, one.row) for one in fresh)
            mended = [_make_harmless(book, one) for one in fresh]
            if not mended or not all(mended) or len(problems) > _MOST or time.monotonic() > deadline:
                return []
        except RecursionError:
            problems.append(Message("form.nested-too-deep"))
            return []
        except STUMBLES as error:  # pyxform's own fault; the person can mend the cell
            problems.append(_stumbled(book, error, sheets))
            return []
        else:
            if _is_too_deep(result.xform):
                problems.append(Message("form.nested-too-deep"))
                return []
            made.xform, made.itemsets = result.xform, result.itemsets or ""
            return said


def _is_too_deep(xform: str) -> bool:
    """Whether groups stand in groups until nobody reads the XML of it any more."""
    try:
        etree.fromstring(xform.encode(), secure_parser())
    except etree.XMLSyntaxError as error:
        return "depth" in str(error)
    return False


def _rows_of(book: Book) -> list[Row]:
    """Sheet survey of the workbook as pyxform reads it."""
    rows = ((number, row) for number, row in enumerate(book["survey"], 2) if row)
    return [Row("survey", number, {header_of(h): str(t) for h, t in row.items()}) for number, row in rows]


def _make_harmless(book: Book, complaint: complaints.Complaint) -> bool:
    """Take the fault out of a row and leave its number to the rows below; False where that cannot be done."""
    rows = book.get(complaint.sheet)
    if not isinstance(rows, list) or not 2 <= complaint.row < len(rows) + 2 or complaint.sheet == "settings":
        return False
    row = rows[complaint.row - 2]
    if complaint.sheet == "survey" and "Unmatched" not in complaint.said:
        _make_question_harmless(book, rows, row, complaint.row)
    else:
        row.clear()
    return True


def _make_question_harmless(
    book: Book, rows: Sequence[dict[str, str]], row: dict[str, str], number: int
) -> None:
    """A question that asks for a text, under its own name where it can keep it; a group keeps being one."""
    headers = {header.strip().lower(): header for header in row}
    kind = str(row.get(headers.get("type", ""), "")).strip().lower().replace("_", " ")
    name = str(row.get(headers.get("name", ""), ""))
    taken = {str(other.get(headers.get("name", ""), "")) for other in rows if other is not row}
    if not _NAME.fullmatch(name) or name in taken:
        name = f"row_{number}"
    row.clear()
    row.update({"type": kind if kind.startswith(("begin ", "end ")) else "text", "name": name, "label": name})
    if kind.startswith("end "):
        del row["label"], row["name"]
    _name_columns(book, ("type", *_HARMLESS))


def _name_columns(book: Book, names: Sequence[str]) -> None:
    """The header has these columns, as pyxform keeps it."""
    header = book.setdefault("survey_header", [{}])
    if header:
        header[0].update(dict.fromkeys(names))


def _stumbled(book: Book, error: Exception, sheets: Mapping[str, Sequence[Row]]) -> Message:
    """Name the column without which pyxform would not have stumbled."""
    deadline = time.monotonic() + _PATIENCE
    for sheet, header in sorted(_columns(book), key=lambda one: ("::" not in one[1], one)):
        without = copy.deepcopy(book)
        for row in without[sheet]:
            row.pop(header, None)
        without[f"{sheet}_header"] = [{h: None for h in without[f"{sheet}_header"][0] if h != header}]
        if not _stumbles(without):
            first = next((row for row in sheets.get(sheet, ()) if _has(row, header)), None)
            cell = first.cell(header) if first else Message("sheet.row", sheet=sheet, row=1)
            return Message(
                "sheet.fault", cell=cell, fault=Message("sheet.column-not-understood", column=header)
            )
        if time.monotonic() > deadline:
            break
    return Message("workbook.not-understood", reason=type(error).__name__)


def _has(row: Row, header: str) -> bool:
    return bool(row.get(header) or row.get(header.lower()))


def _columns(book: Book) -> Iterator[tuple[str, str]]:
    needed = ("type", "name", "list_name", "list name")
    for sheet in ("settings", "choices", "survey", "entities"):
        for header in (book.get(f"{sheet}_header") or [{}])[0]:
            if header.strip().lower() not in needed:
                yield sheet, header


def _stumbles(book: Book) -> bool:
    """Whether pyxform fails otherwise than with a sentence of its own."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert(xlsform=book, warnings=[])
    except PyXFormError:
        return False
    except STUMBLES:
        return True
    return False
