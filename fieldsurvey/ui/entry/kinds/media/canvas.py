"""A sheet to draw on with mouse, pen or keys: lines and words over a ground, in the picture's own points."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell import theme

_STEP, _FINE = 12.0, 2.0  # points of the screen an arrow key moves
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(slots=True)
class Mark:
    """One line, or one word where there is a text."""

    colour: str
    width: float
    points: list[QPointF] = field(default_factory=list)
    text: str = ""


class Canvas(QWidget):
    """Draws marks over a ground. Keys: arrows move a cross, Space puts the pen down and lifts it."""

    def __init__(self, ground: QImage, shown: QSize) -> None:
        super().__init__()
        self.ground = ground
        self.marks: list[Mark] = []
        self.colour, self.pen_width = "#1A232E", 3.0
        self._scale = shown.width() / ground.width()
        self._open: Mark | None = None
        self._is_pen_down = False
        self._cross = QPointF(ground.width() / 2, ground.height() / 2)
        self.setFixedSize(shown)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("Sheet to draw on: arrows move, Space draws"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self.marks

    def write(self, text: str, *, in_middle: bool = False) -> None:
        """Put words where the cross is, or large in the middle, as a name under a letter."""
        size = self.ground.height() / 4 if in_middle else 18 / self._scale
        at = QPointF(-1, -1) if in_middle else QPointF(self._cross)
        self.marks.append(Mark(self.colour, size, [at], text))
        self.update()

    def undo(self) -> None:
        """Take the last mark back."""
        self._lift()
        if self.marks:
            self.marks.pop()
        self.update()

    def clear(self) -> None:
        """An empty sheet."""
        self._lift()
        self.marks.clear()
        self.update()

    def image(self) -> QImage:
        """Ground and marks as one picture, as large as the ground."""
        self._lift()
        image = self.ground.convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        return image

    # --- drawing -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self.ground)
        painter.save()
        painter.scale(self._scale, self._scale)
        self._draw(painter)
        painter.restore()
        if self.hasFocus():
            self._draw_cross(painter)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self.marks:
            pen = QPen(QColor(mark.colour), mark.width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            if mark.text:
                self._draw_text(painter, mark)
            elif len(mark.points) == 1:
                painter.drawPoint(mark.points[0])
            else:
                painter.drawPolyline(QPolygonF(mark.points))

    def _draw_text(self, painter: QPainter, mark: Mark) -> None:
        font = QFont(painter.font())
        font.setPixelSize(max(8, int(mark.width)))
        is_in_middle = mark.points[0].x() < 0
        font.setItalic(is_in_middle)
        painter.setFont(font)
        if is_in_middle:
            painter.drawText(QRectF(self.ground.rect()), Qt.AlignmentFlag.AlignCenter, mark.text)
        else:
            painter.drawText(mark.points[0], mark.text)

    def _draw_cross(self, painter: QPainter) -> None:
        at = self._cross * self._scale
        painter.setPen(QPen(QColor(theme.colours().accent), 2 if self._is_pen_down else 1))
        painter.drawLine(at - QPointF(8, 0), at + QPointF(8, 0))
        painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8))

    # --- mouse and pen -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lift()
        self._cross = event.position() / self._scale
        self._begin()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._open is not None and event.buttons():
            self._go(event.position() / self._scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._lift()

    # --- keys --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            step = (_FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP) / self._scale
            to = self._cross + QPointF(*arrow) * step
            self._go(
                QPointF(
                    min(max(to.x(), 0.0), self.ground.width()), min(max(to.y(), 0.0), self.ground.height())
                )
            )
        elif event.key() == Qt.Key.Key_Space:
            is_down = self._is_pen_down
            self._lift()
            if not is_down:
                self._begin()
                self._is_pen_down = True
            self.update()
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self._open = Mark(self.colour, self.pen_width / self._scale, [QPointF(self._cross)])
        self.marks.append(self._open)
        self.update()

    def _go(self, to: QPointF) -> None:
        self._cross = to
        if self._open is not None:
            self._open.points.append(QPointF(to))
        self.update()

    def _lift(self) -> None:
        self._open, self._is_pen_down = None, False
