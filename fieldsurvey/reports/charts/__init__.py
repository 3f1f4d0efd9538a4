"""Charts as plain data: what is compared, its figures as printed, units and intervals; nothing of size or colour.

Suppressed and missing values must not reach a chart. Renderers draw them; `in_words` says them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Shade(StrEnum):
    """How much a bar asks to be looked at."""

    PLAIN = "plain"
    FAINT = "faint"
    """Beyond those that make up most of the whole."""
    GREY = "grey"
    """An answer that names nothing: other, none."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, length, the figure printed at its end, and where known an interval (whiskers)."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    shade: Shade = Shade.PLAIN


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from nought; `longest` fixes the scale (1 for shares), else the longest bar does."""

    rows: tuple[Bar, ...]
    unit: str = ""
    longest: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a divided bar."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Divided:
    """Bars of equal length divided into shares, each with its words; the parts are named once above."""

    rows: tuple[tuple[str, tuple[Part, ...]], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Firms between round edges, one edge more than columns; the edges as printed."""

    counts: tuple[int, ...]
    edges: tuple[float, ...]
    edge_texts: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pareto:
    """Columns from the largest down, with their running share of `total` and the words for that line."""

    rows: tuple[Bar, ...]
    total: float
    line_label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Firms on two axes from 0 to 1 with their mean; corners are named upper left and right, lower left and right."""

    points: tuple[tuple[float, float], ...]
    mean: tuple[float, float] | None
    x_title: str
    y_title: str
    corners: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a comparison: words, quartiles with their figures, a note, and the firm's own value if any."""

    label: str
    quartiles: tuple[float, float, float]
    texts: tuple[str, str, str]
    note: str = ""
    own: float | None = None
    own_text: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips under each other, each on its own scale."""

    rows: tuple[Strip, ...]


Chart = Bars | Divided | Histogram | Pareto | Scatter | Strips


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A share, from 0 to 1, of the whole; small, beside a key figure."""

    share: float


@dataclass(frozen=True, slots=True)
class MiddleHalf:
    """Where the middle half of the firms lies, none below nought; small, beside a key figure."""

    low: float
    median: float
    high: float


def in_words(chart: Chart) -> str:
    """The chart's figures as one line of text, in the order in which they are drawn; "" for a cloud of points."""
    return "; ".join(_told(chart))


def _told(chart: Chart) -> Iterator[str]:
    match chart:
        case Bars() | Pareto():
            yield from (f"{row.label}: {row.text}" for row in chart.rows)
        case Divided():
            for label, parts in chart.rows:
                lead = f"{label}, " if label else ""
                yield from (f"{lead}{part.label}: {part.text}" for part in parts)
        case Histogram():
            spans = zip(chart.counts, chart.edge_texts, chart.edge_texts[1:], strict=False)
            yield from (f"{low}\u2009\u2013\u2009{high}: {count}" for count, low, high in spans)
        case Strips():
            yield from (_strip(row) for row in chart.rows)


def _strip(row: Strip) -> str:
    own = f"; {row.own_text}" if row.own_text else ""
    unit = f" ({row.unit})" if row.unit else ""
    return f"{row.label}{unit}: {' | '.join(row.texts)}{own}"
