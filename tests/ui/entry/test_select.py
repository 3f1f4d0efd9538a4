"""Choices on a page: digits, arrows, letters, search; scales, tables, pictures. One way to answer for each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.ui.entry.kinds.select.image_map import ImageMapWidget
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget
from fieldsurvey.ui.entry.kinds.select.select_map import ChoiceMapWidget
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
  <rect id="kiln" x="0" y="0" width="80" height="100" fill="#ccc"/>
  <g transform="translate(120 0)"><circle id="lathe" cx="40" cy="50" r="40" fill="#ccc"/></g></svg>"""


def table(
    kind: str = "select_one c", appearance: str = "", labels: str = "Brass Iron Steel", **survey: str
) -> str:
    """A form of one question with these choices, whose codes are their first letters, and a text behind it."""
    columns, values = " | ".join(survey), " | ".join(survey.values())
    rows = "\n".join(f"| | c | {label.lower()} | {label.replace('_', ' ')} |" for label in labels.split())
    return f"""
| survey | | | | | |
| | type | name | label | appearance | {columns} |
| | {kind} | q | Metal | {appearance} | {values} |
| | text | after | After | | |
| choices | | | |
| | list_name | name | label |
{rows}"""


def widget(interview: Interview) -> ChoicesWidget:
    found = interview.question("q").widget
    assert isinstance(found, ChoicesWidget)
    return found


def shown(interview: Interview) -> list[str]:
    return [row.choice.label for row in widget(interview).board.shown]


NINE = "Brass Iron Steel Zinc Lead Tin Gold Silver Copper Bronze_cast"


def test_home_end_and_space_choose(ask: Ask) -> None:
    interview = ask(table())
    interview.press(Qt.Key.Key_End).press(Qt.Key.Key_Space)
    assert interview.value("q") == "steel"


def test_a_letter_goes_to_the_next_choice_that_begins_so(ask: Ask) -> None:
    interview = ask(table())
    interview.type("s").press(Qt.Key.Key_Space)
    assert interview.value("q") == "steel"


def test_delete_takes_the_answer_back(ask: Ask) -> None:
    interview = ask(table())
    interview.type("1")
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_Delete)
    assert interview.value("q") == ""


def test_a_click_anywhere_on_a_row_chooses_it(ask: Ask) -> None:
    interview = ask(table())
    board = widget(interview).board
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=board.rect_of(1).center())
    assert interview.value("q") == "iron"


def test_several_choices_are_taken_back_one_by_one(ask: Ask) -> None:
    interview = ask(table("select_multiple c"))
    interview.type("3").type("1").type("2").type("1")
    assert interview.value("q") == "iron steel"


def test_dont_know_stands_alone_among_several(ask: Ask) -> None:
    interview = ask(table("select_multiple c", labels="Brass Iron DK"))
    interview.type("1").type("2").type("3")
    assert interview.value("q") == "dk"


def test_enter_alone_chooses_nothing(ask: Ask) -> None:
    interview = ask(table())
    interview.enter()
    assert (interview.value("q"), interview.focused_ref) == ("", "/data/after")


def test_quick_goes_on_when_a_choice_is_made(ask: Ask) -> None:
    interview = ask(table(appearance="quick"))
    interview.type("2")
    interview.bot.waitUntil(lambda: interview.focused_ref == "/data/after", timeout=2000)
    assert interview.value("q") == "iron"


def test_letters_search_where_choices_are_many(ask: Ask) -> None:
    interview = ask(table(labels=NINE))
    interview.type("br")
    assert shown(interview) == ["Brass", "Bronze cast"]


def test_enter_in_the_search_takes_what_is_marked_and_shows_all_again(ask: Ask) -> None:
    interview = ask(table(labels=NINE))
    interview.type("bro").enter()
    assert interview.value("q") == "bronze_cast"
    assert len(shown(interview)) == 10
    interview.enter()
    assert interview.focused_ref == "/data/after"


def test_escape_ends_the_search_and_chooses_nothing(ask: Ask) -> None:
    interview = ask(table(labels=NINE))
    interview.type("zi").press(Qt.Key.Key_Escape)
    assert (len(shown(interview)), interview.value("q")) == (10, "")


def test_a_few_choices_need_no_search(ask: Ask) -> None:
    interview = ask(table())
    assert widget(interview)._search is None


def test_the_wheel_never_changes_an_answer(ask: Ask) -> None:
    interview = ask(table())
    interview.type("2")
    at = QPoint(20, 20)
    turned = QWheelEvent(
        at.toPointF(), at.toPointF(), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget(interview).board, turned)
    assert interview.value("q") == "iron"


def test_undo_is_shown_at_once(ask: Ask) -> None:
    interview = ask(table())
    interview.type("1").type("2").press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    marked = [
        row.choice.value for row in widget(interview).board.rows if widget(interview).board.is_chosen(row)
    ]
    assert marked == ["brass"]


def test_what_is_chosen_can_be_heard(ask: Ask) -> None:
    interview = ask(table())
    assert widget(interview).accessibleName() == "Metal"


def test_or_other_asks_what_other(ask: Ask) -> None:
    interview = ask(table("select_one c or_other"))
    interview.type("4")
    assert interview.value("q") == "other"
    assert "/data/q_other" in interview.visible_refs


# --- how they are arranged


def lefts(interview: Interview) -> set[int]:
    board = widget(interview).board
    return {board.rect_of(position).left() for position in range(len(board.shown))}


@pytest.mark.parametrize(
    ("appearance", "columns"), [("", 1), ("columns-2", 2), ("columns", 3), ("likert", 3)]
)
def test_an_appearance_sets_the_columns(ask: Ask, appearance: str, columns: int) -> None:
    interview = ask(table(appearance=appearance))
    assert len(lefts(interview)) == columns


def test_packed_choices_are_as_wide_as_they_need(ask: Ask) -> None:
    interview = ask(table(appearance="columns-pack", labels="Tin Brass_and_bronze_and_copper"))
    board = widget(interview).board
    assert board.rect_of(0).width() < board.rect_of(1).width()


def test_down_goes_to_the_choice_beneath(ask: Ask) -> None:
    interview = ask(table(appearance="columns-2", labels="Brass Iron Steel Zinc"))
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Space)
    assert interview.value("q") == "steel"


def test_long_words_take_more_lines(ask: Ask) -> None:
    words = "_".join(["very_long_words"] * 12)
    interview = ask(table(labels=f"Tin {words}"))
    board = widget(interview).board
    assert board.rect_of(1).height() > board.rect_of(0).height()


TABLE = """
| survey | | | | |
| | type | name | label | appearance |
| | begin_group | g | How far do you agree? | table-list |
| | select_one c | power | The power is reliable | |
| | select_one c | workers | Workers are easy to find | |
| | end_group | | | |
| choices | | | |
| | list_name | name | label |
| | c | no | No |
| | c | partly | Partly |
| | c | yes | Yes |"""


def test_the_lines_of_a_table_stand_under_its_head(ask: Ask) -> None:
    interview = ask(TABLE)
    name = next(ref for ref in interview.visible_refs if "field_list_labels" in ref).rpartition("/")[2]
    head = interview.question(name).widget
    lines = [interview.question(name).widget for name in ("power", "workers")]
    assert isinstance(head, ChoicesWidget)
    places = [
        [w.board.mapTo(interview.entry, w.board.rect_of(n).center()).x() for n in range(3)]
        for w in (head, *lines)
    ]  # type: ignore[attr-defined]
    assert places[0] == places[1] == places[2]


def test_a_line_of_a_table_says_its_words_once_and_is_answered_by_digit(ask: Ask) -> None:
    interview = ask(TABLE)
    interview.question("power").take_focus()
    interview.type("3")
    assert (interview.value("power"), interview.focused_ref) == ("yes", "/data/g/workers")
    power = interview.question("power").widget
    assert isinstance(power, ChoicesWidget)
    assert power.says_label
    assert power.board.words == "The power is reliable"


def test_the_title_of_a_table_that_names_the_page_is_said_once(ask: Ask) -> None:
    interview = ask(TABLE)
    title = next(ref for ref in interview.visible_refs if "generated_table_list" in ref).rpartition("/")[2]
    assert interview.page_title == "How far do you agree?"
    assert interview.question(title).words.text() == ""


def test_the_title_of_a_table_within_a_page_stands_over_it(ask: Ask) -> None:
    interview = ask(
        TABLE.replace(
            "| | begin_group |",
            "| | begin_group | page | The page | |\n| | text | first | First | |\n| | begin_group |",
            1,
        ).replace("| | end_group | | | |", "| | end_group | | | |\n| | end_group | | | |")
    )
    title = next(ref for ref in interview.visible_refs if "generated_table_list" in ref).rpartition("/")[2]
    assert interview.page_title == "The page"
    assert interview.question(title).words.text() == "How far do you agree?"


# --- nothing to choose

VILLAGES = """
| survey | | | | |
| | type | name | label | choice_filter |
| | text | district | District | |
| | select_one v | village | Village | district = ${district} |
| | text | last | Last | |
| choices | | | |
| | list_name | name | label | district |
| | v | a | Alwar | north |"""


def test_a_question_without_choices_says_what_to_answer_first(ask: Ask) -> None:
    interview = ask(VILLAGES)
    assert interview.question("village").nothing == "Nothing to choose yet: answer “District” first."
    interview.fill("district", "north")
    assert interview.question("village").nothing == ""


def test_a_question_whose_choices_the_answers_take_away_is_passed_with_enter(ask: Ask) -> None:
    interview = ask(VILLAGES)
    interview.fill("district", "south")
    assert interview.question("village").nothing.startswith("Nothing to choose with the answer to “District”")
    interview.question("village").take_focus()
    interview.enter()
    assert interview.focused_ref == "/data/last"


# --- pictures


def png() -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage

    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


PICTURED = """
| survey | | | | |
| | type | name | label | appearance |
| | select_one c | q | Which? | {appearance} |
| choices | | | | |
| | list_name | name | label | media::image |
| | c | pot | Pot | pot.png |
| | c | pan | Pan | |"""


def test_a_choice_is_shown_with_its_picture(ask: Ask) -> None:
    interview = ask(PICTURED.format(appearance=""), {"pot.png": png()})
    board = widget(interview).board
    assert board.rect_of(0).height() > board.rect_of(1).height() + 40


def test_no_buttons_shows_the_picture_alone(ask: Ask) -> None:
    interview = ask(PICTURED.format(appearance="columns-pack no-buttons"), {"pot.png": png()})
    assert [row.words for row in widget(interview).board.rows] == ["", "Pan"]


def test_a_picture_that_is_not_there_leaves_the_words(ask: Ask) -> None:
    interview = ask(PICTURED.format(appearance="no-buttons"), {"pot.png": b"broken"})
    assert [row.words for row in widget(interview).board.rows] == ["Pot", "Pan"]


def image_map(kind: str) -> str:
    return table(kind, "image-map", "Kiln Lathe Office", **{"media::image": "shop.svg"})


def test_a_shape_of_a_drawing_is_chosen_by_a_click(ask: Ask) -> None:
    interview = ask(image_map("select_one c"), {"shop.svg": SVG})
    shop = interview.question("q").widget
    assert isinstance(shop, ImageMapWidget)
    drawing = shop.drawing
    right = QPoint(int(drawing.sizeHint().width() * 0.8), drawing.sizeHint().height() // 2)
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=right)
    assert interview.value("q") == "lathe"


def test_beside_a_shape_nothing_is_chosen(ask: Ask) -> None:
    interview = ask(image_map("select_one c"), {"shop.svg": SVG})
    shop = interview.question("q").widget
    assert isinstance(shop, ImageMapWidget)
    corner = QPoint(shop.drawing.sizeHint().width() - 3, 3)  # inside the circle's frame, outside the circle
    QTest.mouseClick(shop.drawing, Qt.MouseButton.LeftButton, pos=corner)
    assert interview.value("q") == ""


def test_shapes_are_chosen_by_keyboard_in_the_list(ask: Ask) -> None:
    interview = ask(image_map("select_multiple c"), {"shop.svg": SVG})
    interview.type("1").type("3")
    shop = interview.question("q").widget
    assert isinstance(shop, ImageMapWidget)
    assert (interview.value("q"), shop.drawing.chosen) == ("kiln office", {"kiln", "office"})


def test_a_drawing_that_is_not_there_leaves_the_list(ask: Ask) -> None:
    interview = ask(image_map("select_one c"), {"shop.svg": b"<svg"})
    interview.type("2")
    assert interview.value("q") == "lathe"


PLACES = """
| survey | | | | |
| | type | name | label | appearance |
| | select_one c | q | Which well? | map |
| choices | | | | |
| | list_name | name | label | geometry |
| | c | west | West well | 28.80 78.70 0 0 |
| | c | east | East well | 28.80 78.80 0 0 |
| | c | yard | Yard | 28.82 78.74; 28.84 78.74; 28.84 78.76; 28.82 78.74 |
| | c | none | Nowhere | |"""


def test_a_place_on_the_sketch_is_chosen_by_a_click(ask: Ask) -> None:
    interview = ask(PLACES)
    wells = interview.question("q").widget
    assert isinstance(wells, ChoiceMapWidget)
    east = wells.sketch.seen()["east"].at(0).toPoint()
    QTest.mouseClick(wells.sketch, Qt.MouseButton.LeftButton, pos=east + QPoint(4, 4))
    assert interview.value("q") == "east"


def test_an_area_is_chosen_by_a_click_inside(ask: Ask) -> None:
    interview = ask(PLACES)
    wells = interview.question("q").widget
    assert isinstance(wells, ChoiceMapWidget)
    shape = wells.sketch.seen()["yard"]
    inside = (shape.at(0) + shape.at(1) + shape.at(2)) / 3
    QTest.mouseClick(wells.sketch, Qt.MouseButton.LeftButton, pos=inside.toPoint())
    assert interview.value("q") == "yard"


def test_a_choice_without_a_place_is_in_the_list(ask: Ask) -> None:
    interview = ask(PLACES)
    interview.type("4")
    assert interview.value("q") == "none"
