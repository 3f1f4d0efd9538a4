"""Tables of the page: thin rules, no vertical lines, figures to the right, the head repeated, no row split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from fieldsurvey.reports.pdf.paragraphs import Span, Text
from fieldsurvey.reports.pdf.style import CELL, CELL_HEAD, COLUMN, INK, LINE, MUTED, NOTE, TextStyle

_PAD = 3.2
_KEPT_ROWS = 3
"""Rows that stay together at the foot and at the head of a page, a note counted as one."""
_NEVER_SPLIT = 150.0
"""Points below which a table stays whole."""


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
    lines: list[list[Text | str]] = [list(row) for row in made]
    if not is_headless:
        lines.insert(0, [_cell(head.words, head, CELL_HEAD) for head in heads])
    if note:
        lines.append([Text(note, NOTE.with_(after=0)), *[""] * (len(heads) - 1)])
    grid = Grid(lines, colWidths=widths, repeatRows=0 if is_headless else 1, splitByRow=1, hAlign="LEFT")
    grid.setStyle(_style(len(rows), has_head=not is_headless, has_note=bool(note)))
    grid.spaceBefore, grid.spaceAfter = 4, 6 if note else 10
    return [grid]


class Grid(Table):
    """A table that leaves no row alone under its head, nor alone on the next page."""

    def least_height(self) -> float:
        """Height of what cannot be parted from a heading above; known once wrapped."""
        is_short = self._height < _NEVER_SPLIT  # type: ignore[attr-defined]
        heights: list[float] = self._rowHeights[: None if is_short else _KEPT_ROWS + 1]  # type: ignore[attr-defined]
        return sum(heights)

    def split(self, room: float, tall: float) -> list[Flowable]:
        """Parts by whole rows; none when the table is short, or fewer than three rows would stay."""
        if self._height < _NEVER_SPLIT:  # type: ignore[attr-defined]
            return []
        parts = list(super().split(room, tall))
        if len(parts) == 2 and _rows(parts[0]) < _KEPT_ROWS:
            return []
        if len(parts) == 2 and _rows(parts[1]) < _KEPT_ROWS:
            last = sum(self._rowHeights[-_KEPT_ROWS:])  # type: ignore[attr-defined]
            fewer = list(super().split(room, self._height - last + 0.1))  # type: ignore[attr-defined]
            return fewer if len(fewer) == 2 and _rows(fewer[0]) >= _KEPT_ROWS else parts
        return parts


def _rows(grid: Flowable) -> int:
    return len(grid._cellvalues) - 1  # type: ignore[attr-defined]


def muted(text: str) -> Span:
    """Words beside the figure that matter less."""
    return Span(text, colour=MUTED)


def _cell(cell: Cell, head: Head, style: TextStyle) -> Text:
    return Text(cell, style.with_(align="end") if head.is_figure else style)


def _style(rows: int, *, has_head: bool, has_note: bool) -> TableStyle:
    first, last = (1 if has_head else 0), -2 if has_note else -1
    ink, pale = HexColor(INK), HexColor(LINE)
    commands: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-2, -1), 8),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), _PAD),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, ink),
    ]
    if has_head:
        commands += [("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, ink)]
    if rows > 1:
        commands.append(("LINEBELOW", (0, first), (-1, last - 1), 0.3, pale))
    commands.append(("LINEBELOW", (0, last), (-1, last), 0.5, ink))
    if has_note:
        commands.append(("SPAN", (0, -1), (-1, -1)))
    return TableStyle(commands)
