"""Reckon what is typed in a number field: `12*4500`, `2.5 lakh`, `(3+4)*20%`. Exact, and nothing but numbers can be said.

A desk calculator's rules: * and / before + and -, brackets first; after + or - a percentage is of what stands before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

_SIZES: Mapping[str, Decimal] = {
    **dict.fromkeys(("k", "thousand", "hazar", "हज़ार", "हजार", "ಸಾವಿರ"), Decimal(1_000)),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "l", "लाख", "ಲಕ್ಷ"), Decimal(100_000)),
    **dict.fromkeys(("crore", "crores", "cr", "करोड़", "ಕೋಟಿ"), Decimal(10_000_000)),
}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|([-+*/()%])|([^\W\d_][^\s\d()*/%+-]*))", re.UNICODE)
_SIGNS = str.maketrans({"×": "*", "x": "*", "X": "*", "÷": "/", "−": "-", "–": "-", "₹": " ", "_": None})
_LONGEST, _DEEPEST, _DIGITS, _DECIMALS = 200, 20, 34, 10
_Amount = tuple[Decimal, bool]
"""A number, and whether it is a percentage."""


def western(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def calculated(text: str) -> str | None:
    """The result in plain figures; None when the text is no calculation."""
    if len(text) > _LONGEST:
        return None
    tokens = _tokens(text)
    if tokens is None:
        return None
    try:
        with localcontext(prec=_DIGITS):
            reader = _Reader(tokens)
            value = reader.total()
            return _figures(value) if reader.is_at_end else None
    except (_Unreadable, InvalidOperation, DivisionByZero, Overflow):
        return None


def _tokens(text: str) -> list[str] | None:
    plain = unicodedata.normalize("NFC", western(text).translate(_SIGNS)).casefold()
    plain = re.sub(r"\brs\.?(?=[\s\d]|$)", " ", plain)
    plain = re.sub(r"/-(?=\s*$)", "", plain)  # 500/- as amounts are written
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain).strip()
    found: list[str] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            return None
        found.append(match[1] or match[2] or match[3])
        at = match.end()
    return found


class _Unreadable(ValueError):
    """The text breaks off, or says something that is no number."""


class _Reader:
    """Reads a sum from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._tokens)

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def total(self) -> Decimal:
        """Terms with + and - between them."""
        value, is_share = self._product()
        value = value / 100 if is_share else value
        while self._next() in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            term, is_share = self._product()
            value += sign * (value * term / 100 if is_share else term)
        return value

    def _product(self) -> _Amount:
        value, is_share = self._signed()
        while self._next() in ("*", "/"):
            by = self._take()
            value, is_share = (value / 100 if is_share else value), False
            other, other_is_share = self._signed()
            other = other / 100 if other_is_share else other
            value = value * other if by == "*" else value / other
        return value, is_share

    def _signed(self) -> _Amount:
        if self._next() in ("-", "+"):
            sign = -1 if self._take() == "-" else 1
            value, is_share = self._amount()
            return sign * value, is_share
        return self._amount()

    def _amount(self) -> _Amount:
        value = self._bracket() if self._next() == "(" else self._spoken()
        if self._next() == "%":
            self._take()
            return value, True
        return value, False

    def _bracket(self) -> Decimal:
        self._take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unreadable
        value = self.total()
        if self._take() != ")":
            raise _Unreadable
        return value * self._size()

    def _spoken(self) -> Decimal:
        """2 lakh 50 thousand: each smaller than the one before."""
        value, last = self._sized()
        while last > 1 and self._next()[:1].isdigit():
            more, size = self._sized()
            if size >= last:
                raise _Unreadable
            value, last = value + more, size
        return value

    def _sized(self) -> tuple[Decimal, Decimal]:
        figures = self._take()
        if not figures[:1].isdigit() and not figures.startswith("."):
            raise _Unreadable
        size = self._size()
        return Decimal(figures) * size, size

    def _size(self) -> Decimal:
        """lakh crore is a lakh of crores."""
        size = Decimal(1)
        while self._next() in _SIZES:
            size *= _SIZES[self._take()]
        return size


def _figures(value: Decimal) -> str:
    rounded = round(value, _DECIMALS).normalize()
    return f"{rounded:f}" if rounded else "0"
