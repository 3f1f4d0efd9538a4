"""Ask for the first and the last day of a span."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.day_fields import DayField
from fieldsurvey.ui.shell.widgets import button, label


class DaysDialog(QDialog):
    """Days in the wrong order are turned round."""

    answered = Signal(object, object)
    """The first and the last day, each a date."""

    def __init__(self, parent: QWidget, since: date, until: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Interviews of which days?"))
        self.setMinimumWidth(360)
        self.since, self.until = DayField(_at(since)), DayField(_at(until))
        form = QFormLayout()
        form.setSpacing(10)
        for word, field in ((_("First day"), self.since), (_("Last day"), self.until)):
            field.setAccessibleName(word)
            form.addRow(label(word), field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Not now"), self.reject))
        self.confirm = button(_("Show"), self._answer, "primary")
        self.confirm.setDefault(True)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(_("Interviews of which days?"), "strong"))
        column.addWidget(label(_("By the day on which they began."), "muted", wrap=True))
        column.addLayout(form)
        column.addLayout(row)

    def _answer(self) -> None:
        days = sorted(date(*field.date().getDate()) for field in (self.since, self.until))
        self.accept()
        self.answered.emit(*days)


def _at(day: date) -> QDateTime:
    return QDateTime(QDate(day.year, day.month, day.day), QTime(12, 0))
