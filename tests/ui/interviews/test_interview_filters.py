"""The list of interviews, narrowed: tabs, chips, the order of the head, the menu of a line, and the ways from the overview."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton

from fieldsurvey.errors import StoreError
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Changed, InterviewFilter, Topic
from fieldsurvey.records.quality import Verdict
from fieldsurvey.study import Study
from fieldsurvey.study.quality import Quality
from fieldsurvey.ui.interviews.days_dialog import DaysDialog
from fieldsurvey.ui.interviews.interviews_model import FIRM
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.overview.needs_card import NeedButton
from fieldsurvey.ui.overview.overview_page import OverviewPage
from fieldsurvey.ui.review.review_page import ReviewPage
from fieldsurvey.ui.shell.filter_chip import FilterChip
from tests.support import rows
from tests.support.pages import Program
from tests.support.screen import buttons_on, press, words_on
from tests.support.small_form import ANSWERS

VALUE = "/data/trade/export_value"


def many(study: Study) -> None:
    """Three interviews of two people: one approved, one returned, one a draft."""
    for name, agent in (("Asha Bells", "Meena"), ("Bhima Castings", "Ravi"), ("Chitra Idols", "Meena")):
        entry = study.interviews.begin("small")
        for ref, value in {**ANSWERS, "/data/identity/firm_name": name}.items():
            if "worker[" not in ref:
                entry.answer(ref, value)
        study.interviews.savepoint(savepoint_of(entry, study.clock(), interviewer=agent))
        if name != "Chitra Idols":
            assert not entry.finalise()
            study.interviews.record(entry)
    by_firm = {row.firm: row.instance_id for row in study.interviews.listing()}
    study.review.approve(by_firm["Asha Bells"])
    study.review.return_interview(by_firm["Bhima Castings"], "Ask again")


def firms_shown(program: Program) -> list[str]:
    page = program.window.findChild(InterviewsPage)
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_tabs_count_what_stands_under_them(program: Program, study: Study) -> None:
    many(study)
    program.open(study)
    program.window.show_page("interviews")
    words = buttons_on(program.window)
    assert [one for one in words if one[-1:].isdigit() and "  " in one] == [
        "All  3", "Drafts  2", "Finalised  1", "Returned  1", "Approved  1",
    ]  # fmt: skip
    press(program.window, "Returned")
    assert firms_shown(program) == ["Bhima Castings"]
    press(program.window, "Approved")
    assert firms_shown(program) == ["Asha Bells"]


def test_a_head_sorts_the_whole_list_and_the_choice_stays(program: Program, study: Study) -> None:
    many(study)
    program.open(study)
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    page.table.selectRow(0)
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert firms_shown(program) == ["Chitra Idols", "Bhima Castings", "Asha Bells"]
    page.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert firms_shown(program) == ["Asha Bells", "Bhima Castings", "Chitra Idols"]
    page.reload(Changed(frozenset({Topic.INTERVIEWS})))
    assert firms_shown(program) == ["Asha Bells", "Bhima Castings", "Chitra Idols"]


def chosen_by(chip: FilterChip, words: str) -> None:
    """Choose from the menu of a chip."""
    menu = chip.menu_of_choices()
    next(one for one in menu.actions() if one.text().split("\t")[0] == words).trigger()


def page_of(program: Program) -> InterviewsPage:
    program.window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    return page


def test_several_things_are_asked_for_at_once_and_the_tabs_count_what_is_left(
    program: Program, study: Study
) -> None:
    many(study)
    filters = page_of(program.open(study)).filters
    chosen_by(filters.agent, "Ravi")
    assert firms_shown(program) == ["Bhima Castings"]
    assert "All  1" in buttons_on(page_of(program))
    assert words_on(filters) == "1 shown"
    filters.search.setText("Arjun")
    assert firms_shown(program) == []
    assert "No interview fits all that is asked for above." in words_on(page_of(program))
    press(page_of(program), "Show all")
    assert len(firms_shown(program)) == study.interviews.number(InterviewFilter())
    assert not filters.is_set


def test_a_week_leaves_out_the_others(program: Program, study: Study) -> None:
    many(study)
    later = study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Later"})
    rows.damage(
        study, f"UPDATE interview SET started_at = '2027-03-03T10:00:00+05:30' WHERE instance_id = '{later}'"
    )
    filters = page_of(program.open(study)).filters
    chosen_by(filters.days, "1 Mar – 7 Mar")
    assert firms_shown(program) == ["Later"]
    filters.days.click()  # once more takes it off
    assert "Bhima Castings" in firms_shown(program)


def test_a_span_of_days_is_asked_for_by_its_two_ends(program: Program, study: Study) -> None:
    many(study)
    began = {"Asha Bells": "2027-03-03", "Bhima Castings": "2027-03-04", "Chitra Idols": "2027-04-01"}
    for firm, day in began.items():
        rows.damage(study, f"UPDATE interview SET started_at = '{day}T10:00:00+05:30' WHERE firm = '{firm}'")
    filters = page_of(program.open(study)).filters
    chosen_by(filters.days, "4 Mar")
    assert firms_shown(program) == ["Bhima Castings"]
    filters.days.click()
    chosen_by(filters.days, "Other days…")
    (dialog,) = filters.findChildren(DaysDialog)
    assert (dialog.since.date(), dialog.until.date()) == (QDate(2027, 3, 3), QDate(2027, 4, 1))
    dialog.since.setDate(QDate(2027, 3, 4))
    dialog.until.setDate(QDate(2027, 3, 3))  # the wrong way round
    dialog.confirm.click()
    assert sorted(firms_shown(program)) == ["Asha Bells", "Bhima Castings"]
    assert filters.days.text().startswith("3 Mar – 4 Mar")


def test_all_chips_are_taken_off_at_once(program: Program, study: Study) -> None:
    many(study)
    filters = page_of(program.open(study)).filters
    assert not filters.clear_all.isVisible()
    chosen_by(filters.agent, "Ravi")
    assert filters.clear_all.isVisible()
    filters.clear_all.click()
    assert len(firms_shown(program)) == 3
    assert not filters.clear_all.isVisible()


def flagged(study: Study) -> str:
    """Interviews of which one alone has flags: its firm."""
    many(study)
    for number in range(12):
        study.interviews.add(
            "small",
            {**ANSWERS, "/data/identity/firm_name": f"Firm {number}", VALUE: str(500_000 + 1000 * number)},
        )
    odd = study.interviews.add(
        "small",
        {
            **ANSWERS,
            "/data/identity/firm_name": "Odd",
            VALUE: "500000000",
            "/data/trade/turnover": "900000000",
        },
    )
    for flag in study.quality.flags():
        if flag.instance_id and flag.instance_id != odd:
            study.quality.decide(flag, Verdict.RIGHT, "Seen")
    assert list(study.quality.undecided()) == [odd]
    return odd


def test_the_flagged_are_looked_for_when_they_are_asked_for(program: Program, study: Study) -> None:
    flagged(study)
    filters = page_of(program.open(study)).filters
    filters.flag.click()
    assert len(firms_shown(program)) == 16  # nothing is left out before it is known
    assert words_on(filters) == "Looking for flags…"
    program.rested()
    assert firms_shown(program) == ["Odd"]
    assert words_on(filters) == "1 shown"


def test_the_flagged_are_looked_for_again_after_a_decision(program: Program, study: Study) -> None:
    flagged(study)
    page = page_of(program.open(study))
    page.filters.flag.click()
    program.rested()
    for flag in [one for one in study.quality.flags() if one.is_open]:
        program.window.tasks.write(
            lambda writer, flag=flag: writer.quality.decide(flag, Verdict.RIGHT, "Counted twice")
        )
    program.window.tasks.wait_for_writes()
    program.rested()
    assert firms_shown(program) == []
    assert "No interview fits all that is asked for above." in words_on(page)


def test_why_flags_cannot_be_looked_for_is_said(
    program: Program, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(study)
    page = page_of(program.open(study))

    def fail(_self: Quality) -> dict[str, int]:
        raise StoreError("study.open-elsewhere", study="x.study")

    monkeypatch.setattr(Quality, "undecided", fail)
    page.filters.flag.click()
    program.rested()
    assert not page.filters.flag.value
    assert len(firms_shown(program)) == 3
    assert "x.study is open in another window" in program.window.frame.banner.sentence


def test_the_menu_of_a_line_offers_what_acts_and_no_more(program: Program, study: Study) -> None:
    many(study)
    page = page_of(program.open(study))
    page.table.sortByColumn(FIRM, Qt.SortOrder.AscendingOrder)
    page.table.selectRow(0)
    enabled = [one.text() for one in page.row_menu.menu().actions()]
    assert "Read" in enabled
    assert "History" in enabled
    assert "Resume" not in enabled  # it is finalised
    assert "Restore" not in enabled  # it is not deleted
    next(one for one in page.row_menu.menu().actions() if one.text() == "History").trigger()
    assert page.history.isVisible()


def test_the_overview_leads_to_the_list_it_speaks_of(program: Program, study: Study) -> None:
    many(study)
    program.open(study).rested()
    overview = program.window.findChild(OverviewPage)
    need = next(one for one in overview.findChildren(NeedButton) if "returned" in one.accessibleName())
    need.click()
    assert program.window.frame.page_name == "interviews"
    assert firms_shown(program) == ["Bhima Castings"]
    program.window.show_page("overview")
    next(one for one in overview.findChildren(QPushButton) if one.accessibleName() == "Approved 1").click()
    assert firms_shown(program) == ["Asha Bells"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, a menu cannot be raised
def test_the_key_for_menus_opens_the_menu_of_the_line_the_keyboard_is_on(
    program: Program, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(study)
    page = page_of(program.open(study))
    page.table.selectRow(1)
    page.table.setFocus()
    # where Qt opens it for a key: at what the view calls its cursor
    at = page.table.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, page.table.mapToGlobal(at))
    QApplication.sendEvent(page.table, event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    assert page.table.currentIndex().row() == 1


def test_a_cell_of_the_weeks_leads_to_its_interviews(program: Program, study: Study) -> None:
    many(study)
    program.open(study).rested()
    overview = program.window.findChild(OverviewPage)
    cells = [one for one in overview.findChildren(QPushButton) if one.accessibleName().startswith("Meena, ")]
    (cell,) = cells
    assert cell.accessibleName().endswith(": 1")
    cell.click()
    assert program.window.frame.page_name == "interviews"
    assert "Asha Bells" in firms_shown(program)
    assert "Bhima Castings" not in firms_shown(program)


def test_what_was_last_worked_on_leads_to_it(program: Program, study: Study) -> None:
    many(study)
    program.open(study).rested()
    overview = program.window.findChild(OverviewPage)
    named = [
        one for one in overview.findChildren(NeedButton) if one.accessibleName().startswith("Asha Bells")
    ]
    named[0].click()
    page = page_of(program)
    assert page.reading.isVisible()
    assert "Asha Bells" in words_on(page.reading)


def test_the_overview_names_what_is_flagged_and_leads_to_it(program: Program, study: Study) -> None:
    flagged(study)
    program.open(study).rested()
    overview = program.window.findChild(OverviewPage)
    need = next(one for one in overview.findChildren(NeedButton) if "flags" in one.accessibleName())
    assert need.accessibleName() == "1 interview has open flags"
    need.click()
    program.rested()
    assert firms_shown(program) == ["Odd"]


def test_the_menu_leads_an_interview_that_waits_to_its_review(program: Program, study: Study) -> None:
    many(study)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Deva Castings"})
    page = page_of(program.open(study))
    page.table.selectRow(0)
    assert firms_shown(program)[0] == "Deva Castings"
    offered = {one.text(): one for one in page.row_menu.menu().actions()}
    offered["Copy its ID"].trigger()
    by_firm = {row.firm: row.instance_id for row in study.interviews.listing()}
    assert QApplication.clipboard().text() == by_firm["Deva Castings"]
    offered["Review"].trigger()
    program.rested()
    review = program.window.findChild(ReviewPage)
    assert program.window.frame.page_name == "review"
    assert review.pane.instance_id == by_firm["Deva Castings"]
    page_of(program).table.selectRow(firms_shown(program).index("Asha Bells"))
    assert "Review" not in [one.text() for one in page.row_menu.menu().actions()]  # it is approved
