"""A month to choose a day from, over the page; made when it is opened, gone when a day is chosen or something else clicked."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QFrame, QVBoxLayout, QWidget


class MonthPanel(QFrame):
    """Arrows and Enter choose, Escape closes; the keyboard goes back to the field."""

    picked = Signal(object)
    """The day (datetime.date)."""

    def __init__(self, field: QWidget, day: date | None, locale: QLocale) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("role", "card")
        self.month = QCalendarWidget()
        self.month.setLocale(locale)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if day is not None:
            self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.month.clicked.connect(self._pick)
        self.month.activated.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.month)
        self._open()

    def _open(self) -> None:
        window = self.parentWidget()
        assert window is not None
        self.adjustSize()
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        above = self._field.mapTo(window, QPoint(0, -self.height() - 2))
        fits = below.y() + self.height() <= window.height()
        self.move(below if fits or above.y() < 0 else above)
        self.show()
        self.raise_()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _pick(self, day: QDate) -> None:
        if not self.isHidden():  # a double click says it twice
            self.picked.emit(date(day.year(), day.month(), day.day()))
            self.shut()

    def shut(self) -> None:
        """Close it for good."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._field)
        self.hide()
        self.deleteLater()
        if had_focus:
            self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click elsewhere, Escape, and a window of another size close it."""
        if isinstance(watched, QWidget):
            is_ours = watched is self or self.isAncestorOf(watched)
            if (
                isinstance(event, QMouseEvent)
                and event.type() == QEvent.Type.MouseButtonPress
                and not is_ours
            ):
                self.shut()
            elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and is_ours:
                if event.type() == QEvent.Type.KeyPress:
                    self.shut()
                event.accept()
                return True
        return False
