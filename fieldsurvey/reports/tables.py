"""Tables of the page: thin rules, no vertical lines, figures to the right, the head repeated, no row split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from fieldsurvey.reports.paragraphs import Span, Text
from fieldsurvey.reports.style import CELL, CELL_HEAD, COLUMN, INK, LINE, MUTED, NOTE

_PAD = 3.2
_KEPT_ROWS = 3


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its words with the unit, its share of the width, whether figures stand in it."""

    words: str
    share: float
    is_figure: bool = False


Cell = str | Sequence[Span]


def table(
    heads: Sequence[Head],
    rows: Sequence[Sequence[Cell]],
    *,
    note: str = "",
    width: float = COLUMN,
    is_headless: bool = False,
) -> list[Flowable]:
    """The table and the note under it."""
    whole = sum(head.share for head in heads)
    widths = [width * head.share / whole for head in heads]
    made = [[_cell(cell, head, CELL) for cell, head in zip(row, heads, strict=True)] for row in rows]
    top = [_cell(head.words, head, CELL_HEAD) for head in heads]
    if is_headless:
        grid = Grid(made, colWidths=widths, hAlign="LEFT")
        grid.setStyle(_style(len(rows) - 1, has_head=False))
    else:
        grid = Grid([top, *made], colWidths=widths, repeatRows=1, splitByRow=1, hAlign="LEFT")
        grid.setStyle(_style(len(rows)))
    grid.spaceBefore, grid.spaceAfter = 4, 4 if note else 10
    return [grid, Text(note, NOTE)] if note else [grid]


class Grid(Table):
    """A table that leaves no row alone under its head, nor alone on the next page."""

    def least_height(self) -> float:
        """Height of the head and the rows that stay under it; known once wrapped."""
        heights: list[float] = self._rowHeights[: _KEPT_ROWS + 1]  # type: ignore[attr-defined]
        return sum(heights)

    def split(self, room: float, tall: float) -> list[Flowable]:
        """Parts by whole rows, or none when fewer than three rows would stay."""
        parts = list(super().split(room, tall))
        if len(parts) == 2 and _rows(parts[0]) < _KEPT_ROWS:
            return []
        if len(parts) == 2 and _rows(parts[1]) == 1:
            last = sum(self._rowHeights[-2:])  # type: ignore[attr-defined]
            fewer = list(super().split(room, self._height - last + 0.1))  # type: ignore[attr-defined]
            return fewer if len(fewer) == 2 and _rows(fewer[0]) >= _KEPT_ROWS else parts
        return parts


def _rows(grid: Flowable) -> int:
    return len(grid._cellvalues) - 1  # type: ignore[attr-defined]


def muted(text: str) -> Span:
    """Words beside the figure that matter less."""
    return Span(text, colour=MUTED)


def _cell(cell: Cell, head: Head, style: object) -> Text:
    assert style in (CELL, CELL_HEAD)
    base = CELL if style is CELL else CELL_HEAD
    return Text(cell, base.with_(align="end") if head.is_figure else base)


def _style(rows: int, *, has_head: bool = True) -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM" if has_head else "TOP"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), 8),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), _PAD),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD),
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, HexColor(INK)),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5 if has_head else 0.3, HexColor(INK if has_head else LINE)),
            *([("LINEBELOW", (0, 1), (-1, -2), 0.3, HexColor(LINE))] if rows > 1 else []),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, HexColor(INK)),
        ]
    )
