"""What an interview is called on screen: as its form names it, else by when it was begun and where."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from fieldsurvey import i18n
from fieldsurvey.interviews.submissions import NAMELESS


def name_of(firm: str, begun: datetime) -> str:
    """The name in a list; `firm` as the study keeps it, `begun` with its zone. Two begun in one minute are told apart."""
    if firm and not firm.startswith(NAMELESS):
        return firm
    return f"{_said(begun, 'd MMM yyyy, HH:mm:ss')} {firm}".strip()


def moment_of(when: datetime) -> str:
    """A day and a time near by, "Mon 30 Nov, 11:00"."""
    return _said(when, "ddd d MMM, HH:mm")


def _said(when: datetime, pattern: str) -> str:
    here = when.astimezone()
    moment = QDateTime(here.year, here.month, here.day, here.hour, here.minute, here.second)
    return QLocale(i18n.language()).toString(moment, pattern)
