"""The page of the forms: what works here, a test beside the window, another form; and the same words when a study is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.forms.compatibility_card import CompatibilityCard
from fieldsurvey.ui.forms.forms_page import FormsPage
from fieldsurvey.ui.forms.simulation_card import SimulationCard
from fieldsurvey.ui.overview.overview_page import OverviewPage
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.scenario import xform
from tests.support.screen import press, words_on
from tests.support.small_form import SMALL

ODD = """
    | survey | | | | | |
    | | type | name | label | appearance | constraint |
    | | text | slip | Slip | printer:x | |
    | | integer | age | Age | | . > 5 and . < 3 |
    | settings | | |
    | | form_id | form_title |
    | | odd | Odd form |"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.xml"
    path.write_text(xform(ODD), encoding="utf-8")
    return path


def forms_page(program: Program, study: Study) -> FormsPage:
    program.open(study)
    program.window.show_page("forms")
    page = program.window.findChild(FormsPage)
    assert page is not None
    return page


def test_the_page_says_what_of_each_form_works_here(program: Program, study: Study) -> None:
    page = forms_page(program, study)
    program.bot.waitUntil(lambda: "1 is shown otherwise" in page.reports["small"].words, timeout=20_000)
    page.reports["small"].unfold()
    assert "photo “Photo”" in words_on(page.reports["small"])


def test_a_form_is_tested_and_its_findings_are_shown_by_question(
    program: Program, tmp_path: Path, odd: Path
) -> None:
    study = Study.create(tmp_path / "a.study", Cluster(name="A"), [load_questionnaire(odd)], passphrase=None)
    page = forms_page(program, study)
    test = page.tests["odd"]
    test.count.setCurrentIndex(test.count.findData(30))
    test.start()
    program.bot.waitUntil(lambda: "found 1 thing" in test.words, timeout=20_000)
    assert "age “Age”: none of" in words_on(test)


def test_a_test_that_is_stopped_says_so(program: Program, study: Study) -> None:
    page = forms_page(program, study)
    test = page.tests["small"]
    test.count.setCurrentIndex(test.count.findData(10_000))
    test.start()
    assert program.window.tasks is not None
    with program.bot.waitSignal(program.window.tasks.progressed, timeout=20_000):
        pass
    program.window.tasks.cancel()
    program.bot.waitUntil(lambda: "Stopped" in test.words, timeout=60_000)
    assert not test.is_running


def test_a_hundred_interviews_are_proposed(program: Program, study: Study) -> None:
    assert forms_page(program, study).tests["small"].count.currentData() == 100


def test_a_form_added_later_is_named_with_what_does_not_work(
    program: Program, study: Study, odd: Path
) -> None:
    page = forms_page(program, study)
    page.add(odd)
    program.bot.waitUntil(lambda: "odd" in page.reports, timeout=20_000)
    program.bot.waitUntil(lambda: "1 is not supported" in page.reports["odd"].words, timeout=20_000)
    page.reports["odd"].unfold()
    assert "slip “Slip”" in words_on(page.reports["odd"])


def test_an_interview_can_begin_with_a_form_added_later(program: Program, study: Study, odd: Path) -> None:
    page = forms_page(program, study)
    page.add(odd)
    program.bot.waitUntil(lambda: "odd" in page.reports, timeout=20_000)
    program.window.show_page("overview")
    overview = program.window.findChildren(OverviewPage)[-1]
    offered = [action.text() for menu in overview.findChildren(QMenu) for action in menu.actions()]
    assert offered == ["Small firm form", "Odd form"]


def test_a_form_that_cannot_be_used_is_not_added_and_says_why(
    program: Program, study: Study, tmp_path: Path
) -> None:
    page = forms_page(program, study)
    survey = """
        | survey |                 |      |       |
        |        | type            | name | label |
        |        | select_one nope | a    | A     |
    """
    path = write_form(tmp_path / "broken.xlsx", SMALL, survey)
    page.add(path)
    program.bot.waitUntil(lambda: "4 faults" in words_on(page), timeout=20_000)
    assert "sheet checks, row 2" in words_on(page)
    assert len(study.forms.listing()) == 1


def test_a_form_chosen_for_a_new_study_says_what_works_here(program: Program) -> None:
    view = program.new_study().findChildren(CompatibilityCard)[0]
    program.bot.waitUntil(lambda: "are shown otherwise" in view.words, timeout=30_000)
    view.unfold()
    assert "Position of the firm" in words_on(view)


def test_a_form_that_cannot_be_used_says_so_before_the_study_is_made(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.xml"
    path.write_text("Dear Sir", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    form = program.new_study()
    press(form, "Add a form of your own (XLSForm)")
    program.bot.waitUntil(lambda: "letter.xml" in words_on(form), timeout=20_000)


def test_details_fold_up_again(program: Program, questionnaire: Questionnaire, odd: Path) -> None:
    from fieldsurvey.forms.compatibility import compatibility_of

    view = CompatibilityCard()
    program.bot.addWidget(view)
    view.show_report(compatibility_of(load_questionnaire(odd)))
    view.unfold()
    assert "slip “Slip”" in words_on(view)
    view.unfold()
    assert "slip “Slip”" not in words_on(view)


def test_a_second_press_while_testing_changes_nothing(program: Program, study: Study) -> None:
    test: SimulationCard = forms_page(program, study).tests["small"]
    test.count.setCurrentIndex(test.count.findData(30))
    test.start()
    test.start()
    program.bot.waitUntil(lambda: not test.is_running, timeout=30_000)
    assert "The test" in test.words


CTO = """
    | survey |          |       |        |             |
    |        | type     | name  | label  | calculation |
    |        | start    | begun |        |             |
    |        | caseid   | case  |        |             |
    |        | text     | t     | A text |             |
    |        | calculate | took |        | duration()  |
    | settings |        |
    |        | form_id  |
    |        | cto      |
"""


def test_a_form_of_another_dialect_lists_at_once_what_differs(
    program: Program, study: Study, tmp_path: Path
) -> None:
    page = forms_page(program, study)
    page.add(write_form(tmp_path / "cto.xlsx", CTO))
    program.bot.waitUntil(
        lambda: "SurveyCTO" in getattr(page.reports.get("cto"), "words", ""), timeout=20_000
    )
    assert "Differs from XLSForm" in words_on(page)
    assert "caseid is left empty" in words_on(page)
