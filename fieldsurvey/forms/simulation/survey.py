"""Many invented respondents, on all the machine's processors; the same form, count and seed give the same tally."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from random import Random

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.simulation.plan import Plan, plan_of
from fieldsurvey.forms.simulation.respondent import Respondent
from fieldsurvey.forms.simulation.tally import Tally
from fieldsurvey.records import Questionnaire
from fieldsurvey.system.gc_control import uncollected
from fieldsurvey.system.progress import Progress, silent

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
"""The moment all invented interviews are held at, so that `today()` gives the same answer every time."""
_SHARE, _QUESTIONS = 10, 3_000
"""Interviews done in one go, fewer where a form is long. They never depend on the number of processes: what the
interviews of a share see together must be the same everywhere."""
_WORTH_A_POOL = 50

_plans: list[Plan] = []
"""In a process of the pool: the form, read once."""


def hold(
    plan: Plan,
    count: int,
    seed: int,
    *,
    processes: int | None = None,
    now: datetime = NOON,
    progress: Progress = silent,
) -> Tally:
    """Hold `count` interviews and add up what they met. Raises Cancelled when `progress` does."""
    size = max(1, min(_SHARE, _QUESTIONS // max(1, len(plan.asks))))
    shares = [range(first, min(first + size, count)) for first in range(0, count, size)]
    if processes is None:
        processes = (os.cpu_count() or 1) if count > _WORTH_A_POOL and plan.is_whole else 1
    found, done = Tally(), 0
    progress(0, count, "")
    for size, tally in (
        _alone(plan, shares, seed, now) if processes < 2 else _pooled(plan, shares, seed, now, processes)
    ):
        found.add(tally)
        done += size
        progress(done, count, "")
    return found


def _alone(plan: Plan, shares: Sequence[range], seed: int, now: datetime) -> Iterator[tuple[int, Tally]]:
    for share in shares:
        yield len(share), _held(plan, share, seed, now)


def _pooled(
    plan: Plan, shares: Sequence[range], seed: int, now: datetime, processes: int
) -> Iterator[tuple[int, Tally]]:
    """Shares as they are done; each process is started afresh, as it must be beside a window, and reads the form once."""
    pool = ProcessPoolExecutor(
        max_workers=min(processes, len(shares)) or 1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(plan.questionnaire,),
    )
    try:
        waiting = {pool.submit(_share, share, seed, now): len(share) for share in shares}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    except BrokenProcessPool as error:
        raise FieldSurveyError("form.test-ended") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(questionnaire: Questionnaire) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is heard by the process that started this one
    _plans[:] = [plan_of(questionnaire)]


def _share(numbers: range, seed: int, now: datetime) -> Tally:
    return _held(_plans[0], numbers, seed, now)


def _held(plan: Plan, numbers: range, seed: int, now: datetime) -> Tally:
    tally = Tally()
    for number in numbers:
        with uncollected():
            Respondent(plan, tally, Random(f"{seed}/{number}"), now).go()  # noqa: S311 - invented people, no secrets
    return tally
