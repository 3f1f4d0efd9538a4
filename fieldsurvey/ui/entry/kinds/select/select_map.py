"""Choices that lie somewhere (`map`): a sketch of points, lines and areas to click on, without a map beneath it.

A choice whose geometry cannot be read is only in the list, as in Collect.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.kinds.select.select_picture import SelectPicture, SelectPictureWidget
from fieldsurvey.ui.shell import theme
from fieldsurvey.xforms import Prompt

_HEIGHT, _WIDEST, _MARGIN = 280, 640, 24
_NEAR = 14.0
_RULERS = (1, 2, 5)
_METRES = 111_320.0
"""In a degree of latitude."""


class ChoiceMapWidget(SelectPictureWidget):
    """Choose a place on the sketch, or in the list beneath it."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self.sketch = PlaceSketch()
        super().__init__(prompt, question, self.sketch)

    def attach(self, form: FormSide) -> None:
        super().attach(form)
        self._show_places()

    def show_own(self, prompt: Prompt) -> None:
        others = prompt.choices != self._choices
        super().show_own(prompt)
        if others:
            self._show_places()

    def _show_places(self) -> None:
        self.sketch.show_geometries(self.form.geometries() if self.form is not None else {})
        self.label_picture()


class PlaceSketch(SelectPicture):
    """Where places lie to each other, north above."""

    def __init__(self) -> None:
        super().__init__()
        self._geometries: dict[str, list[QPointF]] = {}
        """Code -> longitude and latitude of its points, the longitudes drawn together as they are so far north."""
        self._squeeze = 1.0

    def show_geometries(self, geometries: Mapping[str, str]) -> None:
        """Show these geometries, as ODK writes them."""
        read = {code: _points(text) for code, text in geometries.items()}
        known = {code: points for code, points in read.items() if points}
        latitudes = [point.y() for points in known.values() for point in points]
        middle = sum(latitudes) / len(latitudes) if latitudes else 0.0
        self._squeeze = max(math.cos(math.radians(middle)), 0.05)
        self._geometries = {
            code: [QPointF(point.x() * self._squeeze, point.y()) for point in points]
            for code, points in known.items()
        }
        self.updateGeometry()
        self.update()

    @property
    def is_there(self) -> bool:
        return bool(self._geometries)

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST, _HEIGHT)

    def _frame(self) -> tuple[float, QPointF]:
        """Pixels for a degree, and the corner in the north-west."""
        every = [point for points in self._geometries.values() for point in points]
        left, right = min(p.x() for p in every), max(p.x() for p in every)
        low, high = min(p.y() for p in every), max(p.y() for p in every)
        room = min(self.width(), _WIDEST) - 2 * _MARGIN, self.height() - 2 * _MARGIN
        across, up = max(right - left, 1e-4), max(high - low, 1e-4)
        scale = min(room[0] / across, room[1] / up)
        slack = QPointF((room[0] - across * scale) / 2, (room[1] - up * scale) / 2)
        return scale, QPointF(left - (_MARGIN + slack.x()) / scale, high + (_MARGIN + slack.y()) / scale)

    def seen(self) -> dict[str, QPolygonF]:
        """Each choice as it stands on the sketch, in pixels."""
        scale, corner = self._frame()
        return {
            code: QPolygonF(
                [QPointF((p.x() - corner.x()) * scale, (corner.y() - p.y()) * scale) for p in points]
            )
            for code, points in self._geometries.items()
        }

    def code_at(self, point: QPointF) -> str:
        if not self._geometries:
            return ""
        best, nearest = "", _NEAR
        for code, shape in self.seen().items():
            if _is_area(shape) and shape.containsPoint(point, Qt.FillRule.OddEvenFill):
                return code
            far = min(math.hypot(p.x() - point.x(), p.y() - point.y()) for p in _corners(shape))
            if far < nearest:
                best, nearest = code, far
        return best

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._geometries:
            return
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.line), 1))
        painter.setBrush(QColor(c.surface))
        room = QRectF(0.5, 0.5, min(self.width(), _WIDEST) - 1.0, self.height() - 1.0)
        painter.drawRoundedRect(room, 6, 6)
        seen = self.seen()
        later = [code for code in seen if code in self.chosen or code == self.here]
        for code in (*(one for one in seen if one not in later), *later):
            self._paint_place(painter, seen[code], code)
        self._paint_ruler(painter)

    def _paint_place(self, painter: QPainter, shape: QPolygonF, code: str) -> None:
        c = theme.colours()
        is_chosen, is_here = code in self.chosen, code == self.here
        colour = QColor(c.accent if is_chosen or is_here else c.muted)
        if shape.count() == 1:
            painter.setPen(QPen(QColor(c.surface), 1.5))
            painter.setBrush(colour)
            size = 8.0 if is_chosen else 7.0 if is_here else 5.0
            painter.drawEllipse(shape.at(0), size, size)
        else:
            ground = QColor(colour)
            ground.setAlpha(120 if is_chosen else 40)
            painter.setPen(QPen(colour, 2.5 if is_chosen or is_here else 1.5))
            painter.setBrush(ground if _is_area(shape) else Qt.BrushStyle.NoBrush)
            (painter.drawPolygon if _is_area(shape) else painter.drawPolyline)(shape)
        if is_chosen or is_here:
            painter.setPen(QColor(c.text))
            painter.drawText(shape.boundingRect().topRight() + QPointF(12, 5), self.labels.get(code, ""))

    def _paint_ruler(self, painter: QPainter) -> None:
        """How far a hundred pixels are, in a round number."""
        scale, _corner = self._frame()
        metres = 110 / scale * _METRES
        power = 10 ** math.floor(math.log10(max(metres, 1.0)))
        long = max(step * power for step in _RULERS if step * power <= max(metres, 1.0))
        pixels = long / _METRES * scale
        words = _("{n} km").format(n=f"{long / 1000:g}") if long >= 1000 else _("{n} m").format(n=f"{long:g}")
        left, bottom = 12.0, self.height() - 10.0
        painter.setPen(QPen(QColor(theme.colours().muted), 1))
        painter.drawLine(QPointF(left, bottom), QPointF(left + pixels, bottom))
        painter.drawText(QPointF(left, bottom - 5), words)


def _points(text: str) -> list[QPointF]:
    """Longitude and latitude of each point; none when one of them cannot be read."""
    found: list[QPointF] = []
    for part in text.split(";"):
        words = part.split()
        if not words:
            continue
        try:
            latitude, longitude = float(words[0]), float(words[1])
        except (ValueError, IndexError):
            return []
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return []
        found.append(QPointF(longitude, latitude))
    return found


def _is_area(shape: QPolygonF) -> bool:
    return shape.count() > 3 and shape.isClosed()


def _corners(shape: QPolygonF) -> Sequence[QPointF]:
    return [shape.at(number) for number in range(shape.count())]
