"""The keys of a page on one sheet: F1 shows it, and any of Escape, Enter or F1 closes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.keys import Keys
from fieldsurvey.ui.shell.widgets import button, label


class KeySheet(QDialog):
    """Blocks of keys side by side, each under its heading."""

    def __init__(self, parent: QWidget, title: str, blocks: Sequence[tuple[str, Keys]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for heading, keys in blocks:
            if keys:
                columns.addLayout(_block(heading, keys))
        close = button(_("Close"), self.accept, "primary")
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(columns)
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes it again."""
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)


def _block(heading: str, keys: Keys) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for number, (key, meaning) in enumerate(keys):
        grid.addWidget(label(key, "key"), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(meaning), number, 1)
    block = QVBoxLayout()
    block.setSpacing(8)
    block.addWidget(label(heading, "heading"))
    block.addLayout(grid)
    block.addStretch(1)
    return block
