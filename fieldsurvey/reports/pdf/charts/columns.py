"""Columns that stand: a histogram, and a Pareto chart."""

from __future__ import annotations

from itertools import pairwise

from fieldsurvey.reports.charts import Histogram, Pareto
from fieldsurvey.reports.charts.shapes import Box, Dot, Drawing, Label, Shape, Stroke
from fieldsurvey.reports.colours import INK, LINE, MUTED, SERIES, WHITE
from fieldsurvey.reports.pdf.paragraphs import wrapped
from fieldsurvey.reports.pdf.style import SHADES


def histogram(chart: Histogram, width: float) -> Drawing:
    """A column's area is its number of firms, so joined steps do not look taller than they are."""
    counts, edges, height = chart.counts, chart.edges, 110.0
    base, across = height - 16, edges[-1] - edges[0]

    def x_of(value: float) -> float:
        return (value - edges[0]) / across * width

    densest = max(count / (high - low) for count, (low, high) in zip(counts, pairwise(edges), strict=True))
    shapes: list[Shape] = []
    for count, (low, high) in zip(counts, pairwise(edges), strict=True):
        tall = count / (high - low) / densest * (base - 16)
        shapes.append(Box(x_of(low) + 0.8, base - tall, x_of(high) - x_of(low) - 1.6, tall, SERIES[0]))
        if count:
            shapes.append(
                Label((x_of(low) + x_of(high)) / 2, base - tall - 3, str(count), 7.5, True, INK, "middle")
            )
    shapes.append(Stroke(((0, base), (width, base)), MUTED, 0.6))
    for edge, words in zip(edges, chart.edge_texts, strict=True):
        anchor = "start" if edge == edges[0] else "end" if edge == edges[-1] else "middle"
        shapes.append(Label(x_of(edge), base + 11, words, 7.5, False, MUTED, anchor))
    return Drawing(width, height, tuple(shapes))


def pareto(chart: Pareto, width: float) -> Drawing:
    """Columns from the largest down, the line of their running share, and the level of 80 %."""
    rows, height, left = chart.rows, 190.0, 4.0
    wide = (width - left - 30) / len(rows)
    names = [wrapped(row.label, 7, wide - 3, most=4) for row in rows]
    base = height - 8 - 9 * max(len(lines) for lines in names)
    tallest = max(row.value for row in rows) or 1
    shapes: list[Shape] = [Stroke(((left, base * 0.2 + 4), (width - 28, base * 0.2 + 4)), LINE, 0.6, True)]
    shapes.append(Label(width - 25, base * 0.2 + 7, "80 %", 7.5, False, MUTED))
    running, points = 0.0, []
    for number, row in enumerate(rows):
        x = left + number * wide
        tall = row.value / max(tallest, 1e-9) * (base - 40)
        shapes.append(Box(x + 3, base - tall, wide - 6, tall, SHADES[row.shade]))
        is_tall = tall > 14
        ink = WHITE if is_tall else INK
        shapes.append(
            Label(x + wide / 2, base - 5 if is_tall else base - tall - 3, row.text, 7.5, True, ink, "middle")
        )
        for line, words in enumerate(names[number]):
            shapes.append(Label(x + wide / 2, base + 10 + line * 9, words, 7, False, INK, "middle"))
        running += row.value
        points.append((x + wide / 2, base - running / chart.total * (base - 4) + 0.0))
    shapes.append(Stroke(((left, base), (width - 28, base)), MUTED, 0.6))
    shapes.append(Stroke(tuple(points), SERIES[1], 1.2))
    shapes.extend(Dot(x, y, 2, SERIES[1]) for x, y in points)
    if points:
        shapes.append(Label(points[-1][0], points[-1][1] - 6, chart.line_label, 7.5, False, MUTED, "end"))
    return Drawing(width, height, tuple(shapes))
