"""A screen to open the window on; where there is none, or Qt lacks a library for it, one sentence instead of Qt's own words and its abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from fieldsurvey.i18n import sentence
from fieldsurvey.messages import Message

_FAULT = 2
"""The exit code of a fault a person can act on."""
_NO_DISPLAY = ("could not connect to display", "failed to create wl_display", "no display")
_LIBRARY = "is needed to load"


@contextmanager
def needed() -> Iterator[None]:
    """While Qt looks for the screen: what it finds missing is said in one sentence, and the program ends with exit code 2.

    Qt ends a program it can show nothing with `abort`; its message handler is the last that is asked before.
    """
    said: list[str] = []

    def listen(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            print(sentence(why(said)), file=sys.stderr, flush=True)
            os._exit(_FAULT)
        said.append(words)

    before = qInstallMessageHandler(listen)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        for words in said:
            print(words, file=sys.stderr)


def why(said: list[str]) -> Message:
    """Why there is no screen, from what Qt said on the way."""
    lines = " ".join(said).lower()
    is_headless = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if is_headless or any(words in lines for words in _NO_DISPLAY):
        return Message("screen.none")
    library = next((line.strip() for line in said if _LIBRARY in line), said[-1].strip() if said else "")
    return Message("screen.library-missing", reason=library)
