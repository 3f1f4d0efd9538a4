"""How wide the columns of a grid are: what their heads and choices need, and what a person chose."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QFontMetrics

from fieldsurvey.ui.entry.base.markdown import bare
from fieldsurvey.ui.entry.repeats.grid_header import GridHeader
from fieldsurvey.ui.entry.repeats.grid_model import GridModel

_TYPED, _FIGURE, _WIDEST = 160, 84, 220
"""A name of two words, whatever the head says; a figure; a choice."""
_WORDS, _CHOSEN, _NARROWEST, _COMPUTED = 120, 100, 76, 92
"""What words, what choices, what a figure and what one the form computes need at least."""
_LOOKED_AT = 12


def fitted(head: GridHeader, metrics: QFontMetrics, kept: Mapping[str, int], room: int) -> list[int]:
    """A width for each column: all that is wanted where there is room, less where not; what is left goes to the words."""
    model, columns = head.cells, range(head.cells.columnCount())
    wanted = [kept.get(model.columns[n].path) or _wanted(head, metrics, n) for n in columns]
    if sum(wanted) > room:
        least = [kept.get(model.columns[n].path) or _least(head, metrics, n) for n in columns]
        spare = max(room - sum(least), 0)
        more = sum(wanted) - sum(least) or 1
        wanted = [low + (high - low) * spare // more for low, high in zip(least, wanted, strict=True)]
    left = room - sum(wanted)
    open_ = [n for n in columns if model.columns[n].path not in kept]
    stretched = [n for n in open_ if not model.columns[n].is_right] or open_
    if left > 0 and stretched:
        for n in stretched:
            wanted[n] += left // len(stretched)
        wanted[stretched[0]] += left % len(stretched)
    return wanted


def keep_widths(kept: dict[str, dict[str, int]], model: GridModel, column: int, width: int) -> None:
    """Remember what a person chose, while the interview is open."""
    kept.setdefault(model.generic, {})[model.columns[column].path] = width


def _wanted(head: GridHeader, metrics: QFontMetrics, number: int) -> int:
    column = head.cells.columns[number]
    if column.is_choice:
        labels = [bare(choice.label) for choice in head.cells.choices(head.cells.filled, number)[:_LOOKED_AT]]
        longest = max((metrics.horizontalAdvance(text) for text in labels), default=0) + 28
        return min(max(longest, head.narrowest(number), _FIGURE), _WIDEST)
    least = _FIGURE if column.is_right else _TYPED
    return min(max(head.wanted(number), least), _WIDEST)


def _least(head: GridHeader, metrics: QFontMetrics, number: int) -> int:
    column = head.cells.columns[number]
    words = _CHOSEN if column.is_choice else _WORDS
    figure = _COMPUTED if column.is_computed else _NARROWEST
    narrow = figure if column.is_right else min(_wanted(head, metrics, number), words)
    return min(max(head.narrowest(number), narrow), _WIDEST)
