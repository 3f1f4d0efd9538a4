"""The two commands of a newcomer: what is locked, what the maker's verbs are, and what the repository may not name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
LIBRARIES = ROOT / "packaging" / "system-libraries.sh"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
_UNTRACKED = {"build", "dist", "screens", "out", "__pycache__"}
_BINARY = {".ttf", ".xlsx", ".xls", ".mo", ".png", ".gz", ".xz", ".sqlite", ".study"}
# Written in halves, or this file would name what it forbids.
_PLACES = tuple(
    "".join(halves)
    for halves in (
        ("/wo", "rk/"), ("/ho", "me/"), ("/op", "t/"), ("py", "pi."), ("python", "hosted"),
        ("deb.", "debian"), ("--index", "-url"), ("--find", "-links"),
    )
)  # fmt: skip


def pins(lock: str) -> dict[str, str]:
    """Name -> version of everything a lock file fixes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(pin["name"]): pin["version"] for pin in _PIN.finditer(text)}


def needed(extra: str = "") -> list[Requirement]:
    """What pyproject.toml asks for: to run, or for an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in asked]


def unmet(asked: list[Requirement], lock: str) -> list[str]:
    found = pins(lock)
    return [str(r) for r in asked if not r.specifier.contains(found.get(canonicalize_name(r.name), "0"))]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    without = [pin["name"] for pin in _PIN.finditer(text) if "--hash=sha256:" not in pin["rest"]]
    assert pins(lock)
    assert without == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_load_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text


def test_the_lock_holds_what_the_program_needs() -> None:
    assert unmet(needed(), "requirements.lock") == []


def test_the_makers_lock_holds_what_the_makers_need() -> None:
    assert unmet([*needed(), *needed("dev")], "requirements-dev.lock") == []


def test_makers_and_users_have_the_same_versions() -> None:
    used, made = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: made.get(name) for name in used} == used


def test_nobody_locks_the_whole_of_qt() -> None:
    assert not {"pyside6", "pyside6-addons"} & (
        pins("requirements.lock").keys() | pins("requirements-dev.lock").keys()
    )


def test_the_robot_calls_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize(
    "verb", ["run", "test", "test-long", "check", "screens", "bench", "build", "strings", "lock"]
)
def test_make_knows_the_verb(verb: str) -> None:
    done = subprocess.run(["make", "-n", verb], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_repository_names_no_machine_and_no_registry() -> None:
    texts = [path for path in _tracked() if path.suffix not in _BINARY and path.name not in LOCKS]
    assert len(texts) > 100
    found = [
        f"{path.name}: {place}" for path in texts for place in _PLACES if place in path.read_text("utf-8")
    ]
    assert found == []


def _tracked() -> list[Path]:
    """Every file of the project itself; made things and hidden folders are none."""
    own = []
    for folder, inner, files in os.walk(ROOT):
        inner[:] = [
            name for name in inner if name not in _UNTRACKED and (not name.startswith(".") or name == ".ci")
        ]
        own += [Path(folder, name) for name in files if name != ".git"]
    return own


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes libraries from the system")
class TestSystemLibraries:
    """Run with `ldconfig`, `id` and `sudo` that answer as a machine without, or with, the libraries would."""

    def _run(self, folder: Path, libraries: str) -> subprocess.CompletedProcess[str]:
        answers = {"ldconfig": f"printf '%s' '{libraries}'", "id": "echo 1000", "sudo": "exit 1"}
        for name, answer in answers.items():
            program = folder / name
            program.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
            program.chmod(0o755)
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["sh", str(LIBRARIES)], env={"PATH": path}, capture_output=True, text=True, check=False
        )

    def test_says_what_to_ask_for_and_stops_when_it_may_not_install(self, tmp_path: Path) -> None:
        done = self._run(tmp_path, "")
        assert done.returncode == 1
        assert "sudo apt-get install libglib2.0-0 libegl1" in done.stderr
        assert "libxcb-cursor0" in done.stderr

    def test_goes_on_when_only_one_kind_of_screen_is_missing(self, tmp_path: Path) -> None:
        always = re.search(r'always="([^"]*)"', LIBRARIES.read_text(encoding="utf-8"))
        assert always is not None
        done = self._run(tmp_path, "".join(f" {pair.split('=')[0]} (x86-64) " for pair in always[1].split()))
        assert done.returncode == 0
        assert "libxcb-cursor0" in done.stderr
        assert "libegl1" not in done.stderr

    def test_is_silent_when_nothing_is_missing(self, tmp_path: Path) -> None:
        files = re.findall(r"\blib[^ =\"\n]+\.so\.\d+(?==)", LIBRARIES.read_text(encoding="utf-8"))
        done = self._run(tmp_path, "".join(f" {name} (x86-64) " for name in files))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_window_library_keeps_count_of_none() -> None:
    """A release of it lost one with each call; before Python 3.12 that ended the program after some thousands."""
    from PySide6.QtCore import QObject

    widget = QObject()
    before = sys.getrefcount(None)
    for _call in range(2000):
        widget.setObjectName("x")
    assert sys.getrefcount(None) > before - 500
