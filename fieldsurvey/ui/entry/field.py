"""The line all typed answers stand in. Undo belongs to the interview unless something is being typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_OURS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Field(QLineEdit):
    """A line edit that leaves Ctrl+Z to the interview while nothing typed in it is waiting to be given."""

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
