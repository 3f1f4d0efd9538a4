"""Keys a page or a part of it listens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Keys = tuple[tuple[str, str], ...]
"""(key, what it does) for each."""


def bind(widget: QWidget, keys: Mapping[str, Callable[[], object]], *, in_its_window: bool = False) -> None:
    """Let keys act wherever in the widget the keyboard is, or as long as it is shown in the window that has the keyboard."""
    context = (
        Qt.ShortcutContext.WindowShortcut if in_its_window else Qt.ShortcutContext.WidgetWithChildrenShortcut
    )
    for key, act in keys.items():
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(context)
        shortcut.activated.connect(act)
