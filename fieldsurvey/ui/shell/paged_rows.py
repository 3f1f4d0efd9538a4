"""The rows of a long list, read a page at a time when one of them is drawn; the last few pages stay."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Row = TypeVar("Row")
_KEPT = 8


class PagedRows(Generic[Row]):
    """`read` gives the rows from a number on, at most so many."""

    def __init__(self, read: Callable[[int, int], list[Row]], size: int = 200) -> None:
        self._read, self._size = read, size
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def clear(self) -> None:
        """Forget what was read."""
        self._pages.clear()

    def row(self, number: int) -> Row | None:
        """One row; None where there is none, or it is gone meanwhile."""
        if number < 0:
            return None
        page, index = divmod(number, self._size)
        if page not in self._pages:
            self._pages[page] = self._read(page * self._size, self._size)
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        rows = self._pages[page]
        return rows[index] if index < len(rows) else None
