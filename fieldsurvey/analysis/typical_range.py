"""What numbers are usual in this cluster, by the firms asked so far."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from fieldsurvey.records import Dataset, TypicalRange

FEWEST = 10
"""Firms below which nothing is said: a handful says little, and would tell one firm of another."""
_NUMBERS = ("integer", "decimal", "range")


def usual(dataset: Dataset, without: str = "") -> dict[str, TypicalRange]:
    """Ref of each question with a number -> what is usual; questions answered by fewer than ten firms are left out.

    `without` is the instanceID of an interview that does not count, as a value is not to be compared with itself.
    """
    found: dict[str, TypicalRange] = {}
    for table in dataset.tables:
        rows = [row for row in table.rows if not without or not str(row["KEY"]).startswith(without)]
        for column in table.columns:
            if column.question.type in _NUMBERS:
                said = _said(rows, column.name)
                if said is not None:
                    found[column.question.ref] = said
    return found


def _said(rows: Sequence[Mapping[str, object]], name: str) -> TypicalRange | None:
    given = [
        (str(row["KEY"]).partition("/")[0], float(value))
        for row in rows
        if isinstance(value := row[name], int | float) and not isinstance(value, bool)
    ]
    firms = len({key for key, _value in given})
    if firms < FEWEST:
        return None
    low, middle, high = statistics.quantiles([value for _key, value in given], n=4, method="inclusive")
    return TypicalRange(firms, low, middle, high)
