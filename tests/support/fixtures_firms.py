"""Fixtures of the register: the messy list with a sample, two agents and some visits, and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.records import CaseRole, CaseState, FirmFilter, Outcome
from fieldsurvey.records.design import Stratum
from fieldsurvey.register import strata
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.firms_page import FirmsPage
from tests.support import messy_list, screen
from tests.support.pages import Program
from tests.support.small_form import NOW

SIZES = (("Household", 20), ("Workshop", 12), ("Factory", 8))
RESERVE = 2
SAMPLE = sum(n for _name, n in SIZES)
ENDS = (Outcome.REFUSED, Outcome.CLOSED, Outcome.AWAY, Outcome.COMPLETED)


@pytest.fixture
def surveyed(study: Study, tmp_path: Path) -> Study:
    """The messy list with a sample of forty, six in reserve; twenty firms each for Meena and Ravi, eight of them visited."""
    units = messy_list.write(tmp_path / "units.xlsx")
    study.register.import_list(study.register.plan_import(units), "DIC Mandya list")
    classes = zip(SIZES, strata.by_workers([], [5, 20]), strict=True)
    study.fieldwork.draw(
        [Stratum(name, one.conditions, drawn=n, reserve=RESERVE) for (name, n), one in classes], 5
    )
    asked = [one.firm_id for one in study.fieldwork.cases() if one.role is CaseRole.DRAWN]
    for number, agent in enumerate(("Meena Patil", "Ravi Gowda")):
        study.fieldwork.assign(agent, asked[number::2], planned_on=date(2026, 11, 5))
    for number, firm_id in enumerate(asked[:8]):
        outcome = ENDS[number % 4]
        at = NOW - timedelta(hours=20 - number)
        again = NOW + timedelta(days=1) if outcome is Outcome.AWAY else None
        study.fieldwork.add_visit(firm_id, outcome, reason="said so", at=at, next_at=again)
    return study


class Firms:
    """The page Firms as its user handles it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        program.window.show_page("firms")
        found = program.window.findChild(FirmsPage)
        assert found is not None
        self.page = found
        self.compared()

    @property
    def study(self) -> Study:
        assert self.program.window.study is not None
        return self.program.window.study

    @property
    def tab(self):  # type: ignore[no-untyped-def]
        """The tab of the register."""
        return self.page.register

    @property
    def names(self) -> list[str]:
        """The names in the list, as far as they are many."""
        rows = map(self.tab.model.row, range(self.tab.model.rowCount()))
        return [row.firm.name for row in rows if row is not None]

    @property
    def pane(self) -> str:
        """All that can be read beside the list."""
        return screen.words_on(self.tab.pane)

    def compared(self) -> Firms:
        """When the firms were compared with each other."""
        self.program.bot.waitUntil(lambda: self.page.lookalikes.is_ready, timeout=20000)
        return self.settled()

    def settled(self) -> Firms:
        """When what was written is on disk and shown."""
        assert self.program.window.tasks is not None
        for _round in range(2):
            self.program.window.tasks.wait_for_writes()
            QTest.qWait(80)
        return self

    def choose(self, firm_id: str) -> Firms:
        """Choose a firm in the list."""
        at = self.tab.model.index_of(firm_id)
        assert at is not None
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tab.table.selectionModel().setCurrentIndex(self.tab.model.index(at, 0), flags)
        self.tab.table.setFocus()
        return self.settled()

    def choose_state(self, state: CaseState, number: int = 0) -> str:
        """Choose a firm whose case stands so; gives its id."""
        firm_id = self.study.register.ids(FirmFilter(state=state))[number]
        self.choose(firm_id)
        return firm_id

    def state_of(self, firm_id: str) -> CaseState:
        return self.study.register.rows([firm_id])[0].state

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Firms:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.focus(), key, modifier)
        QApplication.processEvents()
        return self

    def type(self, text: str) -> Firms:
        QTest.keyClicks(self.focus(), text)
        QApplication.processEvents()
        return self

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.page


@pytest.fixture
def firms_page(program: Program) -> Callable[[Study], Firms]:
    """Opens a study on the page Firms."""

    def open_page(study: Study) -> Firms:
        program.open(study).rested()
        return Firms(program)

    return open_page
