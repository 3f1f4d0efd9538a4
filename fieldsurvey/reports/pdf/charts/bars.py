"""Bars that lie: from nought, labelled directly, with thin whiskers; and bars divided into shares."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.reports.charts import Bars, Divided, Part
from fieldsurvey.reports.charts.shapes import Box, Drawing, Label, Shape, Stroke
from fieldsurvey.reports.colours import INK, MUTED, SERIES, WHITE
from fieldsurvey.reports.pdf.paragraphs import wrapped
from fieldsurvey.reports.pdf.style import SHADES
from fieldsurvey.reports.pdf.text import width as text_width

_SIZE = 8.0
_LINE_HEIGHT = 11.0
_BAR = 11.0
_GAP = 6.0
_BARS_LABELS, _DIVIDED_LABELS = 0.36, 0.26
"""Part of the width that the words on the left take."""


def bars(chart: Bars, width: float) -> Drawing:
    """Words on the left, figures at the end of the bar, or of its whisker."""
    rows, label_width = chart.rows, width * _BARS_LABELS
    figures = max((text_width(row.text, _SIZE, True) for row in rows), default=0) + 8
    room = width - label_width - figures
    scale = room / (max([chart.longest, *(max(row.value, row.high or 0) for row in rows)]) or 1)
    shapes: list[Shape] = []
    y = 2.0
    for row in rows:
        lines = wrapped(row.label, _SIZE, label_width - 10)
        height = max(_BAR + _GAP, len(lines) * _LINE_HEIGHT + _GAP - 2)
        middle = y + height / 2
        shapes.extend(_label_lines(lines, label_width - 8, middle))
        shapes.append(
            Box(label_width, middle - _BAR / 2, max(0.7, row.value * scale), _BAR, SHADES[row.shade])
        )
        end = max(row.value, row.high if row.high is not None else 0.0) * scale
        if row.low is not None and row.high is not None:
            shapes.extend(_whisker(label_width + row.low * scale, label_width + row.high * scale, middle))
        shapes.append(Label(label_width + end + 5, middle + 2.9, row.text, _SIZE, True))
        y += height
    shapes.insert(0, Stroke(((label_width, 0), (label_width, y + 1)), MUTED, 0.6))
    return Drawing(width, y + 2, tuple(shapes))


def divided(chart: Divided, width: float) -> Drawing:
    """Each bar as wide as there is room, the names of the parts with their colours above."""
    rows = chart.rows
    label_width = width * _DIVIDED_LABELS if any(label for label, _ in rows) else 0.0
    names = [part.label for part in rows[0][1]] if rows else []
    shapes, y = _key(names, label_width, width)
    for label, parts in rows:
        lines = wrapped(label, _SIZE, label_width - 10) if label else []
        height = max(18.0, len(lines) * _LINE_HEIGHT + 4)
        shapes.extend(_label_lines(lines, label_width - 8, y + height / 2))
        shapes.extend(_parts(parts, label_width, width - label_width, y + height / 2))
        y += height + 3
    return Drawing(width, y, tuple(shapes))


def _label_lines(lines: Sequence[str], right: float, middle: float) -> list[Shape]:
    first = middle - (len(lines) - 1) * _LINE_HEIGHT / 2 + 2.9
    return [
        Label(right, first + n * _LINE_HEIGHT, words, _SIZE, False, INK, "end")
        for n, words in enumerate(lines)
    ]


def _whisker(low: float, high: float, y: float) -> list[Shape]:
    ends: list[Shape] = [Stroke(((x, y - 2.5), (x, y + 2.5)), INK, 0.7) for x in (low, high)]
    return [Stroke(((low, y), (high, y)), INK, 0.7), *ends]


def _key(names: Sequence[str], left: float, width: float) -> tuple[list[Shape], float]:
    """The names of the parts with their colours, in as many lines as they need; and where the bars begin."""
    shapes: list[Shape] = []
    x, y = left, 9.0
    for number, name in enumerate(names):
        wide = text_width(name, 7.5) + 22
        if x + wide > width and x > left:
            x, y = left, y + 12
        shapes.append(Box(x, y - 6.5, 7, 7, SERIES[number % len(SERIES)]))
        shapes.append(Label(x + 11, y, name, 7.5, False, INK))
        x += wide
    return shapes, y + 6


def _parts(parts: Sequence[Part], left: float, room: float, middle: float) -> list[Shape]:
    total = sum(part.value for part in parts) or 1
    shapes: list[Shape] = []
    x = left
    for number, part in enumerate(parts):
        wide = part.value / total * room
        colour = SERIES[number % len(SERIES)]
        shapes.append(Box(x, middle - 7, max(0.0, wide - 0.8), 14, colour))
        if text_width(part.text, 7.5, True) + 4 < wide:
            ink = WHITE if colour in (SERIES[0], SERIES[3], SERIES[4]) else INK
            shapes.append(Label(x + wide / 2, middle + 2.8, part.text, 7.5, True, ink, "middle"))
        x += wide
    return shapes
