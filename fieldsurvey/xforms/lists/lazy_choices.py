"""A long list of choices as a sequence that reads its table when it is asked, so that a question costs nothing to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import overload

from fieldsurvey.xforms.lists.index import Condition
from fieldsurvey.xforms.lists.rows import RowList
from fieldsurvey.xforms.prompt import Choice

MANY = 500
"""Choices of a table above which they are not made before somebody asks for them."""
_NO_MEDIA: Mapping[str, str] = {}


class LazyChoices(Sequence[Choice]):
    """The choices that passed the filter when the question was asked; equal while list, filter and columns are."""

    __slots__ = ("_columns", "_conditions", "_count", "_source")

    def __init__(
        self, source: RowList, conditions: tuple[Condition, ...], columns: tuple[str, str], count: int
    ) -> None:
        """`columns` are those of the value and the label."""
        self._source, self._conditions, self._columns, self._count = source, conditions, columns, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Choice]:
        return (Choice(value, label, _NO_MEDIA) for value, label in self.texts())

    @overload
    def __getitem__(self, index: int) -> Choice: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Choice]: ...
    def __getitem__(self, index: int | slice) -> Choice | Sequence[Choice]:
        if isinstance(index, slice):
            return tuple(islice(self, *index.indices(self._count)))
        at = range(self._count)[index]
        return next(islice(self, at, None))

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, LazyChoices) and self._key() == other._key())

    def __hash__(self) -> int:
        return hash(self._key())

    def texts(self) -> Iterable[tuple[str, ...]]:
        """Value and label of each, read one after the other."""
        return self._source.texts(self._conditions, self._columns) or ()

    def label(self, value: str) -> str:
        """The label of a value, looked up in the table; "" when it is not offered."""
        conditions = (*self._conditions, (self._columns[0], value))
        found = self._source.texts(conditions, self._columns[1:]) or ()
        return next((label for (label,) in found), "")

    def _key(self) -> tuple[int, tuple[Condition, ...], tuple[str, str]]:
        return id(self._source), self._conditions, self._columns
