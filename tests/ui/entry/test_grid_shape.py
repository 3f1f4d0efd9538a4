"""How a grid stands on its page: whole rows, the width of the page, right from the first drawing on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QWidget

from fieldsurvey.study import Study
from fieldsurvey.ui.entry.frame.question import QuestionFrame
from fieldsurvey.ui.entry.repeats.grid_pane import RepeatGrid
from fieldsurvey.ui.entry.repeats.grid_table import ROW_HEIGHT
from tests.support.pages import Interview, Program

Made = Callable[[str], Study]
GOODS = """
    | survey |              |         |                                                      |                        |      |                     |
    |        | type         | name    | label                                                | calculation            | unit | period              |
    |        | text         | before  | Name                                                 |                        |      |                     |
    |        | begin_repeat | goods   | Goods                                                |                        |      |                     |
    |        | text         | name    | Name                                                 |                        |      |                     |
    |        | integer      | number  | Quantity made                                        |                        |      | last financial year |
    |        | integer      | price   | Price for each of them                               |                        | Rs   | last financial year |
    |        | calculate    | worth   | Worth of the row                                     | ${number} * ${price}   | Rs   |                     |
    |        | calculate    | doubled | Worth of the row, twice, for a share                 | ${worth} * 2           | Rs   |                     |
    |        | end_repeat   |         |                                                      |                        |      |                     |
    |        | calculate    | all     | Worth of all the goods that were made in the workshop | sum(${worth})          | Rs   |                     |
    |        | calculate    | share   | Share                                                | sum(${doubled}) div ${all} | %  |                     |
    |        | text         | after   | After                                                |                        |      |                     |
"""


class FirstDrawing(QObject):
    """Where a widget and its parts stood when it was first drawn."""

    def __init__(self, watched: QWidget, *parts: QWidget) -> None:
        super().__init__(watched)
        self._parts = parts
        self.places: list[QRect] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.places:
            self.places = places(*self._parts)
        return False


def places(*parts: QWidget) -> list[QRect]:
    return [part.geometry() for part in parts]


def at_goods(program: Program, study: Study, rows: int = 1, width: int = 1366) -> Interview:
    program.window.resize(width, 728)
    interview = program.open(study).new_interview()
    for _row in range(rows):
        interview.entry.session.answers.add_row("/data/goods")
    grid = interview.grid("goods")
    program.bot.waitUntil(lambda: is_settled(grid), timeout=5000)
    return interview


def is_settled(grid: RepeatGrid) -> bool:
    """Whether the table is as high as it wants to be at its width."""
    return grid.table.height() == grid.table.heightForWidth(grid.table.width())


def is_whole(grid: RepeatGrid) -> bool:
    """Whether the rows seen are whole, and nothing of one more."""
    height = grid.table.viewport().height()
    return height == min(grid.model.rowCount(), 12) * ROW_HEIGHT


@pytest.mark.parametrize("width", [1366, 911])
@pytest.mark.parametrize("rows", [0, 1, 3, 20])
def test_the_row_that_waits_is_whole(program: Program, made: Made, rows: int, width: int) -> None:
    assert is_whole(at_goods(program, made(GOODS), rows, width).grid("goods"))


def test_a_row_that_comes_is_drawn_whole_at_once(program: Program, made: Made) -> None:
    interview = at_goods(program, made(GOODS))
    grid = interview.grid("goods")
    program.bot.wait(100)
    drawings = FirstDrawing(grid.table.viewport(), grid.table)
    interview.entry.session.answers.add_row("/data/goods")
    program.bot.waitUntil(lambda: bool(drawings.places), timeout=5000)
    assert drawings.places == places(grid.table)
    assert is_whole(grid)


def test_a_long_hint_beneath_takes_nothing_from_the_table(program: Program, made: Made) -> None:
    words = "as it was in the month that is over " * 5
    hints = "\n".join(f"| | text | q{n} | Q | {words[:n].strip()} |" for n in range(96, 140, 4))
    form = f"""
        | survey |              |       |       |         |
        |        | type         | name  | label | hint    |
        |        | begin_repeat | goods | Goods |         |
        |        | text         | name  | Name  |         |
        |        | end_repeat   |       |       |         |
        {hints}
    """
    interview = at_goods(program, made(form))
    page = interview.entry.page
    assert page is not None
    program.bot.waitUntil(lambda: page.body.height() >= page.viewport().height(), timeout=5000)
    assert page.body.heightForWidth(page.body.width()) >= sum(
        item.heightForWidth(item.width())
        for item in (*interview.standing(QuestionFrame), interview.grid("goods"))
    )
    assert is_whole(interview.grid("goods"))


def test_the_labels_of_the_sums_are_whole(program: Program, made: Made) -> None:
    sums = at_goods(program, made(GOODS), width=911).grid("goods").sums
    assert sums is not None
    assert sums.height() == sums.heightForWidth(sums.width())
    assert sums.height() > 60


def test_the_columns_take_the_width_there_is(program: Program, made: Made) -> None:
    grid = at_goods(program, made(GOODS)).grid("goods")
    assert grid.table.head.length() == grid.table.viewport().width()


def test_nothing_moves_after_the_first_drawing(program: Program, made: Made) -> None:
    study = made(GOODS)
    program.open(study).window.begin_interview()
    interview = Interview(program.bot, program.window)
    grid = interview.grid("goods")
    assert grid.sums is not None
    parts = (grid, grid.table, grid.table.viewport(), grid.table.head, grid.sums)
    drawing = FirstDrawing(grid.table.viewport(), *parts)
    program.bot.waitUntil(lambda: bool(drawing.places), timeout=5000)
    program.bot.wait(80)
    assert drawing.places == places(*parts)


def test_a_figure_that_serves_only_others_is_no_column(program: Program, made: Made) -> None:
    grid = at_goods(program, made(GOODS)).grid("goods")
    assert [column.path for column in grid.model.columns] == ["/name", "/number", "/price", "/worth"]
