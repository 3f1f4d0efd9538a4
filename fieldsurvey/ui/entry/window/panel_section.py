"""A part of the panel at the right: a heading and a list that is drawn anew when it changes, alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldsurvey.ui.shell.widgets import Card, button, label

_SOON_MS = 60


class Section(QWidget):
    """Base of the sections. A subclass draws its list into a column; an empty one takes no room."""

    jumped = Signal(str)
    """The question to go to."""

    def __init__(self) -> None:
        super().__init__()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.redraw)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget(self)
        self._outer.addWidget(self._body)

    def draw(self, column: QVBoxLayout) -> None:
        """Put heading and lines into the column."""

    @property
    def is_late(self) -> bool:
        """Whether the list is still to be drawn anew."""
        return self._soon.isActive()

    def redraw_soon(self) -> None:
        """Draw the list anew when the page has shown what was answered: an answer must not wait for the list beside it."""
        self._soon.start()

    def redraw(self) -> None:
        """Draw the list anew."""
        self._soon.stop()
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.draw(column)
        if column.count() == 0:
            self.hide()
        elif self.parentWidget() is not None:
            self.show()
        before, self._body = self._body, body
        self._outer.replaceWidget(before, body)
        before.hide()
        before.deleteLater()  # not at once: the field whose Enter led here may be in it

    def line(self, *parts: QWidget) -> Card:
        """One line of the list, as a small card."""
        card = Card(*parts, spacing=4)
        card.column.setContentsMargins(8, 8, 8, 8)
        return card

    def go(self, ref: str, words: str) -> QWidget:
        """A button that leads to a question."""
        made = button(words, lambda: self.jumped.emit(ref), "quiet", "next")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


def title(text: str) -> QWidget:
    """The heading of a section."""
    return label(text, "strong", wrap=True)
