"""The register: search and filters over a list, one firm beside it, and what is done with one or several."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.i18n import _, ngettext, sentence
from fieldsurvey.records import Changed, FirmRow, Outcome, Topic
from fieldsurvey.register.matching import Lookalike
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.add_form import AddForm
from fieldsurvey.ui.firms.firm_filters import FirmFilters
from fieldsurvey.ui.firms.firm_pane import FirmPane, PaneActs
from fieldsurvey.ui.firms.firms_model import AGENT, STRATUM, FirmsModel
from fieldsurvey.ui.firms.firms_table import FirmsTable
from fieldsurvey.ui.firms.next_step import NextStep
from fieldsurvey.ui.firms.no_firms import NoFirms
from fieldsurvey.ui.firms.pane_forms import AskTwin, GiveForm, ReplaceForm, VisitForm
from fieldsurvey.ui.firms.side_pane import SidePane
from fieldsurvey.ui.firms.tab import Around, Tab
from fieldsurvey.ui.shell.keys import bind
from fieldsurvey.ui.shell.whole_rows import WholeRows
from fieldsurvey.ui.shell.widgets import button, label

_FOLLOW_MS = 60
_LIST, _NOTHING = range(2)


class RegisterTab(QWidget):
    """Arrows move in the list, the pane follows; Enter does what comes next for the firm."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self._around, self._desk = around, around.desk
        self._study = around.desk.study
        self.model = FirmsModel(self._study)
        self.table = FirmsTable(self.model)
        self.filters = FirmFilters(self._filter)
        self.search = self.filters.search
        self.pane = SidePane()
        self._next = NextStep(around, self._ask_twin)
        self._nothing = NoFirms(around, self._show_anyway, self.filters.clear)
        self._build()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self._show_chosen)
        self.model.sorted_anew.connect(self._read_list)
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._on_selected())
        self.table.activated.connect(lambda _index: self.go_on())
        around.lookalikes.found.connect(self._show_chosen)
        self.setFocusProxy(self.table)
        bind(self, {"/": self.search.setFocus, "V": self.add_visit, "A": self.give, "D": self.duplicates})
        bind(self.search, {"Esc": self._leave_search})
        self.search.returnPressed.connect(self.table.setFocus)
        self.reload(Changed(frozenset({Topic.REGISTER, Topic.FIELDWORK})))

    def _build(self) -> None:
        rows = WholeRows(self.table)
        self._many = QWidget()
        self._chosen_words = label("", "strong")
        bar = QHBoxLayout(self._many)
        bar.setContentsMargins(8, 8, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self._chosen_words)
        bar.addStretch(1)
        self._give_many = button(_("Give to an agent"), self.give, "")
        self._give_many.setToolTip(sentence(self._study.why_read_only) or "A")
        self._give_many.setEnabled(not self._study.why_read_only)
        bar.addWidget(self._give_many)
        bar.addWidget(button(_("Only one"), self._choose_one, "quiet"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rows, 1)
        column.addWidget(self._many)
        self._many.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(left)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.filters)
        whole.addWidget(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """The keys act on a line at once: the first, unless one was chosen."""
        super().showEvent(event)
        if self.chosen() is None and self.model.rowCount():
            self.table.choose(0)
            self._show_chosen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pane has what it needs, the list the rest."""
        super().resizeEvent(event)
        wide = 332 if event.size().width() > 1000 else 316
        self._split.setSizes([max(0, event.size().width() - wide), wide])

    # --- the list ------------------------------------------------------------------------------------------------

    def reload(self, changed: Changed) -> None:
        """Read the list and what it can be narrowed to anew."""
        self.filters.offer(self._around.choices)
        there = {STRATUM: self._around.choices.strata, AGENT: self._around.choices.agents}
        self.table.leave_out([column for column, words in there.items() if not words])
        self.model.call_agents([name for name, _firms in self._around.choices.agents])
        self._read_list()

    def _filter(self) -> None:
        self._read_list()

    def _read_list(self) -> None:
        here = self.chosen()
        several = (
            [row.firm.id for row in self.chosen_rows()]
            if len(self.table.selectionModel().selectedRows()) > 1
            else []
        )
        self.model.show(dataclasses.replace(self.filters.wanted(), round=self._around.round))
        found = self.model.rowCount()
        if not found:
            self._nothing.say(self.filters, self._study)
        self._stack.setCurrentIndex(_LIST if found else _NOTHING)
        self.filters.setVisible(bool(self.filters.firms) or self.filters.is_set)
        if found:
            self._choose_again(here.firm.id if here else "", several)
        self._say_found()

    def _choose_again(self, firm_id: str, several: list[str]) -> None:
        """The firm that was chosen stays chosen where it still stands in the list; else the first."""
        at = self.model.index_of(firm_id) if firm_id else None
        if self.pane.is_busy and at is None:
            return
        self.table.choose(at or 0)
        for one in several:
            if (place := self.model.index_of(one)) is not None:
                flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                self.table.selectionModel().select(self.model.index(place, 0), flags)
        self._follow.start()

    def _say_found(self) -> None:
        found, chosen = self.model.rowCount(), len(self.table.selectionModel().selectedRows())
        shown = ngettext("1 shown", "{n} shown", found)
        self.filters.say(f"{shown}, " + _("{n} chosen").format(n=chosen) if chosen > 1 else shown)

    def chosen(self) -> FirmRow | None:
        """The firm the cursor stands on."""
        return (
            self.model.row(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None
        )

    def chosen_rows(self) -> list[FirmRow]:
        """All that are chosen, in the order of the list."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for row in map(self.model.row, places) if row is not None]

    def show_firm(self, firm_id: str) -> None:
        """Choose a firm, with the filters off where they hide it."""
        if self.model.index_of(firm_id) is None:
            self.filters.clear()
        self.pane.leave()
        at = self.model.index_of(firm_id)
        if at is not None:
            self.table.choose(at)
            self.table.scrollTo(self.model.index(at, 0))
            self._show_chosen()
            self.table.setFocus()

    def _show_anyway(self, firm_id: str) -> None:
        self.filters.clear()
        self.show_firm(firm_id)

    def _leave_search(self) -> None:
        self.search.clear()
        self.table.setFocus()

    def _on_selected(self) -> None:
        several = len(self.table.selectionModel().selectedRows())
        self._many.setVisible(several > 1)
        self._chosen_words.setText(_("{n} chosen").format(n=several))
        self._say_found()
        self._follow.start()

    def _choose_one(self) -> None:
        self.table.choose(self.table.currentIndex().row())
        self.table.setFocus()

    # --- one firm ------------------------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        """The pane follows the list, unless something is being typed in it."""
        if self._desk.tasks.is_closed:  # the study was closed before the pane caught up
            return
        row = self.chosen()
        if row is None or self.pane.is_busy:
            return
        acts = PaneActs(
            self.go_on, self._begin_with, self.add_visit, self.replace,
            partial(self._around.ways.compare, row.firm.id), self.show_firm,
        )  # fmt: skip
        self.pane.show_firm(FirmPane(self._around, row, acts))

    def _may_write(self) -> bool:
        """Whether something can be written; where nothing can, the reason is said."""
        why = sentence(self._study.why_read_only)
        if why:
            self._desk.window.say(why)
        return not why

    def _fits(self, row: FirmRow | None) -> bool:
        return row is not None and self._stack.currentIndex() == _LIST and not self.pane.is_busy

    def go_on(self) -> None:
        """Do what comes next for the firm."""
        row = self.chosen()
        if row is not None and self._fits(row):
            self._next.take(row)

    def _begin_with(self, form_id: str) -> None:
        if (row := self.chosen()) is not None:
            self._next.take(row, form_id)

    def _ask_twin(self, row: FirmRow, pair: Lookalike, form_id: str) -> None:
        begin = partial(self._begin_all_the_same, row, form_id)
        self.pane.show_form(AskTwin(row, pair, self.show_firm, begin, self._leave_form))

    def _begin_all_the_same(self, row: FirmRow, form_id: str) -> None:
        self._leave_form()
        self._next.begin(row, form_id)

    def duplicates(self) -> None:
        """The look-alikes of the firm side by side; where it has none, that is said."""
        row = self.chosen()
        if row is None or not self._fits(row):
            return
        pairs = self._around.lookalikes.of(row.firm.id)
        if pairs:
            self._around.ways.compare(row.firm.id, pairs[0].other_than(row.firm.id).id)
        else:
            self._desk.window.say(_("No entry looks like {firm}.").format(firm=row.firm.name))

    # --- forms in the pane ---------------------------------------------------------------------------------------

    def add_visit(self) -> None:
        """Note a visit at the firm."""
        row = self.chosen()
        if row is not None and self._fits(row) and self._may_write():
            if row.is_in_reserve:
                self._desk.window.say(
                    _("It waits in the reserve, to take the place of a firm that cannot be asked.")
                )
                return
            self.pane.show_form(VisitForm(row, partial(self._keep_visit, row), self._leave_form))

    def _keep_visit(self, row: FirmRow, outcome: Outcome, reason: str, next_at: datetime | None) -> None:
        firm_id, key = row.firm.id, self._around.round
        self._write(
            lambda study: study.fieldwork.add_visit(
                firm_id, outcome, reason=reason, next_at=next_at, round_key=key
            )
        )

    def give(self) -> None:
        """Give the chosen firms to an agent."""
        rows = self.chosen_rows()
        if rows and self._fits(rows[0]) and self._may_write():
            agents = self._study.fieldwork.agents()
            self.pane.show_form(GiveForm(rows, agents, partial(self._keep_agent, rows), self._leave_form))

    def _keep_agent(self, rows: list[FirmRow], agent: str, day: object) -> None:
        ids = [row.firm.id for row in rows]
        planned_on = day if isinstance(day, date) else None
        key = self._around.round
        self._write(lambda study: _give(study, ids, agent, planned_on, key))

    def replace(self) -> None:
        """Put the next of the reserve in the place of the firm."""
        row = self.chosen()
        if row is not None and row.case is not None and self._fits(row) and self._may_write():
            waiting = self._study.fieldwork.reserve_left(row.case.stratum, row.case.round)
            self.pane.show_form(
                ReplaceForm(row, waiting, partial(self._keep_replaced, row), self._leave_form)
            )

    def _keep_replaced(self, row: FirmRow, reason: str) -> None:
        firm_id, key = row.firm.id, self._around.round
        self._write(
            lambda study: study.fieldwork.substitute(firm_id, reason, round_key=key), self._say_replaced
        )

    def _say_replaced(self, changed: Changed) -> None:
        taken = self._study.register.firm(changed.ids[1])
        self._desk.window.say(_("{firm} takes its place.").format(firm=f"{taken.number:04d} {taken.name}"))

    def add_firm(self) -> None:
        """Open the form for a new firm."""
        if self._may_write():
            self._stack.setCurrentIndex(_LIST)
            self.pane.show_form(AddForm(self._desk.tasks, self._on_added, self.show_firm, self._leave_form))

    def _on_added(self, firm_id: str) -> None:
        self._leave_form()
        self.show_firm(firm_id)

    def _write(
        self, job: Callable[[Study], Changed], done: Callable[[Changed], object] | None = None
    ) -> None:
        """Write what a form of the pane holds; the form stays until it is kept, and says why it could not be."""
        form = self.pane.form

        def kept(changed: Changed) -> None:
            self._leave_form()
            if done is not None:
                done(changed)

        self._desk.tasks.write(job, self, done=kept, failed=form.say if form is not None else None)

    def _leave_form(self) -> None:
        self.pane.leave()
        if not self.model.rowCount():
            self._stack.setCurrentIndex(_NOTHING)
        self._show_chosen()
        self.table.setFocus()


def _give(study: Study, ids: list[str], agent: str, planned_on: date | None, key: str) -> Changed:
    """Give firms to an agent; where no sample was drawn, one that is given is chosen by that."""
    if study.fieldwork.design(key) is None:
        fresh = [one for one in ids if study.fieldwork.case(one, key) is None]
        if fresh:
            study.fieldwork.choose(fresh, round_key=key)
    return study.fieldwork.assign(agent, ids, planned_on=planned_on, round_key=key)


TAB = Tab(
    key="register",
    word=lambda: _("Register"),
    make=RegisterTab,
    keys=lambda: (
        ("/", _("search")),
        ("↑ ↓", _("walk")),
        ("Enter", _("what comes next")),
        ("V", _("add a visit")),
        ("A", _("give to an agent")),
        ("D", _("duplicates")),
        ("Shift ↓", _("choose several")),
    ),
    number=lambda around: around.choices.firms,
)
