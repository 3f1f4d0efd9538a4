"""One firm beside the list: what is known of it, its interview from here, visits by digit, and another in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.records import CaseRole, CaseState, FirmField, FirmFilter, Outcome
from fieldsurvey.study import Study
from tests.support import screen
from tests.support.fixtures_firms import RESERVE, Firms
from tests.support.small_form import ANSWERS

Open = Callable[[Study], Firms]


@pytest.fixture
def firms(firms_page: Open, surveyed: Study) -> Firms:
    return firms_page(surveyed)


def test_the_pane_tells_number_stratum_weight_contact_visits_and_source(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.AWAY)
    firm, case = firms.study.register.firm(firm_id), firms.study.fieldwork.case(firm_id)
    design = firms.study.fieldwork.design()
    assert case is not None
    assert design is not None
    weight = next(one.weight for one in design.strata if one.name == case.stratum)
    pane = firms.pane
    assert f"{firm.number:04d} · {case.stratum} · weight {weight:.2f}" in pane
    row = firms.study.register.sources_of(firm_id)[0].row
    for words in (
        firm.name,
        firm.phone,
        firm.get(FirmField.PRODUCT),
        "Away, said so",
        f"DIC Mandya list, row {row}",
    ):
        assert words in pane


def test_the_pane_follows_the_arrows(firms: Firms) -> None:
    firms.choose(firms.tab.model.id_of(4))
    firms.press(Qt.Key.Key_Down).settled()
    assert firms.names[5] in firms.pane


def test_an_interview_begins_from_its_firm_and_goes_on_from_it(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    name = firms.study.register.firm(firm_id).name
    screen.press(firms.tab.pane, "Begin the interview")
    firms.settled()
    window = firms.program.window
    assert window.entry is not None
    assert window.entry.session.entry.value("/data/identity/firm_name") == name
    window.entry.pause()
    firms.settled()
    assert window.frame is not None
    assert window.frame.page_name == "firms"
    assert firms.state_of(firm_id) is CaseState.DRAFT
    firms.choose(firm_id).press(Qt.Key.Key_Return).settled()
    assert window.entry is not None


def test_what_is_finalised_is_read_and_not_opened_again(firms: Firms) -> None:
    window = firms.program.window
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    assert window.tasks is not None

    def finalise(study: Study):  # type: ignore[no-untyped-def]
        return study.fieldwork.belongs_to(study.interviews.add("small", ANSWERS), firm_id)

    window.tasks.write(finalise)
    firms.settled().choose(firm_id)
    assert "Open the interview" in screen.buttons_on(firms.tab.pane)
    firms.press(Qt.Key.Key_Return)
    assert window.entry is None
    assert firms.page.reading.isVisible()
    firms.press(Qt.Key.Key_Escape)
    assert firms.tab.table.hasFocus()


@pytest.mark.parametrize(
    ("digit", "outcome"), [("1", Outcome.COMPLETED), ("5", Outcome.CLOSED), ("7", Outcome.OUT_OF_SCOPE)]
)
def test_a_visit_is_noted_by_its_digit(firms: Firms, digit: str, outcome: Outcome) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type(digit)
    assert isinstance(firms.focus(), QLineEdit)
    firms.type("told by 3 neighbours").press(Qt.Key.Key_Return).settled()
    (visit,) = firms.study.fieldwork.visits(firm_id)
    assert (visit.outcome, visit.reason) == (outcome, "told by 3 neighbours")
    assert not firms.tab.pane.is_busy
    assert firms.tab.table.hasFocus()


def test_a_refusal_without_a_reason_is_not_kept_and_what_is_typed_stays(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type("4").press(Qt.Key.Key_Return).settled()
    assert "Say why" in firms.pane
    assert firms.study.fieldwork.visits(firm_id) == []
    firms.type("no time").press(Qt.Key.Key_Return).settled()
    assert firms.state_of(firm_id) is CaseState.REFUSED


def test_who_was_away_is_tried_again(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type("3").press(Qt.Key.Key_Return).settled()
    (visit,) = firms.study.fieldwork.visits(firm_id)
    assert visit.next_at is not None
    assert visit.next_at > visit.at


def test_escape_leaves_a_form_and_nothing_was_noted(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type("5").press(Qt.Key.Key_Escape).settled()
    assert (firms.tab.pane.is_busy, firms.study.fieldwork.visits(firm_id)) == (False, [])
    assert firms.tab.table.hasFocus()


def test_what_is_typed_in_a_form_stays_while_the_list_moves(firms: Firms) -> None:
    firms.choose_state(CaseState.TO_VISIT)
    firms.press(Qt.Key.Key_V).type("5").type("half a sent")
    firms.tab.filters.state.set(CaseState.REFUSED.value)
    firms.settled()
    form = firms.tab.pane.form
    assert form is not None
    assert screen.field(form, "Why, or what is worth knowing").text() == "half a sent"


def test_a_firm_that_failed_is_replaced_from_the_reserve_with_a_reason(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.REFUSED)
    screen.press(firms.tab.pane, "Replace")
    assert f"{RESERVE} wait in this stratum" in firms.pane
    firms.press(Qt.Key.Key_Return).settled()
    assert "Say why the firm is replaced" in firms.pane
    firms.type("refused twice").press(Qt.Key.Key_Return).settled()
    taken = firms.study.fieldwork.substitute_of(firm_id)
    assert taken is not None
    assert f"{taken.number:04d} {taken.name} takes its place." in firms.program.sentence
    firms.choose(firm_id)
    assert f"In its place: {taken.name}" in firms.pane
    assert "Replace" not in screen.buttons_on(firms.tab.pane)
    screen.press(firms.tab.pane, f"{taken.number:04d}")
    assert "refused twice" in firms.settled().pane


def test_a_firm_in_reserve_is_neither_begun_nor_visited(firms: Firms) -> None:
    firm_id = firms.choose_state(CaseState.RESERVE)
    assert not screen.button(firms.tab.pane, "Begin the interview").isEnabled()
    assert "It waits in the reserve" in firms.pane
    for key in (Qt.Key.Key_V, Qt.Key.Key_Return):
        firms.press(key).settled()
    assert not firms.tab.pane.is_busy
    assert firms.study.fieldwork.case(firm_id).role is CaseRole.RESERVE  # type: ignore[union-attr]


def test_a_firm_that_may_be_interviewed_already_is_asked_about(firms_page: Open, study: Study) -> None:
    phone = {FirmField.PHONE: "9845100047"}
    first = study.register.add("Sri Manjunatha Brass", phone).ids[0]
    second = study.register.add("Manjunath Metal", phone).ids[0]
    study.fieldwork.belongs_to(study.interviews.add("small", ANSWERS), first)
    firms = firms_page(study)
    firms.choose(second)
    assert "same phone" in firms.pane
    firms.press(Qt.Key.Key_Return).settled()
    assert firms.program.window.entry is None
    assert "0001 Sri Manjunatha Brass has an interview: same phone." in firms.pane
    screen.press(firms.tab.pane, "Open 0001")
    row = firms.settled().tab.chosen()
    assert row is not None
    assert row.firm.id == first
    firms.choose(second).press(Qt.Key.Key_Return).settled()
    screen.press(firms.tab.pane, "Two firms: begin the interview")
    firms.settled()
    assert firms.program.window.entry is not None
    assert firms.study.fieldwork.case(second) is not None


def test_with_several_forms_the_button_asks_which(firms_page: Open, surveyed: Study, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from fieldsurvey.study import load_questionnaire
    from tests.support.markdown_form import write_form

    other = """
        | survey |      |       |       |
        |        | type | name  | label |
        |        | text | place | Place |
        | settings |         |            |         |
        |          | form_id | form_title | version |
        |          | profile | Profile    | 1       |
    """
    surveyed.forms.add(load_questionnaire(write_form(tmp_path / "p.xlsx", other)))
    firms = firms_page(surveyed)
    firm_id = firms.choose_state(CaseState.TO_VISIT)
    menu = screen.button(firms.tab.pane, "Begin the interview").menu()
    assert menu is not None
    next(one for one in menu.actions() if one.text() == "Profile").trigger()
    firms.settled()
    (row,) = firms.study.register.rows([firm_id])
    assert firms.study.interviews.read(row.instance_id).form_id == "profile"


def test_a_firm_without_a_case_is_listed_without_a_state(firms: Firms) -> None:
    firm_id = firms.study.register.ids(FirmFilter(state=CaseState.NONE))[0]
    firms.choose(firm_id)
    assert "In this round" not in firms.pane
    assert screen.button(firms.tab.pane, "Begin the interview").isEnabled()
