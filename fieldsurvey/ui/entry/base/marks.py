"""Frames, badges and marks of choices, each drawn once and then stamped: a rounded line costs more than all letters of a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from fieldsurvey.ui.shell import theme

_CORNER = 8
_CORNERS = ((0, 0), (1, 0), (0, 1), (1, 1))


def frame(painter: QPainter, rect: QRect, border: str, ground: str, wide: int) -> None:
    """A rounded rectangle: the corners stamped, the rest filled. At 125 or 150 % seams would show, so it is drawn whole."""
    if not _sharpness(painter).is_integer():
        _drawn(painter, rect, border, ground, wide)
        return
    corners = _corners(border, ground, wide, _sharpness(painter))
    scale = corners.devicePixelRatio()
    right, bottom = rect.right() + 1 - _CORNER, rect.bottom() + 1 - _CORNER
    for x, y in _CORNERS:
        source = QRectF(x * _CORNER * scale, y * _CORNER * scale, _CORNER * scale, _CORNER * scale)
        target = QRectF(right if x else rect.left(), bottom if y else rect.top(), _CORNER, _CORNER)
        painter.drawPixmap(target, corners, source)
    line, fill = QColor(border), QColor(ground)
    across, down = rect.width() - 2 * _CORNER, rect.height() - 2 * _CORNER
    left, top = rect.left() + _CORNER, rect.top() + _CORNER
    painter.fillRect(left, rect.top() + wide, across, rect.height() - 2 * wide, fill)
    painter.fillRect(rect.left() + wide, top, _CORNER - wide, down, fill)
    painter.fillRect(right, top, _CORNER - wide, down, fill)
    painter.fillRect(left, rect.top(), across, wide, line)
    painter.fillRect(left, rect.bottom() + 1 - wide, across, wide, line)
    painter.fillRect(rect.left(), top, wide, down, line)
    painter.fillRect(rect.right() + 1 - wide, top, wide, down, line)


def _drawn(painter: QPainter, rect: QRect, border: str, ground: str, wide: int) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(border), wide))
    painter.setBrush(QColor(ground))
    half = wide / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 6, 6)
    painter.restore()


def badge(painter: QPainter, rect: QRect, text: str, font: QFont) -> None:
    """A digit in a small box."""
    c = theme.colours()
    made = _badge(
        text, rect.width(), rect.height(), font.family(), (c.line, c.ground, c.muted), _sharpness(painter)
    )
    painter.drawPixmap(rect.topLeft(), made)


def mark(painter: QPainter, at: QRect, *, is_chosen: bool, several: bool) -> None:
    """A ring or a box; the shape says what is chosen, not the colour alone."""
    c = theme.colours()
    colours = (c.accent, c.muted, c.surface, c.on_accent)
    painter.drawPixmap(at.topLeft(), _mark(at.width(), is_chosen, several, colours, _sharpness(painter)))


def tick(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A tick within a rectangle."""
    pen = QPen(colour, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    shape = ((0.26, 0.52), (0.43, 0.68), (0.74, 0.34))
    painter.drawPolyline(
        QPolygonF([QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height()) for x, y in shape])
    )


def _sharpness(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatio() if device is not None else 1.0


def _made(width: int, height: int, sharpness: float, draw: Callable[[QPainter], None]) -> QPixmap:
    pixmap = QPixmap(round(width * sharpness), round(height * sharpness))
    pixmap.setDevicePixelRatio(sharpness)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return pixmap


@lru_cache(maxsize=64)
def _corners(border: str, ground: str, wide: int, sharpness: float) -> QPixmap:
    def draw(painter: QPainter) -> None:
        half = wide / 2
        painter.setPen(QPen(QColor(border), wide))
        painter.setBrush(QColor(ground))
        whole = QRectF(0, 0, 2 * _CORNER, 2 * _CORNER)
        painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), 6, 6)

    return _made(2 * _CORNER, 2 * _CORNER, sharpness, draw)


@lru_cache(maxsize=128)
def _badge(
    text: str, width: int, height: int, family: str, colours: tuple[str, str, str], sharpness: float
) -> QPixmap:
    line, ground, ink = colours

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 4, 4)
        font = QFont(family)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)

    return _made(width, height, sharpness, draw)


@lru_cache(maxsize=64)
def _mark(
    size: int, is_chosen: bool, several: bool, colours: tuple[str, str, str, str], sharpness: float
) -> QPixmap:
    accent, muted, surface, on_accent = colours

    def draw(painter: QPainter) -> None:
        inside = QRectF(1, 1, size - 2, size - 2)
        painter.setPen(QPen(QColor(accent if is_chosen else muted), 1.5))
        painter.setBrush(QColor(accent if is_chosen and several else surface))
        if several:
            painter.drawRoundedRect(inside, 4, 4)
        else:
            painter.drawEllipse(inside)
        if is_chosen and several:
            tick(painter, inside, QColor(on_accent))
        elif is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(accent))
            painter.drawEllipse(inside.adjusted(4, 4, -4, -4))

    return _made(size, size, sharpness, draw)
