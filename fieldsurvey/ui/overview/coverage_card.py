"""How far the fieldwork is: done of the sample, by stratum, with the response rate and when it may end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from fieldsurvey import i18n, numbers
from fieldsurvey.i18n import _
from fieldsurvey.records.design import Coverage, StratumCoverage
from fieldsurvey.register import outcomes
from fieldsurvey.ui.overview.outcome_looks import looks
from fieldsurvey.ui.overview.stacked_bar import Parts, StackedBar, legend
from fieldsurvey.ui.shell.widgets import Card, label, line

_LAST_WEEKS = 4
"""Weeks whose pace says how long the rest will take."""
_BAR = 110


def coverage_card(coverage: Coverage, done_by_day: dict[date, int], today: date) -> QWidget:
    """The card; `done_by_day`: how many interviews began on which day, of those that were finalised."""
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
        card.column.addWidget(_table([*coverage.strata, whole] if len(coverage.strata) > 1 else [whole]))
    card.column.addStretch(1)
    return card


def pace(left: int, done_by_day: dict[date, int], today: date) -> str:
    """When the rest may be done at the pace of the last weeks; "" where nothing is left, or nothing was done lately."""
    since = today - timedelta(weeks=_LAST_WEEKS)
    lately = sum(number for day, number in done_by_day.items() if since < day <= today)
    first = min((day for day, number in done_by_day.items() if number), default=today)
    weeks = max(1.0, min(float(_LAST_WEEKS), ((today - first).days + 1) / 7))
    a_week = lately / weeks
    if not left or a_week < 0.5:
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
    return [(found[key], look.colour, look.word) for key, look in looks()]


def parts_of(one: StratumCoverage) -> Parts:
    """The bar's parts; what is to be visited stays track."""
    return [(number, colour) for number, colour, _word in counted(one)[:-1]]


def _table(strata: Sequence[StratumCoverage]) -> QWidget:
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
        rate = outcomes.rate(one)
        bar = StackedBar(parts_of(one), one.drawn)
        bar.setFixedWidth(_BAR)
        grid.addWidget(label(one.stratum or _("All"), role, wrap=True), 2 * row, 0)
        grid.addWidget(bar, 2 * row, 1, Qt.AlignmentFlag.AlignVCenter)
        said = (
            f"{one.completed} / {one.drawn}",
            *(
                str(number)
                for number in (one.refused, one.closed + one.out_of_scope, one.not_found, one.to_visit)
            ),
            "–" if rate is None else numbers.percent(rate),
        )
        for column, text in enumerate(said, start=2):
            grid.addWidget(_right(label(text, role), column), 2 * row, column)
    grid.setColumnStretch(0, 1)
    return body


def _right(widget: QLabel, column: int) -> QLabel:
    if column > 1:
        widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return widget
