"""The page Export: what it offers of a form, and what it asks before research rows of an unmarked one leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QCheckBox, QRadioButton

from fieldsurvey.study import ExportOptions, Study, load_questionnaire
from fieldsurvey.ui.export.export_page import ExportPage
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import button, choice, press, tick, words_on, work
from tests.support.small_form import ANSWERS
from tests.support.workbooks import study_of_workbook

_UNMARKED = """
    | survey |         |         |              |
    |        | type    | name    | label        |
    |        | text    | owner   | Owner's name |
    |        | integer | workers | Workers      |
"""


@pytest.fixture
def unmarked(tmp_path: Path) -> Iterator[Study]:
    """A study of a form that marks nothing, with one interview."""
    with study_of_workbook(tmp_path, _UNMARKED) as study:
        study.interviews.add("", {"/data/owner": "Asha", "/data/workers": "7"})
        yield study


def _page(program: Program, study: Study) -> ExportPage:
    program.open(study).window.show_page("export")
    page = program.window.findChild(ExportPage)
    assert page is not None
    return page


def _choice(
    page: ExportPage, kind: type[QRadioButton] | type[QCheckBox], words: str
) -> QRadioButton | QCheckBox:
    (found,) = [one for one in page.findChildren(kind) if one.text().startswith(words)]
    return found


def test_an_unmarked_form_waits_until_the_proposals_were_seen_and_confirmed(
    program: Program, unmarked: Study, tmp_path: Path
) -> None:
    page = _page(program, unmarked)
    assert not button(page, "Write the workbook").isEnabled()
    assert not _choice(page, QCheckBox, "I have looked").isEnabled()
    press(page, "Look at what is proposed")
    program.bot.waitUntil(lambda: _choice(page, QCheckBox, "I have looked").isEnabled(), timeout=20000)
    tick(page, "I have looked")
    assert button(page, "Write the workbook").isEnabled()
    page.write(tmp_path / "o.xlsx")
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=20000)
    heads = [cell.value for cell in load_workbook(tmp_path / "o.xlsx")["Data"][1]]
    assert heads == ["KEY", "workers"]


def test_the_working_copy_of_an_unmarked_form_asks_nothing(program: Program, unmarked: Study) -> None:
    page = _page(program, unmarked)
    tick(page, "Working")
    assert button(page, "Write the workbook").isEnabled()


def test_a_form_without_the_consent_says_why_it_has_no_register(program: Program, unmarked: Study) -> None:
    page = _page(program, unmarked)
    assert not _choice(page, QRadioButton, "Register").isEnabled()
    assert "no question consent_register" in words_on(page)


def test_sensitive_answers_can_be_asked_for_only_where_the_set_up_names_them(
    program: Program, study: Study
) -> None:
    study.interviews.add("small", ANSWERS)
    assert not _choice(_page(program, study), QCheckBox, "With sensitive answers").isEnabled()


def test_a_module_the_set_up_names_can_be_asked_for(program: Program, study: Study) -> None:
    study.interviews.add("small", ANSWERS)
    study.exports.allow_modules(["unrecorded"])
    assert _choice(_page(program, study), QCheckBox, "With the sensitive answers of unrecorded").isEnabled()


def _looked_at(program: Program, study: Study) -> ExportPage:
    page = _page(program, study)
    press(page, "Look at what is proposed")
    program.bot.waitUntil(lambda: _choice(page, QCheckBox, "I have looked").isEnabled(), timeout=20000)
    return page


def _heads(program: Program, page: ExportPage, path: Path) -> list[object]:
    page.write(path)
    program.bot.waitUntil(lambda: not work(page).is_running, timeout=20000)
    return [cell.value for cell in load_workbook(path)["Data"][1]]


def test_a_person_decides_of_each_column_whether_it_leaves(
    program: Program, unmarked: Study, tmp_path: Path
) -> None:
    page = _looked_at(program, unmarked)
    choice(page, "owner in research rows").setCurrentText("leaves")
    choice(page, "workers in research rows").setCurrentText("stays here")
    tick(page, "I have looked")
    assert _heads(program, page, tmp_path / "o.xlsx") == ["KEY", "owner"]


def test_what_was_found_for_another_form_is_not_shown(
    program: Program, unmarked: Study, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    settings = "    | settings |         |         |\n    |          | form_id | version |\n    |          | other   | 1       |\n"
    unmarked.forms.add(load_questionnaire(write_form(other / "other.xlsx", _UNMARKED, settings)))
    unmarked.interviews.add("other", {"/data/owner": "Meera"})
    page = _page(program, unmarked)
    forms = choice(page, "Form")
    press(page, "Look at what is proposed")
    forms.setCurrentIndex(1 - forms.currentIndex())
    program.bot.waitUntil(lambda: not program.window.tasks.is_at_long_work, timeout=20000)
    program.rested()
    assert not _choice(page, QCheckBox, "I have looked").isEnabled()


def test_what_was_decided_can_be_decided_anew(program: Program, unmarked: Study, tmp_path: Path) -> None:
    unmarked.exports.write(tmp_path / "a.xlsx", ExportOptions(confirms_roles=True))
    page = _page(program, unmarked)
    program.bot.waitUntil(lambda: button(page, "Write the workbook").isEnabled(), timeout=20000)
    assert "Somebody has decided it" in words_on(page)
    press(page, "Look at what is proposed")
    program.bot.waitUntil(lambda: _choice(page, QCheckBox, "I have looked").isEnabled(), timeout=20000)
    choice(page, "workers in research rows").setCurrentText("stays here")
    tick(page, "I have looked")
    assert _heads(program, page, tmp_path / "o.xlsx") == ["KEY"]


def test_the_question_stands_on_the_first_screen_and_says_why_the_button_waits(
    program: Program, unmarked: Study
) -> None:
    page = _looked_at(program, unmarked)
    confirm = _choice(page, QCheckBox, "I have looked")
    assert confirm.visibleRegion().boundingRect().height() == confirm.height()
    assert "First say below what the columns may tell" in words_on(page)


def test_what_came_of_it_stands_above_what_scrolls(program: Program, unmarked: Study, tmp_path: Path) -> None:
    page = _looked_at(program, unmarked)
    tick(page, "I have looked")
    _heads(program, page, tmp_path / "o.xlsx")
    assert "The workbook is written" in work(page).words
    assert work(page).visibleRegion().boundingRect().height() == work(page).height()
    assert "First say" not in words_on(page)
    assert "Somebody has decided it" in words_on(page)


def test_a_study_without_interviews_says_why_nothing_can_be_written(program: Program, study: Study) -> None:
    page = _page(program, study)
    assert not button(page, "Write the workbook").isEnabled()
    assert "no interview is complete" in words_on(page)


def test_a_study_without_interviews_shows_what_may_leave(program: Program, study: Study) -> None:
    page = _page(program, study)
    boxes = [one for one in page.findChildren(QCheckBox) if one.isVisible()]
    assert [one.text() for one in boxes] == ["With sensitive answers"]
    assert "no sensitive module that may leave" in words_on(page)
