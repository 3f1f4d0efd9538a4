"""What the window says of something that happened: over the foot of the page, so that nothing one is about to click moves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QWidget

from fieldsurvey.i18n import _
from fieldsurvey.ui.shell.widgets import Banner

_SIDE, _BELOW = 16, 4
_MOVED = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
UNDO_MS = 10_000
"""How long what was taken away can be brought back from here; elsewhere it stays longer."""


class MessageBar(Banner):
    """A banner that lies over the foot of `over`, on the keys listed there, and grows upwards where the sentence is long."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._over, self._beside = over, list[QWidget]()
        self._undo: Callable[[], object] | None = None
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(UNDO_MS)
        self._away.timeout.connect(self._leave)
        if (row := self.layout()) is not None:
            row.setContentsMargins(12, 4, 4, 4)  # two lines of a tall script fit over the foot
        self.setParent(over)
        over.installEventFilter(self)

    def keep_clear_of(self, *buttons: QWidget) -> None:
        """Buttons at the right of the foot: it ends before the first of them that is shown."""
        self._beside += buttons
        for one in buttons:
            one.installEventFilter(self)

    def say(self, sentence: str, verb: str = "", act: Callable[[], object] | None = None) -> None:
        """Show the sentence until it is closed or another follows; what was offered before is no longer offered."""
        self._undo = None
        self._away.stop()
        super().say(sentence, verb, act)
        self._place()

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Say what was taken away, and for a while offer to bring it back."""
        self.say(sentence, _("Undo"), undo)
        self.action.setToolTip("Ctrl+Z")
        self._undo = undo
        self._away.start()

    def undo(self) -> None:
        """Bring back what was taken away, while that is offered."""
        if self._undo is not None and self.isVisible():
            self.action.click()

    def _leave(self) -> None:
        if self.underMouse() or self.action.hasFocus():
            self._away.start()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of what it lies over."""
        if event.type() in _MOVED:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        ends = [one.mapTo(self._over, QPoint(0, 0)).x() - _BELOW for one in self._beside if one.isVisible()]
        width = max(0, min([self._over.width() - _SIDE, *ends]) - _SIDE)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        self.setGeometry(_SIDE, self._over.height() - height - _BELOW, width, height)
        self.raise_()
