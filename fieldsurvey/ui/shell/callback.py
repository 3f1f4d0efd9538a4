"""What is told when work beside the window has ended, bound to the life of who asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Callback(Generic[T]):
    """Called in the window's thread, where it is kept, too: a thread beside it must never be the last to hold a widget."""

    owner: QObject
    """Who asked. When it has ended (an interview is left, a page is taken away), nobody is told."""
    function: Callable[[T], object]

    def __call__(self, value: T) -> bool:
        """Tell it; False when there is nobody any more."""
        is_there = shiboken6.isValid(self.owner)
        if is_there:
            self.function(value)
        return is_there


def bound(owner: QObject | None, function: Callable[[T], object] | None) -> Callback[T] | None:
    """The callback; None where nothing is to be told. Raises TypeError when nobody is named who is to be told."""
    if function is None:
        return None
    if owner is None:
        raise TypeError("Name the owner whose end silences the callback.")
    return Callback(owner, function)
