"""A button that shows at its end which key presses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle

from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button

_SIZE, _HIGH, _AROUND, _EDGE = 11, 18, 10, 12


class KeyedButton(Button):
    """The cap stands at the end of the row, in the colour of the words."""

    def __init__(self, text: str, key: str, on_click: Callable[[], object], icon: str) -> None:
        super().__init__(text)
        self.cap = key
        self.setToolTip(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIcon(theme.icon(icon))
        self.setIconSize(QSize(20, 20))
        self.clicked.connect(lambda _checked=False: on_click())

    def sizeHint(self) -> QSize:
        """With room for the cap on both sides, so that the words stay in the middle."""
        return super().sizeHint() + QSize(2 * (self._wide() + _EDGE - 4), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        is_primary = self.property("kind") == "primary" and self.isEnabled()
        ink = colours.on_accent if is_primary else colours.muted if self.isEnabled() else colours.disabled
        place = QRect(self.width() - self._wide() - _EDGE, (self.height() - _HIGH) // 2, self._wide(), _HIGH)
        cap = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        painter.setPen(QPen(QColor(ink), 1))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._font())
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.cap)

    def _wide(self) -> int:
        return max(_HIGH, QFontMetrics(self._font()).horizontalAdvance(self.cap) + _AROUND)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(_SIZE)
        return font
