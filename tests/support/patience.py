"""How long a test waits for what must come: on a busy machine it comes late, and that is no fault of the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

_PATIENCE = 60_000
"""Milliseconds; a test that fails waits so long, one that passes no longer than it must."""


def pytest_configure(config: pytest.Config) -> None:
    """No wait for a signal, a window or a state is shorter, whatever a test says."""
    for name in ("waitUntil", "waitSignal", "waitActive", "waitExposed", "waitCallback"):
        setattr(QtBot, name, _patient(getattr(QtBot, name)))


def _patient(wait: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(wait)
    def waited(bot: QtBot, *given: Any, timeout: int = _PATIENCE, **more: Any) -> Any:
        return wait(bot, *given, timeout=max(timeout, _PATIENCE), **more)

    return waited
