"""The keys of an interview: F1 shows them on one sheet. What the sheet says stands beside what the window binds."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.widgets import button, label

Rows = tuple[tuple[str, str], ...]
_AROUND, _LEAST = QSize(16, 48), QSize(480, 320)
"""Of the screen, for the frame and title of the sheet; and what it never is smaller than."""


def sheet() -> Iterator[tuple[str, Rows]]:
    """(heading, (keys, what they do) ...) in the window's language."""
    yield (
        _("Going on"),
        (
            ("Enter · Tab", _("next question")),
            ("Shift+Tab", _("the one before")),
            ("Ctrl+PgDn · Alt+→", _("next page")),
            ("Ctrl+PgUp · Alt+←", _("page before")),
            ("Ctrl+G", _("find a question by its words")),
            ("F6", _("between page, sections and remarks")),
            ("Ctrl+Enter", _("finalise, or list what is missing")),
        ),
    )
    yield (
        _("Answering"),
        (
            ("1 … 9", _("pick a choice")),
            (_("Space"), _("choose where the frame stands")),
            ("F3", _("don't know; again: refused")),
            ("Del", _("no answer")),
            ("Ctrl+Z · Ctrl+Y, Ctrl+Shift+Z", _("undo, redo")),
            ("Ctrl+;", _("today, or now")),
            (_("F4 held"), _("show a hidden text")),
            ("Alt+↑ · Alt+↓", _("move a line of an order")),
            ("Ins", _("a point in between")),
            ("12*4500", _("is computed in a number field")),
            ("=", _("the rest, where numbers make 100")),
            ("2301 · 930", _("are understood as a date and a time")),
        ),
    )
    yield (
        _("Tables"),
        (
            ("Enter · Tab", _("next cell")),
            ("Alt+↓", _("open the choices of a cell")),
            ('"', _("as in the row above")),
            ("Ctrl+D", _("copy the row down")),
            ("Ctrl++ · Ctrl+Shift++", _("a row above, a row below")),
            ("Ctrl+Del", _("delete the row")),
            ("Ctrl+C · Ctrl+V", _("copy to Excel, paste from it")),
            ("Shift+" + _("Space"), _("choose the row")),
            ("Ctrl+Shift+O", _("sort for view by this column")),
            (_("Enter in the empty row"), _("leave the table")),
        ),
    )
    yield (
        _("Beside the answer"),
        (
            ("F2", _("comment on the question; again: flag it")),
            ("Ctrl+L", _("next language")),
            ("F5", _("show the page to the respondent")),
            ("F4", _("open a list or a calendar")),
            ("F1", _("this sheet")),
            ("Ctrl+Shift+L", _("lock the study now")),
            ("Esc", _("close what is open")),
        ),
    )


class KeySheet(QDialog):
    """All keys on one sheet; any of Escape, Enter or F1 closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys of an interview"))
        keys = QWidget()
        columns = QHBoxLayout(keys)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(32)
        halves = (QVBoxLayout(), QVBoxLayout())
        for number, (heading, rows) in enumerate(sheet()):
            halves[number % 2].addLayout(_block(heading, rows))
        for half in halves:
            half.setSpacing(20)
            half.addStretch(1)
            columns.addLayout(half)
        close = button(_("Close"), self.accept, "primary")
        close.setDefault(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(keys)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        around = QSize(48 + self._area.verticalScrollBar().sizeHint().width(), 72 + close.sizeHint().height())
        room = (self.screen().availableSize() - _AROUND).boundedTo(parent.window().size()).expandedTo(_LEAST)
        if keys.sizeHint().width() + around.width() > room.width():
            columns.setDirection(QHBoxLayout.Direction.TopToBottom)
        self.resize((keys.sizeHint() + around).boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows and the pages scroll what does not fit; F1 closes it again."""
        bar = self._area.verticalScrollBar()
        step = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }.get(Qt.Key(event.key()))
        if step:
            bar.setValue(bar.value() + step)
        elif event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)


def _block(heading: str, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.addWidget(label(heading, "heading"), 0, 0, 1, 2)
    for number, (keys, meaning) in enumerate(rows, 1):
        grid.addWidget(label(keys, "key"), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(meaning), number, 1)
    grid.setColumnMinimumWidth(0, 150)
    grid.setColumnStretch(1, 1)
    return grid
