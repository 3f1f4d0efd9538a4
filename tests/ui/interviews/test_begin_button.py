"""Every form of the study can be begun from the window."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QPushButton

from fieldsurvey.records import Cluster, Questionnaire
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.export.export_page import ExportPage
from fieldsurvey.ui.overview.overview_page import OverviewPage
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import choice, tick
from tests.support.small_form import ANSWERS, SMALL

PROFILE = """
    | settings |         |                 |         |
    |          | form_id | form_title      | version |
    |          | profile | Cluster profile | 1       |
"""


def new_interview_button(program: Program) -> QPushButton:
    page = program.window.findChild(OverviewPage)
    assert page is not None
    return next(b for b in page.findChildren(QPushButton) if b.text() == "New interview")


def test_a_study_with_one_form_begins_at_a_click(program: Program, study: Study) -> None:
    program.open(study)
    assert new_interview_button(program).menu() is None


def test_a_study_with_two_forms_asks_which_and_begins_it(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    second = load_questionnaire(write_form(tmp_path / "profile.xlsx", SMALL, PROFILE))
    program.open(Study.create(tmp_path / "a.study", Cluster(), [questionnaire, second], passphrase=None))
    menu = new_interview_button(program).menu()
    assert [action.text() for action in menu.actions()] == ["Small firm form", "Cluster profile"]
    menu.actions()[1].trigger()
    assert program.window.entry is not None
    assert program.window.entry.session.entry.form.form_id == "profile"


def test_the_workbook_of_a_second_form_is_written_from_the_window(
    program: Program, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    second = load_questionnaire(write_form(tmp_path / "profile.xlsx", SMALL, PROFILE))
    study = Study.create(tmp_path / "a.study", Cluster(), [questionnaire, second], passphrase=None)
    study.interviews.add("small", {**ANSWERS, "/data/identity/firm_name": "First form"})
    study.interviews.add("profile", {**ANSWERS, "/data/identity/firm_name": "Second form"})
    program.open(study)
    program.window.show_page("export")
    page = program.window.findChild(ExportPage)
    assert page is not None
    tick(page, "Register")
    choice(page, "Form").setCurrentIndex(1)
    page.write(tmp_path / "out.xlsx")
    program.bot.waitUntil((tmp_path / "out.xlsx").exists, timeout=20000)
    cells = [
        c for row in load_workbook(tmp_path / "out.xlsx")["Data"].iter_rows(values_only=True) for c in row
    ]
    assert "Second form" in cells
    assert "First form" not in cells
