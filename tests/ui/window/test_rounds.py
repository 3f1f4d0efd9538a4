"""The window shows one round: its firms, visits, sample and coverage."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.records import CaseRole, CaseState, Outcome, Round
from fieldsurvey.records.set_up import SetUp
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.firms_page import FirmsPage
from fieldsurvey.ui.firms.pane_forms import VisitForm
from fieldsurvey.ui.firms.sample.sample_tab import SampleTab
from fieldsurvey.ui.firms.visits_tab import VisitsTab
from fieldsurvey.ui.overview.overview_page import OverviewPage
from fieldsurvey.ui.shell.shown_round import RoundBox
from tests.support.pages import Program
from tests.support.screen import words_on
from tests.support.small_form import NOW

ROUNDS = (Round("baseline", "Baseline", date(2020, 10, 1)), Round("later", "After a year", date(2027, 10, 1)))


@pytest.fixture
def twice(surveyed: Study) -> Study:
    """The study of two rounds, the second still to come."""
    surveyed.set_up.change(SetUp(rounds=ROUNDS))
    return surveyed


def page_of(program: Program, kind: type, name: str) -> object:
    program.window.show_page(name)
    found = program.window.findChild(kind)
    assert found is not None
    return found


def choose(program: Program, words: str) -> None:
    """Choose a round in the box of the page that is shown."""
    page = program.window.frame.page(program.window.frame.page_name)
    (box,) = page.findChildren(RoundBox)
    assert box.isVisible()
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def settled(program: Program) -> None:
    program.window.tasks.wait_for_writes()
    program.rested()


def test_a_study_of_one_round_has_no_box(program: Program, surveyed: Study) -> None:
    program.open(surveyed).rested()
    for name in ("overview", "firms"):
        program.window.show_page(name)
        boxes = program.window.frame.page(name).findChildren(RoundBox)
        assert boxes
        assert not any(box.isVisible() for box in boxes)


def test_firms_visits_and_coverage_are_those_of_the_round(program: Program, twice: Study) -> None:
    program.open(twice).rested()
    overview = page_of(program, OverviewPage, "overview")
    assert "of 40 done" in words_on(overview)
    choose(program, "After a year")
    assert "of 40 done" not in words_on(overview)
    page = page_of(program, FirmsPage, "firms")
    assert page.register.model.chosen.round == "later"
    assert {page.register.model.row(at).state for at in range(5)} == {CaseState.NONE}
    visits = page.show_tab("visits")
    assert isinstance(visits, VisitsTab)
    assert visits.model.rowCount() == 0
    choose(program, "Baseline")
    assert visits.model.rowCount() == 8


def test_those_of_the_round_before_are_asked_again_and_visited(program: Program, twice: Study) -> None:
    done = [firm for firm, outcome in twice.fieldwork.outcomes().items() if outcome is Outcome.COMPLETED]
    program.open(twice).rested()
    page = page_of(program, FirmsPage, "firms")
    sample = page.show_tab("sample")
    assert isinstance(sample, SampleTab)
    assert not sample.again.isVisible()
    choose(program, "After a year")
    assert sample.again.isVisible()
    assert sample.again.text() == "Ask those of Baseline again"
    sample.again.click()
    settled(program)
    assert {one.firm_id for one in twice.fieldwork.cases("later")} == set(done)
    assert {one.role for one in twice.fieldwork.cases("later")} == {CaseRole.AGAIN}
    page.show_firm(done[0])
    page.register.add_visit()
    form = page.register.pane.form
    assert isinstance(form, VisitForm)
    form.outcomes[Outcome.REFUSED].setChecked(True)
    form.reason.setText("no time")
    form.on_keep()
    settled(program)
    assert twice.fieldwork.outcome(done[0], "later") is Outcome.REFUSED
    assert twice.fieldwork.outcome(done[0]) is Outcome.COMPLETED
    program.window.show_page("overview")
    overview = page_of(program, OverviewPage, "overview")
    named = {one.accessibleName() for one in overview.findChildren(QPushButton)}
    assert "Refused 1" in named


def test_a_round_that_is_set_up_meanwhile_can_be_chosen(program: Program, surveyed: Study) -> None:
    program.open(surveyed).rested()
    page = page_of(program, FirmsPage, "firms")
    program.window.tasks.write(lambda writer: writer.set_up.change(SetUp(rounds=ROUNDS)))
    settled(program)
    choose(program, "After a year")
    assert page.register.model.chosen.round == "later"
    program.window.tasks.write(lambda writer: writer.set_up.change(SetUp(rounds=ROUNDS[:1])))
    settled(program)
    assert page.register.model.chosen.round == "baseline"


def test_a_study_opens_with_the_round_of_today(program: Program, surveyed: Study) -> None:
    begun = Round("later", "After a year", NOW.date())
    surveyed.set_up.change(SetUp(rounds=(ROUNDS[0], begun)))
    program.open(surveyed).rested()
    page = page_of(program, FirmsPage, "firms")
    assert page.register.model.chosen.round == "later"
