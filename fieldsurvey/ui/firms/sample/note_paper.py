"""The method note on paper, as it will be printed, and Copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.i18n import _
from fieldsurvey.register.method_note import MethodNote
from fieldsurvey.ui.shell.widgets import button, label, line


class NotePaper(QWidget):
    """Live: it says what the plan, or the draw, is now."""

    def __init__(self) -> None:
        super().__init__()
        self._note: MethodNote | None = None
        self.copy = button(_("Copy"), self._copy, "quiet")
        head = QHBoxLayout()
        head.addWidget(label(_("Method note"), "strong"))
        head.addWidget(label(_("as it will be printed"), "muted"))
        head.addStretch(1)
        head.addWidget(self.copy)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paper = QFrame()
        paper.setProperty("role", "paper")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(20, 16, 4, 12)
        inside.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(paper, 1)
        self.setMinimumHeight(260)

    @property
    def text(self) -> str:
        """What is printed; "" while there is nothing to say."""
        return self._note.text if self._note else ""

    def show_note(self, note: MethodNote | None) -> None:
        """Show the note; None while the plan cannot be drawn."""
        self._note = note
        self.copy.setEnabled(note is not None)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        if note is None:
            column.addWidget(label(_("The note stands here once the plan can be drawn."), "muted", wrap=True))
        else:
            column.addWidget(label(note.title, "strong", wrap=True))
            for paragraph in note.paragraphs:
                column.addWidget(label(paragraph, wrap=True))
            if note.rows:
                column.addLayout(_table(note))
        column.addStretch(1)
        at = self._area.verticalScrollBar().value()
        self._area.setWidget(body)
        self._area.verticalScrollBar().setValue(at)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text)


def _table(note: MethodNote) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(4)
    grid.setHorizontalSpacing(12)
    grid.setColumnStretch(0, 1)
    wide = len(note.head)
    grid.addWidget(line(), 0, 0, 1, wide)
    for place, row in enumerate((note.head, *note.rows), start=1):
        for column, text in enumerate(row):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(label(text, "strong" if place == 1 else ""), 2 * place - 1, column, side)
        grid.addWidget(line(), 2 * place, 0, 1, wide)
    return grid
