"""The line all typed answers stand in. Undo belongs to the interview unless something is being typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_OURS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_AT_RISK_MS = 700
"""Of typing, before it is handed over; with the moment until it is written, less than 0.8 s."""


class Pause(QTimer):
    """Times out so long after the first key that was not handed over, whether or not typing goes on: the power may fail."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.setSingleShot(True)
        self.setInterval(_AT_RISK_MS)

    def typed(self) -> None:
        """One more key."""
        if not self.isActive():
            self.start()


_LONGEST_TEXT = (
    1_000_000  # letters; the engine says what it cannot take, Qt would cut at 32,767 without a word
)


class Field(QLineEdit):
    """A line edit that leaves Ctrl+Z to the interview while nothing typed in it is waiting to be given."""

    paused = Signal()
    """The typing stopped for a moment: what stands here may go to disk, the power may fail."""
    escaped = Signal()
    """Escape while something typed is waiting to be given."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_LONGEST_TEXT)
        self.before: str | None = None
        """The answer from before the typing, once a pause handed half of it over; None while it was not."""
        self._pause: Pause | None = None
        self.textEdited.connect(self._on_typed)

    def _on_typed(self) -> None:
        """The clock for the pause is made with the first key: most fields of a page are only looked at."""
        if self._pause is None:
            self._pause = Pause(self)
            self._pause.timeout.connect(self.paused)
        self._pause.typed()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.isModified()
            and any(event.matches(keys) for keys in _OURS)
        ):
            event.ignore()
            return True
        if isinstance(event, QKeyEvent) and self._takes_back(event):
            event.accept()  # before any shortcut of the window
            if event.type() == QEvent.Type.KeyPress:
                self.escaped.emit()
            return True
        return super().event(event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        """Whether a key asks for the standing answer: Escape, or Ctrl+Z where the line, grouped anew, knows no step back."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
        if event.key() == Qt.Key.Key_Escape and self.before is not None:
            return True
        return self.isModified() and (is_undo or event.key() == Qt.Key.Key_Escape)
