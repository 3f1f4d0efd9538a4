"""Shapes of a drawing, which the page (PDF) and the window (SVG) both can show.

Points, with y growing downwards. Charts are drawn with them; nothing here knows what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldsurvey.reports.colours import INK


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, x and y its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through two points or more."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 0.6
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle; `edge` is the colour of its outline, "" for none."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, y its baseline."""

    x: float
    y: float
    words: str
    size: float = 8
    bold: bool = False
    colour: str = INK
    anchor: str = "start"


Shape = Box | Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of this size, painted in order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def moved(shape: Shape, right: float, down: float) -> Shape:
    """The shape in another place."""
    match shape:
        case Stroke():
            return replace(shape, points=tuple((x + right, y + down) for x, y in shape.points))
        case Box() | Dot() | Label():
            return replace(shape, x=shape.x + right, y=shape.y + down)
