"""A list that ends with a whole row: what is cut in half looks like the end, or like a fault."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget


class WholeRows(QWidget):
    """Holds a list or table and gives it room for a whole number of its rows; what is left stays free below it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__()
        self._view = view
        view.setParent(self)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMinimumHeight(view.minimumHeight())
        self.setFocusProxy(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take on the height of the rows, which may have changed."""
        view, row = self._view, self._row_height()
        head = 2 * view.frameWidth()
        if isinstance(view, QTableView) and not view.horizontalHeader().isHidden():
            head += view.horizontalHeader().sizeHint().height()
        room = self.height() - head
        view.setGeometry(0, 0, self.width(), head + (room - room % row if row and room > row else room))

    def _row_height(self) -> int:
        if isinstance(self._view, QTableView):
            return self._view.verticalHeader().defaultSectionSize()
        return max(0, self._view.sizeHintForRow(0))


class CutRows(QObject):
    """Leaves out what would be cut of the first and the last row in sight of a list whose rows are of many heights.

    A row that fills half the list or more is left as it is: it is read by moving through it.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._model: QAbstractItemModel | None = None
        self._bar = view.verticalScrollBar()
        for signal in (self._bar.valueChanged, self._bar.rangeChanged):
            signal.connect(self.leave_out)
        view.viewport().installEventFilter(self)

    def _leave_out_later(self) -> None:
        QTimer.singleShot(0, self, self.leave_out)  # the rows are laid out after the model told

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._leave_out_later()
        return super().eventFilter(watched, event)

    def leave_out(self) -> None:
        """Rows changed, or the list was moved."""
        self._follow()
        viewport = self._view.viewport()
        room = viewport.rect()
        first, last = self._row(room.top()), self._row(room.bottom())
        top = first.bottom() + 1 if _is_cut(first, room) and self._bar.value() > self._bar.minimum() else 0
        end = last.top() if _is_cut(last, room) and self._bar.value() < self._bar.maximum() else room.height()
        if (top, end) == (0, room.height()):
            viewport.clearMask()
        else:
            viewport.setMask(QRegion(0, top, room.width(), end - top))

    def _follow(self) -> None:
        """Hear when the list's rows become higher or lower in their places: sorted the other way, the bar stays as it is."""
        model = self._view.model()
        if model is not None and model is not self._model:
            self._model = model
            for changed in (model.layoutChanged, model.modelReset, model.dataChanged):
                changed.connect(self._leave_out_later)

    def _row(self, y: int) -> QRect:
        """Where the row at that height lies; nothing where there is none."""
        place = QPoint(self._view.viewport().width() // 2, y)
        return self._view.visualRect(self._view.indexAt(place))


def _is_cut(row: QRect, room: QRect) -> bool:
    is_inside = room.top() <= row.top() and row.bottom() <= room.bottom()
    return row.isValid() and not is_inside and row.height() * 2 < room.height()
