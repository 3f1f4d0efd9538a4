"""Lists that are tables, such as CSV files: the port behind which their rows live, and their rows as nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, overload

from fieldsurvey.xforms.lists.index import Condition, Index
from fieldsurvey.xforms.xpath.nodes import Node, NodeKind

ITEMS = ("root", "item")
"""The path of a table's rows: instance('x')/root/item."""
Cells = tuple[Any, ...]
"""A row: the text in each column, and at the end its number, counted from 1. So a row of a database needs no copying."""


class Rows(Protocol):
    """The port: the rows of a table, in memory or in a database. `parse_form` takes one as a media value."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names in the header; one may stand twice."""
        ...

    def matching(self, conditions: Sequence[Condition]) -> Iterable[Cells]:
        """The rows that fulfil all the conditions, in the order of the file; without conditions all rows."""
        ...

    def texts(self, conditions: Sequence[Condition], indexes: Sequence[int]) -> Iterable[tuple[str, ...]]:
        """What stands in some columns of these rows, the columns told by their indexes in the header."""
        ...

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many there are."""
        ...


class MemoryRows:
    """A table small enough to be held in memory."""

    def __init__(self, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        self.columns = columns
        self._indexes = indexes_of(columns)
        self._index: Index[Cells] = Index(
            [(*cells, index) for index, cells in enumerate(rows, 1)], self._in_column
        )

    def matching(self, conditions: Sequence[Condition]) -> Sequence[Cells]:
        """The rows that fulfil all the conditions."""
        return self._index.find(conditions)

    def texts(self, conditions: Sequence[Condition], indexes: Sequence[int]) -> Iterable[tuple[str, ...]]:
        """What stands in some columns of these rows."""
        return (tuple([cells[index] for index in indexes]) for cells in self._index.find(conditions))

    def count(self, conditions: Sequence[Condition]) -> int:
        """How many there are."""
        return len(self._index.find(conditions))

    def _in_column(self, cells: Cells, column: str) -> Collection[str]:
        return {cells[index] for index in self._indexes.get(column, ())} or {""}


def indexes_of(columns: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Where each name stands in the header."""
    indexes: dict[str, tuple[int, ...]] = {}
    for index, name in enumerate(columns):
        indexes[name] = (*indexes.get(name, ()), index)
    return indexes


class Row(Node):
    """One row as an element. Its cells become nodes only when an expression walks to them; most never do."""

    __slots__ = ("cells", "names")

    kind = NodeKind.ELEMENT
    name = "item"
    namespace = ""
    text = ""

    def __init__(self, names: Mapping[str, tuple[int, ...]], cells: Cells, parent: Node) -> None:
        # The parent's constructor is left out: a filter makes a thousand rows at once.
        self.names = names
        self.cells = cells
        self.parent = parent

    def __getattr__(self, name: str) -> Any:
        """Called for children, by_name and attributes, which are not there before someone asks."""
        if name not in ("children", "by_name", "attributes"):
            raise AttributeError(name)
        self.children, self.by_name, self.attributes = [], {}, {}
        for index, column in enumerate(_in_order(self.names)):
            self.append(Cell(self, column, self.cells[index], index))
        return getattr(self, name)

    def named(self, name: str) -> Sequence[Node]:
        """The cells of a column, without those of the others."""
        return [Cell(self, name, self.cells[index], index) for index in self.names.get(name, ())]

    def cell(self, name: str) -> str | None:
        """The text in a column; None when there is no such column."""
        indexes = self.names.get(name)
        return self.cells[indexes[0]] if indexes else None

    def position(self) -> int:
        """1-based position in the table."""
        index: int = self.cells[-1]
        return index

    def order(self) -> int:
        """0-based index among the rows."""
        return self.position() - 1

    def identity(self) -> object:
        """The same row asked for twice is two objects, but one row."""
        return (id(self.parent), self.cells[-1])


class Cell(Node):
    """A cell of a row; it has no children until someone asks for them, and then none."""

    __slots__ = ("index",)

    kind = NodeKind.ELEMENT
    namespace = ""

    def __init__(self, row: Row, name: str, text: str, index: int) -> None:
        self.parent, self.name, self.text, self.index = row, name, text, index

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there before someone asks."""
        if name not in ("children", "by_name", "attributes"):
            raise AttributeError(name)
        self.children, self.by_name, self.attributes = [], {}, {}
        return getattr(self, name)

    def string(self) -> str:
        """Its text."""
        return self.text

    typed = string

    def order(self) -> int:
        """0-based index in its row."""
        return self.index

    def identity(self) -> object:
        """As for its row."""
        return (self.parent.identity() if self.parent is not None else 0, self.index)


def _in_order(names: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The header as it was written."""
    pairs = sorted((index, name) for name, indexes in names.items() for index in indexes)
    return [name for _at, name in pairs]


class RowList:
    """A table as a secondary instance."""

    is_attached = True
    """It is a file, whose columns a form can be wrong about."""

    def __init__(self, rows: Rows, file_name: str) -> None:
        self.file_name = file_name
        self._rows = rows
        self._names = indexes_of(rows.columns)
        self._top, self._root = Node(NodeKind.ELEMENT, "instance"), _Whole(self)
        self._top.append(self._root)

    def root(self) -> Node:
        """The node above the list's root element; walking it reads every row, each time."""
        return self._top

    def columns(self) -> tuple[str, ...]:
        """The columns its rows have."""
        return self._rows.columns

    def where(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> Iterator[Node]:
        """The rows that fulfil all the conditions, one after the other."""
        if path != ITEMS:
            return iter(items_at(self._top, path, conditions))
        names, root = self._names, self._root
        return (Row(names, cells, root) for cells in self._rows.matching(conditions))

    def texts(
        self, conditions: Sequence[Condition], columns: Sequence[str]
    ) -> Iterable[tuple[str, ...]] | None:
        """What stands in some columns of the rows that fulfil the conditions; None when a column is missing."""
        if not all(column in self._names for column in columns):
            return None
        return self._rows.texts(conditions, [self._names[column][0] for column in columns])

    def count(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> int:
        """How many there are, without making them."""
        if path != ITEMS:
            return len(items_at(self._top, path, conditions))
        return self._rows.count(conditions)


class _Whole(Node):
    """The root element of a table: its children are all rows, read anew each time somebody walks over them."""

    __slots__ = ("_list",)

    kind = NodeKind.ELEMENT
    name = "root"
    namespace = ""
    text = ""

    def __init__(self, rows: RowList) -> None:
        self._list = rows

    def __getattr__(self, name: str) -> Any:
        if name == "children":
            return _Every(self._list)
        if name == "by_name":
            return {"item": _Every(self._list)}
        if name == "attributes":
            return {}
        raise AttributeError(name)


class _Every(Sequence[Node]):
    """All rows of a table, never held at once by this."""

    def __init__(self, rows: RowList) -> None:
        self._list = rows

    def __len__(self) -> int:
        return self._list.count(ITEMS, ())

    def __iter__(self) -> Iterator[Node]:
        return self._list.where(ITEMS, ())

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        return list(self)[index]


def items_at(root: Node, path: Sequence[str], conditions: Sequence[Condition] = ()) -> Sequence[Node]:
    """The nodes at a path below `root` that fulfil all the conditions."""
    nodes = [root]
    for name in path:
        nodes = [child for node in nodes for child in node.by_name.get(name, ())]
    return Index(nodes, texts_in).find(conditions)


def texts_in(item: Node, column: str) -> Collection[str]:
    """The texts in a column, or in an attribute "@name"; a missing one is empty."""
    if column.startswith("@"):
        attribute = item.attributes.get(column[1:])
        return {attribute.text if attribute is not None else ""}
    return {cell.string() for cell in item.by_name.get(column, ())} or {""}
