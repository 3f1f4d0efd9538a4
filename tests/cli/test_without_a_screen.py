"""Where there is no screen, or a library for it is missing, the program says so in one sentence instead of ending with Qt's abort."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="screens are found otherwise here"
)


def started(tmp_path: Path, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The program started without a study, as its own process."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM") and not name.startswith("XDG")
    }
    run = code + "\nfrom fieldsurvey.cli import main\nmain([])"
    return subprocess.run(
        [sys.executable, "-c", run],
        env={**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("variables", [{}, {"DISPLAY": ":977"}], ids=["none", "one that is not there"])
def test_without_a_screen_one_sentence_says_so(tmp_path: Path, variables: dict[str, str]) -> None:
    ended = started(tmp_path, **variables)
    (said,) = ended.stderr.strip().splitlines()
    assert ended.returncode == 2
    assert said.startswith("There is no screen here to open the window on.")


def test_a_platform_qt_does_not_know_is_told_with_its_reason(tmp_path: Path) -> None:
    ended = started(tmp_path, QT_QPA_PLATFORM="nonesuch")
    assert ended.returncode == 2
    assert "lacks a library it needs" in ended.stderr or "There is no screen" in ended.stderr


def test_a_library_that_is_missing_is_named(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'PySide6.QtGui':\n"
        "            raise ImportError('libEGL.so.1: cannot open shared object file')\n"
        "sys.meta_path.insert(0, Missing())\n"
    )
    ended = started(tmp_path, code, DISPLAY=":977")
    (said,) = ended.stderr.strip().splitlines()
    assert ended.returncode == 2
    assert "libEGL.so.1" in said
