"""The tabs over the list of interviews."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.records import INTERVIEWS_OF, InterviewFilter, Status
from fieldsurvey.ui.shell.widgets import Button

ALL = InterviewFilter()
DELETED = InterviewFilter(deleted=True)


def _tabs() -> tuple[tuple[str, InterviewFilter], ...]:
    """Word and interviews of each tab; an interview may stand under two, for sent is no state of the review."""
    return (
        (_("All"), ALL),
        (_("Drafts"), INTERVIEWS_OF[Status.DRAFT]),
        (_("Finalised"), INTERVIEWS_OF[Status.FINALISED]),
        (_("Returned"), INTERVIEWS_OF[Status.RETURNED]),
        (_("Approved"), INTERVIEWS_OF[Status.APPROVED]),
        (_("Sent"), INTERVIEWS_OF[Status.SENT]),
        (_("Deleted"), DELETED),
    )


class Tabs(QWidget):
    """A button each, with how many stand under it."""

    def __init__(self, turned: Callable[[], object]) -> None:
        super().__init__()
        self._turned = turned
        self.chosen = ALL
        self._buttons: list[tuple[Button, str, InterviewFilter]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for word, tab in _tabs():
            choice = Button(word)
            choice.setProperty("kind", "quiet")
            choice.setCheckable(True)
            choice.setChecked(tab == ALL)
            choice.clicked.connect(partial(self._turn, tab))
            group.addButton(choice)
            row.addWidget(choice)
            self._buttons.append((choice, word, tab))
        row.addStretch(1)

    def choose(self, tab: InterviewFilter) -> None:
        """Turn to a tab; nobody is told."""
        self.chosen = tab
        for choice, _word, one in self._buttons:
            choice.setChecked(one == tab)

    def count(self, number_of: Callable[[InterviewFilter], int]) -> None:
        """Say how many stand under each."""
        for choice, word, tab in self._buttons:
            number = number_of(tab)
            choice.setText(f"{word}  {number}" if number else word)

    def _turn(self, tab: InterviewFilter, _checked: bool = False) -> None:
        self.chosen = tab
        self._turned()
