"""Rows the form itself counts, and repeats shown as cards: they follow the answers and the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.models import Cluster
from fieldsurvey.study import Study, load_questionnaire
from tests.conftest import NOW, write_form
from tests.pages import Program

Survey = tuple[tuple[str, ...], ...]
HEAD = ("type", "name", "label", "repeat_count")
COUNTED = (
    HEAD,
    ("integer", "n", "How many children?", ""),
    ("begin_repeat", "child", "Children", "${n}"),
    ("text", "called", "Name", ""),
    ("integer", "age", "Age of **${called}**", ""),
    ("end_repeat", "", "", ""),
    ("text", "last", "Last", ""),
)
CARDS = (
    HEAD,
    ("integer", "n", "How many machines?", ""),
    ("begin_repeat", "machine", "Machines", "${n}"),
    ("text", "kind", "Kind", ""),
    ("text", "maker", "Maker", ""),
    ("file", "plan", "Plan", ""),
    ("end_repeat", "", "", ""),
    ("text", "last", "Last", ""),
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[[Survey], Study]]:
    """Makes a plain study with one form."""
    studies: list[Study] = []

    def make(survey: Survey) -> Study:
        path = write_form(tmp_path / "rows.xlsx", survey, settings=(("form_id",), ("rows",)), checks=(), indicators=())  # fmt: skip
        cluster = Cluster(name="Brass", place="Moradabad", state="Uttar Pradesh")
        studies.append(
            Study.create(
                tmp_path / "rows.study",
                cluster,
                [load_questionnaire(path)],
                passphrase=None,
                clock=lambda: NOW,
            )
        )
        return studies[-1]

    yield make
    for study in studies:
        study.close()


def test_a_grid_gets_the_rows_its_form_counts(program: Program, made: Callable[[Survey], Study]) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    interview.fill("n", "3")
    assert interview.grid("child").table.verticalHeader().count() == 3


def test_rows_the_form_counts_are_filled_by_keyboard(
    program: Program, made: Callable[[Survey], Study]
) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    interview.fill("n", "2").type("Asha").enter().type("7").enter().type("Bala").enter()
    assert interview.entry.session.entry.value("/data/child[2]/called") == "Bala"


def test_the_head_of_a_grid_shows_no_signs_of_the_form(
    program: Program, made: Callable[[Survey], Study]
) -> None:
    interview = program.open(made(COUNTED)).new_interview()
    assert interview.grid("child").model.headerData(1, Qt.Orientation.Horizontal) == "Age of …"


def test_cards_follow_the_number_the_form_counts(program: Program, made: Callable[[Survey], Study]) -> None:
    interview = program.open(made(CARDS)).new_interview()
    interview.fill("n", "2")
    program.bot.waitUntil(lambda: "/data/machine[2]/kind" in interview.visible_refs)


def test_enter_leads_through_cards_and_out_of_them(program: Program, made: Callable[[Survey], Study]) -> None:
    interview = program.open(made(CARDS)).new_interview()
    interview.fill("n", "1")
    program.bot.waitUntil(lambda: "/data/machine[1]/kind" in interview.visible_refs)
    interview.fill("kind", "Lathe")
    assert interview.focused_ref == "/data/machine[1]/maker"
    interview.question("plan").widget.finished.emit()
    assert interview.focused_ref == "/data/last"


def test_a_number_off_the_scale_is_not_taken_into_a_grid(
    program: Program, made: Callable[[Survey], Study]
) -> None:
    head = ("type", "name", "label", "parameters")
    rows = (
        ("begin_repeat", "r", "Rows", ""),
        ("range", "g", "Grade", "start=1 end=5 step=1"),
        ("end_repeat", "", "", ""),
    )
    grid = program.open(made((head, *rows))).new_interview().grid("r")
    grid.model.setData(grid.model.index(0, 0), "50")
    QApplication.processEvents()
    assert grid.session.entry.value("/data/r[1]/g") == ""
    assert "“50” is not between 1 and 5." in grid._remark.text()


TABLE = (
    ("type", "name", "label", "appearance"),
    ("begin_group", "g", "About **you**", "field-list"),
    ("select_one yes_no", "head", "Do you have", "label"),
    ("select_one yes_no", "one", "One", "list-nolabel"),
    ("end_group", "", "", ""),
    ("begin_repeat", "machine", "Machines", ""),
    ("text", "kind", "Kind", ""),
    ("file", "plan", "Plan", ""),
    ("end_repeat", "", "", ""),
    ("text", "last", "Last", ""),
)


def test_the_head_of_a_table_takes_no_answer(program: Program, made: Callable[[Survey], Study]) -> None:
    interview = program.open(made(TABLE)).new_interview()
    assert interview.focused_ref == "/data/g/one"


def test_the_title_of_a_page_shows_no_signs(program: Program, made: Callable[[Survey], Study]) -> None:
    assert program.open(made(TABLE)).new_interview().page_title == "About you"


def test_a_page_that_begins_with_cards_begins_there(
    program: Program, made: Callable[[Survey], Study]
) -> None:
    interview = program.open(made(TABLE)).new_interview()
    interview.turn_page()
    assert interview.focused_ref == "/data/machine[1]/kind"


def test_a_question_in_a_card_is_known_as_the_place(
    program: Program, made: Callable[[Survey], Study]
) -> None:
    interview = program.open(made(TABLE)).new_interview()
    interview.turn_page()
    assert interview.entry.session.place == "/data/machine[1]/kind"


def test_f3_works_in_a_card(program: Program, made: Callable[[Survey], Study]) -> None:
    head = ("type", "name", "label", "missing")
    rows = (
        ("begin_repeat", "machine", "Machines", ""),
        ("integer", "age", "Age", "dk refused"),
        ("file", "plan", "Plan", ""),
        ("end_repeat", "", "", ""),
    )
    interview = program.open(made((head, *rows))).new_interview()
    interview.question("age").take_focus()
    interview.press(Qt.Key.Key_F3)
    assert interview.value("age") == "-98"
