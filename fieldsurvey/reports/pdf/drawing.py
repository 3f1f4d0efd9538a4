"""A vector picture: a few shapes that the page (PDF) and the window (SVG) both can show.

Points, with y growing downwards. Charts make pictures; nothing here knows what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from fieldsurvey.reports.pdf import text
from fieldsurvey.reports.pdf.style import INK

_SVG_FONTS = "Noto Sans, Noto Sans Devanagari, Noto Sans Kannada, sans-serif"


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
class Picture:
    """Shapes on a sheet of this size, painted in order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


class PictureFlow(Flowable):
    """The picture in the flow of the page."""

    def __init__(self, picture: Picture, *, before: float = 0, after: float = 4) -> None:
        super().__init__()
        self.picture = picture
        self.width, self.height = picture.width, picture.height
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """The picture's own size."""
        return self.picture.width, self.picture.height

    def draw(self) -> None:
        """Paint every shape."""
        paint(self.canv, self.picture)


def paint(canvas: Canvas, picture: Picture, x: float = 0, y: float = 0) -> None:
    """Paint on a PDF canvas with the lower left corner at (x, y)."""
    for shape in picture.shapes:
        _paint_shape(canvas, shape, x, y + picture.height)


def svg(picture: Picture) -> str:
    """The same picture for the screen."""
    body = "".join(_svg_shape(shape) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width:g}" height="{picture.height:g}" '
        f'viewBox="0 0 {picture.width:g} {picture.height:g}" font-family={quoteattr(_SVG_FONTS)}>{body}</svg>'
    )


def _paint_shape(canvas: Canvas, shape: Shape, x: float, top: float) -> None:
    match shape:
        case Box():
            canvas.setFillColor(HexColor(shape.fill))
            canvas.rect(
                x + shape.x, top - shape.y - shape.height, shape.width, shape.height, stroke=0, fill=1
            )
        case Stroke():
            _paint_stroke(canvas, shape, x, top)
        case Dot():
            canvas.setFillColor(HexColor(shape.fill))
            if shape.edge:
                canvas.setStrokeColor(HexColor(shape.edge))
                canvas.setLineWidth(0.8)
            canvas.circle(x + shape.x, top - shape.y, shape.radius, stroke=int(bool(shape.edge)), fill=1)
        case Label():
            text.draw(
                canvas, x + shape.x, top - shape.y, shape.words, shape.size,
                bold=shape.bold, colour=shape.colour, anchor=shape.anchor,
            )  # fmt: skip


def _paint_stroke(canvas: Canvas, shape: Stroke, x: float, top: float) -> None:
    canvas.setStrokeColor(HexColor(shape.colour))
    canvas.setLineWidth(shape.width)
    canvas.setDash([2, 2] if shape.is_dashed else [])
    path = canvas.beginPath()
    for number, (px, py) in enumerate(shape.points):
        (path.lineTo if number else path.moveTo)(x + px, top - py)
    canvas.drawPath(path)
    canvas.setDash([])


def _svg_shape(shape: Shape) -> str:
    match shape:
        case Box():
            return (
                f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{max(0, shape.width):g}" '
                f'height="{max(0, shape.height):g}" fill="{shape.fill}"/>'
            )
        case Stroke():
            dash = ' stroke-dasharray="2 2"' if shape.is_dashed else ""
            points = " ".join(f"{px:g},{py:g}" for px, py in shape.points)
            return f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width:g}"{dash}/>'
        case Dot():
            edge = f' stroke="{shape.edge}" stroke-width="0.8"' if shape.edge else ""
            return (
                f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="{shape.fill}"{edge}/>'
            )
        case Label():
            weight = ' font-weight="600"' if shape.bold else ""
            return (
                f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size:g}" fill="{shape.colour}" '
                f'text-anchor="{shape.anchor}"{weight}>{escape(shape.words)}</text>'
            )


def moved(shape: Shape, right: float, down: float) -> Shape:
    """The shape in another place."""
    match shape:
        case Stroke():
            return replace(shape, points=tuple((x + right, y + down) for x, y in shape.points))
        case Box() | Dot() | Label():
            return replace(shape, x=shape.x + right, y=shape.y + down)
