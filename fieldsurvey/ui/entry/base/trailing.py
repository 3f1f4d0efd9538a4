"""A field with a sign at its end that can be pressed: an arrow, a calendar, an eye. Painted, so that it costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF

from fieldsurvey.ui.entry.base.field import Field
from fieldsurvey.ui.shell import theme

_ROOM = 32
Sign = Callable[[QPainter, QPointF], None]
"""Draws a sign around a point."""


def arrow(painter: QPainter, at: QPointF) -> None:
    """A list opens here."""
    corners = [at + QPointF(-4, -2), at + QPointF(0, 2), at + QPointF(4, -2)]
    painter.drawPolyline(QPolygonF(corners))


def calendar(painter: QPainter, at: QPointF) -> None:
    """A month opens here."""
    painter.drawRoundedRect(QRectF(at.x() - 7, at.y() - 6, 14, 13), 2, 2)
    painter.drawLine(at + QPointF(-7, -2), at + QPointF(7, -2))
    painter.drawLine(at + QPointF(-3, -8), at + QPointF(-3, -5))
    painter.drawLine(at + QPointF(3, -8), at + QPointF(3, -5))


def eye(painter: QPainter, at: QPointF) -> None:
    """What is hidden is shown while this is held."""
    painter.drawArc(QRectF(at.x() - 8, at.y() - 5, 16, 14), 20 * 16, 140 * 16)
    painter.drawArc(QRectF(at.x() - 8, at.y() - 9, 16, 14), 200 * 16, 140 * 16)
    painter.drawEllipse(at, 2.2, 2.2)


class TrailingField(Field):
    """A field with a sign at its end."""

    pressed = Signal()
    released = Signal()

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        self._sign = sign
        self.setMouseTracking(True)
        self._leave_room()

    def _leave_room(self) -> None:
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = _ROOM - 10
        self.setTextMargins(room if is_turned else 0, 0, 0 if is_turned else room, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._leave_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.colours().muted)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        self._sign(painter, QPointF(self._sign_rect().center()))

    def _sign_rect(self) -> QRectF:
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRectF(0 if is_turned else self.width() - _ROOM, 0, _ROOM, self.height())

    def _is_on_sign(self, event: QMouseEvent) -> bool:
        return self._sign_rect().contains(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand, beam = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.IBeamCursor
        self.setCursor(hand if self._is_on_sign(event) else beam)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_sign(event):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pressed.emit()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.released.emit()
