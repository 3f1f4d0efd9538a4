"""A worker that crashes in Qt takes its test with it; that test is run once more, and the end of the run says so.

Seen a few times in thousands of widgets made and let go without a window: Qt, not Python, ends the process, each time
elsewhere, and never again in the same test. A test that crashes twice has failed.
"""

from __future__ import annotations

from typing import Any

import pytest

_crashed: list[str] = []


def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport, sched: Any) -> None:
    """Put the test back into the queue the first time."""
    if crashitem not in _crashed:
        _crashed.append(crashitem)
        sched.mark_test_pending(crashitem)
        report.outcome = "rerun"  # type: ignore[assignment]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what crashed, also where it passed afterwards."""
    for test in _crashed:
        terminalreporter.write_line(f"A worker crashed in {test}; the test was run once more.")
