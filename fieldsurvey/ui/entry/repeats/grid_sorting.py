"""The order in which a grid shows its rows: as stored, or sorted for view. Row numbers from 0, instances from 1."""

from __future__ import annotations

from collections.abc import Mapping


class RowOrder:
    """Which instance each row shows. Sorting is for the eye alone: no instance moves."""

    def __init__(self) -> None:
        self._shown: list[int] = []
        self._rows: dict[int, int] = {}
        self.column = -1
        self.is_descending = False

    @property
    def is_sorted(self) -> bool:
        """Whether rows are shown in another order than they are stored in."""
        return self.column >= 0

    def instance(self, row: int) -> int:
        """The instance a row shows."""
        return self._shown[row] if row < len(self._shown) else row + 1

    def row(self, instance: int) -> int:
        """The row that shows an instance."""
        return self._rows.get(instance, instance - 1)

    def sort(self, keys: Mapping[int, tuple[int, float, str]], column: int, *, descending: bool) -> None:
        """Show instances by their keys; what has the class 2 has no value and stays last."""
        full = [number for number, key in keys.items() if key[0] < 2]
        full.sort(key=lambda number: keys[number], reverse=descending)
        self._take([*full, *(number for number, key in keys.items() if key[0] == 2)])
        self.column, self.is_descending = column, descending

    def resize(self, count: int) -> None:
        """Instances came or went: the order stands as far as it can, new ones come last."""
        if self.is_sorted:
            kept = [number for number in self._shown if number <= count]
            self._take([*kept, *range(len(kept) + 1, count + 1)])

    def clear(self) -> None:
        """As stored."""
        self._take([])
        self.column, self.is_descending = -1, False

    def _take(self, shown: list[int]) -> None:
        self._shown = shown
        self._rows = {number: row for row, number in enumerate(shown)}
