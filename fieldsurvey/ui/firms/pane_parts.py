"""The parts a pane beside a list is made of: a section with its heading, and lines with something at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.records import CaseState
from fieldsurvey.ui.firms.case_words import mark_label, state_colour
from fieldsurvey.ui.shell import theme
from fieldsurvey.ui.shell.widgets import label, line

_ROOM = 306
"""Pixels of a line in a pane."""


class PaneBody(QWidget):
    """What scrolls in a pane: as high as its lines are at the width there is, whatever they would like at another."""

    def minimumSizeHint(self) -> QSize:
        above = self.parentWidget()
        width = above.width() if above is not None else self.width()
        return QSize(0, max(0, self.heightForWidth(width)))


def flowing(*widgets: QWidget) -> QVBoxLayout:
    """Buttons side by side while there is room for them in a pane, else one under the other."""
    rows = QVBoxLayout()
    rows.setSpacing(6)
    row, room = QHBoxLayout(), 0
    for widget in widgets:
        widget.ensurePolished()
        needed = widget.sizeHint().width() + 8
        if needed > room:
            row, room = QHBoxLayout(), _ROOM
            row.setSpacing(8)
            rows.addLayout(row)
        row.insertWidget(row.count(), widget, 0, Qt.AlignmentFlag.AlignLeft)
        room -= needed
    for number in range(rows.count()):
        inner = rows.itemAt(number)
        if isinstance(inner, QHBoxLayout):
            inner.addStretch(1)
    return rows


def section(heading: str, number: int | None = None) -> QVBoxLayout:
    """A heading with its number, under a line; widgets are added to it."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.setContentsMargins(0, 4, 0, 4)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label(heading, "strong"))
    if number is not None:
        row.addWidget(label(str(number), "muted"))
    row.addStretch(1)
    column.addWidget(line())
    column.addLayout(row)
    return column


def told(text: str, right: QWidget | str = "") -> QWidget:
    """A line of the pane that can be marked with the mouse, and what stands at its right."""
    words = label(text, "small", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return beside(words, label(right, "muted") if isinstance(right, str) else right)


def state_line(left: str, state: CaseState, words: str, right: str = "") -> QWidget:
    """A line with a state in its colour and shape."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    when = label(left, "muted")
    when.setMinimumWidth(84)
    row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(mark_label(state), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, _role(state), wrap=True), 1)
    if right:
        row.addWidget(label(right, "muted"), 0, Qt.AlignmentFlag.AlignTop)
    return box


def _role(state: CaseState) -> str:
    c = theme.colours()
    return {c.warn: "warn", c.good: "good"}.get(state_colour(state), "small")


def beside(words: QLabel, right: QWidget) -> QWidget:
    """Words that give way, and something at their right."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(words, 1)
    row.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
    return box
