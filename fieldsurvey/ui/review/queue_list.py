"""The interviews that wait, at the left: the firm, who asked, how long it took, and how many flags it has."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldsurvey.i18n import _, ngettext, short_day
from fieldsurvey.records import QueueRow
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.interview_names import name_of

ROW = int(Qt.ItemDataRole.UserRole)
_HEIGHT, _SIDE = 48, 12
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The rows as they are decided on, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[QueueRow] = []

    def show(self, rows: list[QueueRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(row.firm, row.started_at)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(row.firm, row.started_at)}, {under(row)}, {flags_of(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{name_of(row.firm, row.started_at)}\n{under(row)}\n{flags_of(row)}"
        return None


def under(row: QueueRow) -> str:
    """The second line: number, stratum, agent, minutes; the day where nobody knows how long it took."""
    number = f"{row.number:04d}" if row.number else ""
    minutes = ngettext("{n} min", "{n} min", row.minutes) if row.minutes else ""
    day = "" if minutes else short_day(row.started_at)
    again = _("corrected") if row.review.value == "resubmitted" else ""
    return " · ".join(filter(None, (number, row.stratum, row.interviewer, minutes, day, again)))


def flags_of(row: QueueRow) -> str:
    """How many flags nobody decided on, in words."""
    return ngettext("1 flag", "{n} flags", row.flags) if row.flags else _("no flag")


class QueueList(QListView):
    """Two lines a row, drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = QueueModel()
        self.setModel(self.queue)
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Interviews that wait"))


class _TwoLines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QueueRow = index.data(ROW)
        c, rect = theme.colours(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_here = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_here:
            painter.fillRect(rect, QColor(c.selection))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(c.accent))
        mark = 40 if row.flags else 24
        top = rect.adjusted(_SIDE, 4, -_SIDE - mark, -_HEIGHT // 2 + 1)
        _write(painter, top, name_of(row.firm, row.started_at), c.text, 14, is_strong=is_here)
        _write(painter, rect.adjusted(_SIDE, _HEIGHT // 2 - 1, -_SIDE, -3), under(row), c.muted, 13)
        right = rect.right() - _SIDE
        if row.flags:
            icon = QRect(right - 34, top.center().y() - 9, 18, 18)
            theme.icon("flag", c.warn).paint(painter, icon)
            _write(painter, QRect(right - 14, top.top(), 16, top.height()), str(row.flags), c.warn, 13)
        else:
            theme.icon("check", c.muted).paint(painter, QRect(right - 16, top.center().y() - 9, 18, 18))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(c.line))
        painter.restore()


def _write(
    painter: QPainter, room: QRect, text: str, colour: str, size: int, *, is_strong: bool = False
) -> None:
    font = QFont(painter.font())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
