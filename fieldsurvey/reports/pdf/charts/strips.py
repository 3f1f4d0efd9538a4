"""Strips: where the middle half of the cluster lies, and where a firm stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from fieldsurvey.reports.charts import Strip, Strips
from fieldsurvey.reports.charts.shapes import Box, Dot, Drawing, Label, Shape, Stroke, moved
from fieldsurvey.reports.colours import INK, LINE, MUTED, PALE, SERIES, WHITE
from fieldsurvey.reports.pdf.paragraphs import wrapped
from fieldsurvey.reports.pdf.text import width as text_width

_SIZE = 8.0
_LINE_HEIGHT = 11.0
_LABELS = 0.34
"""Part of the width that the words on the left take."""


def strips(chart: Strips, width: float) -> Drawing:
    """Strips under each other with their words on the left, each on its own scale."""
    shapes: list[Shape] = []
    left, y = width * _LABELS, 0.0
    for row in chart.rows:
        lines = wrapped(row.label, _SIZE, left - 14)
        drawing = strip(row, width - left)
        shapes.extend(
            Label(0, y + 17 + n * _LINE_HEIGHT, words, _SIZE, False, INK) for n, words in enumerate(lines)
        )
        shapes.append(Label(0, y + 17 + len(lines) * _LINE_HEIGHT, row.note, 7, False, MUTED))
        shapes.extend(moved(shape, left, y) for shape in drawing.shapes)
        y += max(drawing.height, 12 + (len(lines) + 1) * _LINE_HEIGHT) + 5
        shapes.append(Stroke(((0, y - 2), (width, y - 2)), LINE, 0.4))
    return Drawing(width, y, tuple(shapes[:-1]))


def strip(row: Strip, width: float, height: float = 36) -> Drawing:
    """Where a firm stands: the middle half of the cluster as a band, its median as a tick, the firm as a dot."""
    (q1, median, q3), own = row.quartiles, row.own
    room = max(q3 - q1, abs(median) * 0.2, 1e-9)
    low, high = min(q1 - room, own if own is not None else q1), max(q3 + room, own if own is not None else q3)
    low = 0.0 if q1 >= 0 > low and (own is None or own >= 0) else low

    def x_of(value: float) -> float:
        return 5 + (value - low) / (high - low) * (width - 10)

    y = 17.0
    shapes: list[Shape] = [
        Stroke(((5, y), (width - 5, y)), LINE, 1.4),
        Box(x_of(q1), y - 4, max(1.0, x_of(q3) - x_of(q1)), 8, PALE),
        Stroke(((x_of(median), y - 6), (x_of(median), y + 6)), SERIES[0], 1.6),
    ]
    marks = [
        (x_of(q1), row.texts[0], MUTED),
        (x_of(median), row.texts[1], INK),
        (x_of(q3), row.texts[2], MUTED),
    ]
    shapes.extend(_apart(marks, width, y + 15))
    if own is not None:
        shapes.append(Dot(x_of(own), y, 4, SERIES[3], WHITE))
        half = text_width(row.own_text, 8, True) / 2
        shapes.append(
            Label(min(max(x_of(own), half), width - half), y - 8, row.own_text, 8, True, SERIES[3], "middle")
        )
    return Drawing(width, height, tuple(shapes))


def _apart(marks: Sequence[tuple[float, str, str]], width: float, y: float) -> list[Shape]:
    """Labels under an axis, pushed apart where they would touch; the outer ones give way."""
    halves = [text_width(words, 7.5) / 2 for _, words, _ in marks]
    at = [min(max(x, half), width - half) for (x, _, _), half in zip(marks, halves, strict=True)]
    at[0] = min(at[0], at[1] - halves[1] - halves[0] - 5)
    at[2] = max(at[2], at[1] + halves[1] + halves[2] + 5)
    overflow = max(0.0, at[2] + halves[2] - width)
    underflow = max(0.0, halves[0] - at[0])
    at = [x - overflow + underflow for x in at]
    return [
        Label(x, y, words, 7.5, False, colour, "middle")
        for x, (_, words, colour) in zip(at, marks, strict=True)
    ]
