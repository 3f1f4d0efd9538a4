"""Interviews as tables: one row per interview, one table per repeat. The one flattening under analysis and export.

Tables are views: rows are made while they are read, one interview at a time, and made anew when they are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.columns import Level, levels_of
from fieldsurvey.interviews.typed_values import Reader, value_reader
from fieldsurvey.records import (
    Cluster,
    Dataset,
    Interview,
    InterviewSource,
    Questionnaire,
    Row,
    RowsByInterview,
    Table,
    Value,
)

_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def dataset(
    questionnaire: Questionnaire,
    interviews: InterviewSource,
    cluster: Cluster | None = None,
    earlier: Sequence[Questionnaire] = (),
    key_of: Callable[[str], str] = str,
) -> Dataset:
    """All tables of one form, in the order of its newest version; every interview of `interviews` is a row.

    `earlier` are older versions, the oldest first: each interview is read by the version it was filled in. A repeat's row has
    KEY `INSTANCEID/worker[2]` and the PARENT_KEY of the row it belongs to. Each pass over the rows of a table is a pass over
    `interviews`; `Dataset.by_interview` gives those of all tables in one. `key_of` gives the KEY of an instanceID.
    """
    flattener = Flattener(questionnaire, earlier, key_of)
    return tables_of(questionnaire, flattener.levels, _Flattened(flattener, interviews), cluster or Cluster())


def tables_of(
    questionnaire: Questionnaire, levels: tuple[Level, ...], source: RowsByInterview, cluster: Cluster
) -> Dataset:
    """The dataset whose rows `source` gives, with these tables."""
    tables = tuple(
        Table(
            name=level.name or questionnaire.form_id,
            ref=level.ref,
            columns=level.columns,
            rows=RowsOfTable(source, number),
        )
        for number, level in enumerate(levels)
    )
    return Dataset(questionnaire, tables, source, cluster)


@dataclass(frozen=True, slots=True)
class RowsOfTable:
    """The rows of one table, read out of all of them."""

    source: RowsByInterview
    number: int

    def __iter__(self) -> Iterator[Row]:
        return (row for rows in self.source for table, row in rows if table == self.number)

    def __len__(self) -> int:
        return sum(1 for _row in self) if self.number else len(self.source)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None


def held(dataset: Dataset, names: Collection[str]) -> Dataset:
    """The dataset with the columns of these questions alone, read once and held: for who goes through a few of them often.

    A question that changed its meaning is there under its own name as the newest version means it. A table none of whose
    columns is named stays a view.
    """
    found = [_HeldRows(table, names) for table in dataset.tables]
    for rows in dataset.by_interview:
        for number, row in rows:
            found[number].take(row)
    tables = tuple(
        replace(table, columns=of.columns, rows=of) if of.columns else table
        for table, of in zip(dataset.tables, found, strict=True)
    )
    return replace(dataset, tables=tables)


def by_question(table: Table, row: Row) -> Row:
    """A row in which each name that a question was ever given holds what the newest version means by it."""
    return {**row, **{c.name: row[newest.name] for c in table.columns if (newest := table.column(c.name))}}


class _HeldRows:
    """Some columns of a table, in memory."""

    def __init__(self, table: Table, names: Collection[str]) -> None:
        wanted = [column.name for column in table.columns if column.name in names]
        self._read = [table.column(name) or table.columns[0] for name in wanted]
        self.columns = tuple(
            replace(column, name=name) for name, column in zip(wanted, self._read, strict=True)
        )
        keys = ("KEY", "PARENT_KEY") if table.ref else ("KEY",)
        self._fields = (*keys, *wanted)
        self._sources = (*keys, *(column.name for column in self._read))
        self._rows: list[tuple[Value, ...]] = []

    def take(self, row: Row) -> None:
        """Keep what is wanted of a row."""
        if self.columns:
            self._rows.append(tuple(row[field] for field in self._sources))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self._fields, row, strict=True)) for row in self._rows)


@dataclass(frozen=True, slots=True)
class _Flattened:
    """Interviews as rows, made while they are read."""

    flattener: Flattener
    interviews: InterviewSource

    def __len__(self) -> int:
        return len(self.interviews)

    def __iter__(self) -> Iterator[list[tuple[int, Row]]]:
        return map(self.flattener.rows, self.interviews)


@dataclass(slots=True)
class _Node:
    """What an element of a submission is to the tables: an answer, an instance of a repeat, or a group."""

    column: str = ""
    read: Reader | None = None
    table: int | None = None
    has_rows: bool = False
    """Whether a repeat stands in it."""
    below: dict[str, _Node] = field(default_factory=dict)

    def at(self, ref: str) -> _Node:
        """The node below at this path."""
        node = self
        for name in ref.split("/")[1:]:
            node = node.below.setdefault(name.rpartition(":")[2], _Node())
        return node


class Flattener:
    """Makes the rows of one interview after another. What a submission may hold is laid out once a version, not looked up in each."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        earlier: Sequence[Questionnaire] = (),
        key_of: Callable[[str], str] = str,
    ) -> None:
        self._key_of = key_of
        versions = (*(one for one in earlier if one.version != questionnaire.version), questionnaire)
        self.levels = levels_of(versions)
        self._empty: list[dict[str, Value]] = [
            dict.fromkeys(column.name for column in level.columns) for level in self.levels
        ]
        self._newest = questionnaire.version
        self.left_empty = 0
        """Of the interview read last: how many questions were asked and not answered."""
        self._plans: Mapping[str, _Node] = {one.version: self._plan(one.version) for one in versions}

    def _plan(self, version: str) -> _Node:
        top = _Node()
        for number, level in enumerate(self.levels):
            asked = [(c.name, c.asked[version]) for c in level.columns if version in c.asked]
            if level.ref and asked:
                top.at(level.ref).table = number
                steps = level.ref.split("/")[1:-1]
                for depth in range(1, len(steps) + 1):
                    top.at("/" + "/".join(steps[:depth])).has_rows = True
            for name, question in asked:
                node = top.at(question.ref)
                node.column, node.read = name, value_reader(question)
        return top

    def rows(self, interview: Interview) -> list[tuple[int, Row]]:
        """(number of the table, row), parents before children; the first is the interview's own.

        Raises StoreError when the interview's XML cannot be read.
        """
        root = _root_of(interview)
        self.left_empty = 0
        version = interview.form_version
        key = self._key_of(interview.instance_id)
        main: dict[str, Value] = {"KEY": key, "FORM_VERSION": version, **self._empty[0]}
        found: list[tuple[int, Row]] = [(0, main)]
        plan = self._plans.get(version) or self._plans[self._newest]
        node = plan.below.get(_local(root.tag))
        if node is not None:
            self._walk(root, node, main, found)
        return found

    def _walk(
        self,
        element: etree._Element,
        node: _Node,
        row: dict[str, Value],
        found: list[tuple[int, Row]],
        path: str = "",
    ) -> None:
        """`path`: the rows on the way that have no table of their own, for a repeat that asks nothing itself; keys name them."""
        below = node.below
        positions: dict[str, int] = {}
        left_empty = 0
        for child in element:
            name = child.tag
            known = below.get(name)
            if known is None:
                name = _local(name)
                known = below.get(name)
                if known is None:
                    continue
            if (read := known.read) is not None:
                if text := child.text:
                    row[known.column] = read(text)
                else:
                    row[known.column] = None
                    left_empty += 1
            elif known.table is not None:
                positions[name] = positions.get(name, 0) + 1
                instance = self._instance(known.table, positions[name], row, path)
                found.append((known.table, instance))
                self._walk(child, known, instance, found)
            else:
                positions[name] = positions.get(name, 0) + 1
                is_row = known.has_rows and (positions[name] > 1 or _has_twin(child))
                within = f"{path}/{_local(name)}[{positions[name]}]" if is_row else path
                self._walk(child, known, row, found, within)
        self.left_empty += left_empty

    def _instance(self, table: int, position: int, parent: Row, path: str) -> dict[str, Value]:
        key = parent["KEY"]
        name = self.levels[table].name
        return {"KEY": f"{key}{path}/{name}[{position}]", "PARENT_KEY": key, **self._empty[table]}


def _has_twin(element: etree._Element) -> bool:
    return any(one.tag == element.tag for one in element.itersiblings())


def _root_of(interview: Interview) -> etree._Element:
    try:
        return etree.fromstring(interview.xml.encode(), _XML)
    except etree.XMLSyntaxError as error:
        raise StoreError(
            "interview.submission-unreadable",
            firm=interview.firm,
            interview=interview.instance_id,
            reason=str(error),
        ) from error


def _local(tag: object) -> str:
    """The name without its namespace; "" for a comment or an instruction, whose tag is no text."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
