"""Interviews a week by agent, what each has left, and what is planned for the next day of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import FirmFilter, InterviewFilter
from fieldsurvey.ui.overview.number_cell import number_cell
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.navigator import Navigator
from fieldsurvey.ui.shell.widgets import Button, Card, label, line

_WEEKS = 5
_HEAT = 0.5
"""The darkest cell holds so much of the accent, so that its number can be read in both themes."""
ByAgent = Mapping[str, Mapping[date, int]]
"""Agent -> day -> interviews."""


def weeks_card(
    window: Navigator,
    done: ByAgent,
    left: Mapping[str, int],
    planned: Sequence[tuple[str, str, int]],
    today: date,
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
    grid.addWidget(label(_("Left"), "muted"), 0, _WEEKS + 2, Qt.AlignmentFlag.AlignRight)
    counts = {agent: in_weeks(done.get(agent, {}), weeks) for agent in sorted({*done, *left})}
    most = max((number for row in counts.values() for number in row), default=0)
    for row, (agent, numbers) in enumerate(counts.items(), start=1):
        grid.addWidget(label(agent or _("Nobody named")), row, 0)
        for column, (monday, number) in enumerate(zip(weeks, numbers, strict=True), start=1):
            cell = _Cell(number, most)
            if number:
                cell.lead(
                    _said(agent, monday, number), partial(window.show_interviews, _of_week(agent, monday))
                )
            grid.addWidget(cell, row, column)
        grid.addWidget(_centred(label(str(sum(done.get(agent, {}).values())), "strong")), row, _WEEKS + 1)
        lead = partial(window.show_firms, FirmFilter(agent=agent, is_open=True)) if agent else None
        cell_left = number_cell(left.get(agent, 0), lead, _("Left"))
        grid.addWidget(cell_left, row, _WEEKS + 2, Qt.AlignmentFlag.AlignRight)
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


def _of_week(agent: str, monday: date) -> InterviewFilter:
    return InterviewFilter(
        interviewer=agent, since=str(monday), until=str(monday + timedelta(days=6)), is_submitted=True
    )


def _said(agent: str, monday: date, number: int) -> str:
    """What a cell says to those who hear it, and under the mouse."""
    span = f"{i18n.short_day(monday)} – {i18n.short_day(monday + timedelta(days=6))}"
    who = agent or _("Nobody named")
    return f"{who}, {span}: {number}"


class _Cell(Button):
    """The number of a week on a ground that is the darker the more they are; a click leads to them."""

    def __init__(self, number: int, most: int) -> None:
        super().__init__(str(number) if number else "·")
        c = theme.colours()
        ground, accent = QColor(c.surface), QColor(c.accent)
        share = _HEAT * number / most if most else 0.0
        pairs = (
            (ground.red(), accent.red()),
            (ground.green(), accent.green()),
            (ground.blue(), accent.blue()),
        )
        mixed = ", ".join(str(round(a + (b - a) * share)) for a, b in pairs)
        self.setStyleSheet(
            f"QPushButton {{ background: rgb({mixed}); color: {c.text}; border: 2px solid rgb({mixed}); border-radius: 4px; "
            f"min-height: 24px; padding: 0; font-weight: normal; }} "
            f'QPushButton:hover:enabled, QPushButton[ring="true"] {{ border-color: {c.accent}; }}'
        )
        self.setMinimumWidth(34)
        self.setEnabled(False)

    def lead(self, words: str, act: Callable[[], object]) -> None:
        """`words`: what is shown then."""
        self.setEnabled(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._act = act
        self.clicked.connect(self._go)

    def _go(self, _checked: bool = False) -> None:
        self._act()


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
