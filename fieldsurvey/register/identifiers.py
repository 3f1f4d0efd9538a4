"""The numbers a firm is registered under, and whether they can be right. A bad one warns, and is kept as it was given."""

from __future__ import annotations

import re

_PAN = re.compile(r"[A-Z]{3}[ABCEFGHJLPT][A-Z]\d{4}[A-Z]")
_GSTIN = re.compile(r"(\d{2})([A-Z]{5}\d{4}[A-Z])[1-9A-Z]Z[0-9A-Z]")
_UDYAM = re.compile(r"UDYAM-[A-Z]{2}-\d{2}-\d{7}")
_STATES = {f"{number:02d}" for number in range(1, 39)} | {"97", "99"}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE = 36


def tidy(text: str) -> str:
    """An identifier as it is written on its certificate: capitals, without blanks, with plain hyphens."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s+", "", text)).upper()


def is_pan(text: str) -> bool:
    """Ten characters: five letters of which the fourth names the kind of holder, four digits, a letter."""
    return bool(_PAN.fullmatch(text))


def is_gstin(text: str) -> bool:
    """State, PAN, entity, Z and check character: from the right with weights 2, 1, 2, ..., base 36, the digits of each product added."""
    found = _GSTIN.fullmatch(text)
    if not found or found[1] not in _STATES or not is_pan(found[2]):
        return False
    total = 0
    for index, letter in enumerate(reversed(text[:-1])):
        product = _DIGITS.index(letter) * (2 - index % 2)
        total += product // _BASE + product % _BASE
    return _DIGITS[(_BASE - total % _BASE) % _BASE] == text[-1]


def is_udyam(text: str) -> bool:
    """UDYAM, state, district and seven digits."""
    return bool(_UDYAM.fullmatch(text))


def pan_of(gstin: str) -> str:
    """The PAN within a GSTIN that is right; "" of one that is not."""
    return gstin[2:12] if is_gstin(gstin) else ""
