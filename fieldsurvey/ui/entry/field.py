"""The line all typed answers stand in. Undo belongs to the interview unless something is being typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_OURS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


PAUSE_MS = 900


class Field(QLineEdit):
    """A line edit that leaves Ctrl+Z to the interview while nothing typed in it is waiting to be given."""

    paused = Signal()
    """The typing stopped for a moment: what stands here may go to disk, the power may fail."""

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textEdited.connect(lambda _text: self._pause.start())

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.isModified()
            and any(event.matches(keys) for keys in _OURS)
        ):
            event.ignore()
            return True
        return super().event(event)
