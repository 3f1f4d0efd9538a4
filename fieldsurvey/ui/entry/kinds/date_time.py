"""Dates and times typed as people say them; beside the field the day as it was understood, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QLocale, Qt, QTime
from PySide6.QtGui import QKeyEvent

from fieldsurvey.i18n import _
from fieldsurvey.records import Question
from fieldsurvey.ui.entry.base import calendars
from fieldsurvey.ui.entry.base.field import Field
from fieldsurvey.ui.entry.base.form_side import FormSide
from fieldsurvey.ui.entry.base.trailing import TrailingField, calendar
from fieldsurvey.ui.entry.base.widget import LineWidget
from fieldsurvey.ui.entry.kinds.date_reader import read_date, read_month, read_time, read_year
from fieldsurvey.ui.entry.kinds.month_panel import MonthPanel
from fieldsurvey.ui.shell.widgets import button, label
from fieldsurvey.xforms import Prompt

__all__ = ["DateTimeWidget", "DateWidget", "TimeWidget", "read_date", "read_time"]
_WIDTH = 180


class _MomentWidget(LineWidget):
    """What dates and times share: words beside the field for what is understood, and a key for now (Ctrl+;)."""

    def __init__(
        self,
        prompt: Prompt,
        question: Question | None,
        example: str,
        now: Callable[[], str],
        field: Field | None = None,
    ) -> None:
        super().__init__(prompt, question, _WIDTH, example, field)
        self._now = now
        self.field.setFixedWidth(_WIDTH)
        self.field.textEdited.connect(self._on_edited)
        self.said = label("", "muted")
        self.row.addWidget(self.said)
        self.row.addStretch(1)

    def show_own(self, prompt: Prompt) -> None:
        super().show_own(prompt)
        if not self.field.isModified():
            self._say(self.spoken(prompt.value))

    def attach(self, form: FormSide) -> None:
        super().attach(form)
        self._say(self.spoken(self.prompt.value))

    def spoken(self, value: str) -> str:
        """The answer in words."""
        return ""

    @property
    def locale_here(self) -> QLocale:
        """Names of months and days in the interview's language."""
        return calendars.locale_of(self.form.language if self.form is not None else "")

    def _say(self, text: str) -> None:
        if self.said.text() != text:
            self.said.setText(text)

    def _on_edited(self, text: str) -> None:
        found = self._read(text)
        self._say(self.spoken(found) if found else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Semicolon and event.modifiers() == control and not self.prompt.readonly:
            self.give(self._now())
        else:
            super().keyPressEvent(event)


class DateWidget(_MomentWidget):
    """A typed day, month or year; a calendar opens from the end of the field, or with F4."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        words = prompt.appearance.split()
        self._asks = "year" if "year" in words else "month" if "month-year" in words else "day"
        self.calendar = calendars.named(prompt.appearance) if self._asks == "day" else ""
        opens = self._asks == "day" and not self.calendar and "no-calendar" not in words
        example = {"year": "2026", "month": "01/2026", "day": _example(self.calendar)}[self._asks]
        field = TrailingField(calendar) if opens else None
        super().__init__(prompt, question, example, lambda: self._given(_today()), field)
        if field is not None:
            field.pressed.connect(self.open_calendar)
        self._opens = opens
        if self._asks == "day":
            self.row.insertWidget(1, button(_("Today"), lambda: self.give(self._now()), "quiet"))
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        found = self._found(text)
        return self._given(found) if found is not None else None

    def _found(self, text: str) -> date | None:
        if self._asks == "year":
            return read_year(text, _today())
        if self._asks == "month":
            return read_month(text, _today(), self.locale_here)
        return read_date(text, _today(), self.calendar, self.locale_here)

    def _given(self, day: date) -> str:
        """As Collect stores it: of a month its first day, of a year the first of January."""
        first = {"year": day.replace(month=1, day=1), "month": day.replace(day=1), "day": day}
        return first[self._asks].isoformat()

    def shown(self, value: str) -> str:
        day = _day(value)
        if day is None:
            return value
        if self._asks != "day":
            return f"{day:%Y}" if self._asks == "year" else f"{day:%m/%Y}"
        return _shown_day(day, self.calendar)

    def spoken(self, value: str) -> str:
        day = _day(value)
        if day is None or self._asks == "year":
            return _about_calendar(self.calendar) if day is None else ""
        if self._asks == "month":
            return calendars.in_words(day, self.locale_here, "MMMM yyyy")
        said = calendars.in_words(day, self.locale_here)
        return f"= {said}" if self.calendar in calendars.KNOWN else said

    def complaint(self) -> str:
        if self._asks == "year":
            return _("Type the year: 2026.")
        if self._asks == "month":
            return _("Type the month and the year: 01/2026.")
        return _("Type the day, the month and the year: {example}.").format(example=_example(self.calendar))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self._opens and not self.prompt.readonly:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """A month to choose the day from; made when it is asked for."""
        if not self.prompt.readonly:
            panel = MonthPanel(self.field, _day(self.prompt.value), self.locale_here)
            panel.picked.connect(lambda day: self.give(day.isoformat()))


class TimeWidget(_MomentWidget):
    """A typed time of day."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        super().__init__(prompt, question, "09:30", lambda: _stored(_now().time()))
        self.row.insertWidget(1, button(_("Now"), lambda: self.give(self._now()), "quiet"))
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        found = read_time(text)
        return _stored(found) if found is not None else None

    def shown(self, value: str) -> str:
        return value[:5]

    def spoken(self, value: str) -> str:
        try:
            hour, minute = int(value[:2]), int(value[3:5])
        except ValueError:
            return ""
        return _as_said(time(hour, minute), self.locale_here)

    def complaint(self) -> str:
        return _("Type the hour and the minutes: 09:30.")


class DateTimeWidget(_MomentWidget):
    """A date and a time in one field: `23/01/2026 09:30`."""

    def __init__(self, prompt: Prompt, question: Question | None) -> None:
        self.calendar = calendars.named(prompt.appearance)
        example = f"{_example(self.calendar)} 09:30"
        super().__init__(prompt, question, example, lambda: _now().isoformat(timespec="milliseconds"))
        self.row.insertWidget(1, button(_("Now"), lambda: self.give(self._now()), "quiet"))
        self.show_prompt(prompt)

    def read(self, text: str) -> str | None:
        for cut in range(len(text) - 1, 0, -1):
            if text[cut].isspace():
                day = read_date(text[:cut], _today(), self.calendar, self.locale_here)
                moment = read_time(text[cut + 1 :])
                if day is not None and moment is not None:
                    return datetime.combine(day, moment).astimezone().isoformat(timespec="milliseconds")
        return None

    def shown(self, value: str) -> str:
        moment = _moment(value)
        return f"{_shown_day(moment.date(), self.calendar)} {moment:%H:%M}" if moment is not None else value

    def spoken(self, value: str) -> str:
        moment = _moment(value)
        if moment is None:
            return _about_calendar(self.calendar)
        return f"{calendars.in_words(moment.date(), self.locale_here)}, {_as_said(moment.time(), self.locale_here)}"

    def complaint(self) -> str:
        return _("Type the date and the time: {example}.").format(example=f"{_example(self.calendar)} 09:30")


def _as_said(at: time, locale: QLocale) -> str:
    """A time as it is said, where morning and afternoon can be mistaken."""
    return locale.toString(QTime(at.hour, at.minute), "h:mm AP")


def _example(calendar_name: str) -> str:
    """A day as it is typed in a calendar."""
    if calendar_name not in calendars.KNOWN:
        return "23/01/2026"
    return _shown_day(date(2026, 1, 23), calendar_name)


def _shown_day(day: date, calendar_name: str) -> str:
    known = calendars.KNOWN.get(calendar_name)
    there = known.day(day) if known is not None else None
    if there is None:
        return f"{day:%d/%m/%Y}"
    return f"{there.day:02}/{there.month:02}/{there.year}"


def _about_calendar(calendar_name: str) -> str:
    """Which calendar is asked, where another than the Gregorian is meant."""
    names = {
        "ethiopian": _("Ethiopian calendar"),
        "coptic": _("Coptic calendar"),
        "islamic": _("Islamic calendar"),
        "persian": _("Persian calendar"),
        "buddhist": _("Buddhist calendar"),
        "bikram-sambat": _("Type the Gregorian date; Bikram Sambat is not known here."),
        "myanmar": _("Type the Gregorian date; the Myanmar calendar is not known here."),
    }
    return names.get(calendar_name, "")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _now() -> datetime:
    """The clock on the wall here."""
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()


def _stored(moment: time) -> str:
    """The time as ODK Collect stores it, with the zone of today."""
    offset = _now().strftime("%z")
    return f"{moment:%H:%M}:00.000{offset[:3]}:{offset[3:]}"
