"""Regular expressions from a form: any pattern is answered in bounded time and memory, or refused with a sentence."""

from __future__ import annotations

import time
from functools import lru_cache

import regex

from fieldsurvey.errors import XPathError, shortened
from fieldsurvey.messages import Message
from fieldsurvey.xforms.xpath.eval_budget import Patience
from fieldsurvey.xforms.xpath.java_patterns import as_java

_ONE_MATCH = 1.0
"""Seconds a pattern may think; some patterns never end."""
_LARGEST = 20_000
"""Letters of a pattern with its repetitions written out, which is how it is held in memory."""
_PIECE = regex.compile(
    r"""(?P<class>\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])   # a choice of letters
      | (?P<again>\{(?P<least>\d+)?(?:,(?P<most>\d*))?\})  # so many times
      | (?P<itself>\(\?(?:R|\d|&|P>))                      # the pattern within itself
      | (?P<open>\() | (?P<close>\))
      | (?P<letter>\\.|.)""",
    regex.VERBOSE | regex.DOTALL,
)


def matches(pattern: str, text: str, patience: Patience) -> bool:
    """True when the whole text is as the pattern has it. Raises XPathError for a pattern that cannot be used."""
    known = _compiled(pattern)
    if patience.seconds <= 0:
        raise _too_slow(pattern)
    began = time.perf_counter()
    try:
        return known.fullmatch(text, timeout=min(_ONE_MATCH, patience.seconds)) is not None
    except (TimeoutError, MemoryError) as error:
        raise _too_slow(pattern) from error
    finally:
        patience.seconds -= time.perf_counter() - began


def fault_of(pattern: str) -> Message | None:
    """What is wrong with a pattern that stands in a form; None when it can be used."""
    try:
        _compiled(pattern)
    except XPathError as error:
        return error.message
    return None


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> regex.Pattern[str]:
    if _size(pattern) > _LARGEST:
        raise XPathError("pattern.too-large", pattern=shortened(pattern))
    try:
        return regex.compile(as_java(pattern), regex.VERSION1)
    except (regex.error, OverflowError, RecursionError) as error:
        raise XPathError("pattern.not-understood", pattern=shortened(pattern), reason=str(error)) from error


def _too_slow(pattern: str) -> XPathError:
    return XPathError("pattern.too-slow", pattern=shortened(pattern))


def _size(pattern: str) -> int:
    """How many letters the pattern has when every counted repetition is written out."""
    if len(pattern) > _LARGEST:
        return len(pattern)
    around: list[int] = []
    total, last = 0, 0
    for piece in _PIECE.finditer(pattern):
        kind = piece.lastgroup if piece.lastgroup not in ("least", "most") else "again"
        if kind == "itself":
            return _LARGEST + 1
        if kind == "open":
            around.append(total)
            total, last = 0, 0
        elif kind == "close":
            total, last = (around.pop() if around else 0) + total + 1, total + 1
        elif kind == "again":
            total, last = _repeated(piece, total, last)
        else:
            total, last = total + 1, 1
    return total + sum(around)


def _repeated(piece: regex.Match[str], total: int, last: int) -> tuple[int, int]:
    counts = [int(text[:9]) for text in (piece["least"], piece["most"]) if text]
    size = last * max(counts, default=1)
    return total - last + size, size
