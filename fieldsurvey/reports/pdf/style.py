"""Measures and text styles of the page in one place, in points. look.md of the project says why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldsurvey.reports.charts import Shade
from fieldsurvey.reports.colours import ACCENT, FAINT, INK, MUTED, SERIES
from fieldsurvey.reports.document import Look

SHADES = {Shade.PLAIN: SERIES[0], Shade.FAINT: FAINT, Shade.GREY: SERIES[4]}

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
ITEM = BODY.with_(after=3)
LEAD = TextStyle(12.5, leading=1.4, before=6, after=10, colour=ACCENT, bold=True)
NOTE = TextStyle(8, colour=MUTED, after=6)
CELL = TextStyle(8.6, leading=1.34, tall_leading=1.5)
CELL_HEAD = TextStyle(7.8, leading=1.3, tall_leading=1.48, colour=MUTED, bold=True)
COVER = TextStyle(30, leading=1.2, tall_leading=1.4, bold=True, after=8)
MASTHEAD = COVER.with_(size=24.0, after=2, keep_with_next=True)
TITLE = TextStyle(20, leading=1.25, tall_leading=1.45, bold=True, before=22, after=6, keep_with_next=True)
HEADING = TextStyle(13, leading=1.3, tall_leading=1.5, bold=True, before=14, after=4, keep_with_next=True)
SUBHEADING = TextStyle(10.5, leading=1.3, tall_leading=1.5, bold=True, before=8, after=3, keep_with_next=True)
CHART_TITLE = TextStyle(10, leading=1.3, tall_leading=1.5, bold=True, before=8, after=5)
CAPTION = NOTE.with_(after=12)


@dataclass(frozen=True, slots=True)
class Styles:
    """How the nodes of a document are set."""

    lead: TextStyle = LEAD
    body: TextStyle = BODY
    item: TextStyle = ITEM
    bullet_indent: float = 12.0
    number_indent: float = 14.0
    note: TextStyle = NOTE
    note_apart: float = 8.0
    """Points above a note that stands apart."""
    heading: TextStyle = HEADING
    masthead: TextStyle = MASTHEAD
    repeats_masthead: bool = True
    """Whether each page names in its header what the masthead names."""
    has_table_of_facts: bool = True
    """Facts two in a row, else one under the other."""


_LARGE = BODY.with_(size=10.5, after=3)
STYLES = {
    Look.REPORT: Styles(),
    Look.SHEET: Styles(
        lead=_LARGE.with_(before=10, after=6, bold=True),
        body=_LARGE,
        item=_LARGE,
        number_indent=18.0,
        heading=HEADING.with_(before=16),
        masthead=TITLE.with_(before=0, after=8),
        repeats_masthead=False,
        has_table_of_facts=False,
    ),
}
