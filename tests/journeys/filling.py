"""A process of its own that fills interviews until somebody kills it, and says each thing only when it is on disk.

Lines: "begun ID", "saved ID number", "finalised ID". Run by test_power_cuts.py.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import tests.support.quick_keys  # noqa: F401 - the study it opens was made with these
from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.study import Study
from fieldsurvey.xforms import FormEntry


def fill(study: Study, chance: random.Random, said: Callable[[str], None]) -> None:
    """One interview: answers, rows, steps back; at the end it is finalised."""
    entry = study.interviews.begin("small")
    study.interviews.savepoint(savepoint_of(entry, study.clock()))
    study.interviews.set_open(entry.instance_id)
    said(f"begun {entry.instance_id}")
    for number in range(1, chance.randint(5, 40)):
        old = entry.value("/data/labour/workers")
        _step(entry, chance, number)
        changed = (("/data/labour/workers", old, str(number)),)
        study.interviews.savepoint(
            savepoint_of(entry, study.clock(), cursor="/data/labour/workers", answers=changed)
        )
        said(f"saved {entry.instance_id} {number}")
    entry.answer("/data/identity/firm_name", f"Firm {entry.instance_id[-4:]}")
    assert not entry.finalise()
    study.interviews.record(entry)
    said(f"finalised {entry.instance_id}")


def _step(entry: FormEntry, chance: random.Random, number: int) -> None:
    if chance.random() < 0.3:
        entry.add_repeat("/data/labour/worker")
        entry.answer(f"/data/labour/worker[{entry.count('/data/labour/worker')}]/wage", str(number))
    if chance.random() < 0.2:
        entry.answer("/data/trade/turnover", "1")
        entry.undo()
    entry.answer("/data/labour/workers", str(number))


def main(path: Path, passphrase: str, seed: int) -> None:
    """Fill one interview after the other."""
    chance = random.Random(seed)
    with Study.open(path, passphrase) as study:
        study.take_writer_lock()
        print(f"open {study.why_read_only or ''}", flush=True)
        while True:
            fill(study, chance, lambda line: print(line, flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
