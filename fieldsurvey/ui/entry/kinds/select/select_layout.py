"""Where the choices of a question stand: pure geometry, from labels and a width to rectangles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect

GAP = 6
ROW = 36
_NARROWEST = 88
_NUMBERED = re.compile(r"(?:columns|compact|compact-n|columns-n)-(\d+)")
_MANY = 9
PACKED = ("columns-pack", "quickcompact", "horizontal-compact", "compact")
FITTED = ("columns", "horizontal")
"""Words of appearances: as many columns as the choices need, or as there is room for."""
_WORDS_SHARE = 0.42
"""Of a table's width: what the words of its lines take."""


class Shape(Enum):
    """How choices are arranged."""

    ROWS = auto()
    """In columns of equal width, row by row; mostly one column."""
    PACKED = auto()
    """As many in a line as fit, each as wide as it needs."""
    SCALE = auto()
    """On one line, the words under the marks."""
    LINE = auto()
    """A line of a table: the question's words, then only marks."""
    HEAD = auto()
    """The head of that table: only words, over the marks."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an appearance asks for."""

    shape: Shape
    columns: int = 0
    """0: as many as fit."""
    has_marks: bool = True


def look_of(appearance: str) -> Look:
    """The arrangement an appearance names. See https://docs.getodk.org/form-question-types/#select-appearances."""
    words = appearance.split()
    has_marks = "no-buttons" not in words
    if "label" in words:
        return Look(Shape.HEAD)
    if "list-nolabel" in words or "list" in words:
        return Look(Shape.LINE if "list-nolabel" in words else Shape.SCALE)
    if "likert" in words:
        return Look(Shape.SCALE)
    if any(word in words for word in PACKED):
        return Look(Shape.PACKED, has_marks=has_marks)
    numbered = next((found for word in words if (found := _NUMBERED.fullmatch(word))), None)
    if numbered is not None:
        return Look(Shape.ROWS, max(1, min(12, int(numbered[1]))), has_marks)
    is_fitted = any(word in words for word in FITTED)
    return Look(Shape.ROWS, 0 if is_fitted else 1, has_marks)


Measure = Callable[[int, int], int]
"""The height of a choice (by number) at a width; at width 0 the width it takes on one line."""


def plan(look: Look, count: int, width: int, measure: Measure, least: int = 0) -> list[QRect]:
    """A rectangle for each of so many choices, from the left; turning them round is up to the painter.

    The lines of a table are at least `least` high: so much their words take.
    """
    if not count:
        return []
    if look.shape is Shape.PACKED:
        return _packed(count, width, measure)
    if look.shape in (Shape.LINE, Shape.HEAD):
        return _level(count, words_width(width), width, measure, least)
    if look.shape is Shape.SCALE and width // count >= _NARROWEST:
        return _level(count, 0, width, measure, least)
    return _rows(count, _columns(look, count, width, measure), width, measure)


def words_width(width: int) -> int:
    """How wide the question's own words may be in a line of a table."""
    return int(width * _WORDS_SHARE)


def _columns(look: Look, count: int, width: int, measure: Measure) -> int:
    if look.columns:
        fitting = max(1, width // _NARROWEST)
        return min(fitting, look.columns if look.columns > 1 or count <= _MANY else 2)
    longest = max(measure(number, 0) for number in range(count))
    fitting = max(1, (width + GAP) // (longest + GAP))
    return max(min(2, count), min(fitting, count, 5))


def _rows(count: int, columns: int, width: int, measure: Measure) -> list[QRect]:
    each = (width - GAP * (columns - 1)) // columns
    found: list[QRect] = []
    top = 0
    for first in range(0, count, columns):
        numbers = range(first, min(first + columns, count))
        height = max(measure(number, each) for number in numbers)
        found += [QRect((number - first) * (each + GAP), top, each, height) for number in numbers]
        top += height + GAP
    return found


def _packed(count: int, width: int, measure: Measure) -> list[QRect]:
    found: list[QRect] = []
    left = top = deepest = 0
    for number in range(count):
        wanted = min(measure(number, 0), width)
        if left and left + wanted > width:
            left, top, deepest = 0, top + deepest + GAP, 0
        height = measure(number, wanted)
        found.append(QRect(left, top, wanted, height))
        left, deepest = left + wanted + GAP, max(deepest, height)
    return _levelled(found)


def _levelled(rects: Sequence[QRect]) -> list[QRect]:
    """Of one line all are as high as the highest."""
    highest: dict[int, int] = {}
    for rect in rects:
        highest[rect.top()] = max(highest.get(rect.top(), 0), rect.height())
    return [QRect(rect.left(), rect.top(), rect.width(), highest[rect.top()]) for rect in rects]


def _level(count: int, left: int, width: int, measure: Measure, least: int) -> list[QRect]:
    each = (width - left) // count
    height = max(least, *(measure(number, each) for number in range(count)))
    return [QRect(left + number * each, 0, each, height) for number in range(count)]


def beside(rects: Sequence[QRect], at: int, step: tuple[int, int]) -> int:
    """The choice the keyboard goes to from `at`, by columns (x) and lines (y); the same where there is none."""
    across, down = step
    if across:
        return min(max(at + across, 0), len(rects) - 1)
    tops = sorted({rect.top() for rect in rects})
    if len(tops) == 1:
        return min(max(at + down, 0), len(rects) - 1)
    line = tops.index(rects[at].top()) + down
    if not 0 <= line < len(tops):
        return at
    middle = rects[at].center().x()
    there = [number for number, rect in enumerate(rects) if rect.top() == tops[line]]
    return min(there, key=lambda number: abs(rects[number].center().x() - middle))
