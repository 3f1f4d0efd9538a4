"""How wide the columns of a grid are: what their heads and choices need, and what a person chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fieldsurvey.ui.entry.base.markdown import bare

if TYPE_CHECKING:
    from fieldsurvey.ui.entry.repeats.grid_model import GridModel
    from fieldsurvey.ui.entry.repeats.grid_table import GridTable

_TYPED, _FIGURE, _WIDEST, _WORDS, _NARROWEST = 160, 84, 220, 120, 76
"""A name of two words, whatever the head says; a figure; a choice; what words and what a figure need at least."""
_LOOKED_AT = 12


def fitted(table: GridTable, kept: Mapping[str, int]) -> list[int]:
    """A width for each column: all that is wanted where there is room, less where not; what is left goes to the first."""
    model, columns = table.cells, range(table.cells.columnCount())
    wanted = [kept.get(model.columns[n].path) or _wanted(table, n) for n in columns]
    room = table.viewport().width()
    if sum(wanted) > room:
        least = [kept.get(model.columns[n].path) or _least(table, n) for n in columns]
        spare = max(room - sum(least), 0)
        more = sum(wanted) - sum(least) or 1
        wanted = [low + (high - low) * spare // more for low, high in zip(least, wanted, strict=True)]
    elif wanted and model.columns[0].path not in kept:
        wanted[0] += room - sum(wanted)
    return wanted


def keep_widths(kept: dict[str, dict[str, int]], model: GridModel, column: int, width: int) -> None:
    """Remember what a person chose, while the interview is open."""
    kept.setdefault(model.generic, {})[model.columns[column].path] = width


def _wanted(table: GridTable, number: int) -> int:
    column, metrics = table.cells.columns[number], table.fontMetrics()
    if column.is_choice:
        labels = [
            bare(choice.label) for choice in table.cells.choices(table.cells.filled, number)[:_LOOKED_AT]
        ]
        longest = max((metrics.horizontalAdvance(text) for text in labels), default=0) + 28
        return min(max(longest, table.head.narrowest(number), _FIGURE), _WIDEST)
    least = _FIGURE if column.is_right else _TYPED
    return min(max(table.head.wanted(number), least), _WIDEST)


def _least(table: GridTable, number: int) -> int:
    column = table.cells.columns[number]
    narrow = _NARROWEST if column.is_right else min(_wanted(table, number), _WORDS)
    return min(max(table.head.narrowest(number), narrow), _WIDEST)
