"""Charts as pictures: zero-based bars, direct labels, thin whiskers, no legend where a label fits.

They draw what they are given; suppressed and missing values must not reach them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fieldsurvey.reports.pdf.drawing import Box, Dot, Label, Picture, Shape, Stroke, moved
from fieldsurvey.reports.pdf.paragraphs import wrapped
from fieldsurvey.reports.pdf.style import COLUMN, INK, LINE, MUTED, SERIES, WHITE
from fieldsurvey.reports.pdf.text import width as text_width

_SIZE = 8.0
_LINE_HEIGHT = 11.0
_BAR = 11.0
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, length, the figure printed at its end, and where known an interval."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    colour: str = SERIES[0]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a divided bar."""

    label: str
    value: float
    text: str


def bars(
    rows: Sequence[Bar], width: float = COLUMN, *, label_share: float = 0.36, longest: float = 0
) -> Picture:
    """Horizontal bars from zero, words on the left, figures at the end; `longest` fixes the scale (1 for shares)."""
    label_width = width * label_share
    figures = max((text_width(row.text, _SIZE, True) for row in rows), default=0) + 8
    room = width - label_width - figures
    scale = room / (max([longest, *(max(row.value, row.high or 0) for row in rows)]) or 1)
    shapes: list[Shape] = []
    y = 2.0
    for row in rows:
        lines = wrapped(row.label, _SIZE, label_width - 10)
        height = max(_BAR + _GAP, len(lines) * _LINE_HEIGHT + _GAP - 2)
        middle = y + height / 2
        shapes.extend(_label_lines(lines, label_width - 8, middle))
        shapes.append(Box(label_width, middle - _BAR / 2, max(0.7, row.value * scale), _BAR, row.colour))
        end = max(row.value, row.high if row.high is not None else 0.0) * scale
        if row.low is not None and row.high is not None:
            shapes.extend(_whisker(label_width + row.low * scale, label_width + row.high * scale, middle))
        shapes.append(Label(label_width + end + 5, middle + 2.9, row.text, _SIZE, True))
        y += height
    shapes.insert(0, Stroke(((label_width, 0), (label_width, y + 1)), MUTED, 0.6))
    return Picture(width, y + 2, tuple(shapes))


def divided(
    rows: Sequence[tuple[str, Sequence[Part]]], width: float = COLUMN, *, label_share: float = 0.26
) -> Picture:
    """Bars of equal length divided into shares, the parts named once above."""
    label_width = width * label_share if any(label for label, _ in rows) else 0.0
    names = [part.label for part in rows[0][1]] if rows else []
    shapes, y = _key(names, label_width, width)
    for label, parts in rows:
        lines = wrapped(label, _SIZE, label_width - 10) if label else []
        height = max(18.0, len(lines) * _LINE_HEIGHT + 4)
        shapes.extend(_label_lines(lines, label_width - 8, y + height / 2))
        shapes.extend(_parts(parts, label_width, width - label_width, y + height / 2))
        y += height + 3
    return Picture(width, y, tuple(shapes))


def histogram(
    values: Sequence[float],
    edges: Sequence[float],
    write: Callable[[float], str],
    width: float = COLUMN,
    height: float = 110,
) -> Picture:
    """Firms between round edges; a column's area is their number, so joined steps do not look taller than they are."""
    counts = [_held(values, low, high, is_last=high == edges[-1]) for low, high in pairwise(edges)]
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
    for edge in edges:
        anchor = "start" if edge == edges[0] else "end" if edge == edges[-1] else "middle"
        shapes.append(Label(x_of(edge), base + 11, write(edge), 7.5, False, MUTED, anchor))
    return Picture(width, height, tuple(shapes))


def safe_edges(values: Sequence[float], fewest: int) -> list[float]:
    """Round edges, steps joined until no column stands for fewer firms than may be spoken of."""
    edges = steps(min(values), max(values))
    kept = [edges[0]]
    for edge in edges[1:]:
        if _held(values, kept[-1], edge, is_last=edge == edges[-1]) >= fewest:
            kept.append(edge)
    if kept[-1] != edges[-1]:
        kept[-1] = edges[-1]
    return kept if len(kept) > 1 else [edges[0], edges[-1]]


def _held(values: Sequence[float], low: float, high: float, *, is_last: bool) -> int:
    return sum(low <= value < high or (is_last and value == high) for value in values)


def steps(low: float, high: float, most: int = 8) -> list[float]:
    """Round edges that hold every value between low and high, at most `most` steps."""
    if high - low <= 1e-9 * max(1.0, abs(low)):  # all the same, but for the last digits
        high = low + 1
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.9999)
    first = math.floor(low / step)
    first -= first * step > low  # a value too small to divide
    last = max(first + 1, math.ceil(high / step - 1e-9))
    edges = [number * step for number in range(first, last + 1)]
    edges[-1] = max(edges[-1], high)  # five steps of 0.000002 are a little less than 0.00001
    return edges


def pareto(
    rows: Sequence[Bar], total: float, width: float = COLUMN, height: float = 190, *, line_label: str = ""
) -> Picture:
    """Columns from the largest down with their running share of the total, and the line of 80 %."""
    left = 4.0
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
        shapes.append(Box(x + 3, base - tall, wide - 6, tall, row.colour))
        is_tall = tall > 14
        ink = WHITE if is_tall else INK
        shapes.append(
            Label(x + wide / 2, base - 5 if is_tall else base - tall - 3, row.text, 7.5, True, ink, "middle")
        )
        for line, words in enumerate(names[number]):
            shapes.append(Label(x + wide / 2, base + 10 + line * 9, words, 7, False, INK, "middle"))
        running += row.value
        points.append((x + wide / 2, base - running / total * (base - 4) + 0.0))
    shapes.append(Stroke(((left, base), (width - 28, base)), MUTED, 0.6))
    shapes.append(Stroke(tuple(points), SERIES[1], 1.2))
    shapes.extend(Dot(x, y, 2, SERIES[1]) for x, y in points)
    if points:
        shapes.append(Label(points[-1][0], points[-1][1] - 6, line_label, 7.5, False, MUTED, "end"))
    return Picture(width, height, tuple(shapes))


def scatter(
    points: Sequence[tuple[float, float]], mean: tuple[float, float] | None, x_title: str, y_title: str,
    corners: tuple[str, str, str, str], width: float = COLUMN, height: float = 215,
) -> Picture:  # fmt: skip
    """Firms on two axes from 0 to 1, four named corners (upper left, upper right, lower left, lower right)."""
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
        Label(left, 10, y_title, 8, True, MUTED),
        Label(right, height - 6, x_title, 8, True, MUTED, "end"),
    ]
    places = (
        (left + 5, top + 11, "start"),
        (right - 5, top + 11, "end"),
        (left + 5, base - 5, "start"),
        (right - 5, base - 5, "end"),
    )
    shapes.extend(
        Label(x, y, words, 7.5, False, MUTED, anchor)
        for (x, y, anchor), words in zip(places, corners, strict=True)
    )
    for value in (0, 0.5, 1):
        shapes.append(Label(x_of(value), base + 10, f"{value:g}", 7.5, False, MUTED, "middle"))
        shapes.append(Label(left - 4, y_of(value) + 3, f"{value:g}", 7.5, False, MUTED, "end"))
    shapes.extend(Dot(x_of(x), y_of(y), 2.6, "#8DB6BA", SERIES[0]) for x, y in points)
    if mean:
        x, y = x_of(mean[0]), y_of(mean[1])
        shapes.append(Stroke(((x - 8, y), (x + 8, y)), SERIES[3], 1.8))
        shapes.append(Stroke(((x, y - 8), (x, y + 8)), SERIES[3], 1.8))
    return Picture(width, height, tuple(shapes))


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a comparison: words, quartiles with their figures, a note, and the firm's own value if any."""

    label: str
    quartiles: tuple[float, float, float]
    texts: tuple[str, str, str]
    note: str = ""
    own: float | None = None
    own_text: str = ""


def strips(rows: Sequence[Strip], width: float = COLUMN, *, label_share: float = 0.34) -> Picture:
    """Strips under each other with their words on the left, each on its own scale."""
    shapes: list[Shape] = []
    left, y = width * label_share, 0.0
    for row in rows:
        lines = wrapped(row.label, _SIZE, left - 14)
        picture = strip(row, width - left)
        shapes.extend(
            Label(0, y + 17 + n * _LINE_HEIGHT, words, _SIZE, False, INK) for n, words in enumerate(lines)
        )
        shapes.append(Label(0, y + 17 + len(lines) * _LINE_HEIGHT, row.note, 7, False, MUTED))
        shapes.extend(moved(shape, left, y) for shape in picture.shapes)
        y += max(picture.height, 12 + (len(lines) + 1) * _LINE_HEIGHT) + 5
        shapes.append(Stroke(((0, y - 2), (width, y - 2)), LINE, 0.4))
    return Picture(width, y, tuple(shapes[:-1]))


def strip(row: Strip, width: float, height: float = 36) -> Picture:
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
        Box(x_of(q1), y - 4, max(1.0, x_of(q3) - x_of(q1)), 8, "#CEDFE0"),
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
    return Picture(width, height, tuple(shapes))


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
