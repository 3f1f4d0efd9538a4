"""Cards side by side of which each stays as it stands until what it shows is another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldsurvey import i18n
from fieldsurvey.ui.shell import theme

_WIDE = ((0, 0, 1, 4), (0, 4, 1, 2), (1, 0, 1, 2), (1, 2, 1, 2), (1, 4, 1, 2))
_NARROW = ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1))
_BELOW = 3
"""The row that takes what height is left."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One card: all it is made of, and how it is made."""

    facts: object
    """Equal to those it was made of before: the card stays. None: it is made anew each time."""
    make: Callable[[], QWidget]


class KeptCards(QWidget):
    """Two rows where there is room, else one card under the other, two side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setSpacing(16)
        self._grid.setRowStretch(_BELOW, 1)
        self._cards: list[QWidget] = []
        self._facts: list[object] = []
        self._is_wide: bool | None = None

    def show_cards(self, cards: Sequence[Shown], *, is_wide: bool) -> None:
        """Show these five; only those that say something else are made."""
        look = (i18n.language(), theme.colours())
        for number, card in enumerate(cards):
            facts = None if card.facts is None else (card.facts, look)
            is_new = number == len(self._cards)
            if is_new or facts is None or facts != self._facts[number]:
                made = card.make()
                if is_new:
                    self._cards.append(made)
                    self._facts.append(facts)
                    self._grid.addWidget(made, *(_WIDE if is_wide else _NARROW)[number])
                else:
                    self._replace(number, made)
                    self._facts[number] = facts
        self._place(is_wide)
        self._in_order()

    def _in_order(self) -> None:
        """Tab goes from card to card as they stand, whichever of them is the newest."""
        stops: list[QWidget] = []
        for card in self._cards:
            card.raise_()
            stops += [
                one for one in card.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            ]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _replace(self, number: int, made: QWidget) -> None:
        before = self._cards[number]
        self._grid.replaceWidget(before, made)
        self._cards[number] = made
        made.show()
        before.hide()  # taken out of its parent, it would for a moment be a window, and take the keys
        before.deleteLater()

    def _place(self, is_wide: bool) -> None:
        """Where each stands, when the window became wide or narrow."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        for card, place in zip(self._cards, _WIDE if is_wide else _NARROW, strict=True):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, *place)
        for column in range(6):
            self._grid.setColumnStretch(column, int(is_wide or column < 2))
