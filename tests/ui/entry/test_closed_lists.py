"""A field that opens a list: typed in any script, picked by digit, arrows or click; long lists find at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.ui.entry.kinds.select.dropdown import DropdownWidget
from fieldsurvey.ui.entry.kinds.select.select import ChoicesWidget
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview

__all__ = ["ask"]
TOWNS = (
    "Rampur",
    "Old Rampur",
    "Agra",
    "Aligarh",
    "आगरा",
    "ಮೈಸೂರು",
    "Meerut",
    "Moradabad",
    "Sambhal",
    "Bareilly",
)


def towns(kind: str = "select_one t", names: tuple[str, ...] = TOWNS, appearance: str = "minimal") -> str:
    rows = "\n".join(f"| | t | t{number} | {name} |" for number, name in enumerate(names))
    return f"""
| survey | | | | |
| | type | name | label | appearance |
| | {kind} | q | Town | {appearance} |
| | text | after | After | |
| choices | | | |
| | list_name | name | label |
{rows}"""


def field(interview: Interview) -> DropdownWidget:
    found = interview.question("q").widget
    closed = found.closed if isinstance(found, ChoicesWidget) else found
    assert isinstance(closed, DropdownWidget)
    return closed


def listed(interview: Interview) -> list[str]:
    opened = field(interview).list
    assert opened is not None
    return [choice.label for choice in opened.model.choices]


def test_typing_opens_the_list_on_what_fits(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("ram")
    assert listed(interview) == ["Rampur", "Old Rampur"]


def test_enter_takes_what_is_marked_and_goes_on(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("ram").press(Qt.Key.Key_Down).enter()
    assert (interview.value("q"), interview.focused_ref) == ("t1", "/data/after")


def test_it_is_typed_in_any_script(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("आग").enter()
    assert interview.value("q") == "t4"


def test_a_digit_picks_where_choices_are_few(ask: Ask) -> None:
    interview = ask(towns(names=TOWNS[:4]))
    interview.type("3")
    assert (interview.value("q"), interview.focused_ref) == ("t2", "/data/after")


def test_a_list_of_more_than_ten_takes_the_digits_it_prints(ask: Ask) -> None:
    names = tuple(f"Town of {letter}" for letter in "ABCDEFGHIJKLMN")
    interview = ask(towns(names=names))
    interview.type("0")
    assert (interview.value("q"), interview.focused_ref) == ("t9", "/data/after")


def test_digits_are_letters_where_a_label_begins_with_one(ask: Ask) -> None:
    interview = ask(towns(names=("3rd Cross", "Hosur", "Anekal")))
    interview.type("3").enter()
    assert interview.value("q") == "t0"


def test_a_digit_stays_at_its_question_where_the_person_wants_that(ask: Ask) -> None:
    interview = ask(towns(names=TOWNS[:4]))
    interview.entry.session.digits_go_on = False
    interview.type("3")
    assert (interview.value("q"), interview.focused_ref) == ("t2", "/data/q")


def test_enter_alone_chooses_nothing(ask: Ask) -> None:
    interview = ask(towns())
    interview.enter()
    assert (interview.value("q"), interview.focused_ref) == ("", "/data/after")


def test_enter_after_a_click_that_only_opened_the_list_chooses_nothing(ask: Ask) -> None:
    interview = ask(towns())
    QTest.mouseClick(field(interview).field, Qt.MouseButton.LeftButton)
    interview.enter()
    assert interview.value("q") == ""


def test_a_line_of_the_list_is_chosen_by_a_click(ask: Ask) -> None:
    interview = ask(towns())
    interview.press(Qt.Key.Key_Down)
    opened = field(interview).list
    assert opened is not None
    place = opened.view.visualRect(opened.model.index(2, 0)).center()
    QTest.mouseClick(opened.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (interview.value("q"), opened.isHidden()) == ("t2", True)


def test_a_click_elsewhere_closes_the_list(ask: Ask) -> None:
    interview = ask(towns())
    interview.press(Qt.Key.Key_Down)
    QTest.mouseClick(interview.entry, Qt.MouseButton.LeftButton, pos=QPoint(700, 40))
    assert not field(interview).is_open


def test_escape_brings_the_standing_answer_back(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("meer").enter()
    interview.question("q").take_focus()
    interview.type("ali").press(Qt.Key.Key_Escape)
    assert (field(interview).field.text(), interview.value("q")) == ("Meerut", "t6")


def test_what_names_no_choice_stays_and_is_said(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("Atlantis").enter()
    assert (interview.focused_ref, field(interview).unread) == ("/data/q", "Atlantis")


def test_a_name_typed_whole_is_taken_on_leaving(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("Agra").press(Qt.Key.Key_Tab)
    assert interview.value("q") == "t2"


def test_an_emptied_field_is_no_answer(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("agra").enter()
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_Delete).enter()
    assert interview.value("q") == ""


def test_several_are_marked_one_after_the_other_in_the_open_list(ask: Ask) -> None:
    interview = ask(towns("select_multiple t"))
    interview.type("agra").enter().type("rampur").enter().enter()
    assert (interview.value("q"), interview.focused_ref) == ("t0 t2", "/data/after")
    assert field(interview).field.text() == "Rampur, Agra"


def test_space_marks_and_takes_back_in_the_open_list(ask: Ask) -> None:
    interview = ask(towns("select_multiple t"))
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Space).press(Qt.Key.Key_Down).press(Qt.Key.Key_Space)
    assert interview.value("q") == "t0 t1"


def test_undo_is_shown_in_the_closed_field(ask: Ask) -> None:
    interview = ask(towns())
    interview.type("agra").enter()
    interview.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field(interview).field.text() == ""


MANY = tuple(f"Village {number}" for number in range(60))


def test_many_choices_stand_in_a_field_that_opens_them(ask: Ask) -> None:
    interview = ask(towns(names=MANY, appearance=""))
    interview.question("q").take_focus()
    interview.type("ge 47").enter()
    assert (interview.value("q"), interview.focused_ref) == ("t47", "/data/after")


FILTERED = """
| survey | | | | | |
| | type | name | label | appearance | choice_filter |
| | text | d | District | | |
| | select_one_from_file v.csv | q | Village | | district=${d} |
| | text | after | After | | |"""


def villages(rows: int) -> bytes:
    lines = (f"v{row},Village {row},{'big' if row > 5 else 'small'}" for row in range(rows))
    return "\n".join(("name,label,district", *lines, "")).encode()


def test_a_list_that_grows_long_moves_into_a_field_and_back(ask: Ask) -> None:
    interview = ask(FILTERED, {"v.csv": villages(3_000)})
    question = interview.question("q").widget
    assert isinstance(question, ChoicesWidget)
    interview.entry.session.answers.give("/data/d", "big")
    assert question.closed is not None
    interview.entry.session.answers.give("/data/d", "small")
    assert (question.closed, len(question.board.shown)) == (None, 6)


def test_a_long_list_finds_what_is_typed_when_it_has_been_read(ask: Ask) -> None:
    interview = ask(FILTERED, {"v.csv": villages(12_000)})
    interview.entry.session.answers.give("/data/d", "big")
    interview.question("q").take_focus()
    interview.type("village 11999")
    interview.bot.waitUntil(lambda: listed(interview) == ["Village 11999"], timeout=5000)
    interview.enter()
    QApplication.processEvents()
    assert (interview.value("q"), field(interview).field.text()) == ("v11999", "Village 11999")


def test_a_long_list_opened_shows_its_beginning_and_how_many_there_are(ask: Ask) -> None:
    interview = ask(FILTERED, {"v.csv": villages(12_000)})
    interview.entry.session.answers.give("/data/d", "big")
    interview.question("q").take_focus()
    interview.press(Qt.Key.Key_Down)
    opened = field(interview).list
    assert opened is not None
    assert len(opened.model.choices) == 200
    assert "11,794" in opened.note.text()
