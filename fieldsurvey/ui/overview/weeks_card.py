"""Interviews a week by agent, what each has left, and what is planned for the next day of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Card, label, line

_WEEKS = 5
_HEAT = 0.5
"""The darkest cell holds so much of the accent, so that its number can be read in both themes."""
ByAgent = Mapping[str, Mapping[date, int]]
"""Agent -> day -> interviews."""


def weeks_card(
    done: ByAgent, left: Mapping[str, int], planned: Sequence[tuple[str, str, int]], today: date
) -> QWidget:
    """`left`: agent -> cases to visit; `planned`: (agent, part of the cluster, visits) of the next day with any."""
    card = Card(label(_("Interviews a week"), "heading"))
    weeks = shown_weeks(done, today)
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(4)
    grid.setVerticalSpacing(4)
    for column, monday in enumerate(weeks, start=1):
        grid.addWidget(_centred(label(i18n.short_day(monday), "muted", wrap=True)), 0, column)
    grid.addWidget(_centred(label(_("Done"), "muted")), 0, _WEEKS + 1)
    grid.addWidget(_centred(label(_("Left"), "muted")), 0, _WEEKS + 2)
    counts = {agent: in_weeks(done.get(agent, {}), weeks) for agent in sorted({*done, *left})}
    most = max((number for row in counts.values() for number in row), default=0)
    for row, (agent, numbers) in enumerate(counts.items(), start=1):
        grid.addWidget(label(agent or _("Nobody named")), row, 0)
        for column, number in enumerate(numbers, start=1):
            grid.addWidget(_cell(number, most), row, column)
        grid.addWidget(_centred(label(str(sum(done.get(agent, {}).values())), "strong")), row, _WEEKS + 1)
        grid.addWidget(_centred(label(str(left.get(agent, 0)))), row, _WEEKS + 2)
    grid.setColumnStretch(0, 1)
    card.column.addWidget(body)
    if planned:
        card.column.addWidget(line())
        card.column.addWidget(_planned(planned))
    card.column.addStretch(1)
    return card


def shown_weeks(done: ByAgent, today: date) -> list[date]:
    """The Mondays of the weeks that are shown: the last ones, or those up to the last interview where it lies before them."""
    days = [day for by_day in done.values() for day, number in by_day.items() if number]
    last, weeks = max(days, default=today), last_weeks(today)
    return weeks if last >= weeks[0] else last_weeks(last)


def last_weeks(today: date) -> list[date]:
    """The Mondays of the last weeks, this one last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in range(_WEEKS - 1, -1, -1)]


def in_weeks(by_day: Mapping[date, int], mondays: Sequence[date]) -> list[int]:
    """How many in each of these weeks."""
    return [
        sum(number for day, number in by_day.items() if monday <= day < monday + timedelta(days=7))
        for monday in mondays
    ]


def _cell(number: int, most: int) -> QLabel:
    widget = _centred(label(str(number) if number else "·"))
    c = theme.colours()
    ground = QColor(c.surface)
    share = _HEAT * number / most if most else 0.0
    accent = QColor(c.accent)
    pairs = ((ground.red(), accent.red()), (ground.green(), accent.green()), (ground.blue(), accent.blue()))
    mixed = [round(a + (b - a) * share) for a, b in pairs]
    widget.setStyleSheet(
        f"background: rgb({mixed[0]}, {mixed[1]}, {mixed[2]}); border-radius: 4px; min-height: 28px;"
    )
    widget.setMinimumWidth(34)
    return widget


def _planned(planned: Sequence[tuple[str, str, int]]) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(label(_("Planned next"), "strong"), 0, 0, 1, 2)
    for row, (agent, place, number) in enumerate(planned, start=1):
        grid.addWidget(label(agent or _("Nobody named")), row, 0)
        said = ngettext("1 visit", "{n} visits", number)
        words = label(f"{said} · {place}" if place else said, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(words, row, 1)
    return body


def _centred(widget: QLabel) -> QLabel:
    widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return widget
