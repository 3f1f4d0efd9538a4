"""Which script a letter belongs to, by Unicode's blocks: Latin and the nine scripts of India."""

from __future__ import annotations

LATIN = "Latin"
DEVANAGARI = "Devanagari"
_BLOCK = 0x80
_INDIAN = (
    DEVANAGARI, "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam",
)  # fmt: skip
"""In Unicode's order, one block of 128 code points each, from U+0900."""
JOINERS = frozenset("\u200c\u200d\u25cc\u0964\u0965")
"""Signs shared by the Indian scripts: they stay with the letters before them."""


def is_indian(char: str) -> bool:
    """Whether it is a letter or sign of one of the nine scripts, which stand taller than Latin."""
    return 0x0900 <= ord(char) < 0x0900 + _BLOCK * len(_INDIAN)


def script_of(char: str, before: str = LATIN) -> str:
    """The script of this character; `before` is the script of the character in front of it."""
    if char in JOINERS or 0x1CD0 <= ord(char) <= 0x1CFF:
        return DEVANAGARI if before == LATIN and char not in "\u200c\u200d" else before
    if 0xA8E0 <= ord(char) <= 0xA8FF:
        return DEVANAGARI
    return _INDIAN[(ord(char) - 0x0900) // _BLOCK] if is_indian(char) else LATIN
