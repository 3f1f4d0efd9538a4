"""A card stays the widget it is while it would say the same, and is another as soon as it would not."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot as Bot

from fieldsurvey.ui.overview.kept_cards import KeptCards, Shown
from fieldsurvey.ui.shell.widgets import Card


def shown(*facts: object) -> list[Shown]:
    return [Shown(one, lambda one=one: QLabel(str(one))) for one in facts]  # type: ignore[misc]


def labels(cards: KeptCards) -> list[QLabel]:
    """Those that are there when what was taken out is gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return sorted(cards.findChildren(QLabel), key=lambda one: one.text())


def test_only_the_card_that_says_something_else_is_made_anew(qtbot: Bot) -> None:
    cards = KeptCards()
    qtbot.addWidget(cards)
    cards.show_cards(shown("a", "b", "c", "d", "e"), is_wide=True)
    before = labels(cards)
    cards.show_cards(shown("a", "b", "z", "d", "e"), is_wide=True)
    after = labels(cards)
    assert [one.text() for one in after] == ["a", "b", "d", "e", "z"]
    assert [one for one in after if one in before] == [before[0], before[1], before[3], before[4]]


def test_tab_goes_from_card_to_card_whichever_is_the_newest(qtbot: Bot) -> None:
    cards = KeptCards()
    qtbot.addWidget(cards)

    def buttons(*facts: str) -> list[Shown]:
        return [Shown(one, lambda one=one: Card(QPushButton(one))) for one in facts]  # type: ignore[misc]

    cards.show_cards(buttons("a", "b", "c", "d", "e"), is_wide=True)
    cards.show_cards(buttons("a", "z", "c", "d", "e"), is_wide=True)
    cards.show()
    at: QWidget = next(one for one in cards.findChildren(QPushButton) if one.text() == "a")
    reached = []
    for _step in range(40):
        if isinstance(at, QPushButton):
            reached.append(at.text())
        at = at.nextInFocusChain()
    assert reached[:5] == ["a", "z", "c", "d", "e"]


def test_a_card_without_facts_is_made_each_time(qtbot: Bot) -> None:
    cards = KeptCards()
    qtbot.addWidget(cards)
    made: list[int] = []
    one = Shown(None, lambda: made.append(1) or QLabel("x"))  # type: ignore[func-returns-value]
    for _time in range(3):
        cards.show_cards([one, *shown("b", "c", "d", "e")], is_wide=False)
    assert len(made) == 3
    assert len(labels(cards)) == 5


def test_cards_stand_side_by_side_where_there_is_room(qtbot: Bot) -> None:
    cards = KeptCards()
    qtbot.addWidget(cards)
    cards.resize(1200, 600)
    cards.show()
    for is_wide in (True, False, True):
        cards.show_cards(shown("a", "b", "c", "d", "e"), is_wide=is_wide)
        QApplication.processEvents()
        one, other = labels(cards)[:2]
        assert (one.y() == other.y()) is is_wide
