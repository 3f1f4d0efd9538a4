"""Interviews as tables: one per interview, one per repeat; and the range of what is usual. Plain frozen data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from fieldsurvey.records.answers import Value
from fieldsurvey.records.cluster import Cluster
from fieldsurvey.records.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class TypicalRange:
    """The middle half of the numbers that firms of the cluster gave: quartiles, in the question's own unit."""

    firms: int
    low: float
    median: float
    high: float

    def is_far(self, value: float) -> bool:
        """Whether a value is beyond the outer fence (J. W. Tukey, Exploratory Data Analysis, 1977) of these firms.

        Amounts above zero are compared as ratios. Where nearly all firms say the same, a quarter counts as the width
        of the middle half.
        """
        low, high = self.low, self.high
        if low <= value <= high:
            return False
        if low > 0 and value > 0:
            low, high, value = math.log(low), math.log(high), math.log(value)
            width = max(high - low, math.log(1.25))
        else:
            width = max(high - low, abs(self.median) / 4, 1.0)
        return not low - 3 * width <= value <= high + 3 * width


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as analysis, export and codebook need it."""

    name: str
    """Unique in its table: the question's own name, or as much of its path as tells it from others."""
    question: Question
    """As the newest version asks it, with the choices older versions offered."""
    asked: Mapping[str, Question] = field(default_factory=dict)
    """Version of the form -> the question as it asks it; the oldest version first."""


Row = Mapping[str, Value]
"""One line of a table, by the names of its columns."""


class Rows(Protocol):
    """Rows that can be counted, and read as often as wanted: a list of them, or a view that reads the study anew each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...


class RowsByInterview(Protocol):
    """Interviews one after another, each as (number of its table, row) with the row of the main table first; read anew each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Sequence[tuple[int, Row]]]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one level: one per interview, or one per instance of a repeat.

    Every row has KEY (instanceID, for repeats instanceID/name[position]); rows of repeats PARENT_KEY too, those of the main
    table FORM_VERSION.
    """

    name: str
    ref: str
    """Ref of the repeat, "" for the main table."""
    columns: tuple[Column, ...]
    rows: Rows

    def column(self, name: str) -> Column | None:
        """The column of that name; of a question that changed its meaning the newest one, for who names the question."""
        named = next((column for column in self.columns if column.name == name), None)
        if named is None:
            return None
        return [column for column in self.columns if column.question.ref == named.question.ref][-1]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All tables of one form: the main one first, then each repeat. Nothing is held: rows are read when they are asked for."""

    questionnaire: Questionnaire
    tables: tuple[Table, ...]
    by_interview: RowsByInterview
    """The rows of all tables in one pass."""
    cluster: Cluster = field(default_factory=Cluster)
