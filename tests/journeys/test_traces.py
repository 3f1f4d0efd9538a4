"""A locked study leaves no answer readable anywhere: not in its file, its side files, temporary files, backups, settings or logs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.leaving_traces import PLANTED
from tests.support.small_form import PASSPHRASE


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, small_form: Path) -> dict[str, bytes]:
    """Every file there is after the process was killed with the window open, by its name."""
    folder = tmp_path_factory.mktemp("laptop")
    for name in ("home", "tmp", "studies"):
        (folder / name).mkdir()
    home = {
        f"XDG_{kind}_HOME": str(folder / "home" / kind.lower())
        for kind in ("CONFIG", "STATE", "CACHE", "DATA")
    }
    surroundings = {
        **os.environ, **home, "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    path = folder / "studies" / "brass.study"
    run = [sys.executable, "-m", "tests.journeys.leaving_traces", str(path), str(small_form), PASSPHRASE]
    done = subprocess.run(run, env=surroundings, capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("planted", [*PLANTED, PASSPHRASE])
def test_nothing_planted_is_found_in_any_file(left: dict[str, bytes], planted: str) -> None:
    spellings = (planted.encode(), planted.encode("utf-16-le"), planted.encode("utf-16-be"))
    assert [name for name, content in left.items() if any(one in content for one in spellings)] == []


def test_the_files_looked_at_are_those_that_could_tell(left: dict[str, bytes]) -> None:
    kinds = {name: len(content) for name, content in left.items()}
    log = kinds[
        "studies/brass.study-wal"
    ]  # empty, where the study had a second's rest before it was looked at
    assert kinds["studies/brass.study"] + log > 100_000
    assert any(name.startswith("studies/brass backups/") for name in kinds)
    assert any(name.endswith("settings.json") for name in kinds)
