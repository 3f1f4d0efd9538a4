"""The register in the window: found as you type, narrowed, sorted, several given to somebody, and what stands where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldsurvey import i18n
from fieldsurvey.records import CaseRole, CaseState, Cluster, FirmField, FirmFilter, Questionnaire
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.firms_model import AGENT, CASE, FIRM, NUMBER, STRATUM, WHEN, WORKERS
from fieldsurvey.ui.firms.importing.import_panel import ImportPanel
from tests.support import messy_list, screen
from tests.support.fixtures_firms import RESERVE, SAMPLE, Firms
from tests.support.pages import Program
from tests.support.small_form import NOW

Open = Callable[[Study], Firms]


@pytest.fixture
def firms(firms_page: Open, surveyed: Study) -> Firms:
    return firms_page(surveyed)


def cells(firms: Firms, firm_id: str) -> dict[int, str]:
    model = firms.tab.model
    at = model.index_of(firm_id)
    return {column: model.index(at, column).data() for column in range(model.columnCount())}


def test_the_page_says_how_many_firms_there_are(firms: Firms) -> None:
    words = screen.words_on(firms.page)
    assert (
        f"{messy_list.FIRMS} firms in the register · {SAMPLE} in the sample · {3 * RESERVE} in reserve"
        in words
    )
    assert f"Register  {messy_list.FIRMS}" in screen.buttons_on(firms.page)
    assert len(firms.names) == messy_list.FIRMS


def test_firms_are_found_as_one_types_in_any_script(firms: Firms) -> None:
    firms.press(Qt.Key.Key_Slash)
    firms.type("tunga")
    assert any(name.startswith("ತುಂಗಾ") for name in firms.names)
    assert all("Tunga" in name or "ತುಂಗಾ" in name for name in firms.names)


def test_letters_are_letters_while_one_types_and_keys_elsewhere(firms: Firms) -> None:
    firms.press(Qt.Key.Key_Slash)
    firms.type("vad")
    assert firms.tab.search.text() == "vad"
    assert not firms.tab.pane.is_busy
    firms.press(Qt.Key.Key_Escape)
    assert (firms.tab.search.text(), firms.tab.table.hasFocus()) == ("", True)
    firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V)
    assert firms.tab.pane.is_busy


def test_a_line_says_number_workers_stratum_case_agent_and_day(firms: Firms) -> None:
    firm_id = firms.study.register.ids(FirmFilter(state=CaseState.AWAY))[0]
    firm, case = firms.study.register.firm(firm_id), firms.study.fieldwork.case(firm_id)
    assert case is not None
    told = cells(firms, firm_id)
    assert (told[NUMBER], told[FIRM], told[WORKERS]) == (f"{firm.number:04d}", firm.name, str(firm.workers))
    again = i18n.short_day(
        (NOW + timedelta(days=1)).astimezone()
    )  # by the laptop's clock, wherever it stands
    last = i18n.short_day(firms.study.fieldwork.visits(firm_id)[-1].at.astimezone())
    assert (told[STRATUM], told[CASE]) == (case.stratum, f"Away, again {again}")
    assert (told[AGENT], told[WHEN]) == (case.agent.partition(" ")[0], last)


def test_chips_narrow_the_list_together_and_come_off_again(firms: Firms) -> None:
    filters = firms.tab.filters
    screen.press(firms.page, f"In the sample  {SAMPLE}")
    assert len(firms.names) == SAMPLE
    filters.agent.set("Ravi Gowda")
    assert len(firms.names) == SAMPLE // 2
    filters.state.set(CaseState.CLOSED.value)
    assert len(firms.names) == 2
    filters.agent.click()
    filters.state.click()
    assert len(firms.names) == SAMPLE


def test_a_chip_offers_what_there_is_with_its_number(firms: Firms) -> None:
    menu = firms.tab.filters.stratum.menu_of_choices()
    assert [one.text() for one in menu.actions()] == ["Household\t22", "Workshop\t14", "Factory\t10"]
    menu.actions()[2].trigger()
    assert len(firms.names) == 10


def test_any_head_sorts_and_the_chosen_firm_stays_chosen(firms: Firms) -> None:
    chosen = firms.choose_state(CaseState.REFUSED)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        firms.tab.table.sortByColumn(FIRM, order)
        names = [name.lower() for name in firms.names]
        latin = [name for name in names if name.isascii()]
        assert latin == sorted(latin, reverse=order == Qt.SortOrder.DescendingOrder)
        row = firms.tab.chosen()
        assert row is not None
        assert row.firm.id == chosen


def test_the_model_reads_the_lines_on_screen_alone(firms: Firms) -> None:
    read: list[int] = []
    rows = firms.study.register.rows
    firms.study.register.rows = lambda ids, *key: (read.append(len(ids)), rows(ids, *key))[1]  # type: ignore[method-assign]
    firms.tab.filters.search.setText("m")
    firms.settled()
    assert firms.tab.model.rowCount() > 200
    assert max(read) == 50
    assert sum(read) <= 150


def test_several_are_given_to_an_agent_on_a_day(firms: Firms) -> None:
    firms.tab.filters.state.set(CaseState.TO_VISIT.value)
    firms.choose(firms.tab.model.id_of(0))
    for _each in range(2):
        firms.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ids = [row.firm.id for row in firms.tab.chosen_rows()]
    assert len(ids) == 3
    assert "3 chosen" in screen.words_on(firms.page)
    firms.press(Qt.Key.Key_A)
    form = firms.tab.pane.form
    assert form is not None
    assert "these 3 firms" in firms.pane
    firms.type("Savitha Naik")
    screen.tick(form, "On a day")
    firms.press(Qt.Key.Key_Return).settled()
    cases = [firms.study.fieldwork.case(one) for one in ids]
    assert {case.agent for case in cases if case} == {"Savitha Naik"}
    assert all(case and case.planned_on for case in cases)
    assert not firms.tab.pane.is_busy


def test_agents_that_are_known_are_offered(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_A)
    screen.press(firms.tab.pane, "Ravi Gowda")
    screen.press(firms.tab.pane, "Give")
    firms.settled()
    case = firms.study.fieldwork.case(firm_id)
    assert case is not None
    assert case.agent == "Ravi Gowda"


def test_why_firms_cannot_be_given_is_said_and_the_form_stays(firms: Firms) -> None:
    firms.choose_state(CaseState.NONE)
    firms.press(Qt.Key.Key_A)
    firms.type("Zubin")
    firms.press(Qt.Key.Key_Return).settled()
    assert "is not in the round baseline" in firms.pane
    assert firms.tab.pane.is_busy


def test_without_a_sample_a_firm_that_is_given_is_chosen_by_that(firms_page: Open, study: Study) -> None:
    firm_id = study.register.add("Sharma Brass", {FirmField.PLACE: "Old market"}).ids[0]
    firms = firms_page(study)
    firms.press(Qt.Key.Key_A)
    firms.type("Meena").press(Qt.Key.Key_Return)
    firms.settled()
    case = firms.study.fieldwork.case(firm_id)
    assert case is not None
    assert (case.role, case.agent) == (CaseRole.CHOSEN, "Meena")


def test_where_nothing_is_called_so_the_nearest_is_offered(firms: Firms) -> None:
    firms.tab.search.setText("veerabhadrx")
    words = screen.words_on(firms.page)
    assert f"Nothing is called so among the {messy_list.FIRMS} firms looked at." in words
    offered = next(one for one in screen.buttons_on(firms.page) if one.startswith("Meant perhaps"))
    assert "Veerabhadra" in offered
    screen.press(firms.page, offered)
    row = firms.tab.chosen()
    assert row is not None
    assert "Veerabhadra" in row.firm.name
    assert len(firms.names) == messy_list.FIRMS


def test_what_chips_hide_is_found_in_the_whole_register(firms: Firms) -> None:
    hidden = firms.study.register.firm(firms.study.register.ids(FirmFilter(state=CaseState.NONE))[0])
    firms.tab.filters.state.set(CaseState.REFUSED.value)
    firms.tab.search.setText(f"{hidden.number:04d}")
    assert firms.tab.model.rowCount() == 0
    words = next(one for one in screen.buttons_on(firms.page) if "in the whole register" in one)
    screen.press(firms.page, words)
    assert hidden.name in firms.names


def test_an_empty_register_says_what_belongs_there_and_offers_it(firms_page: Open, study: Study) -> None:
    firms = firms_page(study)
    assert "The list of the cluster's firms belongs here." in screen.words_on(firms.page)
    buttons = screen.buttons_on(firms.page)
    assert "Import a list" in buttons
    screen.press(firms.page, "Add a firm")
    firms.type("Sharma Brass").press(Qt.Key.Key_Return)
    firms.settled()
    assert firms.names == ["Sharma Brass"]


def test_a_list_comes_in_over_the_page_and_the_register_stands_there_again(
    firms_page: Open, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = messy_list.write(tmp_path / "units.xlsx")
    firms = firms_page(study)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_a: (str(units), "")))
    screen.press(firms.page, "Import a list")
    panel = firms.page.findChild(ImportPanel)
    assert panel is not None
    firms.program.bot.waitUntil(lambda: "447" in screen.words_on(firms.page), timeout=30_000)
    firms.program.bot.keyClick(panel, Qt.Key.Key_1)
    firms.program.bot.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    firms.program.bot.waitUntil(lambda: study.register.count() == messy_list.FIRMS, timeout=30_000)
    firms.program.bot.waitUntil(lambda: bool(firms.names), timeout=30_000)
    assert firms.page.findChild(ImportPanel) is None or not firms.page.findChild(ImportPanel).isVisible()
    assert "412 firms in the register" in screen.words_on(firms.page)


def test_a_list_that_is_left_changes_nothing(
    firms_page: Open, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = messy_list.write(tmp_path / "units.xlsx")
    firms = firms_page(study)
    panel = firms.page.take_list(units)
    firms.program.bot.waitUntil(lambda: "447" in screen.words_on(firms.page), timeout=30_000)
    screen.press(panel, "Cancel")
    assert study.register.count() == 0
    assert "The list of the cluster's firms belongs here." in screen.words_on(firms.page)


def test_a_study_that_is_only_read_shows_firms_and_says_why_nothing_can_be_done(
    program: Program, surveyed: Study
) -> None:
    path = surveyed.path
    surveyed.close()
    program.open(Study.open(path, read_only=True)).rested()
    firms = Firms(program)
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    for words in ("Add a firm", "Import a list", "Begin the interview", "Add a visit"):
        button = screen.button(firms.page, words)
        assert (button.isEnabled(), bool(button.toolTip())) == (False, True)
    for key in (Qt.Key.Key_V, Qt.Key.Key_A, Qt.Key.Key_Return):
        firms.press(key)
        assert not firms.tab.pane.is_busy
    firms.settled()
    assert firms.state_of(firm_id) is CaseState.TO_VISIT


def test_a_register_of_before_is_no_fault(
    firms_page: Open, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    made = Study.create(tmp_path / "x.study", Cluster(name="X"), [questionnaire], passphrase=None)
    firms = firms_page(made)
    assert firms.tab.model.rowCount() == 0
    firms.program.window.close()


def test_a_narrow_window_keeps_name_and_case(firms: Firms) -> None:
    firms.program.window.resize(911, 512)
    QTest.qWait(50)
    hidden = [firms.tab.table.isColumnHidden(column) for column in (NUMBER, FIRM, CASE, STRATUM)]
    assert hidden == [False, False, False, True]
    table: QWidget = firms.tab.table
    assert firms.tab.table.columnWidth(FIRM) >= 140
    assert table.width() + firms.tab.pane.width() <= firms.page.width()


def test_a_study_that_is_closed_at_once_is_asked_nothing_more(firms: Firms) -> None:
    firms.press(Qt.Key.Key_Down)
    firms.program.window.go_home()
    QTest.qWait(150)
    assert firms.program.window.study is None


def test_a_column_in_which_no_firm_has_anything_leaves_its_room_to_the_names(
    firms_page: Open, study: Study
) -> None:
    for number in range(3):
        study.register.add(f"Shree K{number} Brass Works and Sons")
    table = firms_page(study).tab.table
    assert table.isColumnHidden(STRATUM)
    assert table.isColumnHidden(AGENT)
    assert not table.isColumnHidden(WORKERS)


def test_a_column_with_something_is_shown_where_there_is_room(firms: Firms) -> None:
    firms.tab.table.resize(1200, 400)
    assert not firms.tab.table.isColumnHidden(STRATUM)
    assert not firms.tab.table.isColumnHidden(AGENT)
