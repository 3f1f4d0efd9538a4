"""Prove the built program where there is no Python: `python -m tools.built dist/fieldsurvey`. Not a pytest file.

It makes the demonstration, opens its window on it offscreen, closes it as the system would, and says how large
the program is and how long it takes to start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MADE = (
    "demo.study",
    "demo.xlsx",
    "cluster-en.pdf",
    "cluster-hi.pdf",
    "firm-01.pdf",
    "firm-02.pdf",
    "firm-03.pdf",
)
FORBIDDEN = ("pip", "setuptools", "tkinter", "pytest", "tests", "hypothesis")
PATIENCE = 60.0


class Unproved(Exception):
    """The built program does not do what it must; the sentence says what."""


def prove(folder: Path) -> list[str]:
    """What was seen, a line each. Raises Unproved."""
    program = folder / ("fieldsurvey.exe" if os.name == "nt" else "fieldsurvey")
    if not program.is_file():
        raise Unproved(f"{folder} holds no program.")
    with tempfile.TemporaryDirectory() as home:
        empty = Path(home) / "empty"
        empty.mkdir()
        surroundings = _surroundings(Path(home), empty)
        return [
            _said(program, surroundings),
            _nothing_needless(folder),
            _demo_made(program, Path(home) / "out", surroundings),
            *_window_opened(program, Path(home), surroundings),
            f"The folder holds {_megabytes(folder):.0f} MB.",
        ]


def _surroundings(home: Path, path: Path) -> dict[str, str]:
    """An environment without Python, without our settings and without a screen."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home,
        "LOCALAPPDATA": home,
        "XDG_CONFIG_HOME": home / "config",
    }
    return {**kept, **{name: str(place) for name, place in places.items()}, "PATH": str(path), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip


def _run(command: list[str], surroundings: dict[str, str]) -> tuple[str, float]:
    began = time.perf_counter()
    done = subprocess.run(
        command,
        check=False,
        env=surroundings,
        cwd=surroundings["PATH"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0 or done.stderr:
        raise Unproved(f"{' '.join(command[1:])} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout, time.perf_counter() - began


def _said(program: Path, surroundings: dict[str, str]) -> str:
    _run([str(program), "--version"], surroundings)
    version, seconds = _run([str(program), "--version"], surroundings)
    return f"{version.strip()} answers in {seconds:.2f} s."


def _nothing_needless(folder: Path) -> str:
    names = {path.name for path in folder.rglob("*")}
    found = sorted(names.intersection(FORBIDDEN))
    if found:
        raise Unproved(f"The folder carries what no agent needs: {', '.join(found)}.")
    return f"It carries none of {', '.join(FORBIDDEN)}."


def _demo_made(program: Path, out: Path, surroundings: dict[str, str]) -> str:
    _, seconds = _run([str(program), "demo", str(out), "--interviews", "5"], surroundings)
    absent = [name for name in MADE if not (out / name).is_file() or not (out / name).stat().st_size]
    if absent:
        raise Unproved(f"demo left no {', '.join(absent)}.")
    return f"demo with 5 firms wrote {len(MADE)} files in {seconds:.1f} s."


def _window_opened(program: Path, home: Path, surroundings: dict[str, str]) -> list[str]:
    study = home / "out" / "demo.study"
    seen = []
    for start in ("first", "second"):
        for remembered in home.rglob("settings.json"):
            remembered.unlink()
        seen.append(
            f"The {start} window stood on the study after {_window_seconds(program, study, surroundings):.2f} s."
        )
    return seen


def _window_seconds(program: Path, study: Path, surroundings: dict[str, str]) -> float:
    """Seconds until the window has opened the study (it then remembers it); the window is closed again."""
    home = study.parents[1]
    began = time.perf_counter()
    with subprocess.Popen(
        [str(program), str(study)], env=surroundings, stderr=subprocess.PIPE, text=True
    ) as window:
        while (
            not _is_remembered(study, home)
            and window.poll() is None
            and time.perf_counter() - began < PATIENCE
        ):
            time.sleep(0.02)
        seconds = time.perf_counter() - began
        time.sleep(0.5)  # the event loop takes the signal's handler over only once it runs
        window.terminate()
        _out, complaints = window.communicate(timeout=30)
    if not _is_remembered(study, home):
        raise Unproved(f"The window did not open the study: {complaints.strip()}")
    if os.name != "nt" and (window.returncode != 0 or "Traceback" in complaints):
        raise Unproved(f"The window ended with {window.returncode}: {complaints.strip()}")
    return seconds


def _is_remembered(study: Path, home: Path) -> bool:
    return any(study.name in place.read_text(encoding="utf-8") for place in home.rglob("settings.json"))


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    try:
        print(*prove(Path(sys.argv[1]).resolve()), sep="\n")
    except Unproved as fault:
        sys.exit(str(fault))
