"""What is read back as one list of lines, each with where it leads: the model of the page. It draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from fieldsurvey.i18n import ngettext
from fieldsurvey.interviews.answer_summary import Heading, Item, Line, Rows, Section
from fieldsurvey.system.bidi import is_from_the_right, isolated

Index = QModelIndex | QPersistentModelIndex
_MOST_COLUMNS = 5
"""A wider repeat is read row by row, for its columns would be too narrow to read from."""
SHOWN = Qt.ItemDataRole.UserRole


class Kind(StrEnum):
    """How a line is drawn."""

    SECTION = "section"
    HEADING = "heading"
    ANSWER = "answer"
    TITLE = "title"
    """Of a repeat, with the number of its rows."""
    HEAD = "head"
    ROW = "row"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Shown:
    """One line; `ref` is the question it leads to, "" for none."""

    kind: Kind
    cells: tuple[str, ...]
    ref: str = ""

    @property
    def said(self) -> str:
        """The line for those who hear it."""
        return ": ".join(cell for cell in self.cells if cell)


def lines_of(sections: Iterable[Section]) -> Iterator[Shown]:
    """The lines of all sections."""
    for section in sections:
        if section.title:
            yield Shown(Kind.SECTION, (section.title,))
        for item in section.items:
            yield from _of_item(item)


def _of_item(item: Item) -> Iterator[Shown]:
    if isinstance(item, Heading):
        yield Shown(Kind.HEADING, (item.title,))
    elif isinstance(item, Line):
        yield Shown(Kind.ANSWER, (item.label, item.answer), item.ref)
    else:
        yield from _of_rows(item)


def _of_rows(rows: Rows) -> Iterator[Shown]:
    number = len(rows.rows)
    title = f"{rows.title} ({number})" if rows.title else ngettext("1 row", "{n} rows", number)
    yield Shown(Kind.TITLE, (title,), rows.ref)
    if len(rows.heads) <= _MOST_COLUMNS:
        yield Shown(Kind.HEAD, rows.heads)
        yield from (Shown(Kind.ROW, row.cells, row.ref) for row in rows.rows)
    else:
        for number, row in enumerate(rows.rows, 1):
            pairs = zip(rows.heads[1:], row.cells[1:], strict=True)
            said = "  ·  ".join(_pair(head, cell) for head, cell in pairs if cell)
            yield Shown(Kind.ANSWER, (f"{number}. {row.cells[0]}", said), row.ref)
    yield from (Shown(Kind.SUM, (one.label, one.answer)) for one in rows.sums)


def _pair(head: str, cell: str) -> str:
    is_mixed = is_from_the_right(head) or is_from_the_right(cell)
    return f"{isolated(head)}: {isolated(cell)}" if is_mixed else f"{head}: {cell}"


class LinesModel(QAbstractListModel):
    """The lines; only those that lead to a question can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Shown, ...] = ()

    def show_lines(self, lines: Iterable[Shown]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == SHOWN:
            return line
        return (
            line.said if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.lines[index.row()].ref:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
