"""The look of the page in one place: colours, measures, text styles. look.md of the project says why."""

from __future__ import annotations

from dataclasses import dataclass, replace

INK = "#1A232E"
MUTED = "#5A6572"
LINE = "#DDE2E8"
GROUND = "#F6F7F9"
WHITE = "#FFFFFF"
ACCENT = "#0B6B75"
WARN = "#9A5B00"
SERIES = ("#0B6B75", "#E0A030", "#6FB3D9", "#A64D79", "#7A8793")
"""Safe for colour-blind readers and in grey print."""

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 22 * MM, 22 * MM, 24 * MM, 20 * MM
COLUMN = PAGE_WIDTH - LEFT - RIGHT
"""Width of the text column, and of every chart and table."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set; `leading` is a multiple of the size, more for the tall scripts."""

    size: float
    leading: float = 1.42
    tall_leading: float = 1.6
    bold: bool = False
    colour: str = INK
    align: str = "start"
    """start | middle | end"""
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False

    def with_(self, **changes: object) -> TextStyle:
        """The same style but for these points."""
        return replace(self, **changes)  # type: ignore[arg-type]


BODY = TextStyle(9.5, after=6)
LEAD = TextStyle(12.5, leading=1.4, after=10, colour=ACCENT, bold=True)
"""The finding that opens a chapter."""
NOTE = TextStyle(8, colour=MUTED, after=6)
CELL = TextStyle(8.6, leading=1.34, tall_leading=1.5)
CELL_HEAD = TextStyle(7.8, leading=1.3, tall_leading=1.48, colour=MUTED, bold=True)
COVER = TextStyle(30, leading=1.2, tall_leading=1.4, bold=True, after=8)
TITLE = TextStyle(20, leading=1.25, tall_leading=1.45, bold=True, before=22, after=6, keep_with_next=True)
HEADING = TextStyle(13, leading=1.3, tall_leading=1.5, bold=True, before=14, after=4, keep_with_next=True)
SUBHEADING = TextStyle(10.5, leading=1.3, tall_leading=1.5, bold=True, before=8, after=3, keep_with_next=True)
CHART_TITLE = TextStyle(10, leading=1.3, tall_leading=1.5, bold=True)
