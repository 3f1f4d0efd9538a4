"""Key figures as cards side by side: the value large, what it is, a small chart, and of whom."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.reports.charts import MiddleHalf, ShareBar
from fieldsurvey.reports.charts.shapes import Box, Drawing, Label, Shape, Stroke
from fieldsurvey.reports.colours import ACCENT, GROUND, INK, LINE, MUTED, PALE, SERIES
from fieldsurvey.reports.document import Callout
from fieldsurvey.reports.pdf.paragraphs import wrapped

_ACROSS = 3
_HEIGHT = 92.0
_GAP = 10.0
_PAD = 10.0
_LARGEST, _SMALLEST = 17.0, 9.0
"""Type of the value: as large as fits one line."""


def callouts(items: Sequence[Callout], width: float) -> Drawing:
    """Three cards across, in as many rows as it takes."""
    wide = (width - _GAP * (_ACROSS - 1)) / _ACROSS
    shapes: list[Shape] = []
    for number, item in enumerate(items):
        row, column = divmod(number, _ACROSS)
        shapes.extend(_card(item, column * (wide + _GAP), row * (_HEIGHT + _GAP), wide))
    return Drawing(width, -(-len(items) // _ACROSS) * (_HEIGHT + _GAP), tuple(shapes))


def _card(item: Callout, x: float, y: float, width: float) -> list[Shape]:
    inner = width - 2 * _PAD
    size = _LARGEST
    while size > _SMALLEST and len(wrapped(item.value, size, inner, bold=True)) > 1:
        size -= 1
    shapes: list[Shape] = [Box(x, y, width, _HEIGHT, GROUND), Box(x, y, 2.5, _HEIGHT, ACCENT)]
    shapes.append(Label(x + _PAD, y + 24, item.value, size, True, INK))
    for number, line in enumerate(wrapped(item.label, 8.5, inner, most=2)):
        shapes.append(Label(x + _PAD, y + 39 + number * 11.5, line, 8.5, False, INK))
    shapes.extend(_small_chart(item.chart, x + _PAD, y + 66, inner))
    caption = wrapped(item.caption, 7, inner, most=1)[0]
    shapes.append(Label(x + _PAD, y + _HEIGHT - 8, caption, 7, False, MUTED))
    return shapes


def _small_chart(chart: ShareBar | MiddleHalf | None, x: float, y: float, width: float) -> list[Shape]:
    match chart:
        case ShareBar():
            return [Box(x, y, width, 6, LINE), Box(x, y, width * chart.share, 6, SERIES[0])]
        case MiddleHalf():
            reach = max(chart.high * 1.25, 1e-9)
            half = Box(
                x + chart.low / reach * width, y, max(1.0, (chart.high - chart.low) / reach * width), 6, PALE
            )
            median = Box(x + chart.median / reach * width - 0.8, y - 2, 1.6, 10, SERIES[0])
            return [Stroke(((x, y + 3), (x + width, y + 3)), LINE, 1.2), half, median]
        case None:
            return []
