"""Fields for a day, or a day with its time, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit

from fieldsurvey.i18n import language


class MomentField(QDateTimeEdit):
    """Day and time; the wheel is left to what the field stands in."""

    _format = "d MMM yyyy, HH:mm"

    def __init__(self, begins: QDateTime) -> None:
        super().__init__(begins)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLocale(QLocale(language()))
        self.setDisplayFormat(self._format)
        self.lineEdit().setTextMargins(8, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing is changed by it."""
        event.ignore()


class DayField(MomentField):
    """A day alone."""

    _format = "d MMM yyyy"
