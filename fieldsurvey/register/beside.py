"""Compare all firms of a large register in a process of its own: in a thread, half a million pairs hold up the window at each key."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection

from fieldsurvey.records import Firm
from fieldsurvey.register.matching import COMPARED, Common, Lookalike, Matcher
from fieldsurvey.system.progress import Progress, silent

MANY = 2_000
"""Firms from which a process of its own is worth its start, some half a second of a slow laptop."""
_LOOKED = 0.2
"""Seconds between two looks whether the work is still wanted."""
PORTION = 500
"""Firms handed over at a time: a millisecond in which the window waits."""
_Found = list[tuple[int, int, tuple[Common, ...], int]]
"""Places of the two firms, what they have in common, likeness."""


def lookalikes(
    firms: Sequence[Firm], apart: frozenset[frozenset[str]], progress: Progress = silent
) -> list[Lookalike]:
    """Every pair that may be one firm, the likeliest first, as `Matcher.all` has them. Raises Cancelled when `progress` does.

    Where no process can be started or it ends before its time, the work is done here.
    """
    found = _elsewhere(firms, apart, progress) if len(firms) >= MANY else None
    if found is None:
        return Matcher(firms).all(apart)
    return [Lookalike(firms[one], firms[other], common, n) for one, other, common, n in found]


def _elsewhere(firms: Sequence[Firm], apart: frozenset[frozenset[str]], progress: Progress) -> _Found | None:
    """What another process found; None where there is none. It ends with this one, however this one ends."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_compare, args=(there,), daemon=True)
    try:
        process.start()
        there.close()
        here.send((len(firms), apart))
        for first in range(0, len(firms), PORTION):
            here.send([_plain(firm) for firm in firms[first : first + PORTION]])
            progress(0, 0, "")
        while not here.poll(_LOOKED):
            progress(0, 0, "")
        found: _Found = here.recv()
        return found
    except (OSError, EOFError, RuntimeError):
        return None
    finally:
        here.close()
        if process.pid is not None:
            process.kill()
            process.join()


def _plain(firm: Firm) -> tuple[str, int, str, dict[str, str]]:
    """What is compared of a firm, as it is quickest to hand over."""
    return firm.id, firm.number, firm.name, {name: firm.get(name) for name in COMPARED if firm.get(name)}


def _compare(parent: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is heard by the process that started this one
    count, apart = parent.recv()
    firms: list[Firm] = []
    while len(firms) < count:
        firms += [Firm(*told) for told in parent.recv()]
    places = {firm.id: place for place, firm in enumerate(firms)}
    found = Matcher(firms).all(apart)
    parent.send([(places[one.one.id], places[one.other.id], one.common, one.likeness) for one in found])
