"""Where choices stand: labels of any length and script whole, don't know and refused apart from the others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from fieldsurvey.ui.entry.kinds.select.dropdown import DropdownWidget
from fieldsurvey.ui.entry.kinds.select.select_list import ChoiceList
from tests.support.one_page import Ask, ask
from tests.support.pages import Interview
from tests.ui.entry.test_select import table, widget

__all__ = ["ask"]
LONG = "Authorised_user_of_a_geographical_indication ಪ್ರಮಾಣೀಕರಿಸಲ್ಪಟ್ಟಿರುವುದಿಲ್ಲವೆಂದು No हस्तशिल्प_या_हथकरघे_का_निशान"
SCALE = "Never Rarely Sometimes Often Always DK Refused"
_LOW = (911, 512)
"""Of 1366 x 768 what is left at 150 %."""


def rects(interview: Interview) -> list[QRect]:
    board = widget(interview).board
    return [board.rect_of(number) for number in range(len(board.shown))]


def small(interview: Interview) -> Interview:
    interview.window.resize(*_LOW)
    page = interview.entry.page
    assert page is not None
    interview.bot.waitUntil(lambda: page.width() + interview.entry.outline.width() == _LOW[0])
    QApplication.processEvents()
    return interview


@pytest.mark.parametrize("appearance", ["", "columns", "columns-5", "columns-pack", "horizontal", "likert"])
def test_a_label_of_any_length_is_whole(ask: Ask, appearance: str) -> None:
    interview = small(ask(table(appearance=appearance, labels=LONG)))
    board = widget(interview).board
    metrics = QFontMetrics(board.font())
    for row, rect in zip(board.shown, rects(interview), strict=True):
        words = rect.width() - (8 if row.is_on_scale else 74)
        longest = max(metrics.horizontalAdvance(word) for word in row.choice.label.split())
        wrapped = int(Qt.TextFlag.TextWordWrap)
        lines = metrics.boundingRect(QRect(0, 0, words, 9999), wrapped, row.choice.label)
        assert longest <= words
        assert lines.height() <= rect.height()
        assert board.rect().contains(rect)


def test_a_word_longer_than_the_line_is_broken_and_not_cut(ask: Ask) -> None:
    word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    interview = small(ask(table(labels=f"{word} Iron")))
    assert rects(interview)[0].height() > rects(interview)[1].height()


@pytest.mark.parametrize("appearance", ["likert", "columns-5", "", "columns-pack", "horizontal"])
def test_dont_know_and_refused_stand_under_the_others(ask: Ask, appearance: str) -> None:
    interview = ask(table(appearance=appearance, labels=SCALE))
    *scale, dont_know, refused = rects(interview)
    assert dont_know.top() - max(rect.bottom() for rect in scale) > 8
    assert dont_know.top() == refused.top()


def test_a_scale_keeps_to_one_line_at_150_percent(ask: Ask) -> None:
    interview = small(ask(table(appearance="likert", labels=SCALE)))
    *scale, _dont_know, _refused = rects(interview)
    assert len({rect.top() for rect in scale}) == 1


def test_a_scale_whose_words_do_not_fit_stands_as_rows(ask: Ask) -> None:
    interview = small(ask(table(appearance="likert", labels=LONG + " Five Six Seven Eight")))
    assert len({rect.left() for rect in rects(interview)}) == 1


def test_yes_no_and_dont_know_stand_on_one_line_with_a_gap(ask: Ask) -> None:
    interview = ask(table(appearance="columns", labels="Yes No DK Refused"))
    yes, no, dont_know, refused = rects(interview)
    assert yes.top() == dont_know.top()
    assert dont_know.left() - no.right() > no.left() - yes.right()
    assert refused.left() - dont_know.right() == no.left() - yes.right()


def test_in_a_table_dont_know_stands_behind_a_gap(ask: Ask) -> None:
    interview = ask(table(appearance="list-nolabel", labels="Low High DK"))
    low, high, dont_know = rects(interview)
    assert dont_know.left() - high.right() > high.left() - low.right()


def test_the_key_of_dont_know_is_shown_where_it_stands(ask: Ask) -> None:
    board = widget(ask(table(labels=SCALE))).board
    assert [row.keys for row in board.shown] == ["", "", "", "", "", "F3", "F3 F3"]


def test_the_arrows_reach_what_stands_apart(ask: Ask) -> None:
    interview = ask(table(appearance="likert", labels=SCALE))
    interview.press(Qt.Key.Key_Down).press(Qt.Key.Key_Space)
    assert interview.value("q") in ("dk", "refused")


def opened(interview: Interview) -> ChoiceList:
    closed = interview.question("q").widget
    assert isinstance(closed, DropdownWidget)
    closed.open()
    assert closed.list is not None
    return closed.list


def test_a_closed_list_opens_with_five_lines_at_least(ask: Ask) -> None:
    interview = small(ask(table(appearance="minimal", labels="A B C D E F G H I J")))
    found = opened(interview)
    assert found.view.viewport().height() >= 5 * found.view.sizeHintForRow(0)


def test_a_long_label_in_a_closed_list_wraps(ask: Ask) -> None:
    sentence = "_".join(["Treated_by_the_firm_before_it_leaves_the_yard"] * 5)
    interview = small(ask(table(appearance="minimal", labels=f"{sentence} Iron")))
    found = opened(interview)
    assert found.view.sizeHintForIndex(found.model.index(0)).height() > 40
    assert found.geometry().right() < interview.window.width()


def test_an_answer_longer_than_its_field_makes_the_field_wider(ask: Ask) -> None:
    sentence = "Treated_by_the_firm_itself_in_a_plant_of_its_own_before_it_leaves_the_yard"
    interview = ask(table(appearance="minimal", labels=f"{sentence} Iron"))
    interview.type("1")
    closed = interview.question("q").widget
    assert isinstance(closed, DropdownWidget)
    interview.bot.waitUntil(
        lambda: closed.field.width() - 40 >= closed.field.fontMetrics().horizontalAdvance(closed.field.text())
    )


def test_ten_choices_stand_in_two_columns(ask: Ask) -> None:
    interview = ask(table(labels="A B C D E F G H DK Refused"))
    assert len({rect.left() for rect in rects(interview)[:8]}) == 2


def test_a_digit_that_picks_what_stands_alone_among_several_goes_on(ask: Ask) -> None:
    interview = ask(table("select_multiple c", labels="Brass Iron None"))
    interview.type("3")
    assert (interview.value("q"), interview.focused_ref) == ("none", "/data/after")
