"""Dates and times, typed in whatever short way: `2301`, `23.1.`, `23/01/2026`, `930`, `9:30`."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QCalendarWidget, QMenu, QVBoxLayout, QWidget, QWidgetAction

from fieldsurvey.i18n import _
from fieldsurvey.models import Question
from fieldsurvey.ui.entry.number import plain
from fieldsurvey.ui.entry.widget import LineWidget
from fieldsurvey.ui.parts import button
from fieldsurvey.xforms import Prompt

_WIDTH = 180


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


class DateWidget(LineWidget):
    """A typed date, with a calendar one click away."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "23.01.2026")
        self.row.addWidget(button(_("Calendar"), self._open_calendar, "quiet"))
        self.row.addWidget(button(_("Today"), lambda: self.give(_today().isoformat()), "quiet"))
        self.row.addStretch(1)
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        found = read_date(text, _today())
        return found.isoformat() if found else None

    def shown(self, value: str) -> str:
        try:
            return date.fromisoformat(value[:10]).strftime("%d.%m.%Y")
        except ValueError:
            return value

    def complaint(self) -> str:
        return _("Type the day, the month and the year: 23.01.2026.")

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
        calendar.clicked.connect(lambda day: self.give(day.toPython().isoformat()))
        calendar.clicked.connect(menu.close)
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))


class TimeWidget(LineWidget):
    """A typed time of day."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "09:30")
        self.row.addWidget(button(_("Now"), lambda: self.give(_stored(_now().time())), "quiet"))
        self.row.addStretch(1)
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        found = read_time(text)
        return _stored(found) if found is not None else None

    def shown(self, value: str) -> str:
        return value[:5]

    def complaint(self) -> str:
        return _("Type the hour and the minutes: 09:30.")


class DateTimeWidget(LineWidget):
    """A date and a time in one field: `23.01.2026 09:30`."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, _WIDTH, "23.01.2026 09:30")
        self.row.addWidget(
            button(_("Now"), lambda: self.give(_now().isoformat(timespec="milliseconds")), "quiet")
        )
        self.row.addStretch(1)
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        day_text, _space, time_text = text.partition(" ")
        day, moment = read_date(day_text, _today()), read_time(time_text)
        if day is None or moment is None:
            return None
        return datetime.combine(day, moment).astimezone().isoformat(timespec="milliseconds")

    def shown(self, value: str) -> str:
        try:
            return datetime.fromisoformat(value).strftime("%d.%m.%Y %H:%M")
        except ValueError:
            return value

    def complaint(self) -> str:
        return _("Type the date and the time: 23.01.2026 09:30.")


def _now() -> datetime:
    """The clock on the wall here."""
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()


def _stored(moment: time) -> str:
    """The time as ODK Collect stores it, with the zone of today."""
    offset = _now().strftime("%z")
    return f"{moment:%H:%M}:00.000{offset[:3]}:{offset[3:]}"
