"""The grid keeps what is typed, says what it cannot read, and is handled by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fieldsurvey.study import Study
from tests.support.pages import Interview, Program

ROLE = "/data/labour/worker[1]/role"
CONTROL = Qt.KeyboardModifier.ControlModifier


def at_the_grid(program: Program, study: Study) -> Interview:
    interview = program.open(study).new_interview()
    interview.turn_page()
    interview.grid("worker").take_focus()
    return interview


def saved(study: Study) -> str:
    rows = study.interviews.listing()
    return study.interviews.read(rows[0].instance_id).xml if rows else ""


def test_a_cell_being_typed_is_kept_when_the_window_closes(program: Program, study: Study) -> None:
    at_the_grid(program, study).type("Polisher")
    path = study.path
    program.window.close()
    with Study.open(path) as again:
        assert "<role>Polisher</role>" in saved(again)


def test_a_cell_being_typed_is_kept_when_the_interview_is_paused(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher")
    interview.entry.pause()
    program.bot.waitUntil(lambda: "<role>Polisher</role>" in saved(study), timeout=20000)


def test_a_cell_being_typed_is_on_disk_after_a_pause_and_typing_goes_on(
    program: Program, study: Study
) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher").enter().type("1").enter().type("Cast")
    program.bot.waitUntil(lambda: "<role>Cast</role>" in saved(study), timeout=20000)
    interview.type("er").enter()
    assert interview.entry.session.entry.value("/data/labour/worker[2]/role") == "Caster"


def test_what_a_cell_cannot_read_is_said_beneath_the_table(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher").enter().type("45O").press(Qt.Key.Key_Tab)
    assert "“45O” is not a number." in interview.grid("worker").remark.text()


def test_a_paste_says_everything_it_could_not_read(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    QGuiApplication.clipboard().setText("Polisher\tmuch\nCaster\tlittle\n")
    interview.press(Qt.Key.Key_V, CONTROL)
    card = interview.grid("worker").not_taken
    assert card is not None
    assert card.lines == [
        "row 1 · Wage · “much” is not a number.",
        "row 2 · Wage · “little” is not a number.",
    ]


def test_a_word_where_a_number_belongs_begins_no_row(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    grid = interview.grid("worker")
    before = grid.model.filled
    grid.model.setData(grid.model.index(before, 1), "much")
    QApplication.processEvents()
    assert grid.model.filled == before


def test_rows_are_copied_and_deleted_by_keyboard(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher").enter()
    interview.press(Qt.Key.Key_D, CONTROL)
    entry = interview.entry.session.entry
    assert entry.value("/data/labour/worker[2]/role") == "Polisher"
    interview.press(Qt.Key.Key_Delete, CONTROL)
    assert entry.count("/data/labour/worker") == 1


def test_tab_out_of_a_cell_leaves_the_next_one_closed(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher").press(Qt.Key.Key_Tab)
    table = interview.grid("worker").table
    assert table.currentIndex().column() == 1
    assert table.state() is not table.State.EditingState


def test_a_row_is_deleted_from_within_an_open_cell(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    interview.type("Polisher").enter().type("90").press(Qt.Key.Key_Delete, CONTROL)
    assert interview.entry.session.entry.count("/data/labour/worker") == 0


def test_a_column_for_typed_names_is_wide_enough_for_two_words(program: Program, study: Study) -> None:
    grid = at_the_grid(program, study).grid("worker")
    grid.table.setFixedWidth(300)
    grid.fit()
    assert grid.table.columnWidth(0) > grid.table.columnWidth(1) * 3 // 2


def test_the_page_scrolls_to_the_grid_that_gets_the_keyboard(program: Program, study: Study) -> None:
    interview = program.open(study).new_interview()
    interview.turn_page()
    page = interview.entry.page
    assert page is not None
    page.setFixedHeight(120)
    interview.fill("workers", "4")
    bar = page.verticalScrollBar()
    program.bot.waitUntil(lambda: bar.value() > 60, timeout=20000)


def test_a_huge_paste_is_cut_and_said(program: Program, study: Study) -> None:
    interview = at_the_grid(program, study)
    QGuiApplication.clipboard().setText("x\n" * 2100)
    interview.press(Qt.Key.Key_V, CONTROL)
    assert interview.entry.session.entry.count("/data/labour/worker") == 2000
    card = interview.grid("worker").not_taken
    assert card is not None
    assert "100 more rows were left out" in card.sentence


def test_an_interview_left_in_the_row_that_waits_is_resumed_in_its_grid(
    program: Program, study: Study
) -> None:
    interview = at_the_grid(program, study)
    grid = interview.grid("worker")
    interview.type("Polisher").enter()
    grid.table.setCurrentIndex(grid.model.index(grid.model.filled, 0))
    interview.entry.pause()
    program.bot.waitUntil(lambda: program.window.entry is None, timeout=20000)
    again = program.resume(study.interviews.listing()[0].instance_id)
    assert again.focused_ref == "/data/labour/worker"


def test_what_a_paste_could_not_read_stands_above_the_table_where_it_is_seen(
    program: Program, study: Study
) -> None:
    interview = at_the_grid(program, study)
    QGuiApplication.clipboard().setText("Polisher\tmuch\n" * 100)
    interview.press(Qt.Key.Key_V, CONTROL)
    grid = interview.grid("worker")
    program.bot.waitUntil(lambda: grid.not_taken is not None and grid.not_taken.y() > 0, timeout=2000)
    assert grid.not_taken is not None
    assert grid.not_taken.geometry().bottom() < grid.table.y()
