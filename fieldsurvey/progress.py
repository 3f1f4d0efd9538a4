"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The person stopped the work; what it had begun is undone."""


class Progress(Protocol):
    """Called with what is done of what; raises Cancelled when the work should stop."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


def silent(done: int, total: int, what: str) -> None:
    """Progress nobody watches."""
