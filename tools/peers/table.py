"""The speed table: our engine beside ODK Web Forms' engine under Node, and what others were measured at before.

usage: python -m tools.peers.table [WORD ...]   (rows whose name holds a word; all without)
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyxform.xls2xform import convert

from fieldsurvey.study import load_questionnaire
from fieldsurvey.system import paths
from tests.support import generated_forms

HERE = Path(__file__).parent
_OURS = [sys.executable, "-m", "tools.peers.ours"]
_PATIENCE = 180
"""Seconds an engine is waited for."""
Step = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One form, what is done with it, how often, and what peers that are not here took (shown as it was recorded)."""

    name: str
    form: str
    steps: list[Step]
    times: int
    peer_times: int
    """0: it would take the peer many minutes."""
    recorded: str
    villages: int = 0
    """Rows of the file the form's list comes from."""


@dataclass(frozen=True, slots=True)
class Run:
    """Milliseconds and megabytes of one filling."""

    ready: float
    answer: list[float]
    add: list[float]
    choices: list[float]
    memory: float


def rows() -> Iterator[Row]:
    """Every row of the table."""
    recorded = {
        200: "JavaRosa 357, 0.28/5.2, 82 MB; Enketo 378, 1.7/31; Web Forms in Chromium 600, 0.20/16, 189 MB",
        1000: "JavaRosa 1101, 0.42/12.7, 131 MB; Enketo 2576, 4.7/239, 303 MB; Web Forms in Chromium 1937, 0.35/348, 285 MB",
        5000: "JavaRosa 6200, 0.91/186, 356 MB; Enketo 51 s, 20/1300; Web Forms in Chromium 20 s, 0.80/9300",
    }
    for questions, times, peers in ((200, 5, 3), (1000, 5, 1), (5000, 3, 0)):
        answers = [("answer", ref, value) for ref, value in generated_forms.flat_answers(questions)]
        yield Row(
            f"flat {questions:,}", generated_forms.flat(questions), answers, times, peers, recorded[questions]
        )
    recorded = {
        50: "JavaRosa 156, 0.33/2.3; Enketo 227, 3.5/6.1; Web Forms in Chromium 250, 0.80/5.7",
        200: "JavaRosa 144, 0.69/1.7, 302 MB; Enketo 201, 13/20; Web Forms in Chromium 273, 3.5/51",
        1000: "",
    }
    for instances, times, peers in ((50, 5, 3), (200, 5, 0), (1000, 3, 0)):
        steps: list[Step] = []
        for instance in range(1, instances + 1):
            steps.append(("add", "/data/worker"))
            steps += [("answer", ref, value) for ref, value in generated_forms.repeated_answers(instance)]
        yield Row(
            f"repeat x {instances:,}", generated_forms.repeated(), steps, times, peers, recorded[instances]
        )


def cascades() -> Iterator[Row]:
    """State, district and village, from files of three lengths. Ours has stored the file in a locked study before."""
    recorded = {
        10_000: "JavaRosa 976, 0.10/3.5, 181 MB; Web Forms in Chromium 1900, 155/311",
        100_000: "JavaRosa 4100, 0.11/11, 819 MB; Web Forms in Chromium 15 s, 1500/2900, 1.2 GB",
        600_000: "JavaRosa 15.5 s, 0.11/58, 4.2 GB",
    }
    steps: list[Step] = []
    for place in range(40):
        state, district = place % generated_forms.STATES, place // 5
        steps.append(("answer", "/data/state", f"s{state}"))
        steps.append(("answer", "/data/district", f"s{state}d{district}"))
        steps.append(("choices", "/data/village"))
        steps.append(("answer", "/data/village", f"v{state + generated_forms.STATES * district}"))
    for villages, peers in ((10_000, 1), (100_000, 0), (600_000, 0)):
        name = f"cascade {villages:,}"
        yield Row(name, generated_forms.cascade(), steps, 3, peers, recorded[villages], villages)


def prepared(row: Row, folder: Path) -> str:
    """Write the files of a row; says how long storing its list took."""
    form, steps = folder / "form.xml", folder / "steps.json"
    form.write_text(row.form, encoding="utf-8")
    steps.write_text(json.dumps(row.steps), encoding="utf-8")
    if not row.villages:
        return ""
    with (folder / "villages.csv").open("w", encoding="utf-8") as file:
        file.writelines(generated_forms.villages(row.villages))
    made = subprocess.run([*_OURS, "--store", str(form)], capture_output=True, text=True, check=True)
    return f"   (ours: stored once in {json.loads(made.stdout)['stored'] / 1000:.1f} s)"


def measured(command: list[str], times: int, folder: Path) -> list[Run]:
    """The runs of one engine; fewer than wanted when it takes too long, none when it cannot."""
    form, steps = folder / "form.xml", folder / "steps.json"
    found: list[Run] = []
    for _ in range(times):
        try:
            made = subprocess.run(
                [*command, str(form), str(steps)],
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            break
        if made.returncode != 0:
            print(made.stderr.strip()[-400:], file=sys.stderr)
            break
        told = json.loads(made.stdout)
        found.append(Run(told["ready"], told["answer"], told["add"], told["choices"], told["memory"]))
    return found


def peer() -> list[str] | None:
    """The command of Web Forms' engine; None without Node or its packages (`make peers` fetches them)."""
    node = shutil.which("node")
    return [node, str(HERE / "web_forms.mjs")] if node and (HERE / "node_modules").is_dir() else None


def told(name: str, runs: list[Run]) -> str:
    """One line: medians over the runs of each run's figures."""
    if not runs:
        return f"  {name:<12} not measured (not here, or it takes more than {_PATIENCE} s)"
    parts = [f"ready {statistics.median(run.ready for run in runs):8.1f} ms"]
    for what in ("answer", "add", "choices"):
        lists = [sorted(getattr(run, what)) for run in runs if getattr(run, what)]
        if lists:
            middle = statistics.median(statistics.median(one) for one in lists)
            high = statistics.median(one[int(len(one) * 0.95)] for one in lists)
            parts.append(f"{what} {middle:.3f} / {high:.2f} ms")
    parts.append(f"{statistics.median(run.memory for run in runs):.0f} MB")
    return f"  {name:<12} {'; '.join(parts)}   (n = {len(runs)})"


_RECORDED = re.compile(r"([A-Z][\w ]*?) ([\d.]+)( s)?, ([\d.]+)/([\d.]+)")


def behind(recorded: str, runs: list[Run]) -> Iterator[str]:
    """Where a peer that was measured before is ahead of us, in words."""
    for name, ready, in_seconds, middle, high in _RECORDED.findall(recorded):
        answers = [sorted(run.answer) for run in runs]
        ours = (
            (
                "ready",
                statistics.median(run.ready for run in runs),
                float(ready) * (1000 if in_seconds else 1),
            ),
            ("median answer", statistics.median(statistics.median(one) for one in answers), float(middle)),
            ("p95 answer", statistics.median(one[int(len(one) * 0.95)] for one in answers), float(high)),
        )
        yield from (
            f"  BEHIND       {name} in {what}: {own:.3f} ms to {theirs} ms"
            for what, own, theirs in ours
            if own > theirs
        )


def conversion() -> None:
    """The shipped questionnaire from its workbook: pyxform's own part, and all we do on top of it."""
    workbook = paths.forms() / "firm_diagnostic.xlsx"
    alone, whole = [], []
    for _ in range(3):
        began = time.perf_counter()
        convert(xlsform=workbook, file_type=".xlsx")
        alone.append(time.perf_counter() - began)
        began = time.perf_counter()
        load_questionnaire(workbook)
        whole.append(time.perf_counter() - began)
    print("conversion of firm_diagnostic.xlsx")
    print(f"  pyxform      {statistics.median(alone):.2f} s   (n = 3)")
    print(
        f"  ours         {statistics.median(whole):.2f} s, with pyxform's part, checks and indicators   (n = 3)"
    )


def main(words: list[str]) -> None:
    """Print the table row by row, as it is measured."""
    print("median of the runs; per answer, added instance and list of choices: median / p95 within a run")
    other = peer()
    if not words or "conversion" in words:
        conversion()
    for row in (*rows(), *cascades()):
        if words and not any(word in row.name for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            print(f"{row.name}{prepared(row, here)}")
            own = measured(_OURS, row.times, here)
            print(told("ours", own), flush=True)
            theirs = measured(other, row.peer_times, here) if other else []
            print(told("Web Forms", theirs), flush=True)
            if row.recorded:
                print(f"  before       {row.recorded}")
            for line in behind(row.recorded, own) if own else ():
                print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
