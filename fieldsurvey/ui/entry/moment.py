"""Dates and times, typed in whatever short way: `2301`, `23.1.`, `23/01/2026`, `930`, `9:30`."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui import theme
from fieldsurvey.ui.entry.field import Field
from fieldsurvey.ui.entry.number import plain
from fieldsurvey.ui.entry.widget import QuestionWidget
from fieldsurvey.ui.parts import button
from fieldsurvey.xforms import Prompt


def read_date(text: str, today: date) -> date | None:
    """A date as people type it, day first; the year may be left out. None when it is none."""
    text = _western(text)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        year, month, day = (int(p) for p in text.split("-"))
    elif re.fullmatch(r"\d{4}|\d{6}|\d{8}", text):
        day, month, year = int(text[:2]), int(text[2:4]), int(text[4:] or today.year)
    else:
        parts = [p for p in re.split(r"[./\-\s]+", text) if p]
        if len(parts) not in (2, 3) or not all(p.isdigit() for p in parts):
            return None
        day, month, year = int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else today.year
    if year < 100:
        year += 2000 if year <= today.year % 100 + 10 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time as people type it: 9, 930, 9:30, 9.30, 9:30 pm. None when it is none."""
    text = _western(text).lower()
    afternoon = text.endswith("pm")
    text = re.sub(r"\s*(am|pm)$", "", text)
    match = re.fullmatch(r"(\d{1,2})(?:[:.\s]?(\d{2}))?", text)
    if not match:
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if afternoon and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _western(text: str) -> str:
    return "".join((plain(c) or c) if c.isdigit() else c for c in text.strip())


class DateWidget(QuestionWidget):
    """A typed date, with a calendar one click away."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _field(self, prompt, "23.01.2026")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field)
        calendar = button(_("Calendar"), self._open_calendar, "quiet")
        row.addWidget(calendar)
        row.addWidget(button(_("Today"), lambda: self._give(date.today()), "quiet"))  # noqa: DTZ011 - the day on the wall here
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(self._shown(prompt.value))
            self.field.setModified(False)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")
        self.setEnabled(not prompt.readonly)

    @staticmethod
    def _shown(value: str) -> str:
        try:
            return date.fromisoformat(value[:10]).strftime("%d.%m.%Y")
        except ValueError:
            return value

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip()
        found = read_date(text, date.today()) if text else None  # noqa: DTZ011
        if text and found is None:
            self.noted.emit(_("Type the day, the month and the year: 23.01.2026."))
            return
        self.field.setModified(False)
        self.noted.emit("")
        self._give(found)

    def _give(self, day: date | None) -> None:
        self.field.setModified(False)
        self.answered.emit(day.isoformat() if day else "")

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if self.prompt.value:
            calendar.setSelectedDate(QDate.fromString(self.prompt.value[:10], "yyyy-MM-dd"))
        menu = QMenu(self)
        holder = QWidget()
        QVBoxLayout(holder).addWidget(calendar)
        action = QWidgetAction(menu)
        action.setDefaultWidget(holder)
        menu.addAction(action)
        calendar.clicked.connect(lambda day: self._give(day.toPython()))
        calendar.clicked.connect(menu.close)
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))


class TimeWidget(QuestionWidget):
    """A typed time of day."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _field(self, prompt, "09:30")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field)
        row.addWidget(button(_("Now"), self._now, "quiet"))
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(prompt.value[:5])
            self.field.setModified(False)
        theme.set_property(self.field, "state", "bad" if prompt.violation and prompt.value else "")
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip()
        found = read_time(text) if text else None
        if text and found is None:
            self.noted.emit(_("Type the hour and the minutes: 09:30."))
            return
        self.field.setModified(False)
        self.noted.emit("")
        self._give(found)

    def _now(self) -> None:
        self._give(datetime.now().astimezone().time().replace(second=0, microsecond=0))

    def _give(self, moment: time | None) -> None:
        self.field.setModified(False)
        if moment is None:
            self.answered.emit("")
            return
        offset = datetime.now().astimezone().strftime("%z")
        self.answered.emit(f"{moment:%H:%M}:00.000{offset[:3]}:{offset[3:]}")


class DateTimeWidget(QuestionWidget):
    """A date and a time in one field: `23.01.2026 09:30`."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question)
        self.field = _field(self, prompt, "23.01.2026 09:30")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addWidget(button(_("Now"), lambda: self._give(datetime.now().astimezone()), "quiet"))
        row.addStretch(1)
        self.show_prompt(prompt)

    def show_prompt(self, prompt: Prompt) -> None:
        super().show_prompt(prompt)
        if not (self.field.hasFocus() and self.field.isModified()):
            try:
                self.field.setText(datetime.fromisoformat(prompt.value).strftime("%d.%m.%Y %H:%M"))
            except ValueError:
                self.field.setText(prompt.value)
            self.field.setModified(False)
        self.setEnabled(not prompt.readonly)

    def focus_target(self) -> QWidget:
        return self.field

    def commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip()
        if not text:
            self.field.setModified(False)
            self.answered.emit("")
            return
        day_text, _space, time_text = text.partition(" ")
        day, moment = read_date(day_text, date.today()), read_time(time_text)  # noqa: DTZ011
        if day is None or moment is None:
            self.noted.emit(_("Type the date and the time: 23.01.2026 09:30."))
            return
        self.noted.emit("")
        self._give(datetime.combine(day, moment).astimezone())

    def _give(self, moment: datetime) -> None:
        self.field.setModified(False)
        self.answered.emit(moment.isoformat(timespec="milliseconds"))


def _field(owner: QuestionWidget, prompt: Prompt, example: str) -> QLineEdit:
    field = Field()
    field.setAccessibleName(prompt.label)
    field.setPlaceholderText(example)
    field.setFixedWidth(180)
    field.editingFinished.connect(owner.commit)
    owner.setFocusProxy(field)
    return field
