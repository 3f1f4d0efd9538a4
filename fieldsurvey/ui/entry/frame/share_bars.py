"""Bars of shares: one for each number of those that make a whole, and all of them in one bar. Painted, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle

from fieldsurvey.ui.entry.base import marks
from fieldsurvey.ui.entry.frame.line import Line
from fieldsurvey.ui.shell import theme

_LONGEST, _HIGH, _STACK = 250, 8, 14
_BADGE = 20
_WHITE_BETWEEN = 2


def colour_of(position: int) -> str:
    """The colour of a share, by where it stands among the others; beyond the last the first comes again."""
    parts = theme.colours().parts
    return parts[position % len(parts)]


def share(
    painter: QPainter, room: QRect, direction: Qt.LayoutDirection, line: Line, *, is_here: bool
) -> None:
    """The bar of one number, as long as its share; where the keyboard is, what is left for it at the end."""
    used = _paint_rest(painter, room, direction, line.rest) if is_here and line.rest else 0
    longest = min(_LONGEST, room.width() - used)
    wide = round(longest * min(max(line.share, 0.0), 1.0))
    if wide > 0:
        bar = QRect(room.left(), room.center().y() - _HIGH // 2 + 1, max(wide, 2), _HIGH)
        _fill(painter, QStyle.visualRect(direction, room, bar), line.colour)


def _paint_rest(painter: QPainter, room: QRect, direction: Qt.LayoutDirection, words: str) -> int:
    """The key = and what it puts in; the pixels both take."""
    measures = QFontMetrics(painter.font())
    wide = measures.horizontalAdvance(words) + 8
    text = QRect(room.right() + 1 - wide, room.top(), wide, room.height())
    key = QRect(text.left() - _BADGE - 4, room.center().y() - 9, _BADGE, 19)
    if key.left() < room.left():
        return 0
    marks.badge(painter, QStyle.visualRect(direction, room, key).normalized(), "=", painter.font())
    painter.setPen(QColor(theme.colours().muted))
    painter.drawText(QStyle.visualRect(direction, room, text), Qt.AlignmentFlag.AlignCenter, words)
    return wide + _BADGE + 16


def stack(
    painter: QPainter, room: QRect, direction: Qt.LayoutDirection, shares: Sequence[tuple[float, str]]
) -> None:
    """All shares in one bar; where they are more than the whole, the bar is all of them, and a line shows where the whole ends."""
    painter.save()
    total = sum(part for part, _colour in shares)
    scale = room.width() / max(total, 1.0)
    _fill(painter, room, theme.colours().track)
    at = 0.0
    for part, colour in shares:
        wide = part * scale
        if wide >= 1:
            between = _WHITE_BETWEEN if at else 0
            bar = QRectF(room.left() + at + between, room.top(), max(wide - between, 1.0), room.height())
            if direction is Qt.LayoutDirection.RightToLeft:
                bar.moveLeft(room.left() + room.right() + 1 - bar.right())
            painter.fillRect(
                QRectF(room.left() + at, room.top(), between, room.height()), QColor(theme.colours().surface)
            )
            _outlined(painter, bar, colour)
        at += wide
    if total > 1:
        end = room.left() + scale if direction is Qt.LayoutDirection.LeftToRight else room.right() - scale
        painter.fillRect(QRectF(end - 1, room.top() - 4, 2, room.height() + 8), QColor(theme.colours().bad))
    painter.restore()


def _fill(painter: QPainter, rect: QRect, colour: str) -> None:
    _outlined(painter, QRectF(rect), colour)


def _outlined(painter: QPainter, rect: QRectF, colour: str) -> None:
    """The lightest and the darkest of the shares would be lost on their ground without a line around them."""
    painter.fillRect(rect, QColor(colour))
    painter.setPen(QPen(QColor(theme.colours().strong_line), 1))
    if colour in (theme.colours().parts[-1],):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
