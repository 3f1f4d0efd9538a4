"""Every number of the coverage leads to the firms it counts, and to no others."""

from __future__ import annotations

import contextlib

import pytest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.errors import RegisterError
from fieldsurvey.records import CaseRole, Changed, FirmFilter, Outcome
from fieldsurvey.study import Study
from fieldsurvey.ui.firms.firms_page import FirmsPage
from fieldsurvey.ui.overview.needs_card import NeedButton
from fieldsurvey.ui.overview.overview_page import OverviewPage
from tests.support.pages import Program

COUNTED = ("Refused", "Closed", "Not found", "To visit")


def overview_of(program: Program) -> OverviewPage:
    program.window.show_page("overview")
    page = program.window.findChild(OverviewPage)
    assert page is not None
    return page


def firms_of(program: Program) -> FirmsPage:
    page = program.window.findChild(FirmsPage)
    assert page is not None
    return page


def numbers(page: OverviewPage) -> dict[str, QPushButton]:
    """What a number counts -> the button."""
    found = [one for one in page.findChildren(QPushButton) if one.property("kind") == "number"]
    return {one.accessibleName(): one for one in found}


def test_the_numbers_of_the_coverage_lead_to_their_firms(program: Program, surveyed: Study) -> None:
    (first, *_others) = (
        one for one in surveyed.fieldwork.cases() if one.role is CaseRole.DRAWN and one.stratum == "Factory"
    )
    surveyed.fieldwork.add_visit(first.firm_id, Outcome.NOT_FOUND, reason="moved")
    program.open(surveyed).rested()
    told = [name for name in numbers(overview_of(program)) if any(word in name for word in COUNTED)]
    assert {word for word in COUNTED if any(word in name for name in told)} == set(COUNTED)
    for name in told:
        numbers(overview_of(program))[name].click()
        page = firms_of(program)
        assert program.window.frame.page_name == "firms"
        assert page.register.model.rowCount() == int(name.split()[-1]), name
        stratum = name.split()[0]
        if stratum in ("Household", "Workshop", "Factory"):
            assert page.register.filters.stratum.value == stratum


def test_what_an_agent_has_left_leads_to_those_firms(program: Program, surveyed: Study) -> None:
    program.open(surveyed).rested()
    left = [one for name, one in numbers(overview_of(program)).items() if name.startswith("Left ")]
    assert len(left) == 2
    number = int(left[0].text())
    left[0].click()
    register = firms_of(program).register
    assert register.model.rowCount() == number
    assert register.filters.agent.value == "Meena Patil"


def test_firms_to_replace_are_listed(program: Program, surveyed: Study) -> None:
    program.open(surveyed).rested()
    need = next(
        one for one in overview_of(program).findChildren(NeedButton) if "reserve" in one.accessibleName()
    )
    number = int(need.accessibleName().split()[0])
    need.click()
    register = firms_of(program).register
    shown = {register.model.row(at).firm.id for at in range(register.model.rowCount())}
    assert len(shown) == number
    left = int(need.accessibleName().split(", ")[1].split()[0])
    assert left < number  # the reserve is smaller than what failed: both are said
    for firm_id in shown:
        program.window.tasks.write(lambda writer, firm_id=firm_id: _replaced(writer, firm_id))
    program.window.tasks.wait_for_writes()
    assert surveyed.register.count(FirmFilter(is_to_replace=True)) == 0


@pytest.mark.parametrize("wanted", [FirmFilter(is_open=True), FirmFilter(is_to_replace=True)])
def test_before_a_draw_no_firm_is_to_be_called_at_or_replaced(study: Study, wanted: FirmFilter) -> None:
    study.register.add("Sharma")
    assert study.register.count(wanted) == 0


def _replaced(study: Study, firm_id: str) -> Changed:
    with contextlib.suppress(RegisterError):  # the reserve is used up
        return study.fieldwork.substitute(firm_id, "gone")
    return Changed()
