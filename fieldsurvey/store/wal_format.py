"""How SQLite lays out the log beside a study (NAME-wal): https://www.sqlite.org/fileformat2.html#the_write_ahead_log"""

from __future__ import annotations

import struct

HEADER, FRAME, PAGE = 32, 24, 4096
"""Bytes of the log's head, of a frame's head, and of the page that follows it."""
MAGIC = 0x377F0682
"""The head begins with it; the last bit says in which byte order the sums are made."""
SALTS = slice(8, 16)
"""Where a frame's head repeats the salts of the log."""


def checksum(order: str, data: bytes, sums: tuple[int, ...]) -> bytes:
    """The sum over `data` that goes on from `sums`, as a frame holds it; `order` is "<" or ">"."""
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return struct.pack(">2I", first, second)
