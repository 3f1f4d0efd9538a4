"""Agents in Review: each beside all others, what stands apart, and decisions by key and mouse that stand in the study."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.records import Verdict
from fieldsurvey.study import Study, load_questionnaire
from fieldsurvey.ui.review.agents_dialog import AgentsDialog
from fieldsurvey.ui.review.review_page import ReviewPage
from fieldsurvey.ui.shell.dialogs import AskLine
from tests.support.field_form import field_study, two_agents
from tests.support.markdown_form import write_form
from tests.support.pages import Program
from tests.support.screen import buttons_on, press, words_on
from tests.support.small_form import ANSWERS, CHOICES, SETTINGS, SURVEY
from tests.ui.review.test_back_checks_dialog import cells
from tests.ui.review.test_review_page import key, settled, turned

LEAD = "three brass lamps of Anand"
HEAPED = "With Ravi 100 % of the numbers end in 0 or 5, with the others 20 %."


@pytest.fixture
def agents(tmp_path: Path) -> Study:
    """Meena asks as others do; all of Ravi's numbers end in 0."""
    study = field_study(tmp_path)
    two_agents(study)
    return study


def opened(program: Program, page: ReviewPage) -> AgentsDialog:
    key(page, "G")
    dialog = page.findChildren(AgentsDialog)[-1]
    read(program, page, dialog)
    return dialog


def read(program: Program, page: ReviewPage, dialog: AgentsDialog) -> None:
    settled(program, page)
    program.bot.waitUntil(lambda: dialog.is_settled, timeout=20_000)
    dialog.activateWindow()  # no window manager gives it back after a question
    program.bot.waitUntil(dialog.isActiveWindow, timeout=5000)
    QApplication.processEvents()


def choose(dialog: AgentsDialog, name: str) -> None:
    names = [one.agent for one in dialog.profiles]
    dialog.table.selectRow(names.index(name))
    QApplication.processEvents()


def answer(dialog: AgentsDialog, text: str) -> None:
    asked = dialog.findChildren(AskLine)[-1]
    asked.field.setText(text)
    asked.confirm.click()


def shown(dialog: AgentsDialog) -> list[list[str]]:
    """What can be read of the table: hidden columns left out."""
    columns = [n for n in range(dialog.table.columnCount()) if not dialog.table.isColumnHidden(n)]
    return [[row[n] for n in columns] for row in cells(dialog.table)]


def test_each_agent_stands_beside_the_others_with_what_is_apart(program: Program, agents: Study) -> None:
    page = turned(program, agents)
    assert "Agents  2" in buttons_on(page)  # the two stand apart from one another
    dialog = opened(program, page)
    rows = shown(dialog)
    assert [row[0] for row in rows] == ["All", "Meena  ▲ 1", "Ravi  ▲ 1"]
    assert [row[1] for row in rows] == ["24", "12", "12"]
    assert rows[0][-1] == "20 · 60 · 100"  # of four times 10, eight times 20 and twelve times 100
    assert [row[-1] for row in rows[1:]] == ["▲ 20", "▲ 100"]
    assert HEAPED in words_on(dialog)
    choose(dialog, "Meena")
    assert HEAPED not in words_on(dialog)
    choose(dialog, "Ravi")
    told = words_on(dialog)
    assert HEAPED in told
    assert "Middle half of 12 interviews: 100 to 100; of the 12 of the others: 10 to 20." in told


def test_keys_say_that_a_flag_is_right_or_was_taken_up(program: Program, agents: Study) -> None:
    page = turned(program, agents)
    dialog = opened(program, page)
    choose(dialog, "Ravi")
    key(dialog, "T")
    answer(dialog, "Shown how to note a number")
    read(program, page, dialog)
    assert "✓ taken up with Ravi: Shown how to note a number" in words_on(dialog)
    assert [row[0] for row in shown(dialog)] == ["All", "Meena  ▲ 1", "Ravi"]
    assert "Agents  1" in buttons_on(page)

    choose(dialog, "Meena")
    key(dialog, "A")
    answer(dialog, "She reads them from the books")
    read(program, page, dialog)
    decided = {
        (flag.agent, flag.decision.verdict, flag.decision.reason)
        for one in agents.quality.by_agent()
        for flag in one.flags
        if flag.decision is not None
    }
    assert decided == {
        ("Ravi", Verdict.ASK, "Shown how to note a number"),
        ("Meena", Verdict.RIGHT, "She reads them from the books"),
    }
    press(dialog.blocks[0], "Take back")
    read(program, page, dialog)
    assert "Agents  1" in buttons_on(page)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_n_walks_the_flags_of_all_agents_and_the_mouse_decides(program: Program, agents: Study) -> None:
    page = turned(program, agents)
    press(page, "Agents")
    dialog = page.findChildren(AgentsDialog)[-1]
    read(program, page, dialog)
    assert [block.flag.agent for block in dialog.blocks] == ["Meena", "Ravi"]
    key(dialog, "N")
    press(dialog.blocks[1], "Right as it is")
    answer(dialog, "He asks where they round")
    read(program, page, dialog)
    assert [block.flag.is_open for block in dialog.blocks] == [True, False]
    assert [bool(block.property("here")) for block in dialog.blocks] == [False, True]


def test_without_the_leads_key_it_is_read_and_not_decided(program: Program, agents: Study) -> None:
    agents.review.set_lead(LEAD, name="Anand")
    page = turned(program, agents)
    dialog = opened(program, page)
    choose(dialog, "Ravi")
    assert "Only the lead’s key decides." in words_on(dialog)
    assert HEAPED in words_on(dialog)
    key(dialog, "A")
    assert not dialog.findChildren(AskLine)
    assert "Right as it is" not in buttons_on(dialog)


def test_a_study_with_interviews_of_two_forms_lets_one_choose_the_form(
    program: Program, agents: Study, tmp_path: Path
) -> None:
    small = write_form(tmp_path / "small.xlsx", SURVEY, CHOICES, SETTINGS)
    agents.forms.add(load_questionnaire(small))
    agents.interviews.add("small", ANSWERS)
    page = turned(program, agents)
    dialog = opened(program, page)
    assert [dialog.form.itemText(n) for n in range(dialog.form.count())] == ["Field form", "Small firm form"]
    dialog.form.setCurrentIndex(1)
    QApplication.processEvents()
    assert [row[:2] for row in shown(dialog)] == [["All", "1"]]
    assert "No interview says who asked." in words_on(dialog)
    assert "No agent stands apart." in words_on(dialog)
