"""What narrows a list, as small buttons over it: a click offers the choices, and once one is set, a click takes it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStyle

from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button

_LONGEST, _ICON = 20, 14
"""Letters of a choice that stand on the button; the whole stands in its tip."""


class FilterChip(Button):
    """A word while nothing is set; the choice with a cross while one is."""

    def __init__(
        self, word: str, changed: Callable[[], object], words_of: Callable[[str], str] = str
    ) -> None:
        """`words_of`: what a value is called that is not among the choices, or no longer."""
        super().__init__()
        self._word, self._changed, self._words_of = word, changed, words_of
        self._also: tuple[str, Callable[[], object]] | None = None
        self.value = ""
        self._choices: dict[str, tuple[str, int]] = {}
        self._is_switch = False
        self.setProperty("kind", "filter")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_click)
        self._show()

    def offer(self, choices: Sequence[tuple[str, str, int]]) -> None:
        """(value, words, firms) that can be chosen; a chip without any rests."""
        self._choices = {value: (words, number) for value, words, number in choices}
        self.setEnabled(bool(choices) or bool(self.value))
        self._show()

    def offer_also(self, words: str, act: Callable[[], object]) -> None:
        """A last line of the menu that asks for what is no choice."""
        self._also = words, act

    def set(self, value: str) -> None:
        """Choose, or with "" take the choice off; whoever waits hears of it."""
        if value != self.value:
            self.value = value
            self._show()
            self._changed()

    def menu_of_choices(self) -> QMenu:
        """The choices with their numbers."""
        menu = QMenu(self)
        for value, (words, number) in self._choices.items():
            menu.addAction(f"{words}\t{number}").triggered.connect(partial(self._pick, value))
        if self._also is not None:
            words, act = self._also
            menu.addSeparator()
            menu.addAction(words).triggered.connect(partial(_do, act))
        return menu

    def _pick(self, value: str, _checked: bool = False) -> None:
        self.set(value)

    def _on_click(self, _checked: bool = False) -> None:
        if self.value:
            self.set("")
        elif len(self._choices) == 1 and self._also is None:
            self.set(next(iter(self._choices)))
        else:
            self.menu_of_choices().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _show(self) -> None:
        gone = (self._words_of(self.value) if self.value else "", 0)
        words, number = self._choices.get(self.value, gone)
        only = next(iter(self._choices.values()), ("", 0)) if len(self._choices) == 1 else ("", 0)
        self._is_switch = only[0] == self._word and self._also is None
        shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        if not self.value:
            shown, number = self._word, only[1] if self._is_switch else 0
        self.setText(f"{shown}  {number}" if number else shown)
        self.setToolTip(words if self.value and shown != words else "")
        theme.set_property(self, "set", bool(self.value))
        theme.set_property(self, "plain", self._is_switch and not self.value)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cross, or the arrow of a list, behind the words."""
        super().paintEvent(event)
        if self._is_switch and not self.value:
            return
        place = QRect(self.width() - 24, (self.height() - _ICON) // 2, _ICON, _ICON)
        colour = theme.colours().text if self.value else theme.colours().muted
        icon = theme.icon("close" if self.value else "down", colour)
        icon.paint(QPainter(self), QStyle.visualRect(self.layoutDirection(), self.rect(), place))


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()
