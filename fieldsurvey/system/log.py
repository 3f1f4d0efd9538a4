"""The program's log: what failed and where, for whoever helps. Never an answer, a passphrase or a key.

The text of a foreign exception may quote what was typed (`invalid literal for int()`), so it is not written: its type, its place and the
codes of our own sentences are enough to find a fault.
"""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from fieldsurvey.errors import FieldSurveyError

_MOST_CAUSES = 10
_ROOTS = ("site-packages", "fieldsurvey")


def start(folder: Path) -> None:
    """Write to a small rotating file in `folder`; without it, when the disk refuses, to nowhere."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "fieldsurvey.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("fieldsurvey")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)


def without_texts(error: BaseException) -> str:
    """An exception and what led to it: types, codes and places, none of their texts."""
    return "\n".join(line for one in _chain(error) for line in _lines(one))


class _Formatter(logging.Formatter):
    """Writes exceptions by `without_texts`."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have written it in its own way
        written = super().format(record)
        record.exc_text = None
        return written

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return without_texts(ei[1]) if ei[1] is not None else ""


def _chain(error: BaseException) -> list[BaseException]:
    """The exception after those it came from."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found and len(found) < _MOST_CAUSES:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found[::-1]


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_code(error)}"
    for frame, line in walk_tb(error.__traceback__):
        code = frame.f_code
        yield f"  {_shortened(Path(code.co_filename))}:{line} {code.co_qualname}"


def _code(error: BaseException) -> str:
    """What tells the fault without quoting anything: our code, SQLite's, or the system's number."""
    if isinstance(error, FieldSurveyError):
        return f" [{error.message.code}]"
    found = getattr(error, "sqlite_errorcode", None) or getattr(error, "errno", None)
    return f" [{found:d}]" if isinstance(found, int) else ""


def _shortened(path: Path) -> str:
    """The place of a file in its package, not on this laptop."""
    parts = path.parts
    for root in _ROOTS:
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return path.name
