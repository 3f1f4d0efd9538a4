"""How a case stands, as the overview and the register show it: a word, a colour and a shape."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fieldsurvey.i18n import _
from fieldsurvey.records import Outcome
from fieldsurvey.ui.shell import theme


class Shape(StrEnum):
    """What is drawn for a case; the shape says what the colour says."""

    DOT = "dot"
    CROSS = "cross"
    SQUARE = "square"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Look:
    """Word, colour and shape."""

    word: str
    colour: str
    shape: Shape


def looks() -> tuple[tuple[str, Look], ...]:
    """(key, look) in the order of the legend: done, refused, failed, to visit."""
    c = theme.colours()
    return (
        ("done", Look(_("done"), c.accent, Shape.DOT)),
        ("refused", Look(_("refused"), c.warn, Shape.CROSS)),
        ("failed", Look(_("closed, not found"), c.muted, Shape.SQUARE)),
        ("to visit", Look(_("to visit"), c.track, Shape.RING)),
    )


def key_of(outcome: Outcome | None) -> str:
    """Which of the looks a case has."""
    if outcome in (Outcome.COMPLETED, Outcome.PARTIAL):
        return "done"
    if outcome is Outcome.REFUSED:
        return "refused"
    return "to visit" if outcome in (None, Outcome.AWAY) else "failed"


def paint_shape(painter: QPainter, at: QPointF, look: Look, size: float = 4.0) -> None:
    """Draw the shape around a point; `size` is its radius in pixels."""
    c = theme.colours()
    colour = QColor(c.muted if look.shape is Shape.RING else look.colour)
    painter.setBrush(colour if look.shape is Shape.DOT else Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen if look.shape is Shape.DOT else QPen(colour, 1.4))
    box = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
    if look.shape is Shape.CROSS:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.topRight())
    elif look.shape is Shape.SQUARE:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.drawEllipse(box)
