"""A bar of several parts, and the legend under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label

Parts = Sequence[tuple[float, str]]
"""(number, colour) from the left; what is not filled stays track."""


class StackedBar(QWidget):
    """Parts of a whole side by side."""

    def __init__(self, parts: Parts, whole: float, height: int = 8) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setMinimumWidth(60)
        self._parts, self._whole = parts, whole

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        round_ends = QPainterPath()
        round_ends.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(round_ends)
        painter.fillRect(self.rect(), QColor(theme.colours().track))
        left = 0.0
        for number, colour in self._parts:
            width = self.width() * number / self._whole if self._whole else 0.0
            painter.fillRect(QRectF(left, 0, max(0.0, width - 1), self.height()), QColor(colour))
            left += width


def legend(entries: Sequence[tuple[str, str, str]]) -> QHBoxLayout:
    """(colour, number, word) side by side, the number in strong letters."""
    row = QHBoxLayout()
    row.setSpacing(6)
    for colour, number, word in entries:
        mark = QFrame()
        mark.setFixedSize(10, 10)
        mark.setStyleSheet(f"background: {colour}; border: 0; border-radius: 2px;")
        row.addWidget(mark)
        row.addWidget(_number(number))
        row.addWidget(label(word))
        row.addSpacing(14)
    row.addStretch(1)
    return row


def _number(text: str) -> QLabel:
    return label(text, "strong")
