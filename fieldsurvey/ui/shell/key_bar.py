"""Keys and what they do, for the foot of a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldsurvey.ui.shell.widgets import label

FOOT_HEIGHT = 44
"""Pixels of the strip the keys stand in."""


class KeyBar(QWidget):
    """Keys and what they do, side by side; those there is no room for are left out."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._pairs = []
        for key, meaning in keys:
            cap, words = label(key, "key"), label(meaning, "muted")
            words.setContentsMargins(0, 0, 10, 0)
            row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(words)
            self._pairs.append((cap, words))
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width()
        for cap, words in self._pairs:
            room -= cap.sizeHint().width() + words.sizeHint().width() + 12
            cap.setVisible(room >= 0)
            words.setVisible(room >= 0)
