"""Firms on two axes."""

from __future__ import annotations

from fieldsurvey.reports.charts import Scatter
from fieldsurvey.reports.charts.shapes import Dot, Drawing, Label, Shape, Stroke
from fieldsurvey.reports.colours import FAINT, LINE, MUTED, SERIES


def scatter(chart: Scatter, width: float) -> Drawing:
    """A dot a firm, a cross for the mean, dashed lines through the middle."""
    height = 215.0
    left, top, base = 16.0, 16.0, height - 30
    right = width - 4

    def x_of(value: float) -> float:
        return left + 8 + value * (right - left - 16)

    def y_of(value: float) -> float:
        return base - 8 - value * (base - top - 16)

    shapes: list[Shape] = [
        Stroke(((left, top), (right, top), (right, base), (left, base), (left, top)), LINE, 0.6),
        Stroke(((x_of(0.5), top), (x_of(0.5), base)), LINE, 0.6, True),
        Stroke(((left, y_of(0.5)), (right, y_of(0.5))), LINE, 0.6, True),
        Label(left, 10, chart.y_title, 8, True, MUTED),
        Label(right, height - 6, chart.x_title, 8, True, MUTED, "end"),
    ]
    places = (
        (left + 5, top + 11, "start"),
        (right - 5, top + 11, "end"),
        (left + 5, base - 5, "start"),
        (right - 5, base - 5, "end"),
    )
    shapes.extend(
        Label(x, y, words, 7.5, False, MUTED, anchor)
        for (x, y, anchor), words in zip(places, chart.corners, strict=True)
    )
    for value in (0, 0.5, 1):
        shapes.append(Label(x_of(value), base + 10, f"{value:g}", 7.5, False, MUTED, "middle"))
        shapes.append(Label(left - 4, y_of(value) + 3, f"{value:g}", 7.5, False, MUTED, "end"))
    shapes.extend(Dot(x_of(x), y_of(y), 2.6, FAINT, SERIES[0]) for x, y in chart.points)
    if chart.mean:
        x, y = x_of(chart.mean[0]), y_of(chart.mean[1])
        shapes.append(Stroke(((x - 8, y), (x + 8, y)), SERIES[3], 1.8))
        shapes.append(Stroke(((x, y - 8), (x, y + 8)), SERIES[3], 1.8))
    return Drawing(width, height, tuple(shapes))
