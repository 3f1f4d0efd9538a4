"""Memory while an interview is on screen: what is there to stay is set aside once, and given back when it is left."""

from __future__ import annotations

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from fieldsurvey.xforms.garbage import settle, unsettle

_AFTER_MS = 500


class Settling(QTimer):
    """Ends with the window, so that nothing is set aside after it."""

    def __init__(self, window: QWidget, left: SignalInstance) -> None:
        super().__init__(window)
        self.setSingleShot(True)
        self.timeout.connect(settle)
        left.connect(self._give_back)
        self.start(_AFTER_MS)

    def _give_back(self) -> None:
        self.stop()
        unsettle()
