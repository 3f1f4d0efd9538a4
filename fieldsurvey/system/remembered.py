"""What was reckoned last, for as long as what it was reckoned from is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """One value, and the state of things it holds for."""

    def __init__(self) -> None:
        self._kept: tuple[object, _T] | None = None

    def of(self, state: object, make: Callable[[], _T]) -> _T:
        """The value for this state: made where another one is kept."""
        if self._kept is None or self._kept[0] != state:
            self._kept = (state, make())
        return self._kept[1]
