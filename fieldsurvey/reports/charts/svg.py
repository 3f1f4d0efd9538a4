"""A drawing as SVG, for the screen."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from fieldsurvey.reports.charts.shapes import Box, Dot, Drawing, Label, Shape, Stroke

_FONTS = "Noto Sans, Noto Sans Devanagari, Noto Sans Kannada, sans-serif"


def svg(drawing: Drawing) -> str:
    """The drawing, with text as text."""
    body = "".join(_svg_shape(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:g}" height="{drawing.height:g}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" font-family={quoteattr(_FONTS)}>{body}</svg>'
    )


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
