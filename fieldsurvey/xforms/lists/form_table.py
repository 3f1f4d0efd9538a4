"""A long list of the form itself whose rows are kept elsewhere, with the texts of its choices beside them.

Columns whose name begins with a space are ours, for no element can be called so: which cells of a row are not there, and the label
in each language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fieldsurvey.xforms.lists.index import Condition
from fieldsurvey.xforms.lists.rows import ITEMS, Cells, Row, RowList, Rows, indexes_of, items_at
from fieldsurvey.xforms.xpath.nodes import Node

KEPT = "jr://kept/"
"""How the source of such a list begins, in the form as it is stored to be read; its rows are handed in under the whole source."""
TEXT_ID = "itextId"
LACKING = " lacking"
"""The column that says which cells are not there: their places, with spaces between."""
LABEL = " label "
"""How a column of labels begins; the language follows. Asked of the list, it is the label where it is missing in that language too."""
UNTRANSLATED = ("", "-")
"""What stands for words where a choice is not translated."""


class FormTable(RowList):
    """Its items as they stand in the form: what is empty and what is not there are two things."""

    is_attached = False

    def __init__(self, rows: Rows, source: str) -> None:
        super().__init__(rows, source)
        every = indexes_of(rows.columns)
        self._names = {name: places for name, places in every.items() if not name.startswith(" ")}
        self._labels = {
            name.removeprefix(LABEL): place for name, (place, *_) in every.items() if name.startswith(LABEL)
        }
        self._lacking = every.get(LACKING, (None,))[0]

    def columns(self) -> tuple[str, ...]:
        """The columns its items have."""
        return tuple(self._names)

    def where(self, path: tuple[str, ...], conditions: Sequence[Condition]) -> Iterator[Node]:
        """The items that fulfil all the conditions."""
        if path != ITEMS:
            return iter(items_at(self._top, path, conditions))
        return (Item(self, cells) for cells in self._rows.matching(conditions))

    def texts(
        self, conditions: Sequence[Condition], columns: Sequence[str]
    ) -> Iterable[tuple[str, ...]] | None:
        """What stands in some columns of these items, among them a column of labels."""
        if not any(column.startswith(LABEL) for column in columns):
            return super().texts(conditions, columns)
        if not all(column.startswith(LABEL) or column in self._names for column in columns):
            return None
        asked = [(column.startswith(LABEL), self._places(column)) for column in columns]
        read = self._rows.texts(conditions, [place for _is_label, places in asked for place in places])
        return (tuple(_told(cells, asked)) for cells in read)

    def label_column(self, text_id: str, language: str) -> str | None:
        """The column in which the labels of a language stand; None where texts are not told by this column."""
        return LABEL + language if text_id == TEXT_ID and self._labels else None

    def text(self, text_id: str, language: str) -> str:
        """A text in this language alone, by its id; "" where it is not here."""
        place = self._labels.get(language)
        if place is None:
            return ""
        return next((text for (text,) in self._rows.texts(((TEXT_ID, text_id),), (place,))), "")

    def spoken(self, cells: Cells, language: str) -> str:
        """The label of a row that was read."""
        spoken = (cells[place] for place in self._in_turn(language))
        return next((text for text in spoken if text not in UNTRANSLATED), "")

    def lacking(self, cells: Cells) -> frozenset[int]:
        """The places of the cells that are not there."""
        said: Any = cells[self._lacking] if self._lacking is not None else ""
        return frozenset(map(int, said.split()))

    def names_and_root(self) -> tuple[dict[str, tuple[int, ...]], Node]:
        """What an item needs to know."""
        return self._names, self._root

    def _places(self, column: str) -> list[int]:
        if column.startswith(LABEL):
            return self._in_turn(column.removeprefix(LABEL))
        return [self._names[column][0]]

    def _in_turn(self, language: str) -> list[int]:
        """The columns of the labels, that of the language first; they are written with the form's own language in front."""
        own = [self._labels[language]] if language in self._labels else []
        return [*own, *(place for place in self._labels.values() if place not in own)]


class Item(Row):
    """One item; a cell that is not there is no element."""

    __slots__ = ("gone", "table")

    def __init__(self, table: FormTable, cells: Cells) -> None:
        names, root = table.names_and_root()
        super().__init__(names, cells, root)
        self.table, self.gone = table, table.lacking(cells)

    def __getattr__(self, name: str) -> Any:
        if name not in ("children", "by_name", "attributes"):
            raise AttributeError(name)
        self.children, self.by_name, self.attributes = [], {}, {}
        for column in self.names:
            for cell in self.named(column):
                self.append(cell)
        return getattr(self, name)

    def named(self, name: str) -> Sequence[Node]:
        """The cells of a column."""
        return [cell for cell in super().named(name) if cell.order() not in self.gone]

    def has_label(self, text_id: str) -> bool:
        """Whether the text this column tells stands beside its cells."""
        return self.table.label_column(text_id, "") is not None

    def label(self, language: str) -> str:
        """Its label in the language, or in another where it is missing there."""
        return self.table.spoken(self.cells, language)


def _told(cells: tuple[str, ...], asked: Sequence[tuple[bool, Sequence[int]]]) -> Iterator[str]:
    """Of each column the text, and of labels the first that is there."""
    reader = iter(cells)
    for is_label, places in asked:
        texts = [next(reader) for _place in places]
        yield texts[0] if not is_label else next((text for text in texts if text not in UNTRANSLATED), "")
