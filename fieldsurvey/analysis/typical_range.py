"""What numbers are usual in this cluster, by the firms asked so far."""

from __future__ import annotations

import statistics
from array import array
from collections.abc import Iterable

from fieldsurvey.interviews.tables import Flattener
from fieldsurvey.records import Interview, Questionnaire, TypicalRange

FEWEST = 10
"""Firms below which nothing is said: a handful says little, and would tell one firm of another."""
_NUMBERS = ("integer", "decimal", "range")


class _Said:
    """The numbers given to one question, and by how many firms."""

    __slots__ = ("firms", "values")

    def __init__(self) -> None:
        self.values = array("d")
        self.firms = 0


def usual(
    questionnaire: Questionnaire, interviews: Iterable[Interview], without: str = ""
) -> dict[str, TypicalRange]:
    """Ref of each question with a number -> what is usual; questions answered by fewer than ten firms are left out.

    One pass; only the numbers are kept. `without` is the instanceID of an interview that does not count, as a value is not to
    be compared with itself.
    """
    flattener = Flattener(questionnaire)
    said = [
        {column.name: _Said() for column in level.columns if column.question.type in _NUMBERS}
        for level in flattener.levels
    ]
    for interview in interviews:
        if without and interview.instance_id == without:
            continue
        before = [{name: len(of.values) for name, of in level.items()} for level in said]
        for table, row in flattener.rows(interview):
            for name, of in said[table].items():
                value = row[name]
                if isinstance(value, int | float):
                    of.values.append(value)
        for level, sizes in zip(said, before, strict=True):
            for name, of in level.items():
                of.firms += len(of.values) > sizes[name]
    return {
        column.question.ref: _usual(said[number][column.name])
        for number, level in enumerate(flattener.levels)
        for column in level.columns
        if column.name in said[number] and said[number][column.name].firms >= FEWEST
    }


def _usual(said: _Said) -> TypicalRange:
    low, middle, high = statistics.quantiles(said.values, n=4, method="inclusive")
    return TypicalRange(said.firms, low, middle, high)
