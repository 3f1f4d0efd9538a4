"""The shipped fonts as Qt gets them: every script with the same room above and below its line.

The fonts of the Indian scripts say of themselves that a line hangs lower than a Latin one does, and is as high; beside Latin
letters, in buttons and in rows their words would stand too high, and signs above or below would be cut. What they say is set
right while they are read; the files stay as their makers made them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_ABOVE, _BELOW = 1.208, 0.432
"""Of the size of the letters: 1.64 together, and as far from the middle as the lines of Noto Sans."""
_LATIN = ("NotoSans-", "NotoSansSymbols")
_TABLES = 12


def read(file: Path) -> bytes:
    """The font, with room for the signs of its script."""
    content = file.read_bytes()
    return content if file.name.startswith(_LATIN) else _with_room(content)


def _with_room(content: bytes) -> bytes:
    made = bytearray(content)
    places = {name: offset for _at, name, offset, _length in _tables(content)}
    (size,) = struct.unpack_from(">H", made, places[b"head"] + 18)
    above, below = round(_ABOVE * size), round(_BELOW * size)
    struct.pack_into(">hhh", made, places[b"hhea"] + 4, above, -below, 0)
    struct.pack_into(">hhhHH", made, places[b"OS/2"] + 68, above, -below, 0, above, below)
    for at, name, offset, length in _tables(content):
        if name in (b"hhea", b"OS/2"):
            struct.pack_into(">I", made, at + 4, _checksum(made[offset : offset + length]))
    return bytes(made)


def _tables(content: bytes) -> Iterator[tuple[int, bytes, int, int]]:
    """Each table of a font: where its entry stands, its name, where it begins and how long it is."""
    (count,) = struct.unpack_from(">H", content, 4)
    for number in range(count):
        at = _TABLES + 16 * number
        name, _sum, offset, length = struct.unpack_from(">4sIII", content, at)
        yield at, name, offset, length


def _checksum(table: bytes | bytearray) -> int:
    padded = bytes(table) + b"\0" * (-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
