"""The visits of the round, the newest first, and beside them the route: where somebody is still to go, day by day."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import i18n
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.records import CaseState, Changed, FirmRow, Outcome, VisitFilter, VisitRow
from fieldsurvey.ui.firms.case_words import OUTCOMES, outcome_word, paint_mark, state_colour
from fieldsurvey.ui.firms.firms_table import list_look
from fieldsurvey.ui.firms.pane_parts import PaneBody, section, told
from fieldsurvey.ui.firms.tab import Around, Tab
from fieldsurvey.ui.firms.visits_model import (
    AGAIN,
    AGENT,
    AT,
    FIRM,
    NUMBER,
    OUTCOME,
    REASON,
    ROW,
    Index,
    VisitsModel,
)
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.filter_chip import FilterChip
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import Card, button, label

_WIDTHS = {AT: 112, NUMBER: 54, OUTCOME: 130, AGENT: 100, AGAIN: 112}
_MOST = 60
"""Firms of the route that are named; how many more there are is said."""


class VisitsTab(QWidget):
    """Enter turns to the firm of a visit."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around, self._study = around, around.desk.study
        self.model = VisitsModel(self._study)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(OUTCOME, OutcomeMark(self.table))
        list_look(self.table)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        for column in (AGENT, OUTCOME, AGAIN):
            wanted = self.table.horizontalHeader().sectionSizeHint(column)
            self.table.setColumnWidth(column, max(_WIDTHS[column], wanted))
        for column in (FIRM, REASON):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda _index: self._open())
        self.agent = FilterChip(_("Agent"), self._read)
        self.outcome = FilterChip(_("Outcome"), self._read, lambda value: outcome_word(Outcome(value)))
        self.stratum = FilterChip(_("Stratum"), self._read)
        self._found = label("", "muted")
        self._route = QScrollArea()
        self._nothing = label(
            _("No visit is noted yet. Choose a firm in the register and press V."), wrap=True
        )
        self._build()
        self.setFocusProxy(self.table)
        bind(self, {"Esc": self._back})
        self._read()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.agent)
        row.addWidget(self.outcome)
        row.addWidget(self.stratum)
        row.addStretch(1)
        row.addWidget(self._found)
        self._route.setWidgetResizable(True)
        self._route.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._route.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pane = Card(self._route, margin=1)
        pane.setMinimumWidth(260)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lists = QStackedWidget()
        self._lists.addWidget(WholeRows(self.table))
        self._lists.addWidget(self._nothing)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self._lists)
        self._split.addWidget(pane)
        self._split.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._split, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The route has what it needs; why and when again give way where there is little room."""
        super().resizeEvent(event)
        width = event.size().width()
        self._split.setSizes([max(0, width - 312), 300])
        self.table.setColumnHidden(AGAIN, width < 1080)
        self.table.setColumnHidden(AGENT, width < 860)
        self.table.setColumnHidden(REASON, width < 940)

    def reload(self, changed: Changed) -> None:
        """Read visits and route anew."""
        self._read()

    def _read(self) -> None:
        fieldwork, key = self._study.fieldwork, self._around.round
        asked = Outcome(self.outcome.value) if self.outcome.value else None
        self.agent.offer(
            [
                (name, name, number)
                for name in fieldwork.agents()
                if (number := fieldwork.visit_count(VisitFilter(key, agent=name)))
            ]
        )
        self.outcome.offer(
            [
                (one.value, outcome_word(one), number)
                for one in OUTCOMES
                if (number := fieldwork.visit_count(VisitFilter(key, outcome=one)))
            ]
        )
        strata = [word for word, _firms in self._around.choices.strata]
        self.stratum.offer(
            [
                (word, word, number)
                for word in strata
                if (number := fieldwork.visit_count(VisitFilter(key, stratum=word)))
            ]
        )
        self.stratum.setVisible(bool(strata) or bool(self.stratum.value))
        at = self.table.currentIndex().row()
        self.model.show(VisitFilter(key, agent=self.agent.value, outcome=asked, stratum=self.stratum.value))
        found = self.model.rowCount()
        self._lists.setCurrentIndex(0 if found else 1)
        self._found.setText(ngettext("1 visit", "{n} visits", found))
        if found:
            self.table.selectRow(min(max(at, 0), found - 1))
        self._show_route()

    def _show_route(self) -> None:
        route = self._study.fieldwork.planned(self._around.round, self.agent.value)
        body = PaneBody()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(label(_("Planned"), "heading"))
        if not route:
            column.addWidget(
                label(_("Nothing is planned. Choose firms in the register and press A."), "muted", wrap=True)
            )
        for day, rows in groupby(route[:_MOST], key=lambda row: row.next_on):
            self._add_day(column, day, list(rows), sum(row.next_on == day for row in route))
        if len(route) > _MOST:
            more = ngettext("1 more is planned.", "{n} more are planned.", len(route) - _MOST)
            column.addWidget(label(more, "muted", wrap=True))
        column.addStretch(1)
        self._route.setWidget(body)

    def _add_day(self, column: QVBoxLayout, day: date | None, rows: list[FirmRow], number: int) -> None:
        today = self._study.clock().astimezone().date()
        words = i18n.short_day(day) if day is not None else ""
        if day == today:
            words = _("{day}, today").format(day=words)
        part = section(words, number)
        if day is not None and day < today:
            part.addWidget(label(_("overdue"), "warn"))
        for (agent, place), given in groupby(rows, key=_whose):
            part.addWidget(
                label(" · ".join(filter(None, (agent or _("nobody yet"), place))), "muted", wrap=True)
            )
            for row in given:
                show = button(
                    f"{row.firm.number:04d}", partial(self._around.ways.show_firm, row.firm.id), "link"
                )
                part.addWidget(told(row.firm.name, show))
        column.addLayout(part)

    def _open(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        if row is not None:
            self._around.ways.show_firm(row.visit.firm_id)

    def _back(self) -> None:
        self.table.setFocus()


def _whose(row: FirmRow) -> tuple[str, str]:
    return (row.case.agent if row.case else "", row.firm.place)


class OutcomeMark(QStyledItemDelegate):
    """Paints how a visit ended: its shape, then its word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: VisitRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: Any = option.rect
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(theme.colours().selection))
        state = CaseState(row.visit.outcome.value)
        paint_mark(painter, QPointF(rect.left() + 14, rect.center().y()), state)
        painter.setPen(QColor(state_colour(state)))
        words = rect.adjusted(28, 0, -4, -2)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.colours().line))
        painter.restore()


TAB = Tab(
    key="visits",
    word=lambda: _("Visits"),
    make=VisitsTab,
    keys=lambda: (
        ("↑ ↓", _("walk")),
        ("Esc", _("back to the list")),
    ),
    number=lambda around: around.desk.study.fieldwork.visit_count(VisitFilter(around.round)),
)
