"""Where the choices of a question stand: pure geometry, from labels and a width to rectangles."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect

GAP = 6
APART = 14
"""What lies between the choices and “don't know” and “refused”, which stand apart from them."""
ROW = 36
_NARROWEST = 88
_NUMBERED = re.compile(r"(?:columns|compact|compact-n|columns-n)-(\d+)")
_MANY, _LINE_UP_TO = 9, 5
PACKED = ("columns-pack", "quickcompact", "horizontal-compact", "compact")
FITTED = ("columns", "horizontal")
"""Words of appearances: as many columns as the choices need, or as there is room for."""
_NARROWEST_MARK, _USUAL_MARK = 48, 92
"""Pixels of a column of marks: at least, and where there is room."""
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
    widths: tuple[int, ...] = ()
    """Of a table whose columns all lines share: pixels of each; none where the words take their share first."""


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


@dataclass(frozen=True, slots=True)
class Measures:
    """What the choices of a question need; a choice is named by its number."""

    count: int
    height: Measure
    narrowest: Callable[[int], int]
    """The width at which no word of a choice is broken."""
    apart: int = 0
    """So many at the end stand apart from the others."""

    @property
    def before(self) -> int:
        """The choices that do not stand apart; all of them where every one would."""
        return self.count - self.apart or self.count


def plan(look: Look, choices: Measures, width: int, least: int = 0) -> list[QRect]:
    """A rectangle for each choice, from the left; turning them round is up to the painter.

    The lines of a table are at least `least` high: so much their words take.
    """
    if not choices.count:
        return []
    if look.shape in (Shape.LINE, Shape.HEAD):
        return _line(look, choices, width, least)
    if _fits_one_line(look, choices, width):
        return _one_line(choices, width)
    found = _together(look, choices, width)
    below = range(choices.before, choices.count)
    if not below:
        return found
    top = max(rect.bottom() for rect in found) + 1 + (APART if look.shape is Shape.SCALE else GAP * 2)
    return found + _packed(below, width, choices.height, top)


def _together(look: Look, choices: Measures, width: int) -> list[QRect]:
    """Those that do not stand apart, from the top."""
    numbers = range(choices.before)
    if look.shape is Shape.PACKED:
        return _packed(numbers, width, choices.height)
    if look.shape is Shape.SCALE and is_level(choices, width):
        return _level(dataclasses.replace(choices, count=choices.before, apart=0), 0, width, 0)
    return _rows(len(numbers), _columns(look, choices, width), width, choices.height)


def _fits_one_line(look: Look, choices: Measures, width: int) -> bool:
    """Whether what stands apart has room on the same line, behind a gap: Yes, No, and beyond them Don't know."""
    if look.shape is not Shape.ROWS or look.columns or choices.before == choices.count:
        return False
    longest = max(choices.height(number, 0) for number in range(choices.before))
    return choices.count <= _LINE_UP_TO and _each_before(choices, width) >= longest


def _each_before(choices: Measures, width: int) -> int:
    """What is left for each choice on a line where those that stand apart take what they need."""
    taken = sum(choices.height(number, 0) for number in range(choices.before, choices.count))
    return (width - taken - APART - GAP * (choices.count - 1)) // choices.before


def _one_line(choices: Measures, width: int) -> list[QRect]:
    each, left = _each_before(choices, width), 0
    found = []
    for number in range(choices.count):
        left += APART if number == choices.before else 0
        wide = each if number < choices.before else choices.height(number, 0)
        found.append(QRect(left, 0, wide, choices.height(number, wide)))
        left += wide + GAP
    return _levelled(found)


def is_level(choices: Measures, width: int) -> bool:
    """Whether a scale has room on one line with no word broken; else it stands as rows."""
    each = width // choices.before
    narrow = max(choices.narrowest(number) for number in range(choices.before))
    return each >= max(_NARROWEST, narrow)


def words_width(look: Look, choices: Measures, width: int) -> int:
    """How wide the question's own words may be in a line of a table."""
    if len(look.widths) == choices.count:
        return width - sum(look.widths) - (APART if choices.before < choices.count else 0)
    return int(width * _WORDS_SHARE)


def _columns(look: Look, choices: Measures, width: int) -> int:
    count = choices.before
    narrow = max(_NARROWEST, *(choices.narrowest(number) for number in range(count)))
    fitting = max(1, (width + GAP) // (narrow + GAP))
    if look.shape is Shape.SCALE:
        return 1
    if look.columns:
        return min(fitting, look.columns if look.columns > 1 or choices.count <= _MANY else 2)
    longest = max(choices.height(number, 0) for number in range(count))
    beside = max(1, (width + GAP) // (longest + GAP))
    return min(fitting, max(min(2, count), min(beside, count, 5)))


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


def _packed(numbers: range, width: int, measure: Measure, top: int = 0) -> list[QRect]:
    found: list[QRect] = []
    left = deepest = 0
    for number in numbers:
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


def _level(choices: Measures, left: int, width: int, least: int) -> list[QRect]:
    """Side by side, all as high as the highest; those that stand apart behind a gap."""
    gap = APART if choices.before < choices.count else 0
    each = (width - left - gap) // choices.count
    height = max(least, *(choices.height(number, each) for number in range(choices.count)))
    return [
        QRect(left + number * each + (gap if number >= choices.before else 0), 0, each, height)
        for number in range(choices.count)
    ]


def _line(look: Look, choices: Measures, width: int, least: int) -> list[QRect]:
    """One line of a table, in the columns all its lines share, where there are such."""
    left = words_width(look, choices, width)
    if len(look.widths) != choices.count:
        return _level(choices, left, width, least)
    height = max(least, *(choices.height(number, wide) for number, wide in enumerate(look.widths)))
    found = []
    for number, wide in enumerate(look.widths):
        left += APART if number == choices.before else 0
        found.append(QRect(left, 0, wide, height))
        left += wide
    return found


def columns_of(choices: Measures, width: int, words: int, least: int) -> tuple[int, ...]:
    """Pixels of each column of a table so wide that no word over it is broken: those of a scale all alike, wider where the words of
    the lines leave room (they want `words`); () where the words would have less than `least`.
    """
    numbers = range(choices.count)
    narrow = [max(_NARROWEST_MARK, choices.narrowest(number)) for number in numbers]
    scale = max(narrow[: choices.before])
    taken = scale * choices.before + sum(narrow[choices.before :]) + (APART if choices.apart else 0)
    if width - taken < least:
        return ()
    more = max(0, min(_USUAL_MARK - scale, (width - taken - words) // choices.count))
    return tuple((scale if number < choices.before else narrow[number]) + more for number in numbers)


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
