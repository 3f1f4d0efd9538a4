"""First figures, each with its interval and n: drawn when they are measured, which takes a while beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import language_of
from fieldsurvey.study import Study
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Card, label

_MOST = 6
_LEAST_FIRMS = 5
"""A figure of fewer would tell of one of them."""
_BETWEEN = 4
"""Pixels between one figure and the next."""
_OF_SHARES = ("share", "ratio")


@dataclass(frozen=True, slots=True)
class FirstFigure:
    """One line: share, 0 to 1, with its interval where one may be stated."""

    label: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None


def first_figures(study: Study, language: str) -> list[FirstFigure]:
    """The first shares of the study's first form, in the order of its sheet; for work beside the window. None while nothing is finished."""
    if not study.interviews.number_that_count():
        return []
    figures = study.figures.measured()
    spoken = language_of(figures.questionnaire.languages, language)
    found = []
    for figure in figures.by_name.values():
        indicator, estimate = figure.indicator, figure.estimate
        is_share = indicator.statistic in _OF_SHARES and indicator.unit == "%"
        if figure.is_hidden or figure.is_count_small or indicator.sensitive or not is_share:
            continue
        if estimate.value is None or estimate.n < _LEAST_FIRMS:
            continue
        words = indicator.label.get(spoken) or next(iter(indicator.label.values()), indicator.name)
        found.append(FirstFigure(words, estimate.value, estimate.n, estimate.low, estimate.high))
    return found[:_MOST]


class Interval(QWidget):
    """Where a share lies between nothing and all: a mark for the value, a line for its interval."""

    def __init__(self, figure: FirstFigure) -> None:
        super().__init__()
        self.setFixedHeight(16)
        self.setMinimumWidth(64)
        self._figure = figure

    def paintEvent(self, event: QPaintEvent) -> None:
        c, one = theme.colours(), self._figure
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(QColor(c.track))
        painter.drawRoundedRect(QRectF(0, middle - 2, self.width(), 4), 2, 2)
        painter.setBrush(QColor(c.accent))
        if one.low is not None and one.high is not None:
            left, right = (max(0.0, min(1.0, x)) * self.width() for x in (one.low, one.high))
            painter.drawRoundedRect(QRectF(left, middle - 2, max(2.0, right - left), 4), 2, 2)
        at = max(0.0, min(1.0, one.value)) * (self.width() - 3)
        painter.drawRect(QRectF(at, middle - 6, 3, 12))


def figures_card(found: Sequence[FirstFigure] | None, *, may_infer: bool) -> QWidget:
    """The card; `found` is None while they are measured."""
    note = _("Estimates for the cluster, 95 % interval") if may_infer else _("Of the firms surveyed")
    card = Card(label(_("First figures"), "heading"), label(note, "muted", wrap=True))
    if found is None:
        card.column.addWidget(label(_("Being reckoned…"), "muted"))
    elif not found:
        said = _("From five finished interviews on, figures stand here.")
        card.column.addWidget(label(said, "muted", wrap=True))
    else:
        card.column.addWidget(_lines(found))
    card.column.addStretch(1)
    return card


def _lines(found: Sequence[FirstFigure]) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    for place, one in enumerate(found):
        row = 3 * place
        grid.addWidget(label(one.label, wrap=True), row, 0, 1, 3)
        grid.addWidget(label(f"{round(100 * one.value)} %", "strong"), row + 1, 0)
        grid.addWidget(Interval(one), row + 1, 1)
        n = label(f"n {one.n}", "muted")
        n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(n, row + 1, 2)
        grid.setRowMinimumHeight(row + 2, _BETWEEN)
    grid.setColumnStretch(1, 1)
    return body
