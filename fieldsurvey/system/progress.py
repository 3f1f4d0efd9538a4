"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

_T = TypeVar("_T")
_PAUSE = 0.002  # seconds


class Cancelled(Exception):
    """The person stopped the work; what it had begun is undone."""


class Progress(Protocol):
    """Called with what is done of what; raises Cancelled when the work should stop."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


def silent(done: int, total: int, what: str) -> None:
    """Progress nobody watches."""


def yielding(items: Iterable[_T]) -> Iterator[_T]:
    """The items, with a pause after each: work nobody waits for, which must not make the window stutter."""
    for item in items:
        yield item
        time.sleep(_PAUSE)
