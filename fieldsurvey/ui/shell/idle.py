"""Notices that nobody touches the program any more: no key, no mouse, for so many minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)
_MINUTE = 60.0
_MS = 1000


def awake_and_asleep() -> float:
    """Seconds that also pass while the laptop sleeps. A clock set forward counts as sleep, one set back as nothing."""
    return max(time.monotonic(), time.time() - _STARTED + _STARTED_MONOTONIC)


_STARTED, _STARTED_MONOTONIC = time.time(), time.monotonic()


class Idle(QObject):
    """Tells once when the time is up; a touch begins it anew.

    It looks at what the system hands to the program's windows, not at every event within: that would cost each answer
    some milliseconds in Python.
    """

    due = Signal()

    def __init__(self, owner: QObject, clock: Callable[[], float] = awake_and_asleep) -> None:
        super().__init__(owner)
        self.clock = clock
        """Gives the seconds that passed since some moment."""
        self._limit = 0.0
        self._touched = clock()
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(QGuiApplication.focusWindow())

    def start(self, minutes: float) -> None:
        """Begin anew with this limit; 0 never tells."""
        self._limit = minutes * _MINUTE
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched, self._told = self.clock(), False
        self._wait(self._limit)

    def look(self) -> None:
        """Tell when the time is up, else wait for the rest of it."""
        left = self._touched + self._limit - self.clock()
        if self._limit and left <= 0:
            self._timer.stop()
            self._told = True
            self.due.emit()
        else:
            self._wait(left)

    def again_in(self, seconds: float) -> None:
        """Look again soon: the window could not lock just now."""
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        if self._limit:
            self._timer.start(max(1, round(seconds * _MS)))
        else:
            self._timer.stop()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time only moves it to the front

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Never holds an event back, but for the first key after the laptop slept past the limit."""
        if not self._limit or event.type() not in _TOUCHES:
            return False
        if not self._told and self.clock() >= self._touched + self._limit:
            self.look()
            return True
        if self._told:
            self.touch()
        self._touched = self.clock()
        return False
