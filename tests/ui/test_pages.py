"""Welcome, new study, list, export, reports, sync: what each button leaves behind."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import Cluster, Questionnaire, Status
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.export.export_page import ExportPage
from fieldsurvey.ui.interviews.interviews_page import InterviewsPage
from fieldsurvey.ui.reports.reports_page import ReportsPage
from fieldsurvey.ui.sync.sync_page import SyncPage
from fieldsurvey.ui.welcome.welcome_page import WelcomePage
from tests.support.fake_server import CentralState
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import button, choice, field, words_on, work
from tests.support.small_form import ANSWERS, PASSPHRASE


def test_a_locked_study_opens_with_its_passphrase_and_says_when_it_is_wrong(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    page = program.window.findChild(WelcomePage)
    assert page is not None
    page.choose(path)
    program.unlock("wrong")
    assert "does not open" in page.unlock_card.error
    program.unlock(PASSPHRASE)
    assert program.window.study is not None
    assert program.window.windowTitle() == "Brass — FieldSurvey"


def test_a_locked_study_opened_with_a_double_click_asks_for_its_passphrase(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    path = tmp_path / "a.study"
    Study.create(path, Cluster(name="Brass"), [questionnaire], passphrase=PASSPHRASE).close()
    program.window.ask_passphrase(path)
    page = program.window.findChild(WelcomePage)
    assert page is not None
    assert not page.unlock_card.isHidden()
    program.unlock(PASSPHRASE)
    assert program.window.study is not None


def test_a_file_that_is_no_study_is_a_sentence_on_the_page(program: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.study").write_text("Dear Sir")
    page = program.window.findChild(WelcomePage)
    assert page is not None
    page.choose(tmp_path / "letter.study")
    assert "is not a study" in page.mend_card.sentence


def test_a_new_study_is_made_locked_and_opened(program: Program, tmp_path: Path) -> None:
    form = program.new_study()
    field(form, "Name of the cluster").setText("Ludhiana knitwear")
    field(form, "Firms in the cluster, if known").setText("1,200")
    form.passphrase.first.setText(PASSPHRASE)
    form.passphrase.again.setText(PASSPHRASE)
    form.make(tmp_path / "l.study")
    assert program.window.study is not None
    assert program.window.study.is_encrypted
    assert program.window.study.cluster.population == 1200
    assert program.window.study.forms.questionnaire().form_id == "firm_diagnostic"


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [("", "", "Choose a passphrase"), ("short", "short", "easy to guess"), (PASSPHRASE, "other", "differ")],
    ids=["empty", "short", "different"],
)
def test_a_weak_or_mistyped_passphrase_is_said(
    program: Program, passphrase: str, again: str, said: str
) -> None:
    form = program.new_study()
    field(form, "Name of the cluster").setText("X")
    form.passphrase.first.setText(passphrase)
    form.passphrase.again.setText(again)
    form.create_study()
    assert said in words_on(form)


def test_a_firm_is_found_in_the_list_by_its_name(program: Program, study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "Rahman Castings"})
    program.open(study).window.show_page("interviews")
    page = program.window.findChild(InterviewsPage)
    assert page is not None
    page.search.setText("rahman")
    assert page.table.model().rowCount() == 1


def test_the_workbook_is_written_beside_the_window(program: Program, study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    program.open(study).window.show_page("export")
    page = program.window.findChild(ExportPage)
    assert page is not None
    page.write(tmp_path / "o.xlsx")
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=20000)
    assert "The workbook is written" in work(page).words
    assert program.window.frame is not None
    assert program.window.frame.banner.sentence == ""  # once is enough, and the page's words are translated
    assert "Data" in load_workbook(tmp_path / "o.xlsx").sheetnames


def test_a_workbook_that_cannot_be_written_is_a_sentence(
    program: Program, study: Study, tmp_path: Path
) -> None:
    study.interviews.add("small", ANSWERS)
    program.open(study).window.show_page("export")
    page = program.window.findChild(ExportPage)
    assert page is not None
    page.write(tmp_path / "nowhere" / "o.xlsx")
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=20000)
    assert "folder does not exist" in work(page).words


def test_interviews_of_another_form_are_no_firms_to_report_on(
    program: Program, study: Study, tmp_path: Path
) -> None:
    profile = """
        | survey |      |       |       |
        |        | type | name  | label |
        |        | text | place | Place |
        | settings |         |            |         |
        |          | form_id | form_title | version |
        |          | profile | Profile    | 1       |
    """
    study.forms.add(load_questionnaire(write_form(tmp_path / "p.xlsx", profile)))
    study.interviews.add("profile", {"/data/place": "Moradabad"})
    window = program.open(study).window
    window.show_page("reports")
    reports = window.findChild(ReportsPage)
    assert reports is not None
    assert choice(reports, "Firm").count() == 0
    window.show_page("export")
    export = window.findChild(ExportPage)
    assert export is not None
    assert not button(export, "Write the workbook").isEnabled()


def test_both_reports_are_written_beside_the_window(program: Program, study: Study, tmp_path: Path) -> None:
    study.interviews.add("small", ANSWERS)
    program.open(study).window.show_page("reports")
    page = program.window.findChild(ReportsPage)
    assert page is not None
    page.write_cluster(tmp_path / "c.pdf")
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=30000)
    page.write_firm(tmp_path / "f.pdf")
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=30000)
    assert (tmp_path / "c.pdf").stat().st_size > 10_000
    assert (tmp_path / "f.pdf").stat().st_size > 10_000


def test_the_sync_page_sends_and_says_what_came_of_it(
    program: Program, study: Study, server: tuple[str, CentralState]
) -> None:
    base, state = server
    study.interviews.add("small", ANSWERS)
    program.open(study).window.show_page("sync")
    page = program.window.findChild(SyncPage)
    assert page is not None
    assert "Interviews that wait" in words_on(page)
    field(page, "Address of the server").setText(base)
    page.send()
    program.bot.waitUntil(lambda: "1 interview sent." in work(page).words, timeout=20000)
    assert len(state.stored) == 1
    assert program.states() == [Status.SENT]


def test_where_nothing_was_finalised_the_page_sync_does_not_say_it_was_sent(
    program: Program, study: Study
) -> None:
    program.open(study).window.show_page("sync")
    page = program.window.findChild(SyncPage)
    assert page is not None
    assert "no interview is finalised" in words_on(page)
    assert "Interviews that wait" not in words_on(page)


def test_invented_firms_are_sent_only_after_the_page_asked(program: Program, tmp_path: Path) -> None:
    demo_study.make_study(tmp_path / "d.study", interviews=1, seed=3)
    with Study.open(tmp_path / "d.study") as study:
        program.open(study).window.show_page("sync")
        page = program.window.findChild(SyncPage)
        assert page is not None
        field(page, "Address of the server").setText("https://central.invalid/v1")
        page.send()
        program.bot.waitUntil(lambda: "These firms are invented" in words_on(page), timeout=20000)
        assert "not found" not in words_on(page)
        button(page, "Send the invented firms").click()
        program.bot.waitUntil(lambda: "central.invalid was not found" in work(page).words, timeout=20000)
        assert "These firms are invented" not in words_on(page)
        program.window.close()


def test_nothing_on_the_page_sync_is_squeezed_in_a_low_window(program: Program, tmp_path: Path) -> None:
    program.window.resize(911, 512)  # 1366 x 768 at 150 %
    demo_study.make_study(tmp_path / "d.study", interviews=1, seed=3)
    with Study.open(tmp_path / "d.study") as study:
        program.open(study).window.show_page("sync")
        page = program.window.findChild(SyncPage)
        assert page is not None
        field(page, "Address of the server").setText("https://central.invalid/v1")
        page.send()
        program.bot.waitUntil(lambda: "These firms are invented" in words_on(page), timeout=20000)
        QApplication.processEvents()
        fields = [field(page, name) for name in ("Address of the server", "Name", "Password")]
        tops = [part.mapTo(page, part.rect().topLeft()).y() for part in fields]
        program.window.close()
    assert min(lower - upper for upper, lower in pairwise(tops)) >= fields[0].sizeHint().height()


def test_an_address_that_is_none_is_said_on_the_page(program: Program, study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    program.open(study).window.show_page("sync")
    page = program.window.findChild(SyncPage)
    assert page is not None
    field(page, "Address of the server").setText("central")
    page.send()
    program.bot.waitUntil(lambda: "https://" in words_on(page), timeout=20000)


def test_the_window_speaks_hindi_after_the_settings_say_so(program: Program, study: Study) -> None:
    program.open(study)
    program.window.set_preferences(dataclasses.replace(program.window.settings, language="hi"))
    assert program.window.frame is not None
    words = program.window.frame.rail.words
    program.window.set_preferences(dataclasses.replace(program.window.settings, language="en"))
    assert "Interviews" not in words


def test_the_demo_study_is_made_and_labelled_synthetic(tmp_path: Path) -> None:
    demo_study.make_study(tmp_path / "d.study", interviews=2, seed=3)
    with Study.open(tmp_path / "d.study") as study:
        assert study.cluster.synthetic
        assert len(study.interviews.listing()) == 2
