"""The export and the figures of many interviews: time beside openpyxl's own writer on the same cells, and the most memory held.

Part of `make bench`; `python -m tools.bench_export [NUMBER ...]` for other sizes. Each run is a process of its own, so that the
peak it names is its own. openpyxl is given finished cells, and only what it does with them is on its clock; ours is the whole
export, from the locked file to the workbook.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from fieldsurvey.export.disclosure import release
from fieldsurvey.export.layout import fields_of, row_maker
from fieldsurvey.export.sheet_writer import safe
from fieldsurvey.study import Profile, Study
from tests.support.many_interviews import many_interviews

_RUNS = {2_000: 3, 20_000: 1, 50_000: 1}
"""Interviews -> how often each side is measured."""
_PASSPHRASE = "four words of brass"
_SHARE, _MEGABYTES, _FIGURES = 0.7, 150, 60.0


def export(path: Path) -> float:
    """Seconds of the whole export."""
    with Study.open(path, _PASSPHRASE) as study:
        began = time.perf_counter()
        study.exports.write(path.with_suffix(".xlsx"))
        return time.perf_counter() - began


def plain_writer(path: Path) -> float:
    """Seconds openpyxl's own write-only writer needs for the same cells."""
    seconds = 0.0
    with Study.open(path, _PASSPHRASE) as study:
        book = Workbook(write_only=True)
        for table in release(study.figures.dataset(), Profile.RESEARCH).dataset.tables:
            sheet = book.create_sheet(table.name)
            cells_of = row_maker(fields_of(table, with_version=False))
            for row in table.rows:
                cells = [safe(value) for value in cells_of(row)]
                began = time.perf_counter()
                sheet.append(cells)
                seconds += time.perf_counter() - began
        began = time.perf_counter()
        book.save(path.with_suffix(".plain.xlsx"))
        return seconds + time.perf_counter() - began


def figures(path: Path) -> float:
    """Seconds of all figures, anew."""
    with Study.open(path, _PASSPHRASE) as study:
        began = time.perf_counter()
        study.figures.measured()
        return time.perf_counter() - began


def fill(path: Path) -> float:
    """Seconds of making the study; its name is the number of interviews."""
    began = time.perf_counter()
    many_interviews(path, int(path.stem), _PASSPHRASE)
    return time.perf_counter() - began


_WORKS: dict[str, Callable[[Path], float]] = {
    work.__name__: work for work in (fill, export, plain_writer, figures)
}


def _apart(work: str, path: Path) -> tuple[float, int]:
    """Seconds and the peak in megabytes of a work done in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", __spec__.name, work, str(path)], check=True, capture_output=True, text=True
    ).stdout.split()
    return float(told[0]), int(told[1])


def _compare(folder: Path, number: int) -> None:
    path = folder / f"{number}.study"
    _apart("fill", path)  # a process begins with the peak of the one that started it, so this one stays small
    ours, theirs, peak = list[float](), list[float](), 0
    for _ in range(_RUNS.get(number, 1)):
        seconds, held = _apart("export", path)
        ours.append(seconds)
        peak = max(peak, held)
        theirs.append(_apart("plain_writer", path)[0])
    share = statistics.median(ours) / statistics.median(theirs)
    verdict = "" if share <= _SHARE and peak <= _MEGABYTES else "  OVER"
    print(
        f"export of {number:>6,}   {statistics.median(ours):7.2f} s   openpyxl alone {statistics.median(theirs):7.2f} s   "
        f"{share:.2f} <= {_SHARE}   {peak:4} <= {_MEGABYTES} MB   n {len(ours)}{verdict}",
        flush=True,
    )
    seconds, held = _apart("figures", path)
    verdict = "" if seconds <= _FIGURES and held <= _MEGABYTES else "  OVER"
    print(
        f"figures of {number:>5,}   {seconds:7.2f} s <= {_FIGURES:.0f}   {held:4} <= {_MEGABYTES} MB   n 1{verdict}",
        flush=True,
    )


def main(words: list[str]) -> None:
    """Compare at each size; or, with a work and a study, do it here and print seconds and megabytes."""
    if words and words[0] in _WORKS:
        seconds = _WORKS[words[0]](Path(words[1]))
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    for number in [int(word) for word in words] or list(_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            _compare(Path(folder), number)


if __name__ == "__main__":
    main(sys.argv[1:])
