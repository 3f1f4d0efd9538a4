"""JavaRosa as a program that fills forms: compiled once from `java/`, with the jar that pyxform ships."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyxform

ZONE = "Asia/Kolkata"
_SOURCES = Path(__file__).parent / "java"
_JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"

Step = tuple[str, ...]
"""("answer", ref, text), ("add", ref of the repeat), ("remove", ref of the row), ("label", ref), ("choices", ref)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A form and what a person does in it."""

    name: str
    form: str
    steps: tuple[Step, ...] = ()
    zone: str = ZONE
    media: dict[str, str] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    """Questions that count the rows of a repeat: path of the question, path of the repeat."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an engine makes of a case: every node's state after opening and after each step, or why the form was refused."""

    states: list[dict[str, Any]]
    xml: str = ""
    error: str = ""


def missing() -> str:
    """Why JavaRosa cannot be asked here; "" when it can."""
    if shutil.which("javac") is None or shutil.which("java") is None:
        return "Java is not on this machine"
    return "" if _JAR.is_file() else "pyxform came without ODK Validate"


@cache
def _classes() -> str:
    """Our two classes, compiled; the one of the hash stands before the jar, which lacks it."""
    made = tempfile.mkdtemp(prefix="javarosa-")
    sources = [str(path) for path in sorted(_SOURCES.rglob("*.java"))]
    subprocess.run(["javac", "-cp", str(_JAR), "-d", made, *sources], check=True, capture_output=True)
    return made


def fill(cases: Iterable[Case]) -> Iterator[Told]:
    """What JavaRosa makes of each case."""
    jobs = [
        json.dumps({"form": case.form, "steps": case.steps, "tz": case.zone, "media": case.media})
        for case in cases
    ]
    command = ["java", "-Xmx512m", "-cp", f"{_classes()}:{_JAR}", "Drive"]
    done = subprocess.run(
        command, input="\n".join(jobs), capture_output=True, text=True, encoding="utf-8", check=True
    )
    for line in done.stdout.splitlines():
        told = json.loads(line)
        yield Told(told["states"], told.get("xml", ""), told.get("error", ""))
