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
    here = begun.astimezone()
    moment = QDateTime(here.year, here.month, here.day, here.hour, here.minute, here.second)
    when = QLocale(i18n.language()).toString(moment, "d MMM yyyy, HH:mm:ss")
    return f"{when} {firm}".strip()
