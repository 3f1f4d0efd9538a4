"""Interviews as tables: one row per interview, one table per repeat. The one flattening under analysis and export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from lxml import etree

from fieldsurvey.records import (
    MISSING_NUMBERS,
    Cluster,
    Column,
    Dataset,
    Interview,
    Missing,
    Question,
    Questionnaire,
    Table,
    Value,
)

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_NO_COLUMN = frozenset({"note", "audit"})
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def dataset(
    questionnaire: Questionnaire, interviews: Iterable[Interview], cluster: Cluster | None = None
) -> Dataset:
    """All tables of one form, in the order of the questionnaire; every interview of `interviews` is a row.

    A repeat's row has KEY `INSTANCEID/worker[2]` and the PARENT_KEY of the row it belongs to.
    """
    repeats = list(dict.fromkeys(q.repeat for q in questionnaire.questions if q.repeat))
    columns = {
        level: tuple(
            Column(q.name, q)
            for q in questionnaire.questions
            if q.repeat == level and q.type not in _NO_COLUMN
        )
        for level in ("", *repeats)
    }
    rows: dict[str, list[Mapping[str, Value]]] = {level: [] for level in columns}
    flattener = _Flattener(columns)
    for interview in interviews:
        for level, row in flattener.rows(interview):
            rows[level].append(row)
    tables = tuple(
        Table(
            name=level.rpartition("/")[2] or questionnaire.form_id,
            ref=level,
            columns=columns[level],
            rows=rows[level],
        )
        for level in columns
    )
    return Dataset(questionnaire, tables, cluster or Cluster())


class _Flattener:
    """Walks one submission and yields (level, row), parents before children."""

    def __init__(self, columns: Mapping[str, tuple[Column, ...]]) -> None:
        self._questions = {c.question.ref: c.question for level in columns.values() for c in level}
        self._empty: dict[str, dict[str, Value]] = {
            level: dict.fromkeys(column.name for column in of_level) for level, of_level in columns.items()
        }

    def rows(self, interview: Interview) -> Iterator[tuple[str, Mapping[str, Value]]]:
        root = etree.fromstring(interview.xml.encode(), _XML)
        main: dict[str, Value] = {"KEY": interview.instance_id, **self._empty[""]}
        found: list[tuple[str, dict[str, Value]]] = [("", main)]
        self._walk(root, f"/{_local(root)}", main, found)
        yield from found

    def _walk(
        self, node: etree._Element, ref: str, row: dict[str, Value], found: list[tuple[str, dict[str, Value]]]
    ) -> None:
        positions: dict[str, int] = {}
        for child in node:
            if not isinstance(child.tag, str):
                continue
            name = _local(child)
            child_ref = f"{ref}/{name}"
            question = self._questions.get(child_ref)
            if question is not None:
                row[name] = typed(question, child.text or "")
            elif child_ref in self._empty:
                positions[name] = positions.get(name, 0) + 1
                instance: dict[str, Value] = {
                    "KEY": f"{row['KEY']}/{name}[{positions[name]}]",
                    "PARENT_KEY": row["KEY"],
                    **self._empty[child_ref],
                }
                found.append((child_ref, instance))
                self._walk(child, child_ref, instance, found)
            else:
                self._walk(child, child_ref, row, found)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def typed(question: Question, text: str) -> Value:
    """The stored text as a value of the question's type; text that does not fit stays text, never lost."""
    text = text.strip()
    if not text:
        return None
    if text in MISSING_NUMBERS and question.type in ("integer", "decimal", "range"):
        return MISSING_NUMBERS[text]
    if text in set(Missing) and (question.missing or question.type.startswith("select")):
        return Missing(text)
    convert = _CONVERT.get(question.type)
    try:
        return convert(question, text) if convert else text
    except ValueError:
        return text


def _number(_question: Question, text: str) -> Value:
    number = float(text)
    return int(number) if number.is_integer() and "." not in text else number


def _calculated(question: Question, text: str) -> Value:
    if question.disclosure == "direct" or not _PLAIN_NUMBER.fullmatch(text):
        return text
    return _number(question, text)


def _several(_question: Question, text: str) -> Value:
    return tuple(text.split())


def _date(_question: Question, text: str) -> Value:
    return date.fromisoformat(text[:10])


def _datetime(_question: Question, text: str) -> Value:
    return datetime.fromisoformat(text)


def _time(_question: Question, text: str) -> Value:
    return time.fromisoformat(text)


_CONVERT = {
    "integer": _number,
    "decimal": _number,
    "range": _number,
    "calculate": _calculated,
    "select_multiple": _several,
    "rank": _several,
    "date": _date,
    "today": _date,
    "datetime": _datetime,
    "start": _datetime,
    "end": _datetime,
    "time": _time,
}
