"""What needs a person today: one line each, the most urgent first, each leading to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button, Card, ElidedLabel, label

_AROUND = 40 + 12 + 12
"""Pixels of a line that hold no words."""


@dataclass(frozen=True, slots=True)
class Need:
    """One line: what, who or what is safe meanwhile, and where it leads."""

    icon: str
    words: str
    beside: str
    act: Callable[[], object]


class NeedButton(Button):
    """A line as a button: icon, words, a note at the right."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(36)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{need.words}, {need.beside}" if need.beside else need.words)
        self.setIcon(theme.icon(need.icon))
        self.setIconSize(QSize(18, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 0, 12, 0)
        self._need = need
        self._words = ElidedLabel()
        self._words.say(need.words)
        row.addWidget(self._words, 3)
        self._beside = label(need.beside, "muted")
        row.addWidget(self._beside)
        for one in (self._words, self._beside):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: need.act())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both have no room, what is to be done stays whole."""
        super().resizeEvent(event)
        words = self._words.fontMetrics().horizontalAdvance(self._need.words)
        beside = self._beside.sizeHint().width()
        self._beside.setVisible(bool(self._need.beside) and words + beside + _AROUND <= event.size().width())


def needs_card(needs: Sequence[Need]) -> QWidget:
    """The card; it says so where nothing needs anybody."""
    head = QHBoxLayout()
    head.addWidget(label(_("Needs a person"), "heading"))
    if needs:
        head.addWidget(label(str(len(needs)), "muted"))
    head.addStretch(1)
    card = Card()
    card.column.addLayout(head)
    for need in needs:
        card.column.addWidget(NeedButton(need))
    if not needs:
        card.column.addWidget(label(_("Nothing waits for anybody."), "muted", wrap=True))
    card.column.addStretch(1)
    return card
