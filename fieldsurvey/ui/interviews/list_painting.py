"""How the list paints a state and how complete an interview is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fieldsurvey.records import InterviewRow, Status
from fieldsurvey.ui.interviews.interviews_model import COMPLETE, ROW, Index
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import paint_ring, status_colour


class StateChip(QStyledItemDelegate):
    """Paints the state as a word with a mark whose shape differs, and completeness as a ring."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: InterviewRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: Any = option.rect
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(theme.colours().selection))
        middle = rect.center().y()
        if index.column() == COMPLETE:
            paint_ring(painter, QRectF(rect.left() + 8, middle - 8, 16, 16), row.completeness)
        else:
            colour = QColor(status_colour(row.status))
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush if row.status is Status.DRAFT else colour)
            mark = QRectF(rect.left() + 11, middle - 5, 10, 10)
            painter.drawEllipse(mark)
            if row.mark.partial:  # half full: begun, and closed before its end
                painter.setBrush(colour)
                painter.drawPie(mark, 90 * 16, 180 * 16)
        painter.setPen(QColor(theme.colours().text))
        words = rect.adjusted(32, 0, -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.colours().line))
        painter.restore()
