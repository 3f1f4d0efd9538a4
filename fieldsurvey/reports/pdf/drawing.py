"""Paint a drawing on the page."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from fieldsurvey.reports.charts.shapes import Box, Dot, Drawing, Label, Shape, Stroke
from fieldsurvey.reports.pdf import text


class DrawingFlow(Flowable):
    """A drawing in the flow of the page."""

    def __init__(self, drawing: Drawing, *, before: float = 0, after: float = 4) -> None:
        super().__init__()
        self.drawing = drawing
        self.width, self.height = drawing.width, drawing.height
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, room: float, tall: float) -> tuple[float, float]:
        """The drawing's own size."""
        return self.drawing.width, self.drawing.height

    def draw(self) -> None:
        """Paint every shape."""
        paint(self.canv, self.drawing)


def paint(canvas: Canvas, drawing: Drawing, x: float = 0, y: float = 0) -> None:
    """Paint on a PDF canvas with the lower left corner at (x, y)."""
    for shape in drawing.shapes:
        _paint_shape(canvas, shape, x, y + drawing.height)


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
