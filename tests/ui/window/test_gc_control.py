"""Circular garbage is collected in the window's thread only: elsewhere it would end widgets, and the program with them."""

from __future__ import annotations

import gc
import threading
import weakref

from fieldsurvey.system.gc_control import unsettle
from tests.support.pages import Program


class _Round:
    """Holds itself, so that only the collector ends it."""

    def __init__(self) -> None:
        self.itself = self


def _crowd() -> None:
    """Make more objects than the collector lets pass by itself."""
    kept = [[number] for number in range(200_000)]
    assert kept


def test_a_thread_beside_the_window_collects_nothing(program: Program) -> None:
    ended: list[threading.Thread] = []
    garbage = _Round()
    weakref.finalize(garbage, lambda: ended.append(threading.current_thread()))
    del garbage
    crowd = threading.Thread(target=_crowd)
    crowd.start()
    crowd.join()
    assert ended == []


def test_the_window_s_own_thread_does_the_rounds(program: Program) -> None:
    unsettle()  # a form left open by another test may still be set aside
    ended: list[threading.Thread] = []
    garbage = _Round()
    weakref.finalize(garbage, lambda: ended.append(threading.current_thread()))
    del garbage
    _crowd()
    kept = [[number] for number in range(2000)]
    program.bot.waitUntil(lambda: ended == [threading.main_thread()], timeout=20000)
    assert kept


def test_the_collector_stays_at_rest_when_a_thread_lets_it_loose(program: Program) -> None:
    gc.enable()
    program.bot.waitUntil(lambda: not gc.isenabled(), timeout=20000)
