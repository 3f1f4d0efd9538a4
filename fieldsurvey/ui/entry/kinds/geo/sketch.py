"""The points of a trace or a shape drawn to scale, north up: a sketch, since no map is on this laptop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.entry.devices.coordinates import Position
from fieldsurvey.ui.entry.devices.geometry import length_words, plane, scale_bar
from fieldsurvey.ui.shell import theme

_SIZE = 220
_STRIP = 24  # under it, for scale and north
_MARGIN = 24
_DOT, _NEAR = 4.0, 12.0
_LEAST = 10.0  # metres across, so that one point is not drawn as a world


class Sketch(QWidget):
    """Shows the points and the one chosen; a click chooses the nearest."""

    chosen = Signal(int)

    def __init__(self, *, is_shape: bool) -> None:
        super().__init__()
        self._is_shape = is_shape
        self._points: list[tuple[float, float]] = []
        self._at = -1
        self.setFixedSize(_SIZE, _SIZE + _STRIP)
        self.setAccessibleName(_("Sketch of the points, north is up"))

    def show_points(self, points: Sequence[Position], at: int) -> None:
        """Draw these; `at` is the one chosen, counted from 0."""
        self._points, self._at = plane(points), at
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spots = self._spots()[0]
        if not spots:
            return
        far = [(spot - event.position()).manhattanLength() for spot in spots]
        nearest = min(range(len(spots)), key=far.__getitem__)
        if far[nearest] <= _NEAR:
            self.chosen.emit(nearest)

    def _spots(self) -> tuple[list[QPointF], float]:
        """Where each point is drawn, and how many pixels a metre takes."""
        if not self._points:
            return [], 1.0
        easts, norths = [p[0] for p in self._points], [p[1] for p in self._points]
        across = max(max(easts) - min(easts), max(norths) - min(norths), _LEAST)
        scale = (_SIZE - 2 * _MARGIN) / across
        east, north = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
        return [
            QPointF(_SIZE / 2 + (e - east) * scale, _SIZE / 2 - (n - north) * scale) for e, n in self._points
        ], scale

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        spots, scale = self._spots()
        self._paint_north(painter)
        if spots:
            self._paint_lines(painter, spots)
            self._paint_dots(painter, spots)
            self._paint_scale(painter, scale)

    def _paint_lines(self, painter: QPainter, spots: list[QPointF]) -> None:
        colours = theme.colours()
        painter.setPen(QPen(QColor(colours.accent), 1.5))
        if self._is_shape and len(spots) > 2:
            painter.setBrush(QColor(colours.selection))
            painter.drawPolygon(QPolygonF(spots))
        else:
            painter.drawPolyline(QPolygonF(spots))

    def _paint_dots(self, painter: QPainter, spots: list[QPointF]) -> None:
        colours = theme.colours()
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        for number, spot in enumerate(spots):
            is_here = number == self._at
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(QColor(colours.accent if is_here else colours.surface))
            radius = _DOT + 1 if is_here else _DOT
            painter.drawEllipse(spot, radius, radius)
            if len(spots) <= 12 or is_here:
                painter.setPen(QColor(colours.text))
                painter.drawText(spot + QPointF(6, -5), str(number + 1))

    def _paint_scale(self, painter: QPainter, scale: float) -> None:
        metres = scale_bar((_SIZE - 2 * _MARGIN) / scale)
        left, bottom, long = 12.0, _SIZE + _STRIP - 12.0, metres * scale
        painter.setPen(QPen(QColor(theme.colours().muted), 1.5))
        painter.drawLine(QPointF(left, bottom), QPointF(left + long, bottom))
        for x in (left, left + long):
            painter.drawLine(QPointF(x, bottom - 3), QPointF(x, bottom + 3))
        words = length_words(metres) if metres >= 1 else f"{metres:g} m"
        painter.drawText(QPointF(left + long + 6, bottom + 4), words)

    @staticmethod
    def _paint_north(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(theme.colours().muted), 1.5))
        x, top = _SIZE - 16.0, _SIZE + _STRIP - 22.0
        painter.drawPolyline(QPolygonF([QPointF(x - 4, top + 6), QPointF(x, top), QPointF(x + 4, top + 6)]))
        painter.drawLine(QPointF(x, top), QPointF(x, top + 14))
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        painter.drawText(QRectF(x - 48, top, 40, 14), Qt.AlignmentFlag.AlignRight, _("N"))
