"""What needs a person today: one line each, the most urgent first, each leading to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import Button, Card, ElidedLabel, label


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
        words = ElidedLabel()
        words.say(need.words)
        row.addWidget(words, 3)
        if need.beside:
            beside = label(need.beside, "muted")
            beside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(beside)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: need.act())


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
