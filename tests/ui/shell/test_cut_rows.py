"""A list ends with a whole row, above and below, wherever it was moved to: what is cut looks like the end, or like a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QListWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from pytestqt.qtbot import QtBot

from fieldsurvey.demo import study as demo_study
from fieldsurvey.records import FirmField
from fieldsurvey.study import Study
from fieldsurvey.ui.shell.whole_rows import CutRows, WholeRows
from fieldsurvey.ui.window.pages import PAGES
from tests.support.pages import Program

HEIGHTS = (30, 70, 45, 90, 30, 30, 55, 30, 80, 40, 65, 30)
ROOM = 203


class Striped(QStyledItemDelegate):
    """Rows of many heights, each filled with a colour of its own to its very edge."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, HEIGHTS[index.row() % len(HEIGHTS)])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.fillRect(option.rect, QColor(0, 0, index.row() + 1))  # type: ignore[attr-defined]


@pytest.fixture
def rows(qtbot: QtBot) -> QListWidget:
    made = QListWidget()
    made.setFrameShape(QListWidget.Shape.NoFrame)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setItemDelegate(Striped(made))
    made.addItems([str(n) for n in range(len(HEIGHTS))])
    CutRows(made)
    made.resize(160, ROOM)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.verticalScrollBar().maximum() > 0)
    return made


def seen(rows: QListWidget) -> dict[int, int]:
    """Row -> how many lines of it are on the picture."""
    picture = rows.grab().toImage()
    found: dict[int, int] = {}
    for y in range(picture.height()):
        colour = picture.pixelColor(20, y)
        if colour.red() == colour.green() == 0 and colour.blue():
            found[colour.blue() - 1] = found.get(colour.blue() - 1, 0) + 1
    return found


def test_only_whole_rows_are_seen_wherever_the_list_is(rows: QListWidget, qtbot: QtBot) -> None:
    bar = rows.verticalScrollBar()
    for at in range(0, bar.maximum() + 1, 7):
        bar.setValue(at)
        qtbot.wait(1)
        assert {row: HEIGHTS[row] for row in seen(rows)} == seen(rows), at


def test_each_row_comes_whole_into_sight_under_the_keyboard(rows: QListWidget, qtbot: QtBot) -> None:
    for row in (*range(len(HEIGHTS)), *reversed(range(len(HEIGHTS)))):
        rows.setCurrentRow(row)
        qtbot.wait(1)
        assert seen(rows)[row] == HEIGHTS[row]


def test_a_row_higher_than_half_the_list_is_read_by_moving(rows: QListWidget, qtbot: QtBot) -> None:
    rows.resize(160, 120)
    rows.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: seen(rows).get(1) == 70)
    rows.verticalScrollBar().setValue(50)  # 20 lines into the second row
    qtbot.wait(1)
    assert seen(rows)[1] == 50


def test_it_holds_when_the_room_or_the_rows_change(rows: QListWidget, qtbot: QtBot) -> None:
    for height in (190, 260, 203):
        rows.resize(160, height)
        qtbot.waitUntil(lambda: {row: HEIGHTS[row] for row in seen(rows)} == seen(rows))
    for _each in range(3):
        rows.takeItem(0)
    rows.addItems(["a", "b"])
    qtbot.waitUntil(lambda: all(HEIGHTS[row] == lines for row, lines in seen(rows).items()))


def test_it_holds_when_the_rows_come_in_another_order(qtbot: QtBot, rows: QListWidget) -> None:
    """As many, and as high together: the bar does not move."""
    rows.verticalScrollBar().setValue(40)
    for first in (7, 3, 9):
        rows.model().moveRow(QModelIndex(), first, QModelIndex(), 0)
        for number in range(rows.count()):
            rows.item(number).setData(Qt.ItemDataRole.UserRole, first)
        qtbot.waitUntil(lambda: {row: HEIGHTS[row] for row in seen(rows)} == seen(rows))


@pytest.mark.parametrize("size", [(1366, 728), (911, 512)], ids=["1366 wide", "150 %"])
def test_every_list_of_every_page_is_cared_for(
    program: Program, tmp_path: Path, size: tuple[int, int]
) -> None:
    """Of the demo study: a list on a page stands in `WholeRows` or leaves out what is cut."""
    demo_study.make_study(tmp_path / "d.study", interviews=12, seed=5)
    study = Study.open(tmp_path / "d.study", passphrase=None)
    study.register.add("Sharma Brass Works", {FirmField.PHONE: "9845012345"})
    study.register.add("Sharma Brass Works", {FirmField.PHONE: "9845012345"})
    program.open(study)
    program.window.resize(*size)
    uncared = set()
    for page in PAGES:
        program.window.show_page(page.key)
        program.rested()
        for view in program.window.findChildren(QAbstractItemView):
            is_drop_down = isinstance(view.window(), QFrame) and view.window() is not program.window
            if view.isVisible() and not isinstance(view, QHeaderView) and not is_drop_down:
                is_whole = isinstance(view.parent(), WholeRows) or view.findChild(CutRows)
                uncared |= set() if is_whole else {f"{page.key}: {type(view).__name__}"}
    assert uncared == set()
