"""Python's collector of circular garbage: when it runs, in which thread, and what it need not look at. It knows no window.

Python collects in whatever thread happens to make the next object. When that was a lane in the background, it ended the
window's widgets there, which Qt answers with a crash. So while a window stands, nothing is collected by itself
(`by_hand`), and a timer in the window's thread calls `collect` every `EVERY_MS`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_MS = 1000


def by_hand() -> None:
    """From now on nothing is collected but by `collect`."""
    gc.disable()


def collect() -> None:
    """Each generation that is due, as Python itself would have it."""
    gc.disable()  # a thread that held the collector back for a moment may have let it loose again
    for generation, (count, due) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if count > due:
            gc.collect(generation)


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the collector back for a moment in which thousands of lasting records are made; it halves the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def settle() -> None:
    """Take what stands now out of the collector's rounds, until `unsettle`.

    For a program that keeps one large form open: walking 5,000 questions again and again would stop a person's typing
    for a quarter of a second each time. Nothing is collected here: a collection at a moment of our choosing would end
    windows in the middle of an event.
    """
    gc.freeze()


def unsettle() -> None:
    """Let the collector see everything again, before the next form is opened."""
    gc.unfreeze()
