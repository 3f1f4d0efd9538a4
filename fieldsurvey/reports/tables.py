"""Tables of the page: thin rules, no vertical lines, figures to the right, the head repeated, no row split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table, TableStyle

from fieldsurvey.reports.paragraphs import Span, Text
from fieldsurvey.reports.style import CELL, CELL_HEAD, COLUMN, INK, LINE, MUTED, NOTE

_PAD = 3.2


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its words with the unit, its share of the width, whether figures stand in it."""

    words: str
    share: float
    is_figure: bool = False


Cell = str | Sequence[Span]


def table(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], *, note: str = "", width: float = COLUMN) -> list[Flowable]:
    """The table and the note under it."""
    whole = sum(head.share for head in heads)
    widths = [width * head.share / whole for head in heads]
    made = [[_cell(cell, head, CELL) for cell, head in zip(row, heads, strict=True)] for row in rows]
    top = [_cell(head.words, head, CELL_HEAD) for head in heads]
    grid = Table([top, *made], colWidths=widths, repeatRows=1, splitByRow=1, hAlign="LEFT")
    grid.setStyle(_style(len(rows)))
    grid.spaceBefore, grid.spaceAfter = 4, 4 if note else 10
    return [grid, Text(note, NOTE)] if note else [grid]


def muted(text: str) -> Span:
    """Words beside the figure that matter less."""
    return Span(text, colour=MUTED)


def _cell(cell: Cell, head: Head, style: object) -> Text:
    assert style in (CELL, CELL_HEAD)
    base = CELL if style is CELL else CELL_HEAD
    return Text(cell, base.with_(align="end") if head.is_figure else base)


def _style(rows: int) -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), 8),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), _PAD),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD),
            ("LINEABOVE", (0, 0), (-1, 0), 0.8, HexColor(INK)),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, HexColor(INK)),
            *([("LINEBELOW", (0, 1), (-1, -2), 0.3, HexColor(LINE))] if rows > 1 else []),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, HexColor(INK)),
        ]
    )
