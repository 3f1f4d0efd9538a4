"""A text that fits a regular expression, for forms that ask for one. What it cannot read it leaves alone: no text."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import lru_cache
from random import Random

Maker = Callable[[Random], str]

_DIGITS = string.digits
_WORDS = string.ascii_letters + string.digits + "_"
_PLAIN = string.ascii_letters + string.digits + " -"
_CLASSES = {
    "d": _DIGITS,
    "w": _WORDS,
    "s": " ",
    "D": string.ascii_letters,
    "W": "-./ ",
    "S": string.ascii_letters + string.digits,
}
_CONTROL = {"t": "\t", "n": "\n", "r": "\r"}
_MORE = 4
"""How often a thing without a limit is repeated beyond what is demanded."""


class _TooHard(Exception):
    """The pattern looks ahead or behind, or uses what no form uses."""


@lru_cache(maxsize=1000)
def maker(pattern: str) -> Maker | None:
    """What makes texts that fit the pattern; None when the pattern is not understood."""
    reader = _Reader(pattern)
    try:
        made = reader.alternatives()
    except (_TooHard, IndexError, ValueError):
        return None
    return made if reader.at == len(pattern) else None


class _Reader:
    """Reads a pattern from left to right; each part becomes what makes a piece of text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> Maker:
        """One or the other."""
        options = [self.sequence()]
        while self.looking_at("|"):
            self.at += 1
            options.append(self.sequence())
        return options[0] if len(options) == 1 else lambda chance: chance.choice(options)(chance)

    def sequence(self) -> Maker:
        """One after the other."""
        parts: list[Maker] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self.repeated(self.atom()))
        return lambda chance: "".join(part(chance) for part in parts)

    def atom(self) -> Maker:
        """A letter, a class or a group."""
        letter = self.take()
        if letter == "(":
            return self.group()
        if letter in "^$":
            return lambda _chance: ""
        if letter == "[":
            return _one_of(self.members())
        if letter == ".":
            return _one_of(_PLAIN)
        if letter == "\\":
            return _one_of(self.escaped())
        return lambda _chance: letter

    def group(self) -> Maker:
        """What stands in parentheses."""
        if self.looking_at("?:"):
            self.at += 2
        elif self.looking_at("?"):
            raise _TooHard
        inner = self.alternatives()
        if self.take() != ")":
            raise _TooHard
        return inner

    def escaped(self) -> str:
        """The letters a backslash stands for; a word boundary stands for none."""
        letter = self.take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in "bBAZz":
            return ""
        if letter.isalnum() and letter not in _CONTROL:
            raise _TooHard
        return _CONTROL.get(letter, letter)

    def members(self) -> str:
        """The letters of a class in brackets."""
        is_negated = self.looking_at("^")
        self.at += is_negated
        found = ""
        while not self.looking_at("]") or not found:
            letters = self.member()
            if self.looking_at("-") and self.pattern[self.at + 1] != "]":
                self.at += 1
                letters = "".join(map(chr, range(ord(letters[0]), ord(self.member()[0]) + 1)))
            found += letters
        self.at += 1
        return "".join(c for c in _PLAIN if c not in found) if is_negated else found

    def member(self) -> str:
        letter = self.take()
        return self.escaped() if letter == "\\" else letter

    def repeated(self, part: Maker) -> Maker:
        """The part as often as the sign behind it wants."""
        limits = self.limits()
        if limits is None:
            return part
        least, most = limits
        if self.looking_at("?") or self.looking_at("+"):
            self.at += 1
        return lambda chance: "".join(part(chance) for _ in range(chance.randint(least, most)))

    def limits(self) -> tuple[int, int] | None:
        """How often, at least and at most; None when nothing is said."""
        for sign, least, most in (("?", 0, 1), ("*", 0, _MORE), ("+", 1, 1 + _MORE)):
            if self.looking_at(sign):
                self.at += 1
                return least, most
        if not self.looking_at("{"):
            return None
        inside, _, _ = self.pattern[self.at + 1 :].partition("}")
        low, comma, high = inside.partition(",")
        if not low.strip().isdigit():
            return None
        self.at += len(inside) + 2
        least = int(low)
        return least, int(high) if high.strip() else least + (_MORE if comma else 0)

    def looking_at(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def take(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1]


def _one_of(letters: str) -> Maker:
    return lambda chance: chance.choice(letters) if letters else ""
