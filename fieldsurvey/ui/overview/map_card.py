"""Where the firms are: points of the register with a scale, no map under them; many are drawn as bins."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.overview.outcome_looks import Look, looks, paint_shape
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Card, label

_LEAST = 3
_MOST_POINTS = 600
"""More are put together into squares of so many pixels."""
_BIN = 10
_METRES = 111_320.0
"""Of a degree of latitude."""
_STEPS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_MARGIN = 14
_FOOT = 22
_LINE = 20
_INSET = 6.0


@dataclass(frozen=True, slots=True)
class Point:
    """A firm's position and how its case stands."""

    latitude: float
    longitude: float
    key: str
    """Of `outcome_looks.looks`."""


def point_of(geopoint: str, key: str) -> Point | None:
    """From the text of a geopoint; None where it is none on this earth."""
    try:
        latitude, longitude = (float(part) for part in geopoint.split()[:2])
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude, longitude) == (0.0, 0.0):
        return None
    return Point(latitude, longitude, key)


class Sketch(QWidget):
    """The points, north up, one scale both ways."""

    def __init__(self, points: Sequence[Point]) -> None:
        super().__init__()
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points = _without_strays(points)
        self._looks = dict(looks())
        self.setAccessibleName(said_of(points))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - _FOOT)
        placed, metres = _placed(self._points, area)
        if len(placed) > _MOST_POINTS:
            self._paint_bins(painter, placed)
        else:
            for at, key in placed:
                paint_shape(painter, at, self._looks[key])
        self._paint_scale(painter, metres)

    def _paint_bins(self, painter: QPainter, placed: Sequence[tuple[QPointF, str]]) -> None:
        bins = Counter((int(at.x() // _BIN), int(at.y() // _BIN)) for at, _key in placed)
        most = max(bins.values())
        colour = QColor(theme.colours().accent)
        painter.setPen(Qt.PenStyle.NoPen)
        for (x, y), number in bins.items():
            colour.setAlphaF(0.2 + 0.8 * number / most)
            painter.setBrush(colour)
            painter.drawRect(QRectF(x * _BIN, y * _BIN, _BIN - 1, _BIN - 1))

    def _paint_scale(self, painter: QPainter, metres: float) -> None:
        c = theme.colours()
        longest = 0.3 * self.width() * metres
        step = max((one for one in _STEPS if one <= longest), default=_STEPS[0])
        width = step / metres if metres else 0.0
        foot = self.height() - 8.0
        painter.setPen(QPen(QColor(c.muted), 1.2))
        painter.drawLine(QPointF(_MARGIN, foot), QPointF(_MARGIN + width, foot))
        for x in (_MARGIN, _MARGIN + width):
            painter.drawLine(QPointF(x, foot - 4), QPointF(x, foot + 4))
        said = f"{step} m" if step < 1000 else f"{step // 1000} km"
        painter.drawText(QPointF(_MARGIN + width + 8, foot + 4), said)
        right = self.width() - _MARGIN
        painter.drawLine(QPointF(right, foot + 4), QPointF(right, foot - 10))
        painter.drawLine(QPointF(right, foot - 10), QPointF(right - 3, foot - 6))
        painter.drawLine(QPointF(right, foot - 10), QPointF(right + 3, foot - 6))
        painter.drawText(QPointF(right - 16, foot + 4), _("N"))


def map_card(points: Sequence[Point]) -> QWidget:
    """The card; it says so while there are too few positions."""
    card = Card(
        label(_("Where"), "heading"), label(_("Points of the register, not a map"), "muted", wrap=True)
    )
    if len(points) < _LEAST:
        said = _("As soon as three firms have a position, from a list or a visit, they are drawn here.")
        card.column.addWidget(label(said, "muted", wrap=True))
        card.column.addStretch(1)
        return card
    card.column.addWidget(Sketch(points), 1)
    card.column.addWidget(_Legend([look for _key, look in looks()]))
    return card


class _Legend(QWidget):
    """Shapes with their words, as they stand in the sketch, in as many lines as they need."""

    def __init__(self, entries: Sequence[Look]) -> None:
        super().__init__()
        self._entries = entries
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return _LINE * (1 + self._placed(width)[-1][1])

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(self.width() or 120))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ascent = painter.fontMetrics().ascent()
        for look, (left, line) in zip(self._entries, self._placed(self.width()), strict=True):
            middle = _LINE * (line + 0.5)
            paint_shape(painter, QPointF(left, middle), look)
            painter.setPen(QColor(theme.colours().text))
            painter.drawText(QPointF(left + 9, middle + ascent / 2 - 1), look.word)

    def _placed(self, width: int) -> list[tuple[float, int]]:
        """Where each entry begins, and in which line."""
        found, left, line = list[tuple[float, int]](), _INSET, 0
        for look in self._entries:
            wide = 9 + self.fontMetrics().horizontalAdvance(look.word)
            if left > _INSET and left + wide > width:
                left, line = _INSET, line + 1
            found.append((left, line))
            left += wide + 14
        return found


def said_of(points: Iterable[Point]) -> str:
    """The sketch in words, for who hears the window."""
    words = dict(looks())
    counted = Counter(point.key for point in points)
    return ", ".join(f"{counted[key]} {words[key].word}" for key in words if counted[key])


def _without_strays(points: Sequence[Point]) -> list[Point]:
    """Without positions so far off that all others would be one dot: ten times farther from the middle than half of all are."""
    if len(points) < _LEAST:
        return list(points)
    middle = [
        sorted(values)[len(points) // 2]
        for values in zip(*((p.latitude, p.longitude) for p in points), strict=True)
    ]
    off = [max(abs(p.latitude - middle[0]), abs(p.longitude - middle[1])) for p in points]
    usual = sorted(off)[len(off) // 2]
    return [p for p, far in zip(points, off, strict=True) if far <= max(10 * usual, 0.002)]


def _placed(points: Sequence[Point], area: QRectF) -> tuple[list[tuple[QPointF, str]], float]:
    """Points within the area, and how many metres a pixel is."""
    if not points or area.width() <= 0 or area.height() <= 0:
        return [], 1.0
    narrow = math.cos(math.radians(points[0].latitude))
    xs = [p.longitude * narrow for p in points]
    ys = [-p.latitude for p in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(area.width() / wide if wide else math.inf, area.height() / high if high else math.inf)
    scale = scale if math.isfinite(scale) else 1.0 / 0.00001
    left = area.center().x() - scale * (min(xs) + wide / 2)
    top = area.center().y() - scale * (min(ys) + high / 2)
    placed = [
        (QPointF(left + scale * x, top + scale * y), p.key) for x, y, p in zip(xs, ys, points, strict=True)
    ]
    return placed, _METRES / scale
