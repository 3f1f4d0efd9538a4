"""Some rows of each table, held by columns: what is looked at before it is decided what may leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from fieldsurvey.records import Dataset, Row, Value

_KEPT, _ROWS = 200, 400
"""Interviews, and rows of a repeat: enough to see what holds in nineteen of twenty. They come in an order that means nothing."""
_LOOKED_AT, _RARE = 1_000, 25
"""Among so many, those are kept too that answer what few do."""


class Sample:
    """The values of some interviews, and of the rows of their repeats."""

    def __init__(self, dataset: Dataset) -> None:
        self._values: list[dict[str, list[Value]]] = [
            {column.name: [] for column in table.columns} for table in dataset.tables
        ]
        self._same: dict[tuple[type, Value], Value] = {}
        self._given = dict.fromkeys(self._values[0], 0)
        for number, rows in enumerate(islice(dataset.by_interview, _LOOKED_AT)):
            if self._is_kept(number, rows[0][1]):
                for table, row in rows:
                    self._take(self._values[table], row)
        self._same.clear()

    def values(self, table: int, name: str) -> Sequence[Value]:
        """Of a column, in the order of the rows."""
        return self._values[table][name]

    def of(self, table: int, names: Iterable[str]) -> Mapping[str, Sequence[Value]]:
        """Of several columns."""
        return {name: self._values[table][name] for name in names}

    def _is_kept(self, number: int, main: Row) -> bool:
        given = [name for name in self._given if main[name] is not None]
        if number >= _KEPT and all(self._given[name] >= _RARE for name in given):
            return False
        for name in given:
            self._given[name] += 1
        return True

    def _take(self, values: Mapping[str, list[Value]], row: Row) -> None:
        if len(next(iter(values.values()), ())) < _ROWS:
            for name, taken in values.items():
                value = row[name]
                taken.append(self._same.setdefault((type(value), value), value))
