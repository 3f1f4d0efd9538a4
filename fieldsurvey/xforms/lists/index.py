"""Find the items of a list in memory by what stands in their columns, as XPath's `=` has it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

from fieldsurvey.xforms.xpath.values import Value, text_number, to_string

Item = TypeVar("Item")
Key = str | float | bool
"""What a column is compared with: a number as number, a truth as "is there anything", all else as text."""
Condition = tuple[str, Key]
"""A column and what it must equal."""


def key_of(value: Value) -> Key:
    """A value as a column is compared with it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return float(value)
    return to_string(value)


def fits(texts: Collection[str], key: Key) -> bool:
    """Whether one of the texts equals the key."""
    if isinstance(key, str):
        return key in texts
    if isinstance(key, bool):
        return any(texts) == key
    return any(text_number(text) == key for text in texts)


class Index(Generic[Item]):
    """Items in their order; each column asked for gets an index on first use."""

    def __init__(self, items: Sequence[Item], texts: Callable[[Item, str], Collection[str]]) -> None:
        """`texts` gives what stands in a column of an item, "" for nothing; a column may stand twice."""
        self.items = items
        self._texts = texts
        self._by_text: dict[str, dict[str, list[Item]]] = {}
        self._by_number: dict[str, dict[float, list[Item]]] = {}

    def find(self, conditions: Sequence[Condition]) -> Sequence[Item]:
        """The items that fulfil all the conditions: the rarest is looked up, the others are tried on what it finds."""
        if not conditions:
            return self.items
        found = [(self._one(column, key), column, key) for column, key in conditions]
        rarest = min(found, key=lambda one: len(one[0]))
        others = [(column, key) for items, column, key in found if items is not rarest[0]]
        if not others:
            return rarest[0]
        return [
            item for item in rarest[0] if all(fits(self._texts(item, column), key) for column, key in others)
        ]

    def _one(self, column: str, key: Key) -> Sequence[Item]:
        if isinstance(key, str):
            return self._texts_of(column).get(key, ())
        if isinstance(key, bool):
            return [item for item in self.items if fits(self._texts(item, column), key)]
        return self._numbers_of(column).get(key, ())

    def _texts_of(self, column: str) -> dict[str, list[Item]]:
        if column not in self._by_text:
            index: dict[str, list[Item]] = {}
            for item in self.items:
                for text in self._texts(item, column):
                    index.setdefault(text, []).append(item)
            self._by_text[column] = index
        return self._by_text[column]

    def _numbers_of(self, column: str) -> dict[float, list[Item]]:
        if column not in self._by_number:
            index: dict[float, list[Item]] = {}
            for item in self.items:
                for number in {text_number(text) for text in self._texts(item, column)}:
                    if not math.isnan(number):
                        index.setdefault(number, []).append(item)
            self._by_number[column] = index
        return self._by_number[column]
