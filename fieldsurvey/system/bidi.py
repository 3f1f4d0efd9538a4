"""Texts of both directions in one line: what is put into a sentence keeps its own order (Unicode's isolates)."""

from __future__ import annotations

import unicodedata

_FIRST_STRONG, _END = "\u2068", "\u2069"


def is_from_the_right(text: str) -> bool:
    """Whether something in it is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def isolated(text: str) -> str:
    """A text that keeps its own order wherever it stands, and leaves what stands around it in theirs."""
    return f"{_FIRST_STRONG}{text}{_END}" if text else ""


def among_words(text: str) -> str:
    """A name or answer for a sentence of the window, which is written from the left."""
    return isolated(text) if is_from_the_right(text) else text
