"""What 2 GB of attachments cost those who do not look at them: a study with them beside the same without.

`python -m tools.bench_attachments [MEGABYTES]`, or as part of `make bench`. It takes a minute or two and 2 GB of disk.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fieldsurvey.interviews.submissions import savepoint_of
from fieldsurvey.records import Cluster, InterviewFilter, Savepoint
from fieldsurvey.store import attachments
from fieldsurvey.study import Study, load_questionnaire
from tests.support.markdown_form import write_form
from tests.support.rows import connected
from tests.support.small_form import ANSWERS, NOW, PASSPHRASE, SMALL

MEGABYTES = 2000
INTERVIEWS = 500
_EACH = 2_000_000
_RUNS = 6
_ROUNDS = 5


def interviews(path: Path, folder: Path) -> list[str]:
    """A locked study of interviews under way; their instanceIDs."""
    asked = load_questionnaire(write_form(folder / "form.xlsx", SMALL))
    with Study.create(path, Cluster(), [asked], passphrase=PASSPHRASE) as study:
        entry, made = study.interviews.begin("small"), list[str]()
        for ref, value in ANSWERS.items():
            if "[2]" not in ref:
                entry.answer(ref, value)
        first = savepoint_of(entry, NOW)
        for number in range(INTERVIEWS):
            made.append(f"uuid:00000000-0000-4000-8000-{number:012}")
            study.interviews.savepoint(_copy(first, made[-1], f"Sharma {number}"))
    return made


def _copy(first: Savepoint, identity: str, firm: str) -> Savepoint:
    return Savepoint(
        identity, first.form_id, first.form_version, first.xml.replace(first.instance_id, identity), NOW,
        firm=firm, words=first.words,
    )  # fmt: skip


def fill(path: Path, identities: list[str], megabytes: int) -> list[float]:
    """Photos for the interviews in turn; seconds each took."""
    seconds = []
    with Study.open(path, PASSPHRASE) as study:
        for number in range(megabytes * 1_000_000 // _EACH):
            data = os.urandom(_EACH)
            began = time.perf_counter()
            study.attachments.add(identities[number % len(identities)], f"{number}.jpg", data)
            seconds.append(time.perf_counter() - began)
    return seconds


def opening(path: Path, _identities: list[str]) -> list[float]:
    return [_timed(lambda: Study.open(path, PASSPHRASE).close()) for _ in range(_RUNS)]


def listing(path: Path, _identities: list[str]) -> list[float]:
    with Study.open(path, PASSPHRASE) as study:
        return [_timed(study.interviews.listing) for _ in range(_RUNS)]


def first_listing(path: Path, _identities: list[str]) -> list[float]:
    """The list right after opening, when nothing of the file is in SQLite's memory."""
    seconds = []
    for _ in range(_RUNS):
        with Study.open(path, PASSPHRASE) as study:
            seconds.append(_timed(study.interviews.listing))
    return seconds


def searching(path: Path, _identities: list[str]) -> list[float]:
    with Study.open(path, PASSPHRASE) as study:
        wanted = InterviewFilter(text="sharma 49")
        return [_timed(lambda: study.interviews.page(wanted, 0, 50)) for _ in range(_RUNS)]


def savepoints(path: Path, identities: list[str]) -> list[float]:
    with Study.open(path, PASSPHRASE) as study:
        entry, seconds = study.interviews.resume(identities[7]), []
        for number in range(60):
            entry.answer("/data/identity/gstin", f"27AAPFU0939F1Z{number}")
            draft = savepoint_of(entry, NOW)
            seconds.append(_timed(lambda draft=draft: study.interviews.savepoint(draft)))  # type: ignore[misc]
    return seconds


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _compare(
    work: str,
    measure: Callable[[Path, list[str]], list[float]],
    bare: Path,
    full: Path,
    identities: list[str],
) -> None:
    """Both studies in turn, so that a busy minute of the machine falls on both."""
    without, beside = list[float](), list[float]()
    for _ in range(_ROUNDS):
        without += measure(bare, identities)
        beside += measure(full, identities)
    print(f"{work + ', without':<34}{_said(without)}")
    print(f"{work + ', with':<34}{_said(beside)}", flush=True)


def _said(seconds: list[float]) -> str:
    high = sorted(seconds)[int(len(seconds) * 0.95)]
    return (
        f"median {statistics.median(seconds) * 1000:8.2f} ms   p95 {high * 1000:8.2f} ms   n {len(seconds)}"
    )


def main(words: list[str]) -> None:
    """Print both studies side by side, then what storing and checking cost."""
    megabytes = int(words[0]) if words else MEGABYTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare, full = folder / "bare.study", folder / "full.study"
        identities = interviews(bare, folder)
        interviews(full, folder)
        stored = fill(full, identities, megabytes)
        print(
            f"{INTERVIEWS} interviews, {len(stored)} attachments, {full.stat().st_size / 1e9:.2f} GB, locked"
        )
        print(f"{'storing one of 2 MB':<34}{_said(stored)}")
        for work, measure in (
            ("opening", opening), ("the list after opening", first_listing), ("the list", listing),
            ("a search", searching), ("a savepoint", savepoints),
        ):  # fmt: skip
            _compare(work, measure, bare, full, identities)
        with connected(full, PASSPHRASE) as db:
            began = time.perf_counter()
            faults = list(attachments.check(db))
            print(f"checking every hash: {time.perf_counter() - began:.1f} s, {len(faults)} faults")


if __name__ == "__main__":
    main(sys.argv[1:])
