"""How far the fieldwork is: done of the sample, by stratum, with the response rate and when it may end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from fieldsurvey import i18n, numbers
from fieldsurvey.i18n import _
from fieldsurvey.records import CaseState, FirmFilter
from fieldsurvey.records.design import Coverage, StratumCoverage
from fieldsurvey.register import outcomes
from fieldsurvey.ui.overview.number_cell import number_cell
from fieldsurvey.ui.overview.outcome_looks import looks
from fieldsurvey.ui.overview.stacked_bar import Parts, StackedBar, legend
from fieldsurvey.ui.shell.widgets import Card, label, line

_LAST_WEEKS = 4
"""Weeks whose pace says how long the rest will take."""
_BAR = 110


def coverage_card(
    show: Callable[[FirmFilter], object], coverage: Coverage, done_by_day: dict[date, int], today: date
) -> QWidget:
    """The card; `show`: turns to firms; `done_by_day`: how many interviews began on which day, of those that were finalised."""
    whole = coverage.whole
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(label(str(whole.completed), "figure"), 0, Qt.AlignmentFlag.AlignBottom)
    of = _("of {n} done").format(n=whole.drawn)
    head.addWidget(label(of, "heading"), 0, Qt.AlignmentFlag.AlignBottom)
    if (rate := outcomes.rate(whole)) is not None:
        said = _("Response rate {rate}").format(rate=numbers.percent(rate))
        head.addWidget(label(said), 0, Qt.AlignmentFlag.AlignBottom)
    head.addStretch(1)
    head.addWidget(
        label(pace(whole.to_visit, done_by_day, today), "muted", wrap=True), 0, Qt.AlignmentFlag.AlignBottom
    )
    card = Card()
    card.column.addLayout(head)
    card.column.addWidget(StackedBar(parts_of(whole), whole.drawn, 14))
    card.column.addLayout(legend([(colour, str(number), word) for number, colour, word in counted(whole)]))
    if coverage.strata:
        card.column.addSpacing(4)
        card.column.addWidget(
            _table(show, [*coverage.strata, whole] if len(coverage.strata) > 1 else [whole])
        )
    card.column.addStretch(1)
    return card


def pace(left: int, done_by_day: dict[date, int], today: date) -> str:
    """When the rest may be done at the pace of the last weeks; "" where nothing is left, or nothing was done lately."""
    since = today - timedelta(weeks=_LAST_WEEKS)
    lately = sum(number for day, number in done_by_day.items() if since < day <= today)
    first = min((day for day, number in done_by_day.items() if number), default=today)
    weeks = max(1.0, min(float(_LAST_WEEKS), ((today - first).days + 1) / 7))
    a_week = lately / weeks
    if not left or a_week < 1:
        return ""
    ends = today + timedelta(days=math.ceil(7 * left / a_week))
    said = _("At {pace} a week the other {n} take until about {day}")
    return said.format(pace=round(a_week), n=left, day=i18n.short_day(ends))


def counted(one: StratumCoverage) -> list[tuple[int, str, str]]:
    """(number, colour, word) of done, refused, failed and to visit."""
    found = {
        "done": one.completed + one.partial,
        "refused": one.refused,
        "failed": one.closed + one.not_found + one.out_of_scope,
        "to visit": one.to_visit,
    }
    words = {"done": _("done or partial")} if one.partial else {}
    return [(found[key], look.colour, words.get(key, look.word)) for key, look in looks()]


def parts_of(one: StratumCoverage) -> Parts:
    """The bar's parts; what is to be visited stays track."""
    return [(number, colour) for number, colour, _word in counted(one)[:-1]]


def _table(show: Callable[[FirmFilter], object], strata: Sequence[StratumCoverage]) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    heads = (
        _("Stratum"),
        "",
        _("Done"),
        _("Refused"),
        _("Closed"),
        _("Not found"),
        _("To visit"),
        _("Response"),
    )
    for column, head in enumerate(heads):
        grid.addWidget(_right(label(head, "muted"), column), 0, column)
    for row, one in enumerate(strata, start=1):
        grid.addWidget(line(), 2 * row - 1, 0, 1, len(heads))
        role = "" if one.stratum else "strong"
        bar = StackedBar(parts_of(one), one.drawn)
        bar.setFixedWidth(_BAR)
        grid.addWidget(label(one.stratum or _("All"), role, wrap=True), 2 * row, 0)
        grid.addWidget(bar, 2 * row, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(_right(label(f"{one.completed} / {one.drawn}", role), 2), 2 * row, 2)
        for column, (number, wanted) in enumerate(_counts(one), start=3):
            lead = partial(show, wanted) if wanted else None
            cell = number_cell(
                number, lead, f"{one.stratum} {heads[column]}".strip(), is_strong=not one.stratum
            )
            grid.addWidget(cell, 2 * row, column, Qt.AlignmentFlag.AlignRight)
        rate = outcomes.rate(one)
        grid.addWidget(_right(label("–" if rate is None else numbers.percent(rate), role), 7), 2 * row, 7)
    grid.setColumnStretch(0, 1)
    return body


def _counts(one: StratumCoverage) -> Iterator[tuple[int, FirmFilter | None]]:
    """(number, the firms it counts): refused, closed, not found, to visit; None where no list of firms holds just these."""
    yield one.refused, FirmFilter(stratum=one.stratum, state=CaseState.REFUSED)
    closed = FirmFilter(stratum=one.stratum, state=CaseState.CLOSED)
    yield one.closed + one.out_of_scope, None if one.out_of_scope else closed
    yield one.not_found, FirmFilter(stratum=one.stratum, state=CaseState.NOT_FOUND)
    yield one.to_visit, FirmFilter(stratum=one.stratum, is_open=True)


def _right(widget: QLabel, column: int) -> QLabel:
    if column > 1:
        widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return widget
