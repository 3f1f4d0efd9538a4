"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

_T = TypeVar("_T")
_PAUSE = 0.002  # seconds
_WORKED = 0.004
"""Seconds of work between two pauses: less than Python lets a thread go on while another waits."""


class Cancelled(Exception):
    """The person stopped the work; what it had begun is undone."""


class Progress(Protocol):
    """Called with what is done of what; raises Cancelled when the work should stop."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


def silent(done: int, total: int, what: str) -> None:
    """Progress nobody watches."""


def yielding(items: Iterable[_T]) -> Iterator[_T]:
    """The items, with a pause every few milliseconds: work nobody waits for, which must not make the window stutter."""
    since = time.monotonic()
    for item in items:
        yield item
        if time.monotonic() - since >= _WORKED:
            time.sleep(_PAUSE)
            since = time.monotonic()
