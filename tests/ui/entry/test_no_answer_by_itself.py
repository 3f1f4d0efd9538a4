"""Enter leads on; it never makes an answer nobody gave. Digits pick choices in a grid too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from fieldsurvey.demo import study as demo_study
from fieldsurvey.study import Study
from tests.support.pages import Interview, Program


def test_enter_on_a_choice_not_made_leaves_it_open(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("consent_register").take_focus()
    interview.enter()
    assert interview.value("consent_register") == ""


def test_enter_takes_the_choice_the_arrows_led_to(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.question("consent_register").take_focus()
    interview.press(Qt.Key.Key_Down).enter()
    assert interview.value("consent_register") == "no"


def shipped(program: Program, tmp_path: Path) -> Interview:
    demo_study.make_study(tmp_path / "d.study", interviews=1, seed=5)
    study = Study.open(tmp_path / "d.study")
    identity = study.interviews.listing()[0].instance_id
    study.interviews.reopen(identity, "Wage corrected")
    return program.open(study).resume(identity)


def test_enter_on_a_ranking_not_made_leaves_it_open(program: Program, tmp_path: Path) -> None:
    interview = shipped(program, tmp_path)
    interview.entry.session.answers.give("/data/needs/problem_rank", "")
    interview.entry.go_to("/data/needs/problem_rank")
    interview.enter()
    assert interview.value("problem_rank") == ""


def test_a_digit_picks_a_choice_in_a_cell(program: Program, tmp_path: Path) -> None:
    interview = shipped(program, tmp_path)
    interview.entry.go_to("/data/labour/worker[1]/worker_sex")
    interview.type("3")
    assert interview.entry.session.entry.value("/data/labour/worker[1]/worker_sex") == "transgender"


def test_an_empty_row_that_waits_is_no_fault(program: Program, tmp_path: Path) -> None:
    interview = shipped(program, tmp_path)
    interview.entry.go_to("/data/products/product[1]/product_name")
    grid = interview.grid("product")
    interview.entry.session.answers.add_row("/data/products/product")
    grid.table.setCurrentIndex(grid.model.index(grid.model.filled - 1, 0))
    assert grid.remark.text() == ""
