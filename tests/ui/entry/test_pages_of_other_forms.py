"""How forms of other people are cut into pages, and what their pages and interviews are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from fieldsurvey import i18n
from fieldsurvey.study import Study
from fieldsurvey.ui.overview.overview_page import OverviewPage
from fieldsurvey.ui.shell.interview_names import name_of
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview, Program
from tests.support.screen import words_on

__all__ = ["ask"]

Made = Callable[[str], Study]


def _questions(group: str, count: int) -> str:
    rows = "".join(f"| | integer | {group}_{n} | {group.title()} {n} | |\n" for n in range(count))
    return f"| | begin group | {group} | {group.title()} | |\n{rows}| | end group | | | |\n"


def _titles(interview: Interview) -> list[str]:
    outline = interview.entry.outline
    return [outline.title_of(number) for number in range(len(outline.lines))]


CONSENT = (
    """
| survey | | | | |
| | type | name | label | relevant |
| | select_one yn | agrees | Do you agree to the interview? | |
| | begin group | consented | Skip to the end when not agreed | ${agrees} = 'yes' |
"""
    + _questions("identity", 12)
    + _questions("labour", 12)
    + "| | text | between | Anything in between? | |\n"
    + _questions("markets", 12)
    + """| | end group | | | |
| | note | thanks | Thank you. | |
| choices | | | |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""
)


def test_a_group_that_holds_nearly_everything_is_seen_through(ask: Ask) -> None:
    interview = ask(CONSENT)
    assert _titles(interview) == [
        "Do you agree to the interview?",
        "Identity",
        "Labour",
        "Anything in between?",
        "Markets",
    ]


def test_what_a_wrapper_does_not_ask_is_not_asked_on_its_pages(ask: Ask) -> None:
    interview = ask(CONSENT)
    before = [interview.entry.asked.is_asked(number) for number in range(5)]
    interview.entry.session.answers.give("/data/agrees", "yes")
    assert before == [True, False, False, False, False]
    assert [interview.entry.asked.is_asked(number) for number in range(5)] == [True] * 5


def test_a_page_of_one_note_stands_on_the_page_before_where_it_is_the_last(ask: Ask) -> None:
    interview = ask(CONSENT)
    assert interview.entry.pages.at("/data/thanks") == 4


def test_a_page_of_one_note_joins_the_next(ask: Ask) -> None:
    form = """
| survey | | | |
| | type | name | label |
| | note | welcome | Good day. |
| | begin group | one | One |
| | text | a | A |
| | end group | | |
| | begin group | two | Two |
| | text | b | B |
| | end group | | |
"""
    interview = ask(form)
    assert (_titles(interview), interview.entry.pages.at("/data/welcome")) == (["One", "Two"], 0)


def test_parts_of_a_long_group_take_the_labels_of_its_inner_groups(ask: Ask) -> None:
    form = (
        "| survey | | | | |\n| | type | name | label | |\n| | text | x | X | |\n| | text | y | Y | |\n"
        + "".join(f"| | text | z{n} | Z {n} | |\n" for n in range(30))
        + "| | begin group | work | Work | |\n| | text | who | Who works? | |\n"
        + _questions("men", 24)
        + _questions("women", 24)
        + "| | end group | | | |\n"
    )
    assert _titles(ask(form)) == ["X", "Work", "Women"]


def test_a_part_without_an_inner_group_is_called_by_its_first_question(ask: Ask) -> None:
    form = (
        "| survey | | | |\n| | type | name | label |\n| | text | x | X |\n| | begin group | work | Work |\n"
        + "".join(f"| | integer | q{n} | Question {n} of this group |\n" for n in range(60))
        + "| | end group | | |\n"
        + "| | begin group | more | More |\n| | text | y | Y |\n| | text | y2 | Y |\n"
        + "".join(f"| | text | m{n} | M |\n" for n in range(30))
        + "| | end group | | |\n"
    )
    assert _titles(ask(form)) == [
        "X",
        "Work",
        "Question 25 of this group",
        "Question 50 of this group",
        "More",
    ]


def test_an_unlabelled_group_is_called_by_its_first_heading_or_question(ask: Ask) -> None:
    form = """
| survey | | | |
| | type | name | label |
| | begin group | one | |
| | note | head | **Section A** |
| | text | a | A |
| | end group | | |
| | begin group | two | |
| | text | b | What is the name of the owner? |
| | end group | | |
"""
    assert _titles(ask(form)) == ["Section A", "What is the name of the owner?"]


def test_no_title_carries_a_counter(ask: Ask) -> None:
    titles = _titles(ask(CONSENT))
    assert not [title for title in titles if "/" in title]


COUNTED = """
| survey | | | | |
| | type | name | label | repeat_count |
| | begin group | one | One | |
| | integer | n | How many? | |
| | end group | | | |
| | begin repeat | member | Household member | ${n} |
| | text | who | Who? | |
| | end repeat | | | |
"""


@pytest.mark.parametrize("rows", ["0", "1", "3"])
def test_a_page_of_a_repeat_keeps_its_title_however_many_rows_there_are(ask: Ask, rows: str) -> None:
    interview = ask(COUNTED)
    interview.entry.session.answers.give("/data/one/n", rows)
    assert _titles(interview) == ["One", "Household member"]


def test_rows_that_are_taken_out_while_their_table_stands_are_asked_for_no_more(ask: Ask) -> None:
    interview = ask(COUNTED)
    interview.entry.session.answers.give("/data/one/n", "2")
    interview.turn_page()
    model = interview.grid("member").model
    index = model.index(1, 0)
    interview.entry.session.answers.give("/data/one/n", "0")
    assert not model.flags(index) & Qt.ItemFlag.ItemIsDropEnabled


def test_a_page_read_from_the_right_is_mirrored_with_its_head(ask: Ask) -> None:
    form = """
| survey | | | | |
| | type | name | label::English (en) | label::Urdu (ur) |
| | begin group | one | Identity | شناخت |
| | text | a | Name | نام |
| | end group | | | |
| settings | | |
| | default_language | form_id |
| | English (en) | f |
"""
    entry = ask(form).entry
    title, counter = entry.frame.heading, entry.frame.page_state
    before = title.x() < counter.x()
    entry.session.questions.set_language("Urdu (ur)")
    entry.frame.head.layout().activate()
    assert (before, title.x() > counter.x()) == (True, True)


NAMELESS = """
| survey | | | |
| | type | name | label |
| | text | phone | Telephone |
| | select_one w | ward | Ward |
| choices | | | |
| | list_name | name | label |
| | w | w4 | Kotwali |
"""


def test_an_interview_without_a_name_is_told_by_date_and_place_and_never_by_an_answer(
    made: Made, program: Program
) -> None:
    study = made(NAMELESS)
    identity = study.interviews.add("rows", {"/data/phone": "98450 12345", "/data/ward": "w4"})
    begun = study.interviews.read(identity).started_at.astimezone()
    page = program.open(study).window.findChild(OverviewPage)
    assert page is not None
    assert f"{begun.day} {begun:%b %Y, %H:%M:%S} · Kotwali" in words_on(page)
    assert "98450" not in words_on(page)


def test_the_date_of_a_nameless_interview_is_written_as_the_language_writes_it() -> None:
    begun = datetime(2026, 11, 30, 14, 5, tzinfo=UTC).astimezone()
    i18n.use("hi")
    said = name_of("", begun)
    i18n.use("en")
    assert "दिस" in said or "नव" in said
    assert said.startswith(f"{begun.day} ")


def test_two_interviews_begun_in_one_minute_have_two_names() -> None:
    begun = datetime(2026, 11, 30, 14, 5, 7, tzinfo=UTC)
    assert name_of("", begun) != name_of("", begun.replace(second=48))
