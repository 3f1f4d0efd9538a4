"""A pattern as Java means it, told to the library that matches here: its classes know the letters and digits of English only."""

from __future__ import annotations

import re

_SPACE = r"[ \t\n\x0b\f\r]"
_CLASSES = {
    r"\d": "[0-9]",
    r"\D": "[^0-9]",
    r"\w": "[A-Za-z0-9_]",
    r"\W": "[^A-Za-z0-9_]",
    r"\s": _SPACE,
    r"\S": f"[^{_SPACE[1:]}",
}
_NAMED = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Punct": r"!-/:-@\[-`\{-\~",
    "Space": _SPACE[1:-1],
    "Blank": r" \t",
    "XDigit": "0-9A-Fa-f",
    "ASCII": r"\x00-\x7f",
}
_ANY = r"[^\n\r\x85\u2028\u2029]"
_IN_CLASS = {"|": r"\|", "~": r"\~", "--": r"-\-"}
"""What would join or take away within a choice of letters here, and are letters there."""
_PIECE = re.compile(
    r"""\[:(?P<letters>\^?\w+):\]            # within a choice of letters those very letters, and no class of POSIX
      | \\(?P<named>[pP])\{(?P<name>\w+)\}
      | (?P<escaped>\\.)
      | --
      | .""",
    re.VERBOSE | re.DOTALL,
)
_DOT_IS_ALL = re.compile(r"\(\?[a-zA-Z]*s")


def as_java(pattern: str) -> str:
    """The pattern with what Java reads otherwise written out."""
    dot = "." if _DOT_IS_ALL.search(pattern) else _ANY
    found: list[str] = []
    depth = 0
    for piece in _PIECE.finditer(pattern):
        text = piece[0]
        if piece["letters"] or piece["named"] or piece["escaped"]:
            found.append(_written_out(piece))
            continue
        depth = max(depth + (text == "[") - (text == "]"), 0)
        if depth:
            text = _IN_CLASS.get(text, text)
        found.append(dot if text == "." and not depth else text)
    return "".join(found)


def _written_out(piece: re.Match[str]) -> str:
    """A class by its letters; other escapes as they are."""
    if piece["letters"]:
        return f"[:{piece['letters']}]"
    if piece["named"] and piece["name"] in _NAMED:
        return f"[{'^' if piece['named'] == 'P' else ''}{_NAMED[piece['name']]}]"
    return _CLASSES.get(piece[0], piece[0])
