"""Which pages belong to which table: walked from the roots where the tree is whole, recognised by their rows where not.

A page nobody points at may be one whose parent is lost, or one that was given back and holds rows of long ago. So a stray
page counts only where the tree has a gap, only for rowids that fall into the gap, and never when the list of free pages
names it: what was deleted must not come back. In a plain study nothing vouches for the numbers a page above states, so there a gap is
open at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from fieldsurvey.recovery import cells
from fieldsurvey.recovery.cells import INDEX_INTERIOR, INDEX_LEAF, TABLE_INTERIOR, TABLE_LEAF, Value, Values
from fieldsurvey.recovery.pages import Pages
from fieldsurvey.recovery.shapes import Shape, levels, likest, shapes_of

_FIRST, _LAST = -(1 << 63), (1 << 63) - 1
_SCHEMA_COLUMNS = 5
_TABLE = "CREATE TABLE"
_ASKED = 400  # stray pages that are asked which schema wrote them
_PLAIN_SHARE = 0.5  # of a stray plain page's rows that must make sense; a locked page's all do

Gap = tuple[int, int]
"""Rowids above the first, up to the second, whose pages cannot be reached."""


@dataclass(slots=True)
class Tree:
    """The pages of one table, in the order of its rows."""

    pages: list[int] = field(default_factory=list)
    limits: dict[int, Gap] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: column -> value, LOST where its pages are lost. `is_stray`: no tree led to it."""

    values: dict[str, Value | cells.Lost]
    is_stray: bool

    @property
    def is_whole(self) -> bool:
        """Whether every value could be read."""
        return cells.LOST not in self.values.values()


class Tables:
    """The tables of a damaged study, and the rows that can still be read."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._seen = bytearray(pages.count + 1)
        self.lost_pages = 0
        """Pages that cannot be read at all."""
        self.unreadable_rows: dict[str, int] = {}
        """Table -> rows of readable pages that made no sense."""
        self._trees: dict[str, Tree] = {}
        self._indexes: dict[str, Tree] = {}
        self.shapes: dict[str, Shape] = {}
        self.is_schema_whole = False
        """Whether the file itself says which tables it has."""
        self.applied: tuple[str, ...] = ()
        """The steps of the schema its rows were written by."""
        self._find()

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table: those in its tree in their order, then those of stray pages."""
        shape, tree = self.shapes.get(table), self._trees.get(table)
        if shape is None or tree is None:
            return
        for number in tree.pages:
            yield from self._rows_of(
                shape, number, [tree.limits.get(number, (_FIRST, _LAST))], is_stray=False
            )
        for number in tree.strays:
            yield from self._rows_of(shape, number, tree.gaps, is_stray=True)

    @property
    def is_sealed(self) -> bool:
        """Whether what is read is known to be as it was written."""
        return self._pages.is_sealed

    def has_gaps(self, table: str) -> bool:
        """Whether rows of the table may be missing."""
        tree = self._trees.get(table)
        return tree is None or bool(tree.gaps) or bool(self.unreadable_rows.get(table))

    def keys(self, index: str) -> Iterator[Value]:
        """The first column of an index: which rows there were, though they may be lost themselves."""
        for number in self._indexes.get(index, Tree()).pages:
            for cell in self._cells(number):
                if cell is not None and cell.values and not isinstance(cell.values[0], cells.Lost):
                    yield cell.values[0]

    def is_index_whole(self, index: str) -> bool:
        """Whether `keys` names every row there was."""
        return index in self._indexes and not self._indexes[index].gaps

    # --- finding the trees

    def _find(self) -> None:
        first = self._pages.head()
        self._pages.expect(int.from_bytes(first[28:32], "big"))
        self._seen.extend(bytes(self._pages.count + 1 - len(self._seen)))
        self._learn_schema()
        for name in self.shapes:
            self._trees.setdefault(name, Tree(gaps=[(_FIRST, _LAST)]))
        self._mark_free(int.from_bytes(first[32:36], "big"))
        self._gather_strays()

    def _learn_schema(self) -> None:
        """The tables and their trees; of a schema with holes today's tables stand in."""
        tree = self._walk(1)
        found = [cell for number in tree.pages for cell in self._cells(number)]
        entries = [
            cell.values
            for cell in found
            if cell is not None and len(cell.values) == _SCHEMA_COLUMNS and cell.is_whole
        ]
        self.shapes = shapes_of(str(entry[4]) for entry in entries if entry[0] == "table")
        named = {entry[1] for entry in entries if entry[0] == "table" and str(entry[4]).startswith(_TABLE)}
        is_read = bool(tree.pages) and not tree.gaps and len(entries) == len(found)
        self.is_schema_whole = is_read and named.issubset(self.shapes)
        for kind, name, _table, root, _sql in entries:
            if isinstance(root, int) and root:
                (self._indexes if kind == "index" else self._trees)[str(name)] = self._walk(root)
        self._find_level()

    def _find_level(self) -> None:
        """Which schema it is: as the file says, else the one its readable tables fit, and of those the one that most stray pages
        speak for; today's when all do alike.
        """
        known = levels()
        if self.is_schema_whole:
            self.applied = next(
                (one.applied for one in known if one.agrees_with(self.shapes)), known[0].applied
            )
            return
        pages = [(self._rows_on(number), kind) for number, kind in islice(self._stray_leaves(), _ASKED)]
        ours = {name for one in known for name in one.shapes}
        told = {name: shape for name, shape in self.shapes.items() if name in ours}
        strange = [sum(one.shapes.get(name) != shape for name, shape in told.items()) for one in known]
        fitting = [one for one, number in zip(known, strange, strict=True) if number == min(strange)]
        best = max(fitting, key=lambda one: self._recognised(pages, {**one.shapes, **self.shapes}))
        self.applied, self.shapes = best.applied, {**best.shapes, **self.shapes}

    def _stray_leaves(self) -> Iterator[tuple[int, int]]:
        """Number and kind of each page that may hold rows and no tree leads to."""
        for number in range(1, self._pages.count + 1):
            if not self._seen[number]:
                kind = cells.kind_of(self._pages.read(number), number)
                if kind in (TABLE_LEAF, INDEX_LEAF):
                    yield number, kind

    def _recognised(self, pages: Iterable[tuple[list[Values], int]], shapes: Mapping[str, Shape]) -> int:
        lost = [shape for shape in shapes.values() if shape.name not in self._trees]
        return sum(_owner(lost, rows, kind == TABLE_LEAF) is not None for rows, kind in pages)

    def _walk(self, root: int) -> Tree:
        """The pages under a root that hold rows, in order; where one is lost, the gap it leaves."""
        tree = Tree()
        waiting: list[tuple[int, int, int]] = [(root, _FIRST, _LAST)]
        while waiting:
            number, low, high = waiting.pop()
            kind, page = self._visit(number)
            if page is None:
                tree.gaps.append((low, high))
            elif kind in (TABLE_LEAF, INDEX_LEAF):
                tree.pages.append(number)
                tree.limits[number] = (low, high)
            else:
                if kind == INDEX_INTERIOR:
                    tree.pages.append(number)
                waiting.extend(reversed(list(self._children(number, page, kind, low, high))))
        return tree

    def _visit(self, number: int) -> tuple[int, bytes | None]:
        """A page not seen before, when it is one of a tree."""
        if not 0 < number <= self._pages.count or self._seen[number]:
            return 0, None
        page = self._pages.read(number)
        kind = cells.kind_of(page, number)
        if page is not None:
            self._seen[number] = True
            self.lost_pages += not kind
        return kind, page if kind else None

    def _children(
        self, number: int, page: bytes, kind: int, low: int, high: int
    ) -> Iterator[tuple[int, int, int]]:
        is_table = kind == TABLE_INTERIOR
        for cell in cells.cells(self._pages, number, page, far=False):
            if cell is None:
                continue  # the next child's range then takes in what this one had
            if not is_table or not self.is_sealed:  # a key nothing vouches for bounds nothing
                yield cell.child, low, high
            elif low < cell.rowid <= high:
                yield cell.child, low, cell.rowid
                low = cell.rowid
        yield cells.right_child(page, number), low, high

    def _mark_free(self, trunk: int) -> None:
        """Pages given back are passed over for ever."""
        while 0 < trunk <= self._pages.count and not self._seen[trunk]:
            self._seen[trunk] = True
            page = self._pages.read(trunk)
            if page is None:
                return
            count = min(int.from_bytes(page[4:8], "big"), self._pages.usable // 4 - 2)
            for place in range(count):
                leaf = int.from_bytes(page[8 + 4 * place : 12 + 4 * place], "big")
                if 0 < leaf <= self._pages.count:
                    self._seen[leaf] = True
            trunk = int.from_bytes(page[:4], "big")

    # --- pages no tree leads to

    def _gather_strays(self) -> None:
        wanted = [shape for shape in self.shapes.values() if self._trees[shape.name].gaps]
        for number in range(1, self._pages.count + 1):
            if self._seen[number] or number == self._pages.unwritten:
                continue
            page = self._pages.read(number)
            if page is None:
                self.lost_pages += 1
                continue
            kind = cells.kind_of(page, number)
            if wanted and kind in (TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR):
                owner = _owner(wanted, self._rows_on(number), kind == TABLE_LEAF)
                if owner is not None:
                    self._trees[owner.name].strays.append(number)

    def _rows_on(self, number: int) -> list[Values]:
        """What a stray page holds, when most of it makes sense."""
        found = list(self._cells(number, far=False))
        rows = [cell.values for cell in found if cell is not None and cell.values]
        return rows if len(rows) >= len(found) * _PLAIN_SHARE else []

    # --- rows

    def _rows_of(self, shape: Shape, number: int, ranges: list[Gap], *, is_stray: bool) -> Iterator[Row]:
        for cell in self._cells(number):
            if cell is None or not shape.fits(cell.values):
                if not is_stray:
                    self.unreadable_rows[shape.name] = self.unreadable_rows.get(shape.name, 0) + 1
                continue
            if not shape.has_rowid or any(low < cell.rowid <= high for low, high in ranges):
                yield Row(shape.row(cell.rowid, cell.values), is_stray)

    def _cells(self, number: int, *, far: bool = True) -> Iterator[cells.Cell | None]:
        page = self._pages.read(number)
        if page is not None:
            yield from cells.cells(self._pages, number, page, far=far)


def _owner(wanted: Iterable[Shape], rows: list[Values], is_table: bool) -> Shape | None:
    return likest([shape for shape in wanted if shape.has_rowid == is_table], rows)
