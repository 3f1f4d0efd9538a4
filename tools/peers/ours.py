"""Fill a form with our engine and print the times, as web_forms.mjs does with Web Forms.

usage: python -m tools.peers.ours FORM.xml STEPS.json   fill it; lists that were stored are asked where they are
       python -m tools.peers.ours --store FORM.xml      store the files beside the form in a study, once
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fieldsurvey.xforms import FormDefinition, FormEntry, parse_form

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
_PASSPHRASE = "four words of brass"


def main(form: Path, steps: Path) -> None:
    """Run the steps one by one; only the engine's own time counts."""
    read = _reader(form)
    began = time.perf_counter()
    entry = FormEntry.new(read(), now=NOW)
    ready = time.perf_counter() - began
    times: dict[str, list[float]] = {"answer": [], "add": [], "choices": []}
    offered, last = 0, ""
    for kind, ref, *value in json.loads(steps.read_text(encoding="utf-8")):
        start = time.perf_counter()
        if kind == "answer":
            entry.answer(ref, value[0])
            last = ref
        elif kind == "add":
            entry.add_repeat(ref)
        else:
            offered = len(entry.choices(ref))
        times[kind].append((time.perf_counter() - start) * 1000)
    found = {"ready": ready * 1000, **times, "offered": offered, "memory": peak_memory()}
    print(json.dumps({**found, "last": entry.value(last)}))


def store(form: Path) -> None:
    """Put the form and its files into a locked study beside it; the time is what a person waits for once."""
    from fieldsurvey.records import Cluster, Questionnaire
    from fieldsurvey.study import Study

    xform = form.read_text(encoding="utf-8")
    asked = Questionnaire(
        "generated", "1", "", xform, (), media={file.name: file for file in form.parent.glob("*.csv")}
    )
    with Study.create(form.with_suffix(".study"), Cluster(), [], passphrase=_PASSPHRASE) as study:
        began = time.perf_counter()
        study.forms.add(asked)
        print(json.dumps({"stored": (time.perf_counter() - began) * 1000}))


def _reader(form: Path) -> Callable[[], FormDefinition]:
    """Reads the form: out of the study where it was stored, else out of its file."""
    path = form.with_suffix(".study")
    if not path.exists():
        xform = form.read_text(encoding="utf-8")
        return lambda: parse_form(xform)
    from fieldsurvey.study import Study

    study = Study.open(path, _PASSPHRASE)

    return study.forms.form


def peak_memory() -> float:
    """The most memory this process has used, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells on Linux counts the program that started this one, too
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    if sys.argv[1] == "--store":
        store(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
