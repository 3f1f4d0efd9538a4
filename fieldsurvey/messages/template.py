"""How a sentence of the catalogue is written down, so that `make strings` gathers it."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """A sentence that counts: the value `n` decides between the two."""

    one: str
    many: str


def N_(message: str) -> str:  # the name gettext's tools look for
    """Mark a sentence; it is translated where it is told."""
    return message
