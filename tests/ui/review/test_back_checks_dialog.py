"""Back-checks from the page Review: drawn by a button, begun for the line that is chosen, differences and rates told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget

from fieldsurvey.records import Cluster
from fieldsurvey.settings import Settings
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.review.back_checks_dialog import BackChecksDialog
from fieldsurvey.ui.review.review_page import ReviewPage
from tests.study.test_back_checks import ANSWERS, CHOICES, FORM, SETTINGS, asked_again, firm_of
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import press
from tests.support.small_form import NOW


@pytest.fixture
def fields(tmp_path: Path) -> Study:
    form = load_questionnaire(write_form(tmp_path / "form.xlsx", FORM, CHOICES, SETTINGS))
    made = Study.create(
        tmp_path / "f.study", Cluster(name="Brass"), [form], passphrase=None, clock=lambda: NOW
    )
    for number in range(6):
        said = {"/data/firm_name": f"Firm {number}", "/data/interviewer": "Meena"}
        made.interviews.add("firm", {**ANSWERS, **said})
    return made


def opened(program: Program, study: Study) -> BackChecksDialog:
    program.open(study).window.show_page("review")
    page = program.window.findChild(ReviewPage)
    assert page is not None
    press(page, "Back-checks")
    dialog = page.findChild(BackChecksDialog)
    assert dialog is not None
    settled(program)
    return dialog


def settled(program: Program) -> None:
    tasks = program.window.tasks
    assert tasks is not None
    for _each in range(3):
        tasks.wait_for_writes()
        program.bot.waitUntil(lambda: not tasks.is_at_long_work, timeout=20_000)
        QApplication.processEvents()


def cells(table: QTableWidget) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = (table.item(row, column) for column in range(table.columnCount()))
        found.append([item.text() if item else "" for item in items])
    return found


def test_a_tenth_is_drawn_and_begun_from_its_line(program: Program, fields: Study) -> None:
    program.window.set_preferences(dataclasses.replace(Settings(), interviewer="Savitha"))
    dialog = opened(program, fields)
    assert cells(dialog.table) == []
    assert not dialog.begin.isEnabled()
    press(dialog, "Draw a tenth")
    settled(program)
    ((_name, *rest),) = cells(dialog.table)
    assert rest == ["Meena", "", "to ask", ""]
    dialog.table.selectRow(0)
    press(dialog, "Begin the back-check")
    settled(program)
    assert not dialog.isVisible()
    (one,) = fields.back_checks.listing()
    assert (one.state.value, one.checker) == ("begun", "Savitha")


def test_differences_and_rates_are_told(program: Program, fields: Study) -> None:
    fields.back_checks.draw(seed=1)
    asked_again(fields, firm_of(fields, "Meena"), {"/data/started": "2001", "/data/covered": "3"})
    dialog = opened(program, fields)
    assert cells(dialog.table)[0][3:] == ["asked again", "1 of 2"]
    dialog.table.selectRow(0)
    assert dialog.differs.text() == "Year: 1998 → 2001"
    assert not dialog.begin.isEnabled()
    assert cells(dialog.rates) == [
        ["All", "▲ 1 of 1 (100\u00a0%)", "0 of 1 (0\u00a0%)", ""],
        ["Meena", "▲ 1 of 1 (100\u00a0%)", "0 of 1 (0\u00a0%)", ""],
    ]


def test_a_form_that_marks_nothing_says_what_to_do(program: Program, study: Study) -> None:
    dialog = opened(program, study)
    assert "column back_check" in dialog.said.text()
    assert not dialog.draw.isEnabled()


def test_nothing_is_said_of_the_form_before_it_was_read(program: Program, fields: Study) -> None:
    program.open(fields).window.show_page("review")
    page = program.window.findChild(ReviewPage)
    assert page is not None
    press(page, "Back-checks")
    dialog = page.findChild(BackChecksDialog)
    assert dialog is not None
    assert "marks no question" not in dialog.said.text()
    settled(program)
    assert "a tenth is drawn by chance" in dialog.said.text()


def test_the_short_form_is_offered_nowhere_to_begin_with(program: Program, fields: Study) -> None:
    fields.back_checks.draw(seed=1)
    fields.back_checks.begin(firm_of(fields, "Meena"), "Savitha")
    assert [form_id for form_id, _version, _title in fields.forms.to_begin()] == ["firm"]
    assert len(fields.forms.listing()) == 2
