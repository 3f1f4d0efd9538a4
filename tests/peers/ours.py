"""Fill a form with our engine and print the times, as web_forms.mjs does with Web Forms.

usage: python -m tests.peers.ours FORM.xml STEPS.json
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from fieldsurvey.xforms import FormEntry, parse_form

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def main(form: Path, steps: Path) -> None:
    """Run the steps one by one; only the engine's own time counts."""
    xform = form.read_text(encoding="utf-8")
    media: dict[str, bytes | str] = {path.name: path.read_bytes() for path in form.parent.glob("*.csv")}
    began = time.perf_counter()
    entry = FormEntry.new(parse_form(xform, media), now=NOW)
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


def peak_memory() -> float:
    """The most memory this process has used, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
