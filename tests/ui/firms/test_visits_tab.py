"""The visits of the round, and the route of what is planned."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from fieldsurvey import i18n
from fieldsurvey.records import CaseState, Outcome
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.visits_model import FIRM, OUTCOME
from fieldsurvey.ui.firms.visits_tab import VisitsTab
from tests.support import screen
from tests.support.fixtures_firms import Firms

Open = Callable[[Study], Firms]


@pytest.fixture
def firms(firms_page: Open, surveyed: Study) -> Firms:
    return firms_page(surveyed)


def tab_of(firms: Firms) -> VisitsTab:
    found = firms.page.show_tab("visits")
    assert isinstance(found, VisitsTab)
    return found


def column(tab: VisitsTab, which: int) -> list[str]:
    return [tab.model.index(row, which).data() for row in range(tab.model.rowCount())]


def test_visits_come_newest_first_by_agent_and_outcome(firms: Firms) -> None:
    tab = tab_of(firms)
    newest = firms.study.fieldwork.visits()[-1]
    assert column(tab, FIRM)[0] == firms.study.register.firm(newest.firm_id).name
    assert len(column(tab, FIRM)) == 8
    tab.outcome.set(Outcome.REFUSED.value)
    assert column(tab, OUTCOME) == ["Refused", "Refused"]
    tab.agent.set("Ravi Gowda")
    assert column(tab, OUTCOME) == []
    tab.outcome.click()
    assert len(column(tab, FIRM)) == 4


def test_visits_of_one_stratum(firms: Firms) -> None:
    tab = tab_of(firms)
    strata = {case.firm_id: case.stratum for case in firms.study.fieldwork.cases()}
    wanted = strata[firms.study.fieldwork.visits()[0].firm_id]
    tab.stratum.set(wanted)
    shown = [tab.model.row(at) for at in range(tab.model.rowCount())]
    assert shown
    assert {strata[row.visit.firm_id] for row in shown if row is not None} == {wanted}
    whole = [visit for visit in firms.study.fieldwork.visits() if strata[visit.firm_id] == wanted]
    assert len(shown) == len(whole)


def test_enter_leads_to_the_firm(firms: Firms) -> None:
    tab = tab_of(firms)
    name = column(tab, FIRM)[0]
    firms.press(Qt.Key.Key_Return).settled()
    row = firms.tab.chosen()
    assert row is not None
    assert row.firm.name == name
    assert firms.tab.isVisible()


def test_a_new_visit_comes_on_top(firms: Firms) -> None:
    tab = tab_of(firms)
    firms.page.show_tab("register")
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type("5").press(Qt.Key.Key_Return).settled()
    assert column(tab, FIRM)[0] == firms.study.register.firm(firm_id).name
    assert "Visits  9" in screen.buttons_on(firms.page)


def test_the_route_names_what_is_planned_day_by_day(firms: Firms) -> None:
    tab = tab_of(firms)
    route = firms.study.fieldwork.planned()
    days = list(dict.fromkeys(row.next_on for row in route))
    words = screen.words_on(tab)
    places = [words.index(i18n.short_day(day)) for day in days if day]
    assert len(places) == len(days) == 2
    assert places == sorted(places)
    assert all(row.firm.name in words for row in route)
    tab.agent.set("Meena Patil")
    assert "Ravi Gowda" not in screen.words_on(tab)
    first = firms.study.fieldwork.planned(agent="Meena Patil")[0].firm
    screen.press(tab, f"{first.number:04d}")
    assert first.name in firms.settled().pane


def test_without_visits_the_page_says_how_one_is_noted(firms_page: Open, study: Study) -> None:
    study.register.add("Sharma Brass")
    tab = tab_of(firms_page(study))
    words = screen.words_on(tab)
    assert "No visit is noted yet." in words
    assert "Nothing is planned." in words
