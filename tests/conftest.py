"""What every test may use stands in tests/support; here is only what holds for all of them."""

from __future__ import annotations

import gc
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import tests.support.quick_keys  # noqa: F401 - before any study is made

pytest_plugins = [
    "tests.support.fixtures_firms",
    "tests.support.crashes",
    "tests.support.fixtures_command_line",
    "tests.support.fixtures_disk",
    "tests.support.fixtures_study",
    "tests.support.fixtures_villages",
    "tests.support.fixtures_window",
    "tests.support.patience",
]

# How long an example takes is no finding: other work on the machine may hold it up.
settings.register_profile("tests", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("tests")

ROOT = Path(__file__).resolve().parents[1]
SLOW = ("ui", "journeys", "recovery")
"""Folders whose tests open windows, or studies to damage them: `make check` leaves them to `make test`."""


def pytest_configure() -> None:
    """The window's words are compiled where their sources are newer, also when make did not call us."""
    runpy.run_path(str(ROOT / "packaging" / "words.py"), run_name="__main__")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of these folders is slow."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The command line keeps the laptop's id in a folder of the tests, not in the person's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """Where a window has stood, circular garbage is collected in this thread only (system/gc_control.py), window or not."""
    yield
    if not gc.isenabled():
        gc.collect(1)
