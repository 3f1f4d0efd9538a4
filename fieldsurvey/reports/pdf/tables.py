"""Tables of the page: thin rules, no vertical lines, figures to the right, the head repeated, no row split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from fieldsurvey.reports import document
from fieldsurvey.reports.colours import INK, LINE
from fieldsurvey.reports.document import Column, Runs
from fieldsurvey.reports.pdf.paragraphs import Text
from fieldsurvey.reports.pdf.style import CELL, CELL_HEAD, COLUMN, NOTE, SUBHEADING, TextStyle

_PAD = 3.2
_KEPT_ROWS = 3
"""Rows that stay together at the foot and at the head of a page, a note counted as one."""
_NEVER_SPLIT = 150.0
"""Points below which a table stays whole."""


def table(node: document.Table, width: float = COLUMN) -> list[Flowable]:
    """The table under its title, with its notes and source in its last line."""
    lines = [*node.notes, *([node.source] if node.source else [])]
    heads = [_head(column) for column in node.columns]
    made = grid(node.columns, node.rows, heads=heads, note="\n".join(lines), width=width)
    title = " ".join(part for part in (node.number, node.title) if part)
    return [*([Text(title, SUBHEADING)] if title else []), made]


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Runs]],
    *,
    heads: Sequence[str] = (),
    note: str = "",
    width: float = COLUMN,
) -> Grid:
    """Rows as wide as the column, under heads where there are any."""
    whole = sum(column.share for column in columns)
    lines: list[list[Text | str]] = []
    if heads:
        lines.append([_cell(head, column, CELL_HEAD) for head, column in zip(heads, columns, strict=True)])
    for row in rows:
        lines.append([_cell(cell, column, CELL) for cell, column in zip(row, columns, strict=True)])
    if note:
        lines.append([Text(note, NOTE.with_(after=0)), *[""] * (len(columns) - 1)])
    widths = [width * column.share / whole for column in columns]
    made = Grid(lines, colWidths=widths, repeatRows=1 if heads else 0, splitByRow=1, hAlign="LEFT")
    made.setStyle(_style(len(rows), has_head=bool(heads), has_note=bool(note)))
    made.spaceBefore, made.spaceAfter = 4, 6 if note else 10
    return made


def _head(column: Column) -> str:
    return f"{column.head} ({column.unit})" if column.unit else column.head


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


def _cell(cell: str | Runs, column: Column, style: TextStyle) -> Text:
    return Text(cell, style.with_(align=column.align.value))


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
