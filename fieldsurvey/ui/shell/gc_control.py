"""Python's collector of circular garbage, kept in the window's own thread.

Python collects in whatever thread happens to make the next object. When that was a lane in the background, it ended the
window's widgets there, which Qt answers with a crash. So while a window stands, nothing is collected by itself, and a
timer in the window's thread does the rounds instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Collector(QTimer):
    """Lives as long as the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setInterval(_EVERY_MS)
        self.timeout.connect(self.collect)
        gc.disable()
        self.start()

    def collect(self) -> None:
        """Each generation that is due, as Python itself would have it."""
        gc.disable()  # a thread that held the collector back for a moment may have let it loose again
        for generation, (count, due) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count > due:
                gc.collect(generation)
